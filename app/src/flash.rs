//! What survives one redirect: a failed form's fields and errors, or the good news after a form that worked.
//!
//! Forms are plain and answered with a redirect, with or without script. The server keeps what is to be shown after it in a
//! short-lived cookie (`server/src/forms.rs`), and the next page shows it once.

use crate::{context, error::AppError};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, atomic::Ordering};

/// What the page after a form post shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Flash {
    /// The form that posts to `path` failed.
    Failed {
        path: String,
        error: AppError,
        /// What was typed, without passwords.
        values: Vec<(String, String)>,
    },
    /// Something was done; a sentence.
    Done(String),
}

/// How a form stands: empty, or as it was sent and refused.
#[derive(Clone, Default, Debug)]
pub struct FormState {
    pub error: Option<AppError>,
    values: Vec<(String, String)>,
}

impl FormState {
    /// What was typed into a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// What is wrong at a field.
    #[must_use]
    pub fn error_at(&self, name: &str) -> Option<String> {
        self.error.as_ref()?.field(name)
    }

    /// Whether what is wrong is said above the form only, because no field is to blame.
    #[must_use]
    pub fn has_no_fields(&self) -> bool {
        self.error.as_ref().is_none_or(|error| error.fields.is_empty())
    }

    /// The sentence to show above the form.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.error.as_ref().map(|error| error.message.clone())
    }
}

/// The state of the form that posts to the server function `F`. The page that asks shows it.
#[must_use]
pub fn form<F: ServerFn>() -> FormState {
    form_at(F::PATH)
}

/// The same of a form that takes files and posts to a handler of the server.
#[must_use]
pub fn form_at(address: &str) -> FormState {
    match say(|flash| matches!(flash, Flash::Failed { path, .. } if path == address)).as_deref() {
        Some(Flash::Failed { error, values, .. }) => {
            FormState { error: Some(error.clone()), values: values.clone() }
        }
        _ => FormState::default(),
    }
}

/// As [`form_at`], of several such forms on one page the one whose field `name` held `value`; `None` for the one without the
/// field.
pub(crate) fn form_about(address: &str, name: &str, value: Option<&str>) -> FormState {
    let is_it = |values: &[(String, String)]| {
        values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()) == value
    };
    let is_said =
        say(|flash| matches!(flash, Flash::Failed { path, values, .. } if path == address && is_it(values)));
    if is_said.is_some() { form_at(address) } else { FormState::default() }
}

/// What was wrong with the files that were sent to `path` for a request, which the address names.
pub(crate) fn upload_refusal(path: &str, request: &str) -> Option<String> {
    if context::query("request").as_deref() != Some(request) {
        return None;
    }
    match say(|flash| matches!(flash, Flash::Failed { path: sent_to, .. } if sent_to == path)).as_deref() {
        Some(Flash::Failed { error, .. }) => Some(error.message.clone()),
        _ => None,
    }
}

/// What this request has to say, if it is what the page asks for; nobody else says it then.
pub(crate) fn say(is_asked_for: impl Fn(&Flash) -> bool) -> Option<Arc<Flash>> {
    let facts = context::facts().ok()?;
    let flash = facts.flash.filter(|flash| is_asked_for(flash))?;
    facts.flash_is_said.store(true, Ordering::Relaxed);
    Some(flash)
}

/// The good news of the form before, if there is any.
#[must_use]
pub fn notice() -> Option<String> {
    match context::facts().ok()?.flash.as_deref()? {
        Flash::Done(message) => Some(message.clone()),
        Flash::Failed { .. } => None,
    }
}

/// The good news of the form before for which the page has words of its own: what stands behind `prefix`.
#[must_use]
pub fn notice_after(prefix: &str) -> Option<String> {
    match say(|flash| matches!(flash, Flash::Done(message) if message.starts_with(prefix))).as_deref()? {
        Flash::Done(message) => message.strip_prefix(prefix).map(ToOwned::to_owned),
        Flash::Failed { .. } => None,
    }
}

/// Whether the page has said itself what the form before has to say.
pub(crate) fn is_said() -> bool {
    context::facts().is_ok_and(|facts| facts.flash_is_said.load(Ordering::Relaxed))
}

/// Why a form was refused that the page shows no errors of: one that is a button, mostly. Ask for it when the page is made.
#[must_use]
pub fn refusal() -> Option<String> {
    let facts = context::facts().ok()?;
    match facts.flash.as_deref()? {
        Flash::Failed { error, .. } if !is_said() => Some(error.message.clone()),
        Flash::Failed { .. } | Flash::Done(_) => None,
    }
}

/// The header by which a server function hands its good news to the server's form layer.
pub const NOTICE_HEADER: http::HeaderName = http::HeaderName::from_static("x-portal-notice");

/// Ends a server function that a form called: go to `path`, and say there what was done.
pub fn redirect(path: &str, notice: Option<&str>) {
    leptos_axum::redirect(path);
    if let (Some(options), Some(notice)) = (use_context::<leptos_axum::ResponseOptions>(), notice) {
        let encoded: String = url::form_urlencoded::byte_serialize(notice.as_bytes()).collect();
        if let Ok(value) = http::HeaderValue::from_str(&encoded) {
            options.insert_header(NOTICE_HEADER, value);
        }
    }
}

/// As [`redirect`], to the page that holds the form.
pub fn back(notice: Option<&str>) {
    let referer = use_context::<http::request::Parts>()
        .and_then(|parts| Some(parts.headers.get(http::header::REFERER)?.to_str().ok()?.to_owned()))
        .unwrap_or_else(|| "/".to_owned());
    redirect(&referer, notice);
}
