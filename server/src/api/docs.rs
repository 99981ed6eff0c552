//! `/api/docs`: the description as a page to read, made on the server and without any script.

mod reading;

use super::problem::Kind;
use askama::Template;
use axum::{
    Extension,
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;

/// The page, written once.
#[derive(Clone, Debug)]
pub(super) struct Docs(std::sync::Arc<str>);

/// What the template shows.
#[derive(Debug, Template)]
#[template(path = "api/docs.html")]
struct Page {
    title: String,
    intro: Vec<Span>,
    server: String,
    groups: Vec<Group>,
    objects: Vec<Object>,
    problems: &'static [Kind],
}

/// Calls with one tag.
#[derive(Debug)]
struct Group {
    anchor: String,
    name: String,
    text: Vec<Span>,
    calls: Vec<Call>,
}

/// One method of one address.
#[derive(Debug)]
struct Call {
    anchor: String,
    method: String,
    path: String,
    summary: String,
    text: Vec<Span>,
    scope: String,
    parameters: Vec<Field>,
    /// The kind of the body, if the call takes one that has a name.
    body: Option<KindOf>,
    /// The body's fields, if it has no name.
    body_fields: Vec<Field>,
    answers: Vec<Answer>,
}

/// A status and what comes with it.
#[derive(Debug)]
struct Answer {
    status: String,
    text: Vec<Span>,
    media: String,
    kind: Option<KindOf>,
}

/// A schema with a name.
#[derive(Debug)]
struct Object {
    name: String,
    text: Vec<Span>,
    fields: Vec<Field>,
    values: Vec<String>,
}

/// A parameter, or a key of an object.
#[derive(Debug)]
struct Field {
    name: String,
    kind: KindOf,
    is_required: bool,
    text: Vec<Span>,
}

/// What a value is, with the named schema that says more.
#[derive(Debug)]
struct KindOf {
    words: String,
    object: Option<String>,
}

/// A piece of text, perhaps as code.
#[derive(Debug)]
struct Span {
    text: String,
    is_code: bool,
}

impl Docs {
    /// The page of this description. A description that cannot be shown (a test shows that ours can) leaves an empty page.
    pub(super) fn new(description: &Value) -> Self {
        let html = reading::page(description).render().unwrap_or_default();
        Self(html.into())
    }
}

/// The page.
pub(super) async fn page(Extension(docs): Extension<Docs>) -> Response {
    Html(docs.0.to_string()).into_response()
}
