//! Changing to another client, for a person who is a contact of several (SPEC section 3).

mod pg;
pub use pg::*;
