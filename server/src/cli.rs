//! The commands of `client-portal`.

pub mod create_staff;
pub mod create_token;
pub mod demo;
pub mod import;
pub mod reset_two_step;
