//! What a person sees of the safety of their own account, and what they do when it was not them.

use crate::{
    activity::ActivityKind,
    id::{ActivityId, SessionId},
};
use chrono::{DateTime, Utc};
use std::net::IpAddr;

mod pg;
pub use pg::{list, report};

/// One line of a person's own security log.
#[derive(Clone, Debug)]
pub struct SecurityEvent {
    pub id: ActivityId,
    pub occurred_at: DateTime<Utc>,
    pub kind: ActivityKind,
    /// What is said besides: what exactly failed, or what was reported.
    pub detail: String,
    /// The session that it began or happened in.
    pub session_id: Option<SessionId>,
    pub ip_address: Option<IpAddr>,
    pub device_type: String,
    pub browser: String,
    pub platform: String,
}

impl SecurityEvent {
    /// Whether the owner can say that it was somebody else. A report is the owner's own word.
    #[must_use]
    pub fn can_be_reported(&self) -> bool {
        self.kind != ActivityKind::ReportActivity
    }
}
