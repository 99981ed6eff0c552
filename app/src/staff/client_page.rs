//! One client: how it stands with the portal, and its particulars.

use super::{
    frame::{frame, moment},
    messages_page::OpenConversation,
    reminders,
};
use crate::{
    context,
    error::AppError,
    flash,
    layout::StaffSection,
    page::{lead_to, page},
    ui::{Alert, Breadcrumbs, Button, ButtonLook, Confirm, LinkItem, PageHead, Section, Tabs, Tone},
};
use domain::{
    actor::{Policy, Staff},
    client::{self, ClientDetail, PortalState, change_request},
    id::{ClientId, InvitationId},
    invitation::{self, Invitation},
    reminder,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/staff`: leads to the clients.
#[component]
pub fn StaffHomePage() -> impl IntoView {
    page(async {
        context::staff()?;
        lead_to("/staff/clients");
        Ok(())
    })
}

/// `/staff/clients/{id}`
#[component]
pub fn ClientPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let zone = context::zone()?;
    let client = client::get(&db, &viewer.staff, context::route_id()?).await?;
    let invitations = invitation::of_client(&db, &viewer.staff, client.id).await?;
    let reminds = reminder::is_enabled_for(&db, &viewer.staff, client.id).await?;
    let reminders =
        reminders::client_section(client.id, reminds, viewer.staff.may(Policy::ManagePortalAccess));
    let newest = invitations.portal_user;
    let change = change_request::of_client(&db, &viewer.staff, client.id).await?;
    let change = change.map(|request| super::change_request::change_request(request, zone));
    let portal_user = client.portal_user.as_ref().map(|user| {
        view! {
            <div><dt>"Portal user"</dt><dd dir="auto">{user.name.clone()}" · "{user.email.clone()}</dd></div>
            <div><dt>"Last sign-in"</dt><dd>{moment(user.last_sign_in, zone)}</dd></div>
        }
    });
    let invited = newest.as_ref().map(|invitation| {
        let error = invitation.error.clone().map(|error| view! { <br/><span class="muted" dir="auto">{error}</span> });
        view! {
            <div><dt>"Invitation"</dt><dd>{invitation.state.label()}", "{moment(Some(invitation.since()), zone)}{error}</dd></div>
        }
    });
    let papers = [
        ("Projects", client.projects),
        ("Quotes", client.quotes),
        ("Invoices", client.invoices),
        ("Documents", client.documents),
    ];
    let name = client.name.clone();
    let buttons = access_buttons(&viewer.staff, &client, newest.as_ref());
    let content = view! {
        {head(&client, "overview")}
        {refusal()}
        <div class="split">
            <div class="stack">
                {change}
                <Section id="access" title="Portal access">
                    <dl class="facts">
                        {portal_user}
                        {invited}
                        {client.portal_user.is_none().then(|| view! {
                            <div><dt>"E-mail"</dt><dd>{client.email.clone().unwrap_or_else(|| "None on file".to_owned())}</dd></div>
                        })}
                    </dl>
                    {buttons}
                </Section>
                {reminders}
            </div>
            <aside class="stack">
                <Section id="particulars" title="Particulars">
                    <dl class="facts">
                        {client.external_id.clone().map(|number| view! { <div><dt>"Number"</dt><dd>{number}</dd></div> })}
                        <div><dt>"Telephone"</dt><dd>{client.phone.clone()}</dd></div>
                        <div><dt>"Address"</dt><dd dir="auto">{client.address.join(", ")}</dd></div>
                        <div><dt>"Currency"</dt><dd>{client.currency.clone()}</dd></div>
                    </dl>
                </Section>
                <Section id="papers" title="Papers">
                    <dl class="counts">
                        {papers.map(|(label, count)| view! { <div><dt>{label}</dt><dd>{count}</dd></div> }).into_iter().collect_view()}
                    </dl>
                </Section>
            </aside>
        </div>
    };
    Ok(frame(viewer, StaffSection::Clients, &name, content))
}

/// Name, state and tabs, the same on each of the client's pages.
pub(super) fn head(client: &ClientDetail, current: &str) -> impl IntoView + use<> {
    let tab = |name: &str, label: &str, href: String| LinkItem {
        href,
        label: label.to_owned(),
        count: None,
        current: name == current,
    };
    let base = format!("/staff/clients/{}", client.id);
    let items = vec![
        tab("overview", "Overview", base.clone()),
        tab("contacts", "Contacts", format!("{base}/contacts")),
        tab("quotes", "Quotes", format!("{base}/quotes")),
        tab("documents", "Documents", format!("{base}/documents")),
    ];
    let (state, id) = (client.portal_state, client.id.to_string());
    view! {
        <Breadcrumbs trail=vec![("/staff/clients".to_owned(), "Clients".to_owned())] here=client.name.clone()/>
        <PageHead title=client.name.clone() status=(state.label(), state.into()) avatar=true>
            <form method="post" action=OpenConversation::PATH>
                <input type="hidden" name="client_id" value=id/>
                <Button look=ButtonLook::Secondary icon=icondata::LuMessagesSquare>"Write a message"</Button>
            </form>
        </PageHead>
        <Tabs label="Client" items/>
    }
}

/// What a button that was refused has to say.
fn refusal() -> impl IntoView {
    let forms = [
        flash::form::<EnablePortalAccess>(),
        flash::form::<DisablePortalAccess>(),
        flash::form::<ResendPortalInvitation>(),
    ];
    let message = forms.into_iter().find_map(|form| form.message());
    message.map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> })
}

fn access_buttons(
    staff: &Staff,
    client: &ClientDetail,
    newest: Option<&Invitation>,
) -> impl IntoView + use<> {
    if !staff.may(Policy::ManagePortalAccess) || client.portal_state == PortalState::Inactive {
        return ().into_any();
    }
    let id = client.id.to_string();
    let enable = matches!(client.portal_state, PortalState::Disabled | PortalState::None).then(|| {
        view! {
            <form method="post" action=EnablePortalAccess::PATH>
                <input type="hidden" name="client_id" value=id.clone()/>
                <Button>"Enable Portal Access"</Button>
            </form>
        }
    });
    let resend = newest.filter(|_| client.portal_user.is_none()).map(|invitation| resend_form(invitation.id));
    let may_disable = client.portal_enabled || client.portal_state == PortalState::Invited;
    let disable = may_disable.then(|| {
        view! {
            <Confirm
                id="disable-access"
                label="Disable Portal Access"
                title="Disable portal access?"
                yes="Disable"
                action=DisablePortalAccess::PATH
                field=("client_id", id.clone())
                look=ButtonLook::Secondary
            >
                <p>"Everybody at this client is signed out, and open invitations stop working. You can enable it again at any time."</p>
            </Confirm>
        }
    });
    view! { <div class="actions">{enable}{resend}{disable}</div> }.into_any()
}

/// The button that sends a new link.
pub(super) fn resend_form(id: InvitationId) -> impl IntoView {
    view! {
        <form method="post" action=ResendPortalInvitation::PATH>
            <input type="hidden" name="invitation_id" value=id.to_string()/>
            <Button look=ButtonLook::Secondary>"Resend Portal Invitation"</Button>
        </form>
    }
}

/// Lets the client's portal user in again, or invites the client's address when it has none.
///
/// # Errors
/// As [`client::enable`] and [`invitation::invite_client`].
#[server(endpoint = "staff/enable-portal-access")]
pub async fn enable_portal_access(client_id: ClientId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    viewer.staff.require(Policy::ManagePortalAccess)?;
    let db = context::services()?.db;
    let notice = match client::get(&db, &viewer.staff, client_id).await?.portal_user {
        Some(user) => {
            client::enable(&db, &viewer.staff, client_id, user.id).await?;
            "Portal access is enabled."
        }
        None => {
            invitation::invite_client(&db, &viewer.staff, client_id).await?;
            "The invitation is on its way."
        }
    };
    flash::redirect(&format!("/staff/clients/{client_id}"), Some(notice));
    Ok(())
}

/// Shuts the client's people out.
///
/// # Errors
/// As [`client::disable`].
#[server(endpoint = "staff/disable-portal-access")]
pub async fn disable_portal_access(client_id: ClientId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    client::disable(&context::services()?.db, &viewer.staff, client_id).await?;
    flash::redirect(&format!("/staff/clients/{client_id}"), Some("Portal access is disabled."));
    Ok(())
}

/// Sends a new link; the old one stops working.
///
/// # Errors
/// As [`invitation::resend`].
#[server(endpoint = "staff/resend-portal-invitation")]
pub async fn resend_portal_invitation(invitation_id: InvitationId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let invitation = invitation::resend(&context::services()?.db, &viewer.staff, invitation_id).await?;
    let sentence = format!("A new invitation is on its way to {}.", invitation.email);
    flash::back(Some(&sentence));
    Ok(())
}
