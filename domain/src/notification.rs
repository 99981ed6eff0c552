//! What the bell holds.

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

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;
