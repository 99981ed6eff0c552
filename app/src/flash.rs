//! What survives one redirect: a failed form's fields and errors, or the good news after a form that worked.
//!
//! Forms are plain and answered with a redirect, with or without script. The server keeps what is to be shown after it in a
//! short-lived cookie (`server/src/forms.rs`), and the next page shows it once.

use crate::{context, error::AppError};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

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

/// The state of the form that posts to the server function `F`.
#[must_use]
pub fn form<F: ServerFn>() -> FormState {
    let flash = context::facts().ok().and_then(|facts| facts.flash);
    match flash.as_deref() {
        Some(Flash::Failed { path, error, values }) if path == F::PATH => {
            FormState { error: Some(error.clone()), values: values.clone() }
        }
        _ => FormState::default(),
    }
}

/// The good news of the form before, if there is any.
#[must_use]
pub fn notice() -> Option<String> {
    match context::facts().ok()?.flash.as_deref()? {
        Flash::Done(message) => Some(message.clone()),
        Flash::Failed { .. } => None,
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
