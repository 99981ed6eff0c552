//! The people at the client, for its own administrator: who gets in, and what each sees.

use super::frame;
use crate::{
    context,
    error::AppError,
    flash,
    layout::PortalSection,
    list_query::ListQuery,
    page::page,
    ui::{
        Button, ButtonLook, Choice, Confirm, Field, FormErrors, PageHead, Section, Select, StatusChip, Table,
        ToolbarSelect,
    },
    words::{InWords as _, SLOTS, filled, say},
};
use domain::{
    access_preset::AccessPreset,
    client::PortalState,
    colleague::{self, MAX_NAME_CHARS, NewColleague},
    contact::{Contact, ContactFilter},
    id::{ClientId, ContactId, UserId},
};
use leptos::{prelude::*, server_fn::ServerFn};

const PATH: &str = "/portal/people";

/// `/portal/people`
#[component]
pub fn PeoplePage() -> impl IntoView {
    page(load())
}

/// Adds a colleague and invites it by mail.
///
/// # Errors
/// As [`colleague::invite`].
#[server(endpoint = "portal/invite-colleague")]
pub async fn invite_colleague(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] preset: AccessPreset,
    #[server(default)] client_id: Option<ClientId>,
) -> Result<(), AppError> {
    let new = NewColleague { name, email, preset };
    colleague::invite(&context::services()?.db, &context::client_of_form(client_id)?.scope, &new).await?;
    flash::redirect(PATH, Some(&say!("people-invited")));
    Ok(())
}

/// Lets a colleague in again, or sends a new invitation.
///
/// # Errors
/// As [`colleague::let_in`].
#[server(endpoint = "portal/let-colleague-in")]
pub async fn let_colleague_in(contact_id: ContactId) -> Result<(), AppError> {
    colleague::let_in(&context::services()?.db, &context::client()?.scope, contact_id).await?;
    flash::redirect(PATH, Some(&say!("people-let-in-done")));
    Ok(())
}

/// Changes what a colleague sees.
///
/// # Errors
/// As [`colleague::set_preset`].
#[server(endpoint = "portal/set-colleague-preset")]
pub async fn set_colleague_preset(contact_id: ContactId, preset: AccessPreset) -> Result<(), AppError> {
    colleague::set_preset(&context::services()?.db, &context::client()?.scope, contact_id, preset).await?;
    flash::redirect(PATH, Some(&say!("people-preset-saved")));
    Ok(())
}

/// Takes a colleague's access away.
///
/// # Errors
/// As [`colleague::shut_out`].
#[server(endpoint = "portal/shut-colleague-out")]
pub async fn shut_colleague_out(contact_id: ContactId) -> Result<(), AppError> {
    colleague::shut_out(&context::services()?.db, &context::client()?.scope, contact_id).await?;
    flash::redirect(PATH, Some(&say!("people-shut-out-done")));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let list = ListQuery::read(PATH, [], []);
    let filter = ContactFilter { search: list.search.clone(), page: list.page.clone(), portal_state: None };
    let people = colleague::list(&context::services()?.db, &viewer.scope, &filter).await?;
    let oneself = viewer.scope.user_id();
    let presets = AccessPreset::ALL
        .into_iter()
        .filter(|preset| preset.sections().all(|section| viewer.scope.may(section)))
        .map(|preset| Choice::new(preset.as_str(), preset.words()))
        .collect::<Vec<_>>();
    let lead = say!("people-lead", client = viewer.client_name.clone());
    let pagination = list.pagination(&people);
    let content = view! {
        <PageHead title=say!("people-title") lead/>
        <div class="split">
            <div class="stack">
                <div class="list-tools">{list.toolbar(say!("people-search"))}</div>
                {if people.items.is_empty() {
                    let nothing_yet = (say!("people-none"), say!("people-none-text"));
                    list.empty(icondata::LuUsers, nothing_yet, say!("people-show-all")).into_any()
                } else {
                    let rows = people.items.into_iter().map(|person| row(person, oneself, &presets)).collect_view();
                    view! {
                        <section class="card flush">
                            <Table caption=say!("people-title")>
                                <thead>
                                    <tr>
                                        <th scope="col">{say!("people-name")}</th>
                                        <th scope="col">{say!("people-portal")}</th>
                                        <th scope="col">{say!("people-sees")}</th>
                                        <th scope="col"><span class="sr-only">{say!("people-access")}</span></th>
                                    </tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </Table>
                            {pagination}
                        </section>
                    }
                    .into_any()
                }}
            </div>
            <aside class="stack">{invite_form(viewer.scope.client_id(), presets.clone())}</aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Other, &say!("people-title"), content))
}

