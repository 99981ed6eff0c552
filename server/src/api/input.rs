//! Reading addresses and bodies. What cannot be read is a 422 that says why.

use super::{MAX_BODY_BYTES, problem::Problem};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Most characters that are repeated of what the parser says, which quotes what was sent.
const MAX_QUOTED_CHARS: usize = 200;

/// The id in the address.
#[derive(Debug)]
pub(super) struct Id<T>(pub(super) T);

impl<T: From<Uuid>, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let malformed = || Problem::malformed("The id in the address is not a UUID.");
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| malformed())?;
        // Only the usual form, so that a record has one address.
        let is_usual = text.len() == uuid::fmt::Hyphenated::LENGTH;
        text.parse::<Uuid>().ok().filter(|_| is_usual).map(|id| Self(id.into())).ok_or_else(malformed)
    }
}

/// A JSON body, whatever the request says its type is: no browser can send one here, because none has a token.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            match rejection.status().as_u16() {
                413 => Problem::too_large(MAX_BODY_BYTES),
                _ => Problem::malformed("The body broke off."),
            }
        })?;
        // A list would fill the members in their order, without their names.
        if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err(Problem::malformed("The body is not a JSON object."));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::malformed(not_taken(&error)))
    }
}

fn not_taken(error: &serde_json::Error) -> String {
    let reason = error.to_string();
    let shown: String = reason.chars().filter(|c| !c.is_control()).take(MAX_QUOTED_CHARS).collect();
    format!("The body is not the JSON that this call takes: {shown}.")
}
