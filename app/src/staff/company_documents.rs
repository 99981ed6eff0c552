//! The company's setting for documents.

use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, Field, FormErrors, Section},
};
use domain::{actor::Staff, document::upload};
use leptos::{prelude::*, server_fn::ServerFn};

/// Changes how large a document may be.
///
/// # Errors
/// As [`upload::set_limit`].
#[server(endpoint = "staff/set-document-limit")]
pub async fn set_document_limit(#[server(default)] document_megabytes: String) -> Result<(), AppError> {
    let viewer = context::staff()?;
    upload::set_limit(&context::services()?.db, &viewer.staff, &document_megabytes).await?;
    flash::redirect("/staff/company", Some("The settings are saved."));
    Ok(())
}

/// The section of the company's page.
///
/// # Errors
/// As [`upload::limit`].
pub(super) async fn load(staff: &Staff) -> Result<impl IntoView + use<>, AppError> {
    let stored = upload::limit(&context::services()?.db, staff).await?;
    let state = flash::form::<SetDocumentLimit>();
    let value = state.value("document_megabytes").unwrap_or_else(|| stored.to_string());
    let message = state.message().filter(|_| state.has_no_fields());
    let error = state.error_at("document_megabytes");
    Ok(view! {
        <Section id="documents" title="Documents">
            <form class="form" method="post" action=SetDocumentLimit::PATH>
                <FormErrors message/>
                <Field
                    label="Largest file, in megabytes"
                    name="document_megabytes"
                    inputmode="numeric"
                    value
                    error
                    hint="For uploads by clients and by you."
                    required=true
                    maxlength=4
                />
                <div class="form-actions"><Button>"Save"</Button></div>
            </form>
        </Section>
    })
}
