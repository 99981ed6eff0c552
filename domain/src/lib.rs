//! What a client portal is, apart from how it is served.
//!
//! Each feature is a file of plain types and pure rules (`quote.rs`), which also compiles to WASM, and beside it, behind the
//! feature `postgres`, its operations and their SQL (`quote/pg.rs`). Start reading at:
//!
//! - [`actor`]: who asks: [`actor::Staff`] with policies, [`actor::ClientScope`] for a portal session
//! - [`access`]: the one rule that decides who gets in (SPEC section 3)
//! - [`quote`], [`invoice`], [`project`], [`document`], [`dashboard`]: what a client sees
//! - [`payment`], [`statement`]: paying invoices, and what is owed over a period
//! - [`invitation`], [`bulk_invitation`]: how a person gets in
//! - [`message`], [`notification`]: what people write to each other, and how they hear of it
//! - [`sign_in`], [`session`], [`password`], [`password_reset`], [`two_step`], [`passkey`]: accounts and how they are proved
//! - [`activity`]: the log of who did what
//! - [`language`], [`words`], `locale`: in which language it is told
//!
//! Invariants: this crate knows no HTTP, no HTML and no cookies; only `**/pg.rs` contains SQL; an operation on a client's
//! records takes a [`actor::ClientScope`] or a [`actor::Staff`] and authorizes before anything else; `today` and `now` are
//! passed in to rules.

pub mod access;
pub mod access_preset;
pub mod activity;
pub mod actor;
pub mod api_token;
pub mod bulk_invitation;
pub mod client;
pub mod colleague;
pub mod company;
pub mod contact;
pub mod csv;
pub mod dashboard;
pub mod document;
pub mod email;
pub mod error;
pub mod id;
pub mod invitation;
pub mod invoice;
pub mod language;
pub mod line;
pub mod message;
pub mod money;
pub mod notification;
pub mod page;
#[cfg(feature = "postgres")]
pub mod paper;
pub mod password;
pub mod payment;
pub mod place;
pub mod project;
pub mod quote;
pub mod record;
pub mod reminder;
pub mod session;
pub mod statement;
pub mod user;
pub mod user_agent;
pub mod words;

#[cfg(feature = "postgres")]
pub mod db;
#[cfg(feature = "postgres")]
pub mod demo;
#[cfg(feature = "postgres")]
pub mod everything;
#[cfg(feature = "postgres")]
pub mod locale;
#[cfg(feature = "postgres")]
pub mod outgoing_mail;
#[cfg(feature = "postgres")]
pub mod passkey;
#[cfg(feature = "postgres")]
pub mod password_reset;
#[cfg(feature = "postgres")]
pub mod picture;
#[cfg(feature = "postgres")]
pub mod rate_limit;
#[cfg(feature = "postgres")]
pub mod security;
#[cfg(feature = "postgres")]
pub mod sign_in;
#[cfg(feature = "postgres")]
pub mod token;
#[cfg(feature = "postgres")]
pub mod two_step;

#[cfg(feature = "postgres")]
pub use db::Db;
pub use error::{Conflict, Error, FieldError, Result};
