//! Accounts: sign-in and its limits, sessions, a forgotten password, an accepted invitation.

mod acceptance;
mod limits;
mod password_reset;
mod sign_in;
mod timing;
mod world;
