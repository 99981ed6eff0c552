//! Bearer tokens of the HTTP API (SPEC section 7): made by an administrator, shown once, limited to scopes, and never able to do
//! more than the staff user they belong to.

use crate::{
    actor::{ApiScope, Role},
    id::{ApiTokenId, UserId},
};
use chrono::{DateTime, Utc};

/// Longest name of a token, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// A token as the list of tokens shows it: everything but the secret.
#[derive(Clone, Debug)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub name: String,
    /// Whose rights it has.
    pub owner: Owner,
    pub scopes: Vec<ApiScope>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A staff user to whom a token can belong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owner {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub is_active: bool,
}

/// A token that is about to be made.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// The e-mail address of the staff user it belongs to.
    pub owner_email: String,
    /// What it is for.
    pub name: String,
    pub scopes: Vec<ApiScope>,
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;
