//! Accounts: sign-in and its limits, sessions, a forgotten password, an accepted invitation.

mod acceptance;
mod contacts;
mod limits;
mod password_reset;
mod sessions;
mod sign_in;
mod timing;
mod world;
