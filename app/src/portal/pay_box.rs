//! The forms by which invoices are paid: on the page of one, and on the page of several.

use super::paying::{PayByCard, REPORT_TRANSFER};
use crate::{
    flash::{self, FormState},
    format,
    ui::{Alert, Button, ButtonLook, Field, Money, Tone},
    words::{SLOTS, filled, language, say},
};
use chrono::NaiveDate;
use domain::{money::Money as Amount, payment::settings::BankAccount};
use leptos::{prelude::*, server_fn::ServerFn};

/// What is to be paid.
pub(super) struct ToPay {
    /// The invoices' ids as the form sends them.
    pub(super) ids: String,
    /// What is to stand on a transfer.
    pub(super) reference: String,
    pub(super) open: Amount,
    /// The least part that may be paid; `None` when only the whole is.
    pub(super) minimum: Option<Amount>,
}

/// The ways to pay, one form each. What was typed is still there after a refusal.
pub(super) fn ways(
    to_pay: &ToPay,
    takes_cards: bool,
    bank: Option<&BankAccount>,
    today: NaiveDate,
) -> impl IntoView + use<> {
    let (by_card, by_transfer) = (flash::form::<PayByCard>(), flash::form_at(REPORT_TRANSFER));
    let is_offered = takes_cards || bank.is_some();
    let refusal = [&by_card, &by_transfer].into_iter().find_map(|form| {
        form.message().filter(|_| form.has_no_fields() || form.error_at("invoices").is_some())
    });
    let refusal = refusal.map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> });
    let card = takes_cards.then(|| card_form(to_pay, &by_card));
    let transfer = bank.map(|bank| transfer(to_pay, bank, &by_transfer, !takes_cards, today));
    view! {
        <div class="stack">
            {refusal}
            {card}
            {transfer}
            {(!is_offered).then(|| view! { <p class="muted">{say!("pay-not-set-up")}</p> })}
        </div>
    }
}

fn amount_field(to_pay: &ToPay, form: &FormState, id: &'static str) -> AnyView {
    let Some(minimum) = to_pay.minimum.filter(|minimum| minimum.minor < to_pay.open.minor) else {
        let error =
            form.error_at("amount").map(|error| view! { <Alert tone=Tone::Danger><p>{error}</p></Alert> });
        let [slot, _] = SLOTS;
        let open = view! { <strong><Money text=format::money(to_pay.open)/></strong> }.into_any();
        return view! {
            <p>{filled(&say!("pay-whole", amount = slot), [open])}</p>
            {error}
        }
        .into_any();
    };
    let open = format::money(to_pay.open);
    let hint = if minimum.minor > 1 {
        say!("pay-from-to", minimum = format::money(minimum), open = open)
    } else {
        say!("pay-at-most", open = open)
    };
    let value = form.value("amount").unwrap_or_else(|| to_pay.open.to_typed(language()));
    let error = form.error_at("amount");
    let label = say!("pay-amount");
    view! { <Field label name="amount" id value hint error inputmode="decimal" autocomplete="off" maxlength=24 required=true/> }
        .into_any()
}

fn card_form(to_pay: &ToPay, form: &FormState) -> impl IntoView + use<> {
    // The fragment brings the browser back to the form when the payment is refused.
    let action = format!("{}#pay", PayByCard::PATH);
    view! {
        <form class="form" method="post" action=action>
            <input type="hidden" name="invoices" value=to_pay.ids.clone()/>
            {amount_field(to_pay, form, "f-card-amount")}
            <Button wide=true icon=icondata::LuCreditCard>{say!("pay-by-card")}</Button>
            <p class="muted small">{say!("pay-by-card-text")}</p>
        </form>
    }
}

/// The company's account, and the form that says that a transfer was made. Closed where there is a quicker way.
fn transfer(
    to_pay: &ToPay,
    bank: &BankAccount,
    form: &FormState,
    is_only_way: bool,
    today: NaiveDate,
) -> impl IntoView + use<> {
    let action = format!("{REPORT_TRANSFER}#pay");
    let is_open = is_only_way || form.error.is_some();
    let paid_on = form.value("paid_on").unwrap_or_else(|| today.to_string());
    view! {
        <details class="way" open=is_open>
            <summary>{say!("pay-by-transfer")}</summary>
            <div class="stack">
                {bank_facts(bank, Some(&to_pay.reference))}
                <form class="form" method="post" action=action enctype="multipart/form-data">
                    <p>{say!("pay-transfer-tell")}</p>
                    <input type="hidden" name="invoices" value=to_pay.ids.clone()/>
                    {amount_field(to_pay, form, "f-transfer-amount")}
                    <Field
                        label=say!("pay-transfer-day")
                        name="paid_on"
                        kind="date"
                        value=paid_on
                        error=form.error_at("paid_on")
                        required=true
                    />
                    <Field
                        label=say!("pay-transfer-note")
                        name="note"
                        value=form.value("note").unwrap_or_default()
                        error=form.error_at("note")
                        hint=say!("pay-transfer-note-hint")
                        maxlength=500
                    />
                    <Field
                        label=say!("pay-transfer-proof")
                        name="file"
                        kind="file"
                        accept="image/png,image/jpeg,image/gif,image/webp,application/pdf"
                        error=form.error_at("file")
                        hint=say!("pay-transfer-proof-hint")
                    />
                    <Button wide=true look=ButtonLook::Secondary icon=icondata::LuLandmark>{say!("pay-transfer-done")}</Button>
                </form>
            </div>
        </details>
    }
}

/// Where a transfer goes.
pub(super) fn bank_facts(bank: &BankAccount, reference: Option<&str>) -> impl IntoView + use<> {
    let BankAccount { holder, account, bic, instructions } = bank.clone();
    let reference = reference.map(|reference| {
        let reference = reference.to_owned();
        view! { <div class="long"><dt>{say!("pay-reference")}</dt><dd class="strong">{reference}</dd></div> }
    });
    view! {
        <dl class="facts">
            <div class="long"><dt>{say!("pay-account-holder")}</dt><dd dir="auto">{holder}</dd></div>
            <div class="long"><dt>{say!("pay-account")}</dt><dd class="mono">{account}</dd></div>
            {(!bic.is_empty()).then(|| view! { <div class="long"><dt>{say!("pay-bic")}</dt><dd class="mono">{bic}</dd></div> })}
            {reference}
        </dl>
        {(!instructions.is_empty()).then(|| view! { <div class="prose small" dir="auto">{instructions}</div> })}
    }
}
