//! One payment: where it stands. The provider's page leads back here.

use super::{
    frame,
    parts::{day, proof_section, prose},
    pay_box::bank_facts,
};
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::PortalSection,
    money_watch::{MoneySnapshot, MoneyWatch, OnNews},
    page::page,
    ui::{Alert, Breadcrumbs, Confirm, DateText, LinkButton, Money, PageHead, Section, Tone},
};
use domain::{
    id::PaymentAttemptId,
    payment::{self, PaymentDetail, PaymentState, Provider},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/portal/payments/{id}`
#[component]
pub fn PaymentPage() -> impl IntoView {
    page(load())
}

/// Takes back a payment that has not been made.
///
/// # Errors
/// As [`payment::cancel`].
#[server(endpoint = "portal/cancel-payment")]
pub async fn cancel_payment(payment_id: PaymentAttemptId) -> Result<(), AppError> {
    let viewer = context::client()?;
    let services = context::services()?;
    payment::cancel(&services.db, &viewer.scope, &services.payments, payment_id).await?;
    flash::redirect(&format!("/portal/payments/{payment_id}#main"), Some("The payment is cancelled."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let zone = context::zone()?;
    let payment =
        payment::view(&context::services()?.db, &viewer.scope, context::route_id()?, context::now()).await?;
    let has_returned = context::query("returned").is_some();
    // The page shows by itself that the provider's notice has come: without script it asks again and again, with it it is told.
    let waits =
        payment.state == PaymentState::Pending && payment.provider == Provider::Stripe && has_returned;
    let refresh = waits.then(|| view! { <noscript><meta http-equiv="refresh" content="4"/></noscript> });
    let watch = (payment.state == PaymentState::Pending).then(|| {
        let page = format!("/portal/payments/{}", payment.id);
        let address = format!("{page}/events");
        view! { <MoneyWatch address page shown=snapshot(payment.state) then=OnNews::Reload/> }
    });
    let started = view! {
        <DateText iso=payment.created_at.to_rfc3339() text=format::time(payment.created_at, zone)/>
    };
    let content = view! {
        {refresh}
        {watch}
        <Breadcrumbs trail=vec![("/portal/invoices".to_owned(), "Invoices".to_owned())] here="Payment"/>
        {flash::form::<CancelPayment>().message().map(|message| {
            view! { <Alert tone=Tone::Danger title="The payment was not cancelled"><p>{message}</p></Alert> }
        })}
        <PageHead title="Payment" status=(payment.state.label(), tone(payment.state))/>
        {news(&payment, has_returned)}
        <div class="split">
            <div class="stack">
                {invoices(&payment)}
                {bank(&payment)}
                {payment.proof.as_ref().map(|proof| proof_section(proof, &format!("/portal/payments/{}/proof", payment.id)))}
            </div>
            <aside class="stack">
                <Section id="summary" title="Summary">
                    <div class="stack">
                        <dl class="facts">
                            <div><dt>"Amount"</dt><dd><strong><Money text=payment.amount.to_string()/></strong></dd></div>
                            {payment.received.map(|received| view! {
                                <div><dt>"Received"</dt><dd><Money text=received.to_string()/></dd></div>
                            })}
                            <div><dt>"Paid by"</dt><dd>{payment.provider.label()}</dd></div>
                            <div><dt>"Started"</dt><dd>{started}</dd></div>
                            {payment.paid_on.map(|paid_on| view! { <div><dt>"Day of the transfer"</dt><dd>{day(paid_on)}</dd></div> })}
                        </dl>
                        {(!payment.note.is_empty()).then(|| prose(payment.note.clone()))}
                        {actions(&payment)}
                    </div>
                </Section>
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Invoices, "Payment", content))
}

/// How a payment stands, for those who wait.
#[must_use]
pub fn snapshot(state: PaymentState) -> MoneySnapshot {
    MoneySnapshot { state: state.as_str().to_owned(), paid_minor: 0, text: String::new() }
}

/// The colour of a payment's state.
fn tone(state: PaymentState) -> Tone {
    match state {
        PaymentState::Pending => Tone::Info,
        PaymentState::Succeeded => Tone::Success,
        PaymentState::Failed => Tone::Danger,
        PaymentState::Cancelled => Tone::Neutral,
    }
}

/// What there is to know first.
fn news(payment: &PaymentDetail, has_returned: bool) -> AnyView {
    let alert = |tone: Tone, title: &'static str, text: String| {
        view! { <Alert tone title><p>{text}</p></Alert> }.into_any()
    };
    match (payment.state, payment.provider) {
        (PaymentState::Succeeded, _) => {
            let amount = payment.received.unwrap_or(payment.amount);
            alert(Tone::Success, "Payment received", format!("Thank you. {amount} has arrived."))
        }
        (PaymentState::Pending, Provider::BankTransfer) => alert(
            Tone::Info,
            "We are looking out for your transfer",
            "Transfers take a day or two. You will be notified as soon as the money has arrived.".to_owned(),
        ),
        (PaymentState::Pending, Provider::Stripe) if has_returned || !payment.can_continue => alert(
            Tone::Info,
            "Your payment is being processed",
            "This page shows it by itself as soon as it has gone through. You may also leave; you will be notified.".to_owned(),
        ),
        (PaymentState::Pending, Provider::Stripe) => alert(
            Tone::Warning,
            "This payment is not finished",
            "Go on to the payment page, or cancel it to pay in another way.".to_owned(),
        ),
        (PaymentState::Failed, _) => {
            let reason = if payment.reason.is_empty() { "No money has moved." } else { &payment.reason };
            alert(Tone::Danger, "This payment failed", reason.to_owned())
        }
        (PaymentState::Cancelled, _) => {
            let reason = if payment.reason.is_empty() { "No money has moved." } else { &payment.reason };
            alert(Tone::Neutral, "This payment was cancelled", reason.to_owned())
        }
    }
}

fn invoices(payment: &PaymentDetail) -> impl IntoView + use<> {
    let rows = payment.allocations.iter().map(|part| {
        let (href, number) = (format!("/portal/invoices/{}", part.invoice), part.number.clone());
        view! {
            <li class="row">
                <div class="row-main"><a class="row-link" href=href>{number}</a></div>
                <div class="row-side"><Money text=part.amount.to_string()/></div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <Section id="invoices" title="Invoices" flush=true><ul class="rows">{rows}</ul></Section> }
}

fn bank(payment: &PaymentDetail) -> impl IntoView + use<> {
    payment.bank.as_ref().map(|bank| {
        let facts = bank_facts(bank, Some(&payment.reference));
        view! { <Section id="account" title="Our account"><div class="stack">{facts}</div></Section> }
    })
}

fn actions(payment: &PaymentDetail) -> impl IntoView + use<> {
    let id = payment.id;
    let go_on = payment.can_continue.then(|| {
        let href = format!("/portal/payments/{id}/checkout");
        view! { <LinkButton href icon=icondata::LuCreditCard>"Continue to payment"</LinkButton> }
    });
    let can_cancel = payment.state == PaymentState::Pending
        && (payment.can_continue || payment.provider == Provider::BankTransfer);
    let cancel = can_cancel.then(|| {
        view! {
            <Confirm
                id="cancel-payment"
                label="Cancel this payment"
                title="Cancel this payment?"
                yes="Cancel the payment"
                action=CancelPayment::PATH
                field=("payment_id", id.to_string())
            >
                <p>"Do this only if you have not paid. The invoice can then be paid in another way."</p>
            </Confirm>
        }
    });
    view! { <div class="actions">{go_on}{cancel}</div> }
}
