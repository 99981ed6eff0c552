//! What people see: pages, components, islands and server functions.
//!
//! Pages are rendered on the server and need no script. What must move in the browser is an island: a component that is
//! rendered on the server, too, and woken there by WASM. So pages compile for the server only, and `ui`, islands and the
//! server functions that islands call compile for both.
//!
//! Reading order for one feature: the route below → the page's file → a server function beside it → `domain`.

pub mod attach_files;
pub mod bell;
pub mod draft_keeper;
pub mod error;
#[cfg(feature = "hydrate")]
mod event_stream;
pub mod money_watch;
pub mod passkey_button;
pub mod staff;
pub mod ui;
pub mod upload_form;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod conversation;
#[cfg(feature = "ssr")]
pub mod flash;
#[cfg(feature = "ssr")]
pub mod format;
#[cfg(feature = "ssr")]
pub mod layout;
#[cfg(feature = "ssr")]
mod list_query;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod portal;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod session_cookie;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
