//! The OpenAPI description that the calls add up to.

use super::docs::Docs;
use axum::{
    Extension,
    body::Bytes,
    http::header,
    response::{IntoResponse as _, Response},
};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
    ServerBuilder,
    path::{Operation, PathItem},
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};

/// The description, written once.
#[derive(Clone, Debug)]
pub(super) struct Description {
    json: Bytes,
}

/// What stands above the calls.
pub(super) fn head(public_url: &str) -> OpenApi {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "An API token, made by an administrator. It can do no more than its scopes and its staff user.",
        ))
        .build();
    let tags = [
        ("Portal access", "Who gets in. Scope `portal-access`, permission `managePortalAccess`."),
        (
            "Bulk invitations",
            "Inviting all eligible clients at once. Scope `bulk-invitations`, permission `managePortalAccess`.",
        ),
        ("Records", "Clients, contacts and papers by the other system’s key. Scope `records`."),
        ("Activities", "The activity log. Scope `activities`."),
    ];
    let tags = tags.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Client Portal")
                .version("1")
                .description(Some(
                    "Calls for other systems. Each needs the header `Authorization: Bearer …`; cookies mean nothing here. \
                     A refusal is a problem of RFC 9457, and then nothing was changed.",
                ))
                .build(),
        )
        .servers(Some([ServerBuilder::new().url(public_url).build()]))
        .tags(Some(tags))
        .components(Some(ComponentsBuilder::new().security_scheme("token", SecurityScheme::Http(token)).build()))
        .build()
}

/// Adds to each call what all can answer, and writes the whole down for programs and for people.
pub(super) fn finish(mut collected: OpenApi) -> (Description, Docs) {
    for operation in collected.paths.paths.values_mut().flat_map(operations) {
        for (status, text) in [
            ("401", "No token, or one that is unknown or revoked or whose staff user is inactive"),
            ("403", "The staff user lacks the permission or the token the scope"),
            ("422", "The address or the body is malformed (`errors` says at which field)"),
            ("503", "The database is away; the header Retry-After says when to try again"),
        ] {
            operation.responses.responses.entry(status.to_owned()).or_insert_with(|| refusal(text));
        }
    }
    let json = serde_json::to_value(collected).unwrap_or_default();
    let docs = Docs::new(&json);
    (Description { json: json.to_string().into() }, docs)
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut path.get, &mut path.put, &mut path.post].into_iter().flatten()
}

fn refusal(text: &str) -> RefOr<utoipa::openapi::Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(text).content(super::problem::MEDIA_TYPE, content).build().into()
}

/// `/api/v1/openapi.json`; there is nothing secret in it.
pub(super) async fn json(Extension(description): Extension<Description>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], description.json).into_response()
}
