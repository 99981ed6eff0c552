//! Typed ids, so that an invoice's id cannot be passed for a client's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "postgres", derive(sqlx::Type))]
        #[cfg_attr(feature = "postgres", sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id; ids grow with time (UUID version 7, RFC 9562).
            #[cfg(feature = "postgres")]
            #[must_use]
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// One line of the activity log.
    ActivityId,
    /// A bearer token of the HTTP API.
    ApiTokenId,
    /// A client's request to have its particulars changed.
    ChangeRequestId,
    /// The company's customer.
    ClientId,
    /// A person at a client.
    ContactId,
    /// What the company and a client write to each other, in general or about one project.
    ConversationId,
    DocumentId,
    /// A file that staff ask a client for.
    DocumentRequestId,
    InvitationId,
    InvoiceId,
    LineId,
    MessageId,
    NotificationId,
    /// A key with which a person signs in without a password.
    PasskeyId,
    /// One picture of a person; another picture has another id.
    PictureId,
    /// One start of a payment, whether or not money arrives.
    PaymentAttemptId,
    /// Money that arrived for one invoice.
    PaymentId,
    ProjectId,
    QuoteId,
    /// A bulk invitation run.
    RunId,
    /// A signed-in session; safe to log, it is not the cookie's value.
    SessionId,
    /// An account that can sign in.
    UserId,
}
