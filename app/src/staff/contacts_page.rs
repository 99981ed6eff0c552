//! The Contacts tab: each person at a client, and how each stands with the portal.

use super::{
    client_page::{ResendPortalInvitation, head, resend_form},
    contact_rights::{SetContactRights, contact_rights},
    frame::{frame, moment},
};
use crate::{
    context,
    error::AppError,
    flash,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    ui::{Alert, Button, ButtonLook, Confirm, StatusChip, Table, Tone},
    words::InWords as _,
};
use chrono_tz::Tz;
use domain::{
    actor::Policy,
    client::{self, PortalState},
    contact::{self, Contact, ContactFilter},
    id::ContactId,
    invitation::{self, Invitation},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/staff/clients/{id}/contacts`
#[component]
pub fn ContactsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let zone = context::zone()?;
    let client = client::get(&db, &viewer.staff, context::route_id()?).await?;
    let list = ListQuery::read(
        format!("/staff/clients/{}/contacts", client.id),
        PortalState::ALL.map(|state| (state.as_str(), state.words())),
        [],
    );
    let filter = ContactFilter {
        search: list.search.clone(),
        portal_state: list.status.and_then(|status| status.parse().ok()),
        page: list.page.clone(),
    };
    let contacts = contact::list(&db, &viewer.staff, client.id, &filter).await?;
    let invitations = invitation::of_client(&db, &viewer.staff, client.id).await?;
    let may_manage = viewer.staff.may(Policy::ManagePortalAccess) && client.is_active;
    let forms = [
        flash::form::<EnableContactAccess>(),
        flash::form::<DisableContactAccess>(),
        flash::form::<ResendPortalInvitation>(),
        flash::form::<SetContactRights>(),
    ];
    let refusal = forms.into_iter().find_map(|form| form.message());
    let pagination = list.pagination(&contacts);
    let rows = contacts
        .items
        .into_iter()
        .map(|contact| {
            let invitation = invitations.of_contact(contact.id).cloned();
            row(contact, invitation, may_manage, zone)
        })
        .collect::<Vec<_>>();
    let content = view! {
        {head(&client, "contacts")}
        {refusal.map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> })}
        <div class="list-tools">{list.filters()}{list.toolbar("Search name, title or e-mail")}</div>
        {if rows.is_empty() {
            let nothing_yet = ("No contacts", "Contacts come with the import or through the API.");
            list.empty(icondata::LuUsers, nothing_yet, "Show all contacts").into_any()
        } else {
            view! {
                <section class="card flush">
                    <Table caption="Contacts">
                        <thead>
                            <tr>
                                <th scope="col">"Name"</th>
                                <th scope="col">"Portal"</th>
                                <th scope="col">"Sees"</th>
                                <th scope="col">"E-mail"</th>
                                <th scope="col">"Invitation"</th>
                                <th scope="col"><span class="sr-only">"Access"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, StaffSection::Clients, &format!("Contacts of {}", client.name), content))
}

fn row(contact: Contact, invitation: Option<Invitation>, may_manage: bool, zone: Tz) -> impl IntoView {
    let state = contact.state;
    let id = contact.id.to_string();
    let form = |action: &'static str, look: ButtonLook, label: &'static str| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="contact_id" value=id.clone()/>
                <Button look small=true>{label}</Button>
            </form>
        }
    };
    let buttons = may_manage.then(|| {
        let can_be_let_in = matches!(state, PortalState::None | PortalState::Disabled);
        let is_in = matches!(state, PortalState::Enabled | PortalState::Invited);
        let resend = invitation.as_ref().filter(|_| contact.user_id.is_none() && state != PortalState::Inactive);
        view! {
            <div class="actions">
                {can_be_let_in.then(|| form(EnableContactAccess::PATH, ButtonLook::Secondary, "Enable Portal Access"))}
                {resend.map(|invitation| resend_form(invitation.id))}
                {is_in.then(|| disable_button(&contact))}
            </div>
        }
    });
    let rights = contact_rights(&contact, may_manage);
    let invited = match &invitation {
        Some(invitation) => {
            view! { {invitation.state.label()}", "{moment(Some(invitation.since()), zone)} }.into_any()
        }
        None => view! { <span class="muted">"Never"</span> }.into_any(),
    };
    view! {
        <tr>
            <td class="cell-title" dir="auto">
                {contact.name}
                {(!contact.title.is_empty()).then(|| view! { <span class="cell-sub" dir="auto">{contact.title}</span> })}
            </td>
            <td class="cell-status"><StatusChip label=state.label() tone=state/></td>
            <td class="cell-meta" data-label="Sees">{rights}</td>
            <td class="cell-meta" data-label="E-mail">{contact.email.unwrap_or_else(|| "–".to_owned())}</td>
            <td class="cell-meta" data-label="Invitation">{invited}</td>
            <td class="cell-actions">{buttons}</td>
        </tr>
    }
}

fn disable_button(contact: &Contact) -> impl IntoView + use<> {
    let name = contact.name.clone();
    view! {
        <Confirm
            id=format!("disable-{}", contact.id)
            label="Disable"
            about=format!("the access of {name}")
            title="Disable this contact’s access?"
            yes="Disable"
            action=DisableContactAccess::PATH
            field=("contact_id", contact.id.to_string())
            look=ButtonLook::Quiet
            small=true
        >
            <p>
                <strong dir="auto">{name}</strong>
                " is signed out, and an open invitation stops working. You can enable it again at any time."
            </p>
        </Confirm>
    }
}

/// Lets a contact in: again when there is an account, else by an invitation.
///
/// # Errors
/// As [`contact::enable`] and [`invitation::invite_contact`].
#[server(endpoint = "staff/enable-contact-access")]
pub async fn enable_contact_access(contact_id: ContactId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    viewer.staff.require(Policy::ManagePortalAccess)?;
    let db = context::services()?.db;
    let notice = if contact::has_account(&db, &viewer.staff, contact_id).await? {
        contact::enable(&db, &viewer.staff, contact_id).await?;
        "Portal access is enabled."
    } else {
        invitation::invite_contact(&db, &viewer.staff, contact_id).await?;
        "The invitation is on its way."
    };
    flash::back(Some(notice));
    Ok(())
}

/// Shuts a contact out.
///
/// # Errors
/// As [`contact::disable`].
#[server(endpoint = "staff/disable-contact-access")]
pub async fn disable_contact_access(contact_id: ContactId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    contact::disable(&context::services()?.db, &viewer.staff, contact_id).await?;
    flash::back(Some("The contact’s access is disabled."));
    Ok(())
}
