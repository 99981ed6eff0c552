//! A new link for somebody whose link is used, expired or replaced. It goes to the address on file and to no other, so the old
//! link is no way to anybody else's mail.

use crate::rate_limit::Limit;
use std::time::Duration;

mod pg;
pub use pg::send_new_link;

/// What is on its way to the address on file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renewed {
    /// A new invitation.
    Invitation,
    /// The person has accepted already: a link to choose a new password.
    PasswordReset,
}

const HOUR: Duration = Duration::from_secs(60 * 60);
/// New links asked for from one address.
const BY_ADDRESS: Limit = Limit { scope: "new_link_address", hits: 20, window: HOUR };
/// New links sent to one person.
const BY_PERSON: Limit = Limit { scope: "new_link_person", hits: 3, window: HOUR };
