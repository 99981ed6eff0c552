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
    money_watch::{MoneySnapshot, MoneyWatch, MoneyWords, OnNews},
    page::page,
    ui::{Alert, Breadcrumbs, Confirm, DateText, LinkButton, Money, PageHead, Section, Tone, Words},
    words::{InWords as _, say},
};
use domain::{
    id::PaymentAttemptId,
    payment::{self, PaymentDetail, PaymentState, Provider, Reason},
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
    flash::redirect(&format!("/portal/payments/{payment_id}#main"), Some(&say!("payment-cancelled")));
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
        view! { <MoneyWatch address page shown=snapshot(payment.state) words=MoneyWords::new() then=OnNews::Reload/> }
    });
    let started = view! {
        <DateText iso=payment.created_at.to_rfc3339() text=format::time(payment.created_at, zone)/>
    };
    let content = view! {
        {refresh}
        {watch}
        <Breadcrumbs
            trail=vec![("/portal/invoices".to_owned(), say!("invoices-title").into_owned())]
            here=say!("payment-title")
        />
        {flash::form::<CancelPayment>().message().map(|message| {
            view! { <Alert tone=Tone::Danger title=say!("payment-not-cancelled")><p>{message}</p></Alert> }
        })}
        <PageHead title=say!("payment-title") status=(payment.state.words(), tone(payment.state))/>
        {news(&payment, has_returned)}
        {(payment.refunded.minor > 0).then(|| {
            let text = say!("payment-was-refunded", amount = format::money(payment.refunded));
            view! { <Alert tone=Tone::Info><p>{text}</p></Alert> }
        })}
        <div class="split">
            <div class="stack">
                {invoices(&payment)}
                {bank(&payment)}
                {payment.proof.as_ref().map(|proof| proof_section(proof, &format!("/portal/payments/{}/proof", payment.id)))}
            </div>
            <aside class="stack">
                <Section id="summary" title=say!("payment-summary")>
                    <div class="stack">
                        <dl class="facts">
                            <div><dt>{say!("payment-amount")}</dt><dd><strong><Money text=format::money(payment.amount)/></strong></dd></div>
                            {payment.received.map(|received| view! {
                                <div><dt>{say!("payment-received")}</dt><dd><Money text=format::money(received)/></dd></div>
                            })}
                            <div><dt>{say!("payment-by")}</dt><dd>{payment.provider.words()}</dd></div>
                            <div><dt>{say!("payment-started")}</dt><dd>{started}</dd></div>
                            {payment.paid_on.map(|paid_on| view! {
                                <div><dt>{say!("pay-transfer-day")}</dt><dd>{day(paid_on)}</dd></div>
                            })}
                        </dl>
                        {(!payment.note.is_empty()).then(|| prose(payment.note.clone()))}
                        {actions(&payment)}
                    </div>
                </Section>
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Invoices, &say!("payment-title"), content))
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
    let alert =
        |tone: Tone, title: Words, text: Words| view! { <Alert tone title><p>{text}</p></Alert> }.into_any();
    match (payment.state, payment.provider) {
        (PaymentState::Succeeded, _) if payment.received.is_some_and(|received| received.minor == 0) => {
            alert(Tone::Success, say!("payment-has-come"), say!("payment-has-come-other"))
        }
        (PaymentState::Succeeded, _) => {
            let amount = format::money(payment.received.unwrap_or(payment.amount));
            alert(Tone::Success, say!("payment-has-come"), say!("payment-has-come-text", amount = amount))
        }
        (PaymentState::Pending, Provider::BankTransfer) => {
            alert(Tone::Info, say!("payment-transfer-awaited"), say!("payment-transfer-awaited-text"))
        }
        (PaymentState::Pending, Provider::Stripe) if payment.has_not_begun => {
            alert(Tone::Warning, say!("payment-not-finished"), say!("payment-not-begun-text"))
        }
        (PaymentState::Pending, Provider::Stripe) if has_returned || !payment.can_continue => {
            alert(Tone::Info, say!("payment-processed"), say!("payment-processed-text"))
        }
        (PaymentState::Pending, Provider::Stripe) => {
            alert(Tone::Warning, say!("payment-not-finished"), say!("payment-not-finished-text"))
        }
        (PaymentState::Failed, _) => alert(Tone::Danger, say!("payment-has-failed"), reason(payment)),
        (PaymentState::Cancelled, _) => alert(Tone::Neutral, say!("payment-was-cancelled"), reason(payment)),
    }
}

/// Why it was not paid.
fn reason(payment: &PaymentDetail) -> Words {
    match &payment.reason {
        None => say!("payment-nothing-moved"),
        Some(Reason::NotPaid(why)) => why.words(),
        Some(Reason::Written(words)) => words.clone().into(),
    }
}

fn invoices(payment: &PaymentDetail) -> impl IntoView + use<> {
    let rows = payment.allocations.iter().map(|part| {
        let (href, number) = (format!("/portal/invoices/{}", part.invoice), part.number.clone());
        view! {
            <li class="row">
                <div class="row-main"><a class="row-link" href=href>{number}</a></div>
                <div class="row-side"><Money text=format::money(part.amount)/></div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <Section id="invoices" title=say!("invoices-title") flush=true><ul class="rows">{rows}</ul></Section> }
}

fn bank(payment: &PaymentDetail) -> impl IntoView + use<> {
    payment.bank.as_ref().map(|bank| {
        let facts = bank_facts(bank, Some(&payment.reference));
        view! { <Section id="account" title=say!("payment-our-account")><div class="stack">{facts}</div></Section> }
    })
}

fn actions(payment: &PaymentDetail) -> impl IntoView + use<> {
    let id = payment.id;
    let go_on = payment.can_continue.then(|| {
        let href = format!("/portal/payments/{id}/checkout");
        view! { <LinkButton href icon=icondata::LuCreditCard>{say!("payment-continue")}</LinkButton> }
    });
    let can_cancel = payment.state == PaymentState::Pending
        && (payment.can_continue || payment.has_not_begun || payment.provider == Provider::BankTransfer);
    let cancel = can_cancel.then(|| {
        view! {
            <Confirm
                id="cancel-payment"
                label=say!("payment-cancel")
                title=say!("payment-cancel-title")
                yes=say!("payment-cancel-yes")
                action=CancelPayment::PATH
                field=("payment_id", id.to_string())
            >
                <p>{say!("payment-cancel-text")}</p>
            </Confirm>
        }
    });
    view! { <div class="actions">{go_on}{cancel}</div> }
}
