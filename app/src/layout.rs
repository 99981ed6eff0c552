//! The frames around pages: for clients, for staff, for people who are not in yet, and for errors.
//!
//! A layout takes who is looking and which section is open; the company comes from the request. Navigation is links and
//! menus are popovers, so that all of it works without script.

pub mod account_layout;
pub mod app_bar;
pub mod bell;
pub mod brand;
pub mod document_title;
pub mod error_page;
mod flash_message;
pub mod portal_layout;
pub mod section_nav;
pub mod staff_layout;
pub mod user_menu;

pub use account_layout::AccountLayout;
pub use document_title::DocumentTitle;
pub use error_page::ErrorPage;
pub(crate) use flash_message::{flash_message, flash_refusal};
pub use portal_layout::{PortalLayout, PortalSection};
pub use staff_layout::{StaffLayout, StaffSection};

use domain::session::Viewer;

/// The theme a person has chosen, for `data-theme`; `system` is the device's.
#[must_use]
pub fn theme_of(viewer: &Viewer) -> &str {
    match viewer {
        Viewer::Client(viewer) => &viewer.person.theme,
        Viewer::Staff(viewer) => &viewer.person.theme,
        Viewer::SignedOut(_) => "system",
    }
}

/// Where somebody's own start page is.
fn home_of(viewer: &Viewer) -> &'static str {
    match viewer {
        Viewer::Client(_) => "/portal",
        Viewer::Staff(_) => "/staff",
        Viewer::SignedOut(_) => "/login",
    }
}

#[cfg(test)]
mod tests;
