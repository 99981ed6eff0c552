//! One payment, and for a transfer the word of staff whether it has arrived.

use super::{
    frame::{frame, moment},
    payments_page::payment_tone,
};
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::StaffSection,
    page::page,
    portal::parts::proof_section,
    ui::{
        Alert, Breadcrumbs, Button, ButtonLook, Checkbox, DateText, Field, FormErrors, Money, PageHead,
        Section, Tone,
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    id::PaymentAttemptId,
    payment::{
        Attention, PaymentState, Reason,
        desk::{self, Confirmation, PaymentSheet},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/staff/payments/{id}`
#[component]
pub fn PaymentPage() -> impl IntoView {
    page(load())
}

/// Records a transfer that has arrived.
///
/// # Errors
/// As [`desk::confirm`].
#[server(endpoint = "staff/confirm-payment")]
pub async fn confirm_payment(
    payment_id: PaymentAttemptId,
    #[server(default)] amount: String,
    #[server(default)] paid_on: String,
    #[server(default)] is_sure: bool,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let typed = Confirmation { amount, paid_on, is_sure };
    let (today, now) = (context::today()?, context::now());
    desk::confirm(&context::services()?.db, &viewer.staff, payment_id, &typed, today, now).await?;
    let notice = "The payment is recorded, and the client has been notified.";
    flash::redirect(&format!("/staff/payments/{payment_id}#main"), Some(notice));
    Ok(())
}

/// Says that a transfer has not arrived.
///
/// # Errors
/// As [`desk::refuse`].
#[server(endpoint = "staff/refuse-payment")]
pub async fn refuse_payment(
    payment_id: PaymentAttemptId,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    desk::refuse(&context::services()?.db, &viewer.staff, payment_id, &reason, context::now()).await?;
    let notice = "The payment is refused, and the client has been notified.";
    flash::redirect(&format!("/staff/payments/{payment_id}#main"), Some(notice));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let zone = context::zone()?;
    let today = context::today()?;
    let sheet = desk::view(&context::services()?.db, &viewer.staff, context::route_id()?).await?;
    let title = format!("Payment of {}", sheet.row.client_name);
    let state = sheet.row.state;
    let confirm = sheet.can_confirm().then(|| confirm_form(&sheet, today));
    let refuse = sheet.can_refuse().then(|| refuse_form(&sheet));
    let base = format!("/staff/payments/{}/proof", sheet.row.id);
    let proof = sheet.proof.as_ref().map(|proof| proof_section(proof, &base));
    let content = view! {
        <Breadcrumbs trail=vec![("/staff/payments".to_owned(), "Payments".to_owned())] here=sheet.row.amount.to_string()/>
        <PageHead title=title.clone() status=(state.label(), payment_tone(state))/>
        {sheet.row.attention.map(attention)}
        <div class="split">
            <div class="stack">{facts(&sheet, zone)}{proof}{invoices(&sheet)}</div>
            <aside class="stack">{confirm}{refuse}</aside>
        </div>
    };
    Ok(frame(viewer, StaffSection::Payments, &title, content))
}

fn attention(attention: Attention) -> impl IntoView {
    let advice = match attention {
        Attention::Overpaid => {
            "The balance of an invoice is below zero: the client’s credit. Give it back, or set it off."
        }
        Attention::OtherAmount => "What truly came is recorded. The invoices show what is still open.",
        Attention::OtherCurrency => "Nothing was put on the invoices. Please settle it with the client.",
        Attention::InvoiceCancelled => {
            "The money is recorded on the cancelled invoice. Give it back, or set it off."
        }
        Attention::Unassigned => {
            "The invoices are gone, so it could be put on none. Please settle it with the client."
        }
        Attention::Refunded => {
            "It takes from what is paid, so that an invoice may be open again. Cancel the invoice if it is not to be paid."
        }
    };
    view! { <Alert tone=Tone::Warning title=attention.label()><p>{advice}</p></Alert> }
}

fn facts(sheet: &PaymentSheet, zone: Tz) -> impl IntoView + use<> {
    let sheet = sheet.clone();
    let row = sheet.row.clone();
    let (client, name) = (format!("/staff/clients/{}", row.client), row.client_name.clone());
    let settled = sheet.settled_at.map(|at| {
        let label = if row.state == PaymentState::Succeeded { "Received" } else { "Decided" };
        let by = sheet.settled_by.clone().map(|by| view! { ", "<bdi>{by}</bdi> });
        view! { <div><dt>{label}</dt><dd>{moment(Some(at), zone)}{by}</dd></div> }
    });
    let money = |label: &'static str, amount: domain::money::Money| {
        view! { <div><dt>{label}</dt><dd><Money text=amount.to_string()/></dd></div> }
    };
    let words = |label: &'static str, text: &str| {
        let text = text.to_owned();
        (!text.is_empty())
            .then(|| view! { <div class="long"><dt>{label}</dt><dd dir="auto">{text}</dd></div> })
    };
    let reason = match &sheet.reason {
        Some(Reason::NotPaid(why)) => why.label().to_owned(),
        Some(Reason::Written(words)) => words.clone(),
        None => String::new(),
    };
    view! {
        <Section id="summary" title="Summary">
            <dl class="facts">
                <div><dt>"Client"</dt><dd><a href=client dir="auto">{name}</a></dd></div>
                {money("Asked for", sheet.asked)}
                {sheet.received.map(|received| money("Received", received))}
                {(sheet.refunded.minor > 0).then(|| money("Given back", sheet.refunded))}
                <div><dt>"By"</dt><dd>{row.provider.label()}</dd></div>
                <div><dt>"Started"</dt><dd>{moment(Some(row.created_at), zone)}</dd></div>
                {sheet.person.clone().map(|person| view! { <div><dt>"Started by"</dt><dd dir="auto">{person}</dd></div> })}
                {sheet.paid_on.map(|day| view! {
                    <div><dt>"Day of the transfer"</dt><dd><DateText iso=day.to_string() text=format::date(day)/></dd></div>
                })}
                {settled}
                {words("Client’s note", &sheet.note)}
                {words("Reason", &reason)}
                {words("Reference", &sheet.reference)}
                {words("Provider’s reference", &sheet.provider_payment)}
            </dl>
        </Section>
    }
}

fn invoices(sheet: &PaymentSheet) -> impl IntoView + use<> {
    let rows = sheet.allocations.iter().map(|part| {
        let (number, amount) = (part.number.clone(), part.amount.to_string());
        view! {
            <li class="row">
                <div class="row-main"><span class="row-title">{number}</span></div>
                <div class="row-side"><Money text=amount/></div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <Section id="invoices" title="Invoices" flush=true><ul class="rows">{rows}</ul></Section> }
}

/// The tick asks before anything is recorded, with and without script.
fn confirm_form(sheet: &PaymentSheet, today: NaiveDate) -> impl IntoView + use<> {
    let form = flash::form::<ConfirmPayment>();
    let message = form.message().filter(|_| form.has_no_fields());
    let amount = form.value("amount").unwrap_or_else(|| sheet.asked.to_plain());
    let paid_on = form.value("paid_on").unwrap_or_else(|| sheet.paid_on.unwrap_or(today).to_string());
    let id = sheet.row.id.to_string();
    let hint = format!("In {}, as the account shows it.", sheet.asked.currency.code());
    view! {
        <Section id="confirm" title="The money has arrived" tone=Tone::Accent>
            <form class="form" method="post" action=ConfirmPayment::PATH>
                <FormErrors message/>
                <input type="hidden" name="payment_id" value=id/>
                <Field label="Amount" name="amount" value=amount error=form.error_at("amount") hint inputmode="decimal" required=true maxlength=24/>
                <Field label="Day" name="paid_on" kind="date" value=paid_on error=form.error_at("paid_on") required=true/>
                <Checkbox name="is_sure" value="true" checked=form.value("is_sure").is_some() required=true error=form.error_at("is_sure")>
                    "I have seen the money on our account"
                </Checkbox>
                <Button wide=true icon=icondata::LuCheck>"Record payment"</Button>
            </form>
        </Section>
    }
}

fn refuse_form(sheet: &PaymentSheet) -> impl IntoView + use<> {
    let form = flash::form::<RefusePayment>();
    let id = sheet.row.id.to_string();
    let message = form.message().filter(|_| form.has_no_fields());
    view! {
        <Section id="refuse" title="It has not arrived">
            <form class="form" method="post" action=RefusePayment::PATH>
                <FormErrors message/>
                <input type="hidden" name="payment_id" value=id/>
                <Field
                    label="Reason"
                    name="reason"
                    value=form.value("reason").unwrap_or_default()
                    error=form.error_at("reason")
                    hint="The client reads it."
                    required=true
                    maxlength=500
                />
                <Button wide=true look=ButtonLook::Danger>"Refuse payment"</Button>
            </form>
        </Section>
    }
}
