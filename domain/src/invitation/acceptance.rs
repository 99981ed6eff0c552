//! Accepting an invitation: the link in the mail, the page behind it, and the account that comes of it (SPEC section 4).
//!
//! Whoever opens the link has the mail, and so is the person invited. A new person chooses a password; one whose address has
//! an account already shows that account's password instead, since the mail alone must not open what is somebody's.

mod pg;
mod renewal;
pub use pg::{accept, look};
pub use renewal::{Renewed, send_new_link};

/// What the page behind an open link shows.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The person's name.
    pub name: String,
    pub email: String,
    /// The client that the person will see the papers of.
    pub client_name: String,
    /// Whether the address has an account: then its password is asked for, and none is chosen.
    pub has_account: bool,
}
