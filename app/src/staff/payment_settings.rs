//! How the company is paid: a section of the company's page.

use crate::{
    context,
    error::AppError,
    flash,
    ui::{
        Button, Field, FormErrors, Section,
        field::{FieldIds, FieldNotes},
    },
};
use domain::payment::settings::{self, PaymentSettings, TypedSettings};
use leptos::{prelude::*, server_fn::ServerFn};

/// Changes the bank account and the least part that may be paid.
///
/// # Errors
/// As [`settings::update`].
#[server(endpoint = "staff/update-payment-settings")]
pub async fn update_payment_settings(
    #[server(default)] holder: String,
    #[server(default)] account: String,
    #[server(default)] bic: String,
    #[server(default)] instructions: String,
    #[server(default)] minimum_percent: String,
) -> Result<(), AppError> {
    let typed = TypedSettings { holder, account, bic, instructions, minimum_percent };
    settings::update(&context::services()?.db, &context::staff()?.staff, typed).await?;
    flash::redirect("/staff/company", Some("The settings are saved."));
    Ok(())
}

/// The form; what was typed is still there after a refusal.
pub(super) fn payment_settings(stored: PaymentSettings, takes_cards: bool) -> impl IntoView {
    let form = flash::form::<UpdatePaymentSettings>();
    let message = form.message().filter(|_| form.has_no_fields());
    let typed = form.clone();
    let value = move |name: &str, stored: &str| typed.value(name).unwrap_or_else(|| stored.to_owned());
    let bank = stored.bank;
    let cards = if takes_cards {
        "Card payment is on: clients pay on Stripe’s page."
    } else {
        "Card payment is off. Whoever runs this server turns it on with STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET."
    };
    let ids = FieldIds::new(None, "instructions");
    let (hint, error) = ("Shown with the account. May be empty.".to_owned(), form.error_at("instructions"));
    view! {
        <Section id="payments" title="Payments">
            <form class="form" method="post" action=UpdatePaymentSettings::PATH>
                <FormErrors message/>
                <p class="muted small">{cards}</p>
                <Field label="Account holder" name="holder" value=value("holder", &bank.holder) error=form.error_at("holder") maxlength=120/>
                <Field
                    label="Account for transfers"
                    name="account"
                    value=value("account", &bank.account)
                    error=form.error_at("account")
                    hint="An IBAN, or an account as your country writes it. Empty: bank transfer is not offered."
                    maxlength=120
                />
                <Field label="BIC" name="bic" value=value("bic", &bank.bic) error=form.error_at("bic") maxlength=120/>
                <div class="field">
                    <label for=ids.input.clone()>"Instructions"</label>
                    <textarea
                        class="field-control"
                        id=ids.input.clone()
                        name="instructions"
                        rows="3"
                        maxlength="1000"
                        aria-invalid=error.is_some().then_some("true")
                        aria-describedby=ids.described_by(&hint, &error)
                    >
                        {value("instructions", &bank.instructions)}
                    </textarea>
                    <FieldNotes ids hint error/>
                </div>
                <Field
                    label="Least part of an invoice, in percent"
                    name="minimum_percent"
                    value=value("minimum_percent", &stored.minimum_percent.to_string())
                    error=form.error_at("minimum_percent")
                    hint="0: any part may be paid. 100: only the whole."
                    inputmode="numeric"
                    required=true
                    maxlength=3
                />
                <div class="form-actions"><Button>"Save"</Button></div>
            </form>
        </Section>
    }
}
