//! What the bell holds.
//!
//! A notification's kind is a word of ours for what happened, such as `quote_approved`. It begins with what it is about, and by that
//! people choose how they hear of it ([`preference::Event`]).

use crate::id::NotificationId;
use chrono::{DateTime, Utc};

/// Rows that the bell opens with.
pub const BELL_SIZE: i64 = 5;

#[derive(Clone, Debug)]
pub struct Notification {
    pub id: NotificationId,
    pub title: String,
    /// An address inside the portal.
    pub href: String,
    pub created_at: DateTime<Utc>,
    pub is_read: bool,
}

pub mod preference;

#[cfg(feature = "postgres")]
mod owner;
#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use owner::BellOwner;
#[cfg(feature = "postgres")]
pub use pg::*;
