//! The menu behind a person's name.

use crate::{
    ui::{Avatar, Icon},
    words::say,
};
use domain::{
    id::ClientId,
    session::{ClientChoice, Person},
};
use leptos::prelude::*;

/// Avatar and name; opens to the person's clients when there are several, Profile, Settings and Logout.
///
/// `has_people` is for those who keep their colleagues' access. `base` is the side of the portal the person belongs to, `/portal` or `/staff`.
#[component]
pub(super) fn UserMenu(
    person: Person,
    base: &'static str,
    #[prop(optional)] choices: Vec<ClientChoice>,
    #[prop(optional)] current: Option<ClientId>,
    #[prop(optional)] has_people: bool,
) -> impl IntoView {
    let switcher = (choices.len() > 1).then(|| view! { <ClientSwitcher choices current/> });
    view! {
        <button class="user-button" type="button" popovertarget="user-menu">
            <span class="sr-only">{say!("menu-account")}" "</span>
            <Avatar name=person.name.clone() picture=person.picture_path()/>
            <span class="user-name">{person.name.clone()}</span>
            <Icon icon=icondata::LuChevronDown/>
        </button>
        <div class="menu-panel" id="user-menu" popover="auto">
            <div class="menu-head">
                <div><strong>{person.name}</strong><span class="muted small">{person.email}</span></div>
            </div>
            {switcher}
            <div class="menu-group">
                <a class="menu-item" href=format!("{base}/profile")><Icon icon=icondata::LuUserRound/><span>{say!("menu-profile")}</span></a>
                {has_people.then(|| view! {
                    <a class="menu-item" href=format!("{base}/people")><Icon icon=icondata::LuUsers/><span>{say!("menu-people")}</span></a>
                })}
                <a class="menu-item" href=format!("{base}/settings")><Icon icon=icondata::LuSettings/><span>{say!("menu-settings")}</span></a>
            </div>
            <form class="menu-group" method="post" action="/logout">
                <button class="menu-item" type="submit"><Icon icon=icondata::LuLogOut/><span>{say!("menu-logout")}</span></button>
            </form>
        </div>
    }
}

/// One button for each client; the present one is marked.
#[component]
fn ClientSwitcher(choices: Vec<ClientChoice>, current: Option<ClientId>) -> impl IntoView {
    let choice = |choice: ClientChoice| {
        let is_current = Some(choice.id) == current;
        view! {
            <button
                class="menu-item"
                type="submit"
                name="client_id"
                value=choice.id.to_string()
                aria-current=is_current.then_some("true")
            >
                <span>{choice.name}</span>
                {is_current.then(|| view! { <Icon icon=icondata::LuCheck/> })}
            </button>
        }
    };
    view! {
        <form class="menu-group" method="post" action="/fn/account/switch-client">
            <p class="menu-label">{say!("menu-client")}</p>
            {choices.into_iter().map(choice).collect_view()}
        </form>
    }
}
