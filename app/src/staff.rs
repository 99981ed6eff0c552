//! The staff's side. Pages are for the server; the two islands also compile for the browser, each to a file of its own.

pub mod bulk_invite_dialog;
pub mod run_progress;

#[cfg(feature = "ssr")]
pub mod activity_page;
#[cfg(feature = "ssr")]
pub mod api_tokens_page;
#[cfg(feature = "ssr")]
pub mod bulk_invitations_page;
#[cfg(feature = "ssr")]
pub mod client_page;
#[cfg(feature = "ssr")]
pub mod clients_page;
#[cfg(feature = "ssr")]
pub mod company_page;
#[cfg(feature = "ssr")]
pub mod contacts_page;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub mod new_bulk_invitation_page;
#[cfg(feature = "ssr")]
pub mod payment_page;
#[cfg(feature = "ssr")]
pub mod payment_settings;
#[cfg(feature = "ssr")]
pub mod payments_page;
#[cfg(feature = "ssr")]
pub mod run_page;

#[cfg(feature = "ssr")]
pub use self::{
    activity_page::ActivityPage,
    api_tokens_page::ApiTokensPage,
    bulk_invitations_page::BulkInvitationsPage,
    client_page::{ClientPage, StaffHomePage},
    clients_page::ClientsPage,
    company_page::CompanyPage,
    contacts_page::ContactsPage,
    new_bulk_invitation_page::NewBulkInvitationPage,
    payment_page::PaymentPage,
    payments_page::PaymentsPage,
    run_page::RunPage,
};
