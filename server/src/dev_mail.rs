//! `/dev/mail`: mails that were kept instead of sent. The pages exist only while `SMTP_URL` is unset (SPEC section 8), and only for
//! a browser on this machine: whoever reads mails can follow the links in them.

use crate::{
    AppState,
    mail::{KeptMail, MailFolder},
    origin,
    routes::Routes,
};
use askama::Template;
use axum::{
    extract::{Path, Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use std::net::IpAddr;

const PATH: &str = "/dev/mail";
/// For a mail inside the frame of its page: its own styles and our pictures, and nothing that runs.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; \
                             form-action 'none'; frame-ancestors 'self'";

/// Adds the pages.
pub(crate) fn add_to(routes: Routes, state: &AppState) -> Routes {
    let here = middleware::from_fn_with_state(state.clone(), this_machine_only);
    routes
        .add(PATH, get(list).layer(here.clone()))
        .add("/dev/mail/{id}", get(mail).layer(here.clone()))
        .add("/dev/mail/{id}/html", get(letter).layer(here))
}

/// To everybody else there is nothing here.
async fn this_machine_only(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let address = origin::of(&request, &state.proxies).ip_address;
    let is_local = address.as_ref().is_some_and(IpAddr::is_loopback)
        // Where a proxy ends TLS, its visitors may all seem to be here.
        && !state.services.secure_cookies
        && !origin::came_by_proxy(request.headers())
        && asks_for_this_machine(&request);
    if is_local { next.run(request).await } else { StatusCode::NOT_FOUND.into_response() }
}

/// Whether the browser asked for this machine by its own name: a foreign one may be made to lead here (DNS rebinding).
fn asks_for_this_machine(request: &Request) -> bool {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let url = host.and_then(|host| url::Url::parse(&format!("http://{host}/")).ok());
    match url.as_ref().and_then(url::Url::host) {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What the address of the list says.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    /// The id of the last mail of the page before.
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "dev_mail/list.html")]
struct List {
    search: String,
    is_narrowed: bool,
    mails: Vec<Line>,
    older: Option<String>,
}

struct Line {
    id: String,
    at: String,
    to: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "dev_mail/mail.html")]
struct Letter {
    at: String,
    mail: KeptMail,
}

async fn list(State(state): State<AppState>, Query(asked): Query<Asked>) -> Response {
    let Some(folder) = &state.kept_mails else { return StatusCode::NOT_FOUND.into_response() };
    let search = asked.q.trim().to_owned();
    let is_narrowed = !search.is_empty() || asked.before.is_some();
    match folder.list(search.clone(), asked.before).await {
        Ok(page) => {
            let older = page.older.map(|before| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                if !search.is_empty() {
                    query.append_pair("q", &search);
                }
                format!("{PATH}?{}", query.append_pair("before", &before).finish())
            });
            let mails = page.mails.into_iter().map(|mail| Line {
                at: written(&mail),
                id: mail.id,
                to: mail.to,
                subject: mail.subject,
            });
            show(&List { search, is_narrowed, mails: mails.collect(), older })
        }
        Err(error) => unreadable(&error),
    }
}

async fn mail(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    match read(&state, &id).await {
        Ok(mail) => show(&Letter { at: written(&mail), mail }),
        Err(refusal) => refusal,
    }
}

/// The HTML of a mail alone; its links open in the whole window.
async fn letter(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    match read(&state, &id).await {
        Ok(mail) => {
            let html = mail.html.replacen("<head>", "<head><base target=\"_top\">", 1);
            let policy = HeaderValue::from_static(LETTER_POLICY);
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
        }
        Err(refusal) => refusal,
    }
}

async fn read(state: &AppState, id: &str) -> Result<KeptMail, Response> {
    let missing = || StatusCode::NOT_FOUND.into_response();
    let folder: &MailFolder = state.kept_mails.as_ref().ok_or_else(missing)?;
    folder.read(id).await.map_err(|error| unreadable(&error))?.ok_or_else(missing)
}

fn written(mail: &KeptMail) -> String {
    mail.at.map(|at| at.format("%-d %b %Y, %H:%M:%S UTC").to_string()).unwrap_or_default()
}

fn show(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => unreadable(&std::io::Error::other(error)),
    }
}

fn unreadable(error: &std::io::Error) -> Response {
    tracing::error!(%error, "kept mails cannot be shown");
    (StatusCode::INTERNAL_SERVER_ERROR, "The folder of kept mails cannot be read. The log says why.")
        .into_response()
}
