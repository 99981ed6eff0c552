//! The client's side: one file a page, with the page's server functions beside it.
//!
//! A page asks who is looking ([`crate::context::client`]), makes one domain call, and puts what it got into [`frame`].

pub mod dashboard_page;
pub mod documents_page;
pub mod invoice_page;
pub mod invoices_page;
mod lines_table;
pub mod notifications_page;
mod oneself;
mod parts;
mod pay_box;
pub mod pay_page;
pub mod paying;
pub mod payment_page;
pub mod profile_page;
pub mod project_page;
pub mod projects_page;
pub mod quote_page;
pub mod quotes_page;
pub mod settings_page;
pub mod statement_page;
pub mod switch_client;

pub use dashboard_page::DashboardPage;
pub use documents_page::DocumentsPage;
pub use invoice_page::InvoicePage;
pub use invoices_page::InvoicesPage;
pub use notifications_page::{MarkAllNotificationsRead, NotificationsPage, OpenNotification};
pub use pay_page::PayPage;
pub use paying::{PayByCard, ReportTransfer};
pub use payment_page::{CancelPayment, PaymentPage};
pub use profile_page::{ProfilePage, StaffProfilePage, UpdateProfile};
pub use project_page::ProjectPage;
pub use projects_page::ProjectsPage;
pub use quote_page::{ApproveQuote, QuotePage};
pub use quotes_page::QuotesPage;
pub use settings_page::{
    ChangePassword, EndOtherSessions, EndSession, SetTheme, SettingsPage, StaffSettingsPage,
};
pub use statement_page::StatementPage;
pub use switch_client::SwitchClient;

use crate::{
    context, flash,
    layout::{DocumentTitle, PortalLayout, PortalSection},
    ui::{Alert, Tone},
};
use domain::session::ClientViewer;
use leptos::prelude::*;

/// The frame around a page of the client's side: the document's title, bar, bell and menu, and the good news of the form
/// before.
fn frame(
    viewer: ClientViewer,
    section: PortalSection,
    title: &str,
    content: impl IntoView + 'static,
) -> AnyView {
    framed(viewer, section, title, false, content)
}

/// As [`frame`], for forms and short lists.
fn narrow_frame(viewer: ClientViewer, title: &str, content: impl IntoView + 'static) -> AnyView {
    framed(viewer, PortalSection::Other, title, true, content)
}

fn framed(
    viewer: ClientViewer,
    section: PortalSection,
    title: &str,
    narrow: bool,
    content: impl IntoView + 'static,
) -> AnyView {
    let title =
        context::company().map_or_else(|_| title.to_owned(), |company| format!("{title} · {}", company.name));
    let notice = flash::notice().map(|notice| view! { <Alert tone=Tone::Success><p>{notice}</p></Alert> });
    view! {
        <DocumentTitle text=title/>
        <PortalLayout viewer section narrow>{notice}{content}</PortalLayout>
    }
    .into_any()
}
