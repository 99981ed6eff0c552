//! What stands on the company's papers, and what an approval leads to: a part of the page of the company.

use super::company_page::PATH;
use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, Checkbox, Field, FormErrors, Section, TextArea},
};
use domain::company::papers::{self, MAX_TEXT_CHARS, PaperSettings, PaperSettingsInput};
use leptos::{prelude::*, server_fn::ServerFn};

/// Changes the settings.
///
/// # Errors
/// As [`papers::update`].
#[server(endpoint = "staff/update-paper-settings")]
pub async fn update_paper_settings(
    #[server(default)] address: String,
    #[server(default)] footer: String,
    #[server(default)] quote_becomes_invoice: bool,
    #[server(default)] invoice_prefix: String,
    #[server(default)] next_invoice_number: String,
) -> Result<(), AppError> {
    let typed =
        PaperSettingsInput { address, footer, quote_becomes_invoice, invoice_prefix, next_invoice_number };
    papers::update(&context::services()?.db, &context::staff()?.staff, typed).await?;
    flash::redirect(PATH, Some("The settings of papers are saved."));
    Ok(())
}

/// The form. What was typed is still there after a refusal.
pub(super) fn papers_form(settings: PaperSettings) -> impl IntoView {
    let state = flash::form::<UpdatePaperSettings>();
    let message = state.message().filter(|_| state.has_no_fields());
    let typed = |name: &str, stored: String| state.value(name).unwrap_or(stored);
    let becomes_invoice = match &state.error {
        Some(_) => state.value("quote_becomes_invoice").is_some(),
        None => settings.quote_becomes_invoice,
    };
    let (address, footer) = (typed("address", settings.address), typed("footer", settings.footer));
    let (address_error, footer_error) = (state.error_at("address"), state.error_at("footer"));
    let prefix = typed("invoice_prefix", settings.invoice_prefix);
    let number = typed("next_invoice_number", settings.next_invoice_number.to_string());
    let (prefix_error, number_error) =
        (state.error_at("invoice_prefix"), state.error_at("next_invoice_number"));
    view! {
        <Section id="papers" title="Papers">
            <form class="form" method="post" action=UpdatePaperSettings::PATH>
                <FormErrors message/>
                <TextArea
                    label="Address"
                    name="address"
                    value=address
                    error=address_error
                    hint="On top of quotes, invoices and receipts, with how to reach you."
                    maxlength=MAX_TEXT_CHARS
                />
                <TextArea
                    label="Foot of the page"
                    name="footer"
                    value=footer
                    error=footer_error
                    hint="Such as register and tax numbers."
                    maxlength=MAX_TEXT_CHARS
                />
                <Checkbox
                    name="quote_becomes_invoice"
                    value="true"
                    checked=becomes_invoice
                    hint="Clients do not see it until you send it."
                >
                    "An approved quote becomes a draft invoice"
                </Checkbox>
                <Field
                    label="Invoice numbers begin with"
                    name="invoice_prefix"
                    value=prefix
                    error=prefix_error
                    maxlength=20
                />
                <Field
                    label="Next invoice number"
                    name="next_invoice_number"
                    inputmode="numeric"
                    value=number
                    error=number_error
                    hint="Numbers that are taken already are passed over."
                    required=true
                    maxlength=13
                />
                <div class="form-actions"><Button>"Save"</Button></div>
            </form>
        </Section>
    }
}
