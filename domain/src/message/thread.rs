//! What both sides do in a conversation.

mod pg;
pub(super) use pg::*;
