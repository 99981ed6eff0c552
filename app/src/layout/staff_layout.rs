//! The frame of the staff's pages.

use super::{app_bar::AppBar, bell::Bell, section_nav::NavItem, user_menu::UserMenu};
use crate::ui::IconRef;
use domain::{
    actor::{Policy, Role},
    session::StaffViewer,
};
use leptos::prelude::*;

/// Which section a page belongs to; `Other` for pages that the user menu leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StaffSection {
    Clients,
    Messages,
    BulkInvitations,
    Payments,
    Activity,
    ApiTokens,
    Company,
    Other,
}

/// What this role can use; a link that would only be refused is not shown.
fn sections(current: StaffSection, role: Role, unanswered: i64) -> Vec<NavItem> {
    let item = |section, href, label: &'static str, short: &'static str, icon: IconRef| NavItem {
        href,
        label: label.into(),
        short: short.into(),
        icon,
        current: section == current,
        group: None,
        news: None,
    };
    let mut items =
        vec![item(StaffSection::Clients, "/staff/clients", "Clients", "Clients", icondata::LuUsers)];
    let messages =
        item(StaffSection::Messages, "/staff/messages", "Messages", "Messages", icondata::LuMessagesSquare);
    items.push(NavItem { news: Some((unanswered, "unanswered".into())), ..messages });
    if role.holds(Policy::ManagePortalAccess) {
        let href = "/staff/bulk-invitations";
        items.push(item(
            StaffSection::BulkInvitations,
            href,
            "Bulk invitations",
            "Invitations",
            icondata::LuMails,
        ));
    }
    items.push(item(StaffSection::Payments, "/staff/payments", "Payments", "Payments", icondata::LuWallet));
    items.push(item(StaffSection::Activity, "/staff/activity", "Activity", "Activity", icondata::LuActivity));
    if role.holds(Policy::ManageCompany) {
        let tokens = item(
            StaffSection::ApiTokens,
            "/staff/api-tokens",
            "API tokens",
            "API tokens",
            icondata::LuKeyRound,
        );
        items.push(NavItem { group: Some("Administration"), ..tokens });
        items.push(item(
            StaffSection::Company,
            "/staff/company",
            "Company",
            "Company",
            icondata::LuBuilding2,
        ));
    }
    items
}

/// Bar with user menu, sections at the side, and the page. `narrow` is for forms.
#[component]
pub fn StaffLayout(
    viewer: StaffViewer,
    section: StaffSection,
    #[prop(optional)] narrow: bool,
    children: Children,
) -> impl IntoView {
    let StaffViewer { person, role, unread, bell, unanswered, .. } = viewer;
    view! {
        <div class="frame staff">
            <AppBar home="/staff" sections=sections(section, role, unanswered)>
                <Bell unread newest=bell waiting=unanswered base="/staff"/>
                <UserMenu person base="/staff"/>
            </AppBar>
            <main id="main" class=if narrow { "page narrow" } else { "page" } tabindex="-1">{children()}</main>
        </div>
    }
}
