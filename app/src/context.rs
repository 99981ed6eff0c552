//! What a request brings to pages and server functions.

use crate::{error::AppError, flash::Flash, words::say};
use domain::{
    Db,
    activity::Origin,
    company::Company,
    id::ClientId,
    language::Language,
    session::{ClientViewer, StaffViewer, Viewer, Visit},
};
use leptos::prelude::*;
use std::sync::{Arc, atomic::AtomicBool};

/// What every request shares; made once at start.
#[derive(Clone)]
pub struct Services {
    pub db: Db,
    pub hasher: domain::password::Hasher,
    /// Where links in mails lead: PORTAL_PUBLIC_URL without a slash at its end, never the request's Host.
    pub public_url: Arc<str>,
    /// Whether cookies are `Secure` and carry the `__Host-` prefix: PORTAL_PUBLIC_URL is https.
    pub secure_cookies: bool,
    /// The ways to pay that this server has.
    pub payments: domain::payment::provider::Providers,
    /// Where addresses are.
    pub places: domain::place::Places,
}

/// What the server's layers found out about this request and put into its extensions.
#[derive(Clone)]
pub struct RequestFacts {
    pub visit: Arc<Visit>,
    pub origin: Origin,
    /// In which the answer is.
    pub language: Language,
    pub flash: Option<Arc<Flash>>,
    /// Whether the page has said itself what is in `flash`; the frame around it says the rest.
    pub flash_is_said: Arc<AtomicBool>,
}

impl RequestFacts {
    /// The person at a client who asks.
    ///
    /// # Errors
    /// Status 401 when nobody is signed in or the access rule says no; 404 for staff, to whom the client's side does not exist.
    pub fn client(&self) -> Result<&ClientViewer, AppError> {
        match &self.visit.viewer {
            Viewer::Client(viewer) => Ok(viewer),
            Viewer::Staff(_) => Err(AppError::not_found()),
            Viewer::SignedOut(because) => Err((*because).into()),
        }
    }

    /// The same, for a form that names nothing of the client but the client itself: whoever is at several may have gone on
    /// to another one in the meantime, in another window.
    ///
    /// # Errors
    /// As [`Self::client`]; status 409 when the form is another client's.
    pub fn client_of_form(&self, form: Option<ClientId>) -> Result<&ClientViewer, AppError> {
        let viewer = self.client()?;
        if form.is_some_and(|form| form != viewer.scope.client_id()) {
            return Err(AppError::new(
                409,
                say!("form-of-another-client", client = viewer.client_name.clone()),
            ));
        }
        Ok(viewer)
    }

    /// The staff user who asks.
    ///
    /// # Errors
    /// Status 401 when nobody is signed in; 404 for clients, to whom the staff's side does not exist.
    pub fn staff(&self) -> Result<&StaffViewer, AppError> {
        match &self.visit.viewer {
            Viewer::Staff(viewer) => Ok(viewer),
            Viewer::Client(_) => Err(AppError::not_found()),
            Viewer::SignedOut(because) => Err((*because).into()),
        }
    }
}

/// The services of this server.
///
/// # Errors
/// Status 500 outside a request.
pub fn services() -> Result<Services, AppError> {
    use_context().ok_or_else(missing)
}

/// An error page has no request behind it and asks all the same, so this is for no log.
fn missing() -> AppError {
    AppError::new(500, "There is no request to take this from.")
}

fn parts() -> Result<http::request::Parts, AppError> {
    use_context().ok_or_else(missing)
}

/// What is known of this request.
///
/// # Errors
/// Status 500 outside a request.
pub fn facts() -> Result<RequestFacts, AppError> {
    parts()?.extensions.get().cloned().ok_or_else(missing)
}

/// This moment.
#[must_use]
pub fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

/// The company, read together with the session.
///
/// # Errors
/// Status 500 outside a request.
pub fn company() -> Result<Company, AppError> {
    Ok(facts()?.visit.company.clone())
}

/// The time zone in which this person reads times: their own choice, or else the company's. What is due on a day goes by
/// [`today`].
///
/// # Errors
/// Status 500 outside a request.
pub fn zone() -> Result<chrono_tz::Tz, AppError> {
    Ok(facts()?.visit.zone())
}

/// Today in the company's time zone.
///
/// # Errors
/// Status 500 outside a request.
pub fn today() -> Result<chrono::NaiveDate, AppError> {
    Ok(company()?.today(chrono::Utc::now()))
}

/// The person at a client who asks.
///
/// # Errors
/// As [`RequestFacts::client`].
pub fn client() -> Result<ClientViewer, AppError> {
    facts()?.client().cloned()
}

/// The person at a client who sent this form.
///
/// # Errors
/// As [`RequestFacts::client_of_form`].
pub fn client_of_form(form: Option<ClientId>) -> Result<ClientViewer, AppError> {
    facts()?.client_of_form(form).cloned()
}

/// The staff user who asks.
///
/// # Errors
/// As [`RequestFacts::staff`].
pub fn staff() -> Result<StaffViewer, AppError> {
    facts()?.staff().cloned()
}

/// A value of the address's query; empty is as good as absent.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let uri = parts().ok()?.uri;
    let (_, value) = url::form_urlencoded::parse(uri.query()?.as_bytes()).find(|(key, _)| key == name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// An id from the route's `:id`; what is no id is not found.
///
/// # Errors
/// Status 404.
pub fn route_id<Id: From<uuid::Uuid>>() -> Result<Id, AppError> {
    let params = leptos_router::hooks::use_params_map().get_untracked();
    let id = params.get("id").and_then(|id| id.parse::<uuid::Uuid>().ok());
    id.map(Id::from).ok_or_else(AppError::not_found)
}

/// Path and query of this request.
///
/// # Errors
/// Status 500 outside a request.
pub fn here() -> Result<String, AppError> {
    Ok(parts()?.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string))
}
