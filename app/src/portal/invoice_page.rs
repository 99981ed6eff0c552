//! One invoice: its lines, what was paid, and what is left.

use super::{
    frame,
    lines_table::lines_table,
    parts::{day, day_and_distance, day_or_dash, project_fact, prose},
    pay_box::{ToPay, ways},
};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    money_watch::{MoneySnapshot, MoneyWatch, MoneyWords, OnNews},
    page::page,
    ui::{Alert, Breadcrumbs, ButtonLook, EmptyState, LinkButton, Money, PageHead, Section, Tone},
    words::{InWords as _, SLOTS, filled, payment_method, say},
};
use chrono::NaiveDate;
use domain::{
    access_preset::Section as Part,
    invoice::{self, InvoiceDetail, InvoiceStatus, InvoiceSummary, Payment},
    money::Money as Amount,
    payment::{Paying, PendingPayment, Provider},
};
use leptos::prelude::*;

/// `/portal/invoices/{id}`
#[component]
pub fn InvoicePage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let services = context::services()?;
    let invoice = invoice::view(&services.db, &viewer.scope, context::route_id()?, today).await?;
    let InvoiceDetail { summary, project, lines, payments, terms, paying } = invoice;
    let heading = say!("invoice-heading", number = summary.number.clone());
    let paid = Amount::new(summary.total.minor.saturating_sub(summary.balance.minor), summary.total.currency);
    let after_total = if paid.minor == 0 {
        Vec::new()
    } else {
        let taken_off = Amount::new(paid.minor.saturating_neg(), paid.currency);
        vec![(say!("invoice-paid"), taken_off), (say!("invoice-balance"), summary.balance)]
    };
    let is_pending = matches!(summary.status, InvoiceStatus::Sent | InvoiceStatus::Overdue);
    let to_payment = paying.is_some().then(
        || view! { <span class="only-phone"><LinkButton href="#pay" icon=icondata::LuWallet>{say!("invoice-pay")}</LinkButton></span> },
    );
    let pay = paying.map(|paying| pay_box(&summary, &paying, services.payments.takes_cards(), today));
    let watch = is_pending.then(|| {
        let page = format!("/portal/invoices/{}", summary.id);
        let address = format!("{page}/events");
        view! { <MoneyWatch address page shown=snapshot(&summary) words=MoneyWords::new() then=OnNews::Tell/> }
    });
    let credit = (summary.balance.minor < 0).then(|| credit(summary.balance));
    let to_question = viewer.scope.may(Part::Messages).then(|| {
        let href = format!("/portal/messages?invoice={}", summary.id);
        view! {
            <LinkButton href look=ButtonLook::Secondary icon=icondata::LuMessageCircle>{say!("ask-question")}</LinkButton>
        }
    });
    let content = view! {
        <Breadcrumbs
            trail=vec![("/portal/invoices".to_owned(), say!("invoices-title").into_owned())]
            here=summary.number.clone()
        />
        <PageHead title=heading.clone() lead=summary.title.clone() status=(summary.status.words(), summary.status.into())>
            {to_question}
            <LinkButton href=format!("/portal/invoices/{}/invoice.pdf", summary.id) look=ButtonLook::Secondary icon=icondata::LuDownload>
                {say!("invoice-pdf")}
            </LinkButton>
            {to_payment}
        </PageHead>
        {watch}
        {credit}
        {(summary.status == InvoiceStatus::Overdue).then(|| overdue(&summary, today))}
        <div class="split aside-first">
            <div class="stack">
                <Section id="lines" title=say!("invoice-lines") flush=true>
                    {if lines.is_empty() {
                        view! { <EmptyState icon=icondata::LuFileText title=say!("invoice-no-lines")/> }.into_any()
                    } else {
                        lines_table(lines, summary.total, after_total).into_any()
                    }}
                </Section>
                {payment_list(payments)}
                {(!terms.is_empty()).then(|| view! { <Section id="terms" title=say!("invoice-terms")>{prose(terms)}</Section> })}
            </div>
            <aside class="stack">
                <Section id="summary" title=say!("invoice-summary")>
                    <div class="stack">
                        <dl class="facts columns">
                            <div><dt>{say!("invoice-balance")}</dt><dd><Money text=format::money(summary.balance) large=true/></dd></div>
                        </dl>
                        <dl class="facts">
                            <div><dt>{say!("invoice-total")}</dt><dd><Money text=format::money(summary.total)/></dd></div>
                            <div><dt>{say!("invoice-paid")}</dt><dd><Money text=format::money(paid)/></dd></div>
                            <div><dt>{say!("invoice-issued")}</dt><dd>{day(summary.issued_on)}</dd></div>
                            <div>
                                <dt>{say!("invoice-due")}</dt>
                                <dd>
                                    {if is_pending {
                                        day_and_distance(summary.due_on, today).into_any()
                                    } else {
                                        day_or_dash(summary.due_on).into_any()
                                    }}
                                </dd>
                            </div>
                            {project_fact(project)}
                        </dl>
                    </div>
                </Section>
                {pay}
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Invoices, &heading, content))
}

