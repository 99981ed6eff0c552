//! The client's side: one file a page, with the page's server functions beside it.
//!
//! A page asks who is looking ([`crate::context::client`]), makes one domain call, and puts what it got into [`frame`].

pub mod company_details;
pub mod dashboard_page;
pub mod document_page;
mod document_requests;
pub mod documents_page;
mod for_you;
pub mod invoice_page;
pub mod invoices_page;
pub mod language_form;
pub mod lines_table;
pub mod messages_page;
pub mod notification_settings;
pub mod notifications_page;
mod oneself;
pub(crate) mod parts;
pub mod passkeys;
mod pay_box;
pub mod pay_page;
pub mod paying;
pub mod payment_page;
pub mod people_page;
pub mod picture_form;
pub mod profile_page;
pub mod project_page;
mod project_timeline;
pub mod projects_page;
mod qr_code;
pub mod quote_decision;
pub(crate) mod quote_older;
pub mod quote_page;
pub mod quotes_page;
pub(crate) mod quotes_table;
pub mod security_page;
pub mod settings_page;
pub mod statement_page;
pub mod switch_client;
pub mod time_zone_form;
pub mod two_step;

pub use company_details::RequestClientChange;
pub use dashboard_page::DashboardPage;
pub use document_page::{DocumentPage, TakeBackDocument};
pub use documents_page::DocumentsPage;
pub use invoice_page::InvoicePage;
pub use invoices_page::InvoicesPage;
pub use language_form::SetLanguage;
pub use messages_page::{MessagesPage, ProjectMessagesPage};
pub use notifications_page::{
    MarkAllNotificationsRead, MarkAllStaffNotificationsRead, NotificationsPage, OpenNotification,
    OpenStaffNotification, StaffNotificationsPage,
};
pub use passkeys::{
    AddPasskey, AskForPasskey, BeginPasskey, RemovePasskey, RenamePasskey, StopAskingForPasskey,
};
pub use pay_page::PayPage;
pub use paying::PayByCard;
pub use payment_page::{CancelPayment, PaymentPage};
pub use people_page::{InviteColleague, LetColleagueIn, PeoplePage, SetColleaguePreset, ShutColleagueOut};
pub use picture_form::RemovePicture;
pub use profile_page::{ProfilePage, StaffProfilePage, UpdateProfile};
pub use project_page::ProjectPage;
pub use projects_page::ProjectsPage;
pub use quote_decision::{ApproveQuote, DeclineQuote};
pub use quote_page::QuotePage;
pub use quotes_page::QuotesPage;
pub use security_page::{ReportActivity, SecurityPage, StaffSecurityPage};
pub use settings_page::{
    ChangePassword, EndOtherSessions, EndSession, SetTheme, SettingsPage, StaffSettingsPage,
};
pub use statement_page::StatementPage;
pub use switch_client::SwitchClient;
pub use time_zone_form::SetTimeZone;
pub use two_step::{BeginTwoStep, DisableTwoStep, EnableTwoStep, RenewRecoveryCodes};

use crate::{
    context,
    layout::{DocumentTitle, PortalLayout, PortalSection, flash_message},
};
use domain::session::ClientViewer;
use leptos::prelude::*;

/// The frame around a page of the client's side: the document's title, bar, bell and menu, and what the form before has to
/// say.
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
    let message = flash_message();
    view! {
        <DocumentTitle text=title/>
        <PortalLayout viewer section narrow>{message}{content}</PortalLayout>
    }
    .into_any()
}
