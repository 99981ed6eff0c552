//! Mails about messages that nobody has read.

mod pg;
pub(super) use pg::unread;