/// How an invoice stands, for those who wait.
#[must_use]
pub fn snapshot(invoice: &InvoiceSummary) -> MoneySnapshot {
    let text = if invoice.balance.minor > 0 {
        say!("invoice-still-to-pay", amount = format::money(invoice.balance))
    } else {
        say!("invoice-is-paid")
    };
    MoneySnapshot {
        state: invoice.status.as_str().to_owned(),
        paid_minor: invoice.total.minor.saturating_sub(invoice.balance.minor),
        text: text.into_owned(),
    }
}

fn overdue(invoice: &InvoiceSummary, today: NaiveDate) -> impl IntoView + use<> {
    let [slot, _] = SLOTS;
    let since = invoice.due_on.map(|due| {
        let distance = format::days_from(today, due).into_owned();
        let since = say!("invoice-was-due", day = slot, distance = distance);
        view! { {filled(&since, [day(due).into_any()])}" " }
    });
    let balance = view! { <Money text=format::money(invoice.balance)/> }.into_any();
    let left = filled(&say!("invoice-still-to-pay", amount = slot), [balance]);
    view! {
        <Alert tone=Tone::Warning title=say!("invoice-overdue")>
            <p>{since}{left}</p>
        </Alert>
    }
}

fn payment_list(payments: Vec<Payment>) -> impl IntoView {
    (!payments.is_empty()).then(|| {
        let rows = payments.into_iter().map(payment_row).collect_view();
        view! { <Section id="payments" title=say!("invoice-payments") flush=true><ul class="rows">{rows}</ul></Section> }
    })
}

fn payment_row(payment: Payment) -> impl IntoView {
    let receipt = format!("/portal/receipts/{}/receipt.pdf", payment.id);
    let about = say!("invoice-receipt-about", amount = format::money(payment.amount));
    view! {
        <li class="row">
            <div class="row-main">
                <span class="row-title">{day(payment.paid_on)}</span>
                <span class="row-sub dots">
                    <span>{payment_method(&payment.method)}</span>
                    {(payment.refunded.minor > 0).then(|| {
                        view! { <span>{say!("invoice-given-back", amount = format::money(payment.refunded))}</span> }
                    })}
                    {(!payment.reference.is_empty()).then(|| view! { <span dir="auto">{payment.reference}</span> })}
                    <a href=receipt>{say!("invoice-receipt")}<span class="sr-only">" "{about}</span></a>
                </span>
            </div>
            <div class="row-side"><Money text=format::money(payment.amount)/></div>
        </li>
    }
}

/// More was paid than was asked for.
fn credit(balance: Amount) -> impl IntoView {
    let credit = Amount::new(balance.minor.saturating_neg(), balance.currency);
    let credit = view! { <Money text=format::money(credit)/> }.into_any();
    let [slot, _] = SLOTS;
    let text = filled(&say!("invoice-credit-text", credit = slot), [credit]);
    view! {
        <Alert tone=Tone::Info title=say!("invoice-credit")>
            <p>{text}</p>
        </Alert>
    }
}

/// The ways to pay what is open, under the payments that are under way.
fn pay_box(
    invoice: &InvoiceSummary,
    paying: &Paying,
    takes_cards: bool,
    today: NaiveDate,
) -> impl IntoView + use<> {
    let under_way = paying.pending.iter().map(under_way).collect_view();
    let to_pay = ToPay {
        ids: invoice.id.to_string(),
        reference: invoice.number.clone(),
        open: paying.open,
        minimum: Some(paying.minimum),
    };
    let ways = (paying.open.minor > 0).then(|| ways(&to_pay, takes_cards, paying.bank.as_ref(), today));
    view! {
        <div id="pay">
            <Section id="pay-heading" title=say!("invoice-pay-title") tone=Tone::Accent>
                <div class="stack">{under_way}{ways}</div>
            </Section>
        </div>
    }
}

fn under_way(payment: &PendingPayment) -> impl IntoView + use<> {
    let [slot, _] = SLOTS;
    let (text, link) = match payment.provider {
        Provider::Stripe => (say!("invoice-card-under-way", amount = slot), say!("invoice-card-finish")),
        Provider::BankTransfer => {
            (say!("invoice-transfer-under-way", amount = slot), say!("invoice-transfer-show"))
        }
    };
    let amount = view! { <Money text=format::money(payment.amount)/> }.into_any();
    let (text, href) = (filled(&text, [amount]), format!("/portal/payments/{}", payment.id));
    view! {
        <Alert tone=Tone::Info>
            <p>{text}</p>
            <p><a href=href>{link}</a></p>
        </Alert>
    }
}
