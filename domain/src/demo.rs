//! Filling an empty database: rows of a believable company that the command `demo` made up, and rows by the hundred thousand
//! for measuring.
//!
//! The structs are rows of the tables, with the tables' names for their fields. What a table keeps itself is not among them.

use crate::id::{
    ActivityId, ClientId, ContactId, ConversationId, DocumentId, DocumentRequestId, InvitationId, InvoiceId,
    LineId, MessageId, NotificationId, PaymentAttemptId, ProjectId, QuoteId, RunId, SessionId, UserId,
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use uuid::Uuid;

mod benchmark;
mod pg;

pub use benchmark::{Benchmark, fill_for_benchmark};
pub use pg::{fill, has_accounts};

/// Everything that is put into the database, in one transaction.
#[derive(Clone, Debug)]
pub struct Demo {
    pub company: Company,
    pub users: Vec<User>,
    pub clients: Vec<Client>,
    pub contacts: Vec<Contact>,
    pub projects: Vec<Project>,
    pub milestones: Vec<Milestone>,
    pub quotes: Vec<Quote>,
    pub invoices: Vec<Invoice>,
    pub lines: Vec<Line>,
    pub payments: Vec<Payment>,
    pub transfers: Vec<Transfer>,
    pub approvals: Vec<Approval>,
    pub declines: Vec<Decline>,
    pub documents: Vec<Document>,
    pub document_requests: Vec<DocumentRequest>,
    pub conversations: Vec<Conversation>,
    pub messages: Vec<Message>,
    pub conversation_members: Vec<ConversationMember>,
    pub notifications: Vec<Notification>,
    pub runs: Vec<Run>,
    pub recipients: Vec<Recipient>,
    pub invitations: Vec<Invitation>,
    pub activities: Vec<Activity>,
}

#[derive(Clone, Debug)]
pub struct Company {
    pub name: &'static str,
    pub time_zone: chrono_tz::Tz,
    /// `#rrggbb`.
    pub brand_color: &'static str,
    /// An SVG image.
    pub logo: &'static str,
    pub support_email: &'static str,
    /// Lines on top of papers, and at their foot.
    pub paper_address: &'static str,
    pub paper_footer: &'static str,
    /// Where transfers go: an IBAN in groups of four.
    pub bank_account: &'static str,
    pub bank_bic: &'static str,
}

#[derive(Clone, Serialize)]
pub struct User {
    pub id: UserId,
    /// `staff` or `client`.
    pub kind: &'static str,
    /// Of staff.
    pub role: Option<&'static str>,
    pub email: String,
    pub name: String,
    pub phone: String,
    /// A PHC string.
    pub password_hash: String,
    pub password_changed_at: DateTime<Utc>,
    pub is_active: bool,
    pub created_at: DateTime<Utc>,
}

/// Without the hash, which is of no use in a log.
impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("email", &self.email).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Client {
    pub id: ClientId,
    pub external_id: String,
    pub name: String,
    pub email: Option<String>,
    pub phone: String,
    pub address: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: String,
    pub currency: String,
    pub is_active: bool,
    pub portal_enabled: bool,
    pub portal_user_id: Option<UserId>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Contact {
    pub id: ContactId,
    pub client_id: ClientId,
    pub external_id: String,
    pub name: String,
    pub title: String,
    pub email: Option<String>,
    pub phone: String,
    pub is_active: bool,
    pub portal_access: bool,
    pub user_id: Option<UserId>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Project {
    pub id: ProjectId,
    pub client_id: ClientId,
    pub external_id: String,
    pub name: String,
    pub description: String,
    pub status: &'static str,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub progress_percent: i16,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Milestone {
    pub id: Uuid,
    pub project_id: ProjectId,
    pub position: i32,
    pub name: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Quote {
    pub id: QuoteId,
    pub client_id: ClientId,
    pub project_id: Option<ProjectId>,
    /// Also its key.
    pub number: String,
    pub title: String,
    pub status: &'static str,
    pub issued_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub currency: String,
    pub total_minor: i64,
    pub terms: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Invoice {
    pub id: InvoiceId,
    pub client_id: ClientId,
    pub project_id: Option<ProjectId>,
    /// Also its key.
    pub number: String,
    pub title: String,
    pub status: &'static str,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub currency: String,
    pub total_minor: i64,
    pub terms: String,
    pub created_at: DateTime<Utc>,
}

/// Of a quote or of an invoice.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub id: LineId,
    pub quote_id: Option<QuoteId>,
    pub invoice_id: Option<InvoiceId>,
    pub position: i32,
    pub description: String,
    pub quantity: Decimal,
    pub unit_price_minor: i64,
    pub discount_percent: Decimal,
    pub total_minor: i64,
}

/// A bank transfer that a client has told of.
#[derive(Clone, Debug, Serialize)]
pub struct Transfer {
    pub id: PaymentAttemptId,
    pub client_id: ClientId,
    pub user_id: UserId,
    /// All of it is for this invoice.
    pub invoice_id: InvoiceId,
    pub currency: String,
    pub amount_minor: i64,
    pub holds_until: DateTime<Utc>,
    pub paid_on: NaiveDate,
    pub note: &'static str,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    pub id: Uuid,
    pub invoice_id: InvoiceId,
    pub amount_minor: i64,
    pub paid_on: NaiveDate,
    pub method: &'static str,
    pub reference: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Approval {
    pub quote_id: QuoteId,
    pub user_id: UserId,
    pub typed_name: String,
    /// What the digest covers; the database makes the digest.
    pub frozen_quote: String,
    #[serde(flatten)]
    pub origin: Origin,
    pub approved_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Decline {
    pub quote_id: QuoteId,
    pub revision: i32,
    pub user_id: UserId,
    pub person_name: String,
    pub reason: &'static str,
    #[serde(flatten)]
    pub origin: Origin,
    pub declined_at: DateTime<Utc>,
}

/// Where somebody did something from.
#[derive(Clone, Debug, Serialize)]
pub struct Origin {
    pub ip_address: String,
    pub user_agent: &'static str,
    pub device_type: &'static str,
    pub browser: String,
    pub platform: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub id: DocumentId,
    pub client_id: ClientId,
    pub project_id: Option<ProjectId>,
    pub quote_id: Option<QuoteId>,
    pub invoice_id: Option<InvoiceId>,
    pub name: String,
    pub content_type: &'static str,
    pub size_bytes: i64,
    pub is_shared_with_client: bool,
    pub created_at: DateTime<Utc>,
    pub is_stored: bool,
    pub uploaded_by: Option<UserId>,
    pub request_id: Option<DocumentRequestId>,
    pub message_id: Option<MessageId>,
}

#[derive(Clone, Debug, Serialize)]
pub struct DocumentRequest {
    pub id: DocumentRequestId,
    pub client_id: ClientId,
    pub project_id: Option<ProjectId>,
    pub title: &'static str,
    pub note: &'static str,
    pub due_on: Option<NaiveDate>,
    pub state: &'static str,
    pub reason: &'static str,
    pub created_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Conversation {
    pub id: ConversationId,
    pub client_id: ClientId,
    pub project_id: Option<ProjectId>,
    pub last_seq: i32,
    pub last_message_id: MessageId,
    pub unanswered_since: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Message {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub seq: i32,
    pub author_id: UserId,
    pub is_from_staff: bool,
    pub body: &'static str,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ConversationMember {
    pub conversation_id: ConversationId,
    pub user_id: UserId,
    pub is_staff: bool,
    pub read_seq: i32,
    pub mailed_seq: i32,
    pub draft: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct Notification {
    pub id: NotificationId,
    pub user_id: UserId,
    pub client_id: Option<ClientId>,
    pub kind: &'static str,
    /// [`crate::notification::preference::section_of`] the kind, by its name.
    pub section: Option<&'static str>,
    pub title: String,
    pub href: String,
    pub created_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// A bulk invitation run that has come to its end.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    pub id: RunId,
    pub started_by: UserId,
    pub total: i32,
    pub created_at: DateTime<Utc>,
    pub started_at: DateTime<Utc>,
    pub finished_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Recipient {
    pub run_id: RunId,
    pub seq: i32,
    pub id: InvitationId,
    pub client_id: ClientId,
    pub name: String,
    pub email: String,
    pub outcome: &'static str,
    pub reason: Option<String>,
    pub attempts: i16,
    pub finished_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub client_id: ClientId,
    pub contact_id: Option<ContactId>,
    pub run_id: Option<RunId>,
    pub name: String,
    pub email: String,
    pub state: &'static str,
    pub error: Option<String>,
    pub invited_by: UserId,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub expires_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Activity {
    pub id: ActivityId,
    pub occurred_at: DateTime<Utc>,
    pub kind: &'static str,
    pub client_id: Option<ClientId>,
    pub user_id: Option<UserId>,
    pub staff_id: Option<UserId>,
    pub subject_type: Option<&'static str>,
    pub subject_id: Option<Uuid>,
    pub subject_label: String,
    pub session_id: Option<SessionId>,
    #[serde(flatten)]
    pub origin: Origin,
}
