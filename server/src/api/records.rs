//! Creating and replacing records by another system's key.
//!
//! One handler and one description for all kinds: both come from the kind's columns, which the import of files uses, too.

mod object;

use super::{
    input::Body,
    problem::{FieldProblem, MEDIA_TYPE, Problem},
};
use crate::AppState;
use axum::{
    Extension, Json,
    extract::{Path, State, rejection::PathRejection},
    http::StatusCode,
    routing::put,
};
use domain::{
    Error, FieldError,
    actor::Staff,
    record::{
        self, Batch, ClientRecord, ContactRecord, Counts, InvoiceRecord, Keeper, Mode, ProjectRecord,
        QuoteRecord, Read, Store,
    },
};
use object::Object;
use serde::Serialize;
use std::collections::HashSet;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ContentBuilder, HttpMethod, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder, Schema, Type,
        path::{OperationBuilder, ParameterBuilder, ParameterIn, Paths},
        request_body::RequestBodyBuilder,
        security::SecurityRequirement,
    },
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// The other system's key, in the address.
const KEY: &str = "external_id";

pub(super) fn calls() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(call::<ClientRecord>("client"))
        .routes(call::<ContactRecord>("contact"))
        .routes(call::<ProjectRecord>("project"))
        .routes(call::<QuoteRecord>("quote"))
        .routes(call::<InvoiceRecord>("invoice"))
}

/// What became of the record.
#[derive(Debug, Serialize, ToSchema)]
struct PutBody {
    external_id: String,
    result: PutResult,
    /// What somebody should know although the record was taken.
    warnings: Vec<FieldProblem>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PutResult {
    Created,
    Changed,
    Unchanged,
}

impl From<Counts> for PutResult {
    fn from(counts: Counts) -> Self {
        match counts {
            Counts { created: 1.., .. } => Self::Created,
            Counts { changed: 1.., .. } => Self::Changed,
            _ => Self::Unchanged,
        }
    }
}

/// Puts one record. The same call twice changes nothing.
async fn put_one<T: Store>(
    State(state): State<AppState>,
    Extension(staff): Extension<Staff>,
    key: Result<Path<String>, PathRejection>,
    Body(object): Body<Object>,
) -> Result<(StatusCode, Json<PutBody>), Problem> {
    let keeper = Keeper::Staff(&staff);
    keeper.authorize()?;
    let Path(external_id) = key.map_err(|_| Problem::malformed("The key in the address is not text."))?;
    let (columns, values) = object.into_texts(T::COLUMNS, KEY, &external_id).map_err(Error::Invalid)?;
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let Read { record, warnings } = record::read::<T>(&columns, &values);
    let record = record.map_err(invalid)?;
    let batch = Batch { records: &[record], spoiled: &HashSet::new(), mode: Mode::AllOrNothing };
    let report = record::put(&state.services.db, keeper, batch, |_| {}).await?;
    if !report.refused.is_empty() {
        return Err(invalid(report.refused.into_iter().map(|refused| refused.problem)).into());
    }
    let result = PutResult::from(report.counts);
    let status = if matches!(result, PutResult::Created) { StatusCode::CREATED } else { StatusCode::OK };
    let warnings = warnings.into_iter().map(|warning| FieldError::from(warning).into()).collect();
    Ok((status, Json(PutBody { external_id, result, warnings })))
}

fn invalid(problems: impl IntoIterator<Item = record::Problem>) -> Error {
    Error::Invalid(problems.into_iter().map(Into::into).collect())
}

/// The call for one kind of record, and its description.
fn call<T: Store + 'static>(name: &str) -> UtoipaMethodRouter<AppState> {
    let path = format!("/{}/{{{KEY}}}", T::PLURAL);
    let body = || ContentBuilder::new().schema(Some(Ref::from_schema_name(PutBody::name()))).build();
    let done =
        |text: &str| ResponseBuilder::new().description(text).content("application/json", body()).build();
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let operation = OperationBuilder::new()
        .operation_id(Some(format!("put_{name}")))
        .tag("Records")
        .summary(Some(format!("Create or replace a {name}")))
        .description(Some("The same call twice changes nothing. A key that is not required and left out stays as it is."))
        .parameter(
            ParameterBuilder::new()
                .name(KEY)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .description(Some(format!("The other system’s key of the {name}")))
                .schema(Some(String::schema()))
                .build(),
        )
        .request_body(Some(
            RequestBodyBuilder::new()
                .required(Some(Required::True))
                .content("application/json", ContentBuilder::new().schema(Some(schema::<T>())).build())
                .build(),
        ))
        .response("200", done("The record was there; `result` says whether it has changed"))
        .response("201", done("The record was created"))
        .response(
            "422",
            ResponseBuilder::new()
                .description("Fields that cannot be taken, all at once; also a reference to a record that is not there")
                .content(MEDIA_TYPE, problem)
                .build(),
        )
        .security(SecurityRequirement::new("token", ["records"]))
        .build();
    let mut paths = Paths::new();
    paths.add_path_operation(path, vec![HttpMethod::Put], operation);
    let schemas = vec![
        (PutBody::name().into_owned(), PutBody::schema()),
        (PutResult::name().into_owned(), PutResult::schema()),
        (FieldProblem::name().into_owned(), FieldProblem::schema()),
    ];
    (schemas, paths, put(put_one::<T>))
}

fn schema<T: Store>() -> RefOr<Schema> {
    let mut object = ObjectBuilder::new();
    for column in T::COLUMNS.iter().filter(|column| column.name != KEY) {
        let kind = match column.takes {
            "true or false" => Type::Boolean,
            number if number.starts_with("a whole number") => Type::Integer,
            _ => Type::String,
        };
        let property = ObjectBuilder::new().schema_type(kind).description(Some(column.takes)).build();
        object = object.property(column.name, property);
        if column.is_required {
            object = object.required(column.name);
        }
    }
    object.build().into()
}
