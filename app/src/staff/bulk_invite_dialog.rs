//! The BulkInviteDialog (SPEC section 4): who would be invited, an option, a confirmation, Start.
//!
//! Without script its button is a link to the same form on a page of its own.

use crate::{
    error::AppError,
    ui::{Alert, Button, ButtonLook, Checkbox, DialogFrame, LinkButton, Tone},
};
use domain::{
    bulk_invitation::{Preflight, Prospect},
    id::RunId,
};
use leptos::{html, prelude::*, server_fn::ServerFn};

/// The button "Bulk invitations" and the dialog that it opens. Clients are counted when it opens, and not for everybody who looks
/// at the list.
#[island(lazy)]
pub fn BulkInviteDialog() -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let look = Action::new(|(): &()| bulk_invitation_prospect());
    let open = move |event: leptos::ev::MouseEvent| {
        if let Some(dialog) = dialog.get()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
            look.dispatch(());
        }
    };
    view! {
        <a
            class="button"
            data-look="primary"
            href="/staff/bulk-invitations/new"
            role="button"
            aria-haspopup="dialog"
            on:click=open
        >
            "Bulk invitations"
        </a>
        <DialogFrame id="bulk-invite" title="Bulk invitations" node_ref=dialog>
            {move || match look.value().get() {
                None => view! { <div class="dialog-body"><p class="muted" role="status">"Counting clients …"</p></div> }.into_any(),
                Some(Ok(prospect)) => view! { <BulkInvite prospect in_dialog=true/> }.into_any(),
                Some(Err(error)) => {
                    view! { <div class="dialog-body"><Alert tone=Tone::Danger><p>{error.message}</p></Alert></div> }.into_any()
                }
            }}
        </DialogFrame>
    }
}

/// The form, or the run that stands in its place.
#[component]
pub fn BulkInvite(
    prospect: Prospect,
    #[prop(optional)] in_dialog: bool,
    #[prop(optional_no_strip)] error: Option<AppError>,
) -> impl IntoView {
    match prospect {
        Prospect::Unfinished(run) => view! { <Unfinished run/> }.into_any(),
        Prospect::Open(preflight) => view! { <BulkInviteForm preflight in_dialog error/> }.into_any(),
    }
}

/// What stands in place of the form while a run is unfinished.
#[component]
fn Unfinished(run: RunId) -> impl IntoView {
    view! {
        <div class="dialog-body">
            <Alert tone=Tone::Info><p>"A run is not finished yet. You can start another when it is."</p></Alert>
        </div>
        <div class="dialog-foot">
            <LinkButton href=format!("/staff/bulk-invitations/{run}")>"Show the run"</LinkButton>
        </div>
    }
}

/// The groups and the form. The number in the confirmation follows the option where there is script; the server checks it
/// in any case.
#[component]
fn BulkInviteForm(preflight: Preflight, in_dialog: bool, error: Option<AppError>) -> impl IntoView {
    let Preflight { total, eligible, already_invited, has_account, no_email, inactive, unusable_email } =
        preflight;
    let (remind, set_remind) = signal(false);
    let (confirmed, set_confirmed) = signal(false);
    let count = move || preflight.recipients(remind.get());
    let rest = [
        ("Already has a portal account", has_account),
        ("No e-mail address", no_email),
        ("Inactive", inactive),
        ("E-mail address unusable", unusable_email),
    ];
    let at_field = |name: &str| error.as_ref().and_then(|error| error.field(name));
    let wrong = at_field("confirm");
    let message = error.as_ref().map(|error| error.message.clone());
    view! {
        <form class="form" method="post" action=StartBulkInvitation::PATH>
            <div class="dialog-body">
                {message.map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> })}
                <dl class="figures">
                    <div data-tone="accent"><dt>"Eligible"</dt><dd>{eligible}</dd></div>
                    <div><dt>"Already invited"</dt><dd>{already_invited}</dd></div>
                    <div><dt>"Total"</dt><dd>{total}</dd></div>
                </dl>
                <dl class="counts">
                    {rest.map(|(label, count)| view! { <div><dt>{label}</dt><dd>{count}</dd></div> }).into_iter().collect_view()}
                </dl>
                <input type="hidden" name="expected" value=eligible/>
                <Checkbox
                    name="remind_already_invited"
                    value="true"
                    hint="They get a new link; the old one stops working."
                    on:change=move |event| set_remind.set(event_target_checked(&event))
                >
                    {format!("Also remind the {already_invited} already invited")}
                </Checkbox>
                <Checkbox
                    name="confirm"
                    value="true"
                    required=true
                    error=wrong
                    on:change=move |event| set_confirmed.set(event_target_checked(&event))
                >
                    {move || match count() {
                        1 => "Send 1 invitation now".to_owned(),
                        count => format!("Send {count} invitations now"),
                    }}
                </Checkbox>
            </div>
            <div class="dialog-foot">
                {(!in_dialog).then(|| view! { <LinkButton href="/staff/clients" look=ButtonLook::Secondary>"Back"</LinkButton> })}
                <Button attr:aria-disabled=move || (in_dialog && !confirmed.get()).then_some("true")>"Start"</Button>
            </div>
        </form>
    }
}

/// Whom a start would reach, for the dialog.
///
/// # Errors
/// As [`domain::bulk_invitation::prospect`].
#[server(endpoint = "staff/bulk-invitation-prospect")]
pub async fn bulk_invitation_prospect() -> Result<Prospect, AppError> {
    use crate::context;
    let viewer = context::staff()?;
    Ok(domain::bulk_invitation::prospect(&context::services()?.db, &viewer.staff).await?)
}

/// Starts a run and leads to it.
///
/// # Errors
/// As [`domain::bulk_invitation::start`].
#[server(endpoint = "staff/start-bulk-invitation")]
pub async fn start_bulk_invitation(
    #[server(default)] confirm: bool,
    #[server(default)] expected: Option<i64>,
    #[server(default)] remind_already_invited: bool,
) -> Result<(), AppError> {
    use crate::{context, flash};
    use domain::bulk_invitation::{self, Start};
    let viewer = context::staff()?;
    let uncounted =
        || domain::Error::field("expected", "Reload the page, so that the clients are counted anew.");
    let expected = expected.ok_or_else(uncounted)?;
    let start = Start { confirm, expected, remind_already_invited };
    let run = bulk_invitation::start(&context::services()?.db, &viewer.staff, start).await?;
    flash::redirect(&format!("/staff/bulk-invitations/{}", run.id), None);
    Ok(())
}
