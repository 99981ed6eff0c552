//! What a client wants changed of its particulars, on its page.

use crate::{
    context,
    error::AppError,
    flash, format,
    ui::{Button, ButtonLook, Field, FormErrors, Section, Tone},
};
use chrono_tz::Tz;
use domain::{
    client::change_request::{self, OpenRequest},
    id::ChangeRequestId,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Puts it on file.
///
/// # Errors
/// As [`change_request::accept`].
#[server(endpoint = "staff/accept-client-change")]
pub async fn accept_client_change(request_id: ChangeRequestId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = change_request::accept(&context::services()?.db, &viewer.staff, request_id).await?;
    flash::redirect(
        &format!("/staff/clients/{client}"),
        Some("The change is on file, and the client is told."),
    );
    Ok(())
}

/// Leaves what is on file, with a reason for the client.
///
/// # Errors
/// As [`change_request::refuse`].
#[server(endpoint = "staff/refuse-client-change")]
pub async fn refuse_client_change(
    request_id: ChangeRequestId,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = change_request::refuse(&context::services()?.db, &viewer.staff, request_id, &reason).await?;
    flash::redirect(
        &format!("/staff/clients/{client}"),
        Some("The request is refused, and the client is told why."),
    );
    Ok(())
}

/// The open request with what is on file beside it; only what differs.
pub(super) fn change_request(request: OpenRequest, zone: Tz) -> impl IntoView {
    let form = flash::form::<RefuseClientChange>();
    let message = form.message().filter(|_| form.has_no_fields());
    let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let rows = std::iter::zip(request.on_file.fields(), request.wanted.fields())
        .filter(|((_, _, on_file), (_, _, wanted))| on_file != wanted)
        .map(|((_, label, on_file), (_, _, wanted))| {
            let (on_file, wanted) = (shown(on_file), shown(wanted));
            view! {
                <div>
                    <dt>{label.to_string()}</dt>
                    <dd><del class="muted" dir="auto">{on_file}</del>" "<ins dir="auto">{wanted}</ins></dd>
                </div>
            }
        })
        .collect_view();
    let id = request.id.to_string();
    view! {
        <Section id="change-request" title="Change of particulars" tone=Tone::Warning>
            <div class="stack">
                <p>
                    <span dir="auto">{request.requested_by}</span>" asked for it on "
                    {format::time(request.created_at, zone)}"."
                </p>
                <dl class="facts">{rows}</dl>
                <form method="post" action=AcceptClientChange::PATH>
                    <input type="hidden" name="request_id" value=id.clone()/>
                    <Button>"Accept the change"</Button>
                </form>
                <form class="form" method="post" action=format!("{}#change-request", RefuseClientChange::PATH)>
                    <FormErrors message/>
                    <input type="hidden" name="request_id" value=id/>
                    <Field
                        label="Reason for refusing"
                        name="reason"
                        value=form.value("reason").unwrap_or_default()
                        error=form.error_at("reason")
                        hint="The client reads it."
                        maxlength=500
                        required=true
                    />
                    <div class="form-actions"><Button look=ButtonLook::Secondary>"Refuse"</Button></div>
                </form>
            </div>
        </Section>
    }
}
