//! The frame of a client's pages.

use super::{app_bar::AppBar, bell::Bell, section_nav::NavItem, user_menu::UserMenu};
use crate::{
    ui::{IconRef, Words},
    words::say,
};
use domain::{access_preset::Section, actor::ClientScope, session::ClientViewer};
use leptos::prelude::*;

/// Which section a page belongs to; `Other` for pages that the menus lead to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PortalSection {
    Overview,
    Projects,
    Quotes,
    Invoices,
    Documents,
    Messages,
    Other,
}

/// What this person sees; a link that would lead nowhere is not shown.
fn sections(current: PortalSection, scope: &ClientScope, unread_messages: i64) -> Vec<NavItem> {
    let item = |section, href, label: Words, icon: IconRef| NavItem {
        href,
        short: label.clone(),
        label,
        icon,
        current: section == current,
        group: None,
        news: None,
    };
    let overview =
        item(PortalSection::Overview, "/portal", say!("nav-overview"), icondata::LuLayoutDashboard);
    let messages =
        item(PortalSection::Messages, "/portal/messages", say!("nav-messages"), icondata::LuMessagesSquare);
    let parts = [
        (
            Section::Projects,
            item(PortalSection::Projects, "/portal/projects", say!("nav-projects"), icondata::LuFolderKanban),
        ),
        (
            Section::Quotes,
            item(PortalSection::Quotes, "/portal/quotes", say!("nav-quotes"), icondata::LuFilePenLine),
        ),
        (
            Section::Invoices,
            item(PortalSection::Invoices, "/portal/invoices", say!("nav-invoices"), icondata::LuReceiptText),
        ),
        (
            Section::Documents,
            item(PortalSection::Documents, "/portal/documents", say!("nav-documents"), icondata::LuFiles),
        ),
        (Section::Messages, NavItem { news: Some((unread_messages, say!("nav-unread"))), ..messages }),
    ];
    let seen = parts.into_iter().filter(|(section, _)| scope.may(*section)).map(|(_, item)| item);
    std::iter::once(overview).chain(seen).collect()
}

/// Bar with sections, bell and user menu, and the page. `narrow` is for forms and short lists.
#[component]
pub fn PortalLayout(
    viewer: ClientViewer,
    section: PortalSection,
    #[prop(optional)] narrow: bool,
    children: Children,
) -> impl IntoView {
    let ClientViewer { scope, person, choices, unread, bell, unread_messages, .. } = viewer;
    view! {
        <div class="frame">
            <AppBar home="/portal" sections=sections(section, &scope, unread_messages)>
                <Bell unread newest=bell waiting=unread_messages base="/portal"/>
                <UserMenu person base="/portal" choices current=scope.client_id() has_people=scope.is_administrator()/>
            </AppBar>
            <main id="main" class=if narrow { "page narrow" } else { "page" } tabindex="-1">{children()}</main>
        </div>
    }
}
