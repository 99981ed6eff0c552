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
pub mod change_request;
#[cfg(feature = "ssr")]
pub mod client_documents_page;
#[cfg(feature = "ssr")]
pub mod client_page;
#[cfg(feature = "ssr")]
pub mod client_quotes_page;
#[cfg(feature = "ssr")]
pub mod clients_page;
#[cfg(feature = "ssr")]
pub mod company_documents;
#[cfg(feature = "ssr")]
pub mod company_page;
#[cfg(feature = "ssr")]
pub mod company_papers;
#[cfg(feature = "ssr")]
pub mod contact_rights;
#[cfg(feature = "ssr")]
pub mod contacts_page;
#[cfg(feature = "ssr")]
pub mod conversation_page;
#[cfg(feature = "ssr")]
pub mod document_requests;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub mod messages_page;
#[cfg(feature = "ssr")]
pub mod new_bulk_invitation_page;
#[cfg(feature = "ssr")]
pub mod payment_page;
#[cfg(feature = "ssr")]
pub mod payment_settings;
#[cfg(feature = "ssr")]
pub mod payments_page;
#[cfg(feature = "ssr")]
pub mod quote_page;
#[cfg(feature = "ssr")]
pub mod reminders;
#[cfg(feature = "ssr")]
pub mod revise_quote_page;
#[cfg(feature = "ssr")]
pub mod run_page;

#[cfg(feature = "ssr")]
pub use self::{
    activity_page::ActivityPage,
    api_tokens_page::ApiTokensPage,
    bulk_invitations_page::BulkInvitationsPage,
    client_documents_page::ClientDocumentsPage,
    client_page::{ClientPage, StaffHomePage},
    client_quotes_page::ClientQuotesPage,
    clients_page::ClientsPage,
    company_page::CompanyPage,
    contacts_page::ContactsPage,
    conversation_page::ConversationPage,
    messages_page::MessagesPage,
    new_bulk_invitation_page::NewBulkInvitationPage,
    payment_page::PaymentPage,
    payments_page::PaymentsPage,
    quote_page::StaffQuotePage,
    revise_quote_page::ReviseQuotePage,
    run_page::RunPage,
};