fn row(person: Contact, oneself: UserId, presets: &[Choice]) -> impl IntoView + use<> {
    let state = person.state;
    let is_oneself = person.user_id == Some(oneself);
    // The portal user sees everything whatever the contact says, and is switched on and off by staff alone.
    let is_fixed = is_oneself || person.is_portal_user;
    let sees = if person.is_portal_user { AccessPreset::Everything } else { person.preset };
    let role = match (is_oneself, person.is_portal_user || person.is_administrator) {
        (true, _) => Some(say!("people-you")),
        (false, true) => Some(say!("people-administrator")),
        (false, false) => None,
    };
    let sees =
        if is_fixed { sees.words().into_any() } else { preset_form(person.id, sees, presets).into_any() };
    view! {
        <tr>
            <td class="cell-title">
                <span class="strong" dir="auto">{person.name.clone()}</span>
                <span class="cell-sub dots">
                    {person.email.clone().map(|email| view! { <span>{email}</span> })}
                    {role.map(|role| view! { <span>{role}</span> })}
                </span>
            </td>
            <td class="cell-status"><StatusChip label=state.words() tone=state/></td>
            <td class="cell-meta">{sees}</td>
            <td class="cell-actions">{(!is_fixed).then(|| buttons(&person))}</td>
        </tr>
    }
}

fn preset_form(id: ContactId, chosen: AccessPreset, presets: &[Choice]) -> impl IntoView + use<> {
    let mut choices = presets.to_vec();
    // One that the administrator could not give stays to be seen, and is refused when it is sent.
    if !choices.iter().any(|choice| choice.value == chosen.as_str()) {
        choices.push(Choice::new(chosen.as_str(), chosen.words()));
    }
    view! {
        <form class="inline-form" method="post" action=SetColleaguePreset::PATH>
            <input type="hidden" name="contact_id" value=id.to_string()/>
            <ToolbarSelect label=say!("people-preset") name="preset" choices value=chosen.as_str()/>
            <Button look=ButtonLook::Secondary small=true>{say!("save")}</Button>
        </form>
    }
}

fn buttons(person: &Contact) -> impl IntoView + use<> {
    let id = person.id.to_string();
    let name = person.name.clone();
    let is_in = matches!(person.state, PortalState::Enabled | PortalState::Invited);
    let again = match person.state {
        PortalState::None | PortalState::Invited => Some(say!("people-send-invitation")),
        PortalState::Disabled => Some(say!("people-let-in")),
        PortalState::Enabled | PortalState::Inactive => None,
    };
    let again = again.map(|label| {
        view! {
            <form method="post" action=LetColleagueIn::PATH>
                <input type="hidden" name="contact_id" value=id.clone()/>
                <Button look=ButtonLook::Secondary small=true>{label}</Button>
            </form>
        }
    });
    let shut_out = is_in.then(|| {
        let [slot, _] = SLOTS;
        let about = say!("people-shut-out-about", name = name.clone());
        let name = view! { <strong dir="auto">{name}</strong> }.into_any();
        let text = filled(&say!("people-shut-out-text", name = slot), [name]);
        view! {
            <Confirm
                id=format!("shut-out-{id}")
                label=say!("people-shut-out")
                about
                title=say!("people-shut-out-title")
                yes=say!("people-shut-out")
                action=ShutColleagueOut::PATH
                field=("contact_id", id.clone())
                look=ButtonLook::Quiet
                small=true
            >
                <p>{text}</p>
            </Confirm>
        }
    });
    view! { <div class="actions">{again}{shut_out}</div> }
}

fn invite_form(client: ClientId, presets: Vec<Choice>) -> impl IntoView {
    let state = flash::form::<InviteColleague>();
    let message = state.message().filter(|_| state.has_no_fields());
    view! {
        <Section id="invite" title=say!("people-invite-title")>
            <form class="form" method="post" action=format!("{}#invite", InviteColleague::PATH)>
                <FormErrors message/>
                <input type="hidden" name="client_id" value=client.to_string()/>
                <Field
                    label=say!("people-name")
                    name="name"
                    value=state.value("name").unwrap_or_default()
                    error=state.error_at("name")
                    required=true
                    maxlength=u32::try_from(MAX_NAME_CHARS).unwrap_or(u32::MAX)
                />
                <Field
                    label=say!("account-email")
                    name="email"
                    kind="email"
                    value=state.value("email").unwrap_or_default()
                    error=state.error_at("email")
                    hint=say!("people-invite-email-hint")
                    required=true
                    maxlength=254
                />
                <Select
                    label=say!("people-sees")
                    name="preset"
                    options=presets
                    value=state.value("preset").unwrap_or_default()
                    error=state.error_at("preset")
                />
                <div class="form-actions"><Button icon=icondata::LuSend>{say!("people-invite")}</Button></div>
            </form>
        </Section>
    }
}
