//! Accounts: sign-in and its limits, the second step, passkeys, sessions, a forgotten password, an accepted invitation.

mod acceptance;
mod contacts;
mod limits;
mod new_device;
mod passkeys;
mod password_reset;
mod security;
mod sessions;
mod sign_in;
mod timing;
mod two_step;
mod world;
