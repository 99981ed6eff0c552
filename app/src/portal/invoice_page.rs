//! One invoice: its lines, what was paid, and what is left.

use super::{
    frame,
    lines_table::lines_table,
    parts::{day, day_and_distance, day_or_dash, project_fact, prose},
};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    page::page,
    ui::{Alert, Breadcrumbs, ButtonLook, EmptyState, LinkButton, Money, PageHead, Section, Tone},
};
use chrono::NaiveDate;
use domain::{
    invoice::{self, InvoiceDetail, InvoiceStatus, InvoiceSummary, Payment},
    money::Money as Amount,
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
    let invoice = invoice::view(&context::services()?.db, &viewer.scope, context::route_id()?, today).await?;
    let InvoiceDetail { summary, project, lines, payments, terms } = invoice;
    let heading = format!("Invoice {}", summary.number);
    let paid = Amount::new(summary.total.minor.saturating_sub(summary.balance.minor), summary.total.currency);
    let after_total = if paid.minor == 0 {
        Vec::new()
    } else {
        let taken_off = Amount::new(paid.minor.saturating_neg(), paid.currency);
        vec![("Paid", taken_off), ("Balance", summary.balance)]
    };
    let is_pending = matches!(summary.status, InvoiceStatus::Sent | InvoiceStatus::Overdue);
    let content = view! {
        <Breadcrumbs trail=vec![("/portal/invoices".to_owned(), "Invoices".to_owned())] here=summary.number.clone()/>
        <PageHead title=heading.clone() lead=summary.title.clone() status=(summary.status.label(), summary.status.into())>
            <LinkButton href=format!("/portal/invoices/{}/invoice.pdf", summary.id) look=ButtonLook::Secondary icon=icondata::LuDownload>
                "PDF"
            </LinkButton>
        </PageHead>
        {(summary.status == InvoiceStatus::Overdue).then(|| overdue(&summary, today))}
        <div class="split aside-first">
            <div class="stack">
                <Section id="lines" title="Lines" flush=true>
                    {if lines.is_empty() {
                        view! { <EmptyState icon=icondata::LuFileText title="This invoice has no lines"/> }.into_any()
                    } else {
                        lines_table(lines, summary.total, after_total).into_any()
                    }}
                </Section>
                {payment_list(payments)}
                {(!terms.is_empty()).then(|| view! { <Section id="terms" title="Terms">{prose(terms)}</Section> })}
            </div>
            <aside class="stack">
                <Section id="summary" title="Summary">
                    <div class="stack">
                        <dl class="facts columns">
                            <div><dt>"Balance"</dt><dd><Money text=summary.balance.to_string() large=true/></dd></div>
                        </dl>
                        <dl class="facts">
                            <div><dt>"Total"</dt><dd><Money text=summary.total.to_string()/></dd></div>
                            <div><dt>"Paid"</dt><dd><Money text=paid.to_string()/></dd></div>
                            <div><dt>"Issued"</dt><dd>{day(summary.issued_on)}</dd></div>
                            <div>
                                <dt>"Due"</dt>
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
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Invoices, &heading, content))
}

fn overdue(invoice: &InvoiceSummary, today: NaiveDate) -> impl IntoView + use<> {
    let since = invoice
        .due_on
        .map(|due| view! { "It was due on "{day(due)}" ("{format::days_from(today, due)}"). " });
    let balance = invoice.balance.to_string();
    view! {
        <Alert tone=Tone::Warning title="This invoice is overdue">
            <p>{since}<Money text=balance/>" is still to be paid."</p>
        </Alert>
    }
}

fn payment_list(payments: Vec<Payment>) -> impl IntoView {
    (!payments.is_empty()).then(|| {
        let rows = payments.into_iter().map(payment_row).collect_view();
        view! { <Section id="payments" title="Payments" flush=true><ul class="rows">{rows}</ul></Section> }
    })
}

fn payment_row(payment: Payment) -> impl IntoView {
    let receipt = format!("/portal/payments/{}/receipt.pdf", payment.id);
    let about = format!(" for the payment of {}", payment.amount);
    view! {
        <li class="row">
            <div class="row-main">
                <span class="row-title">{day(payment.paid_on)}</span>
                <span class="row-sub dots">
                    <span>{format::label(&payment.method)}</span>
                    {(!payment.reference.is_empty()).then(|| view! { <span dir="auto">{payment.reference}</span> })}
                    <a href=receipt>"Receipt"<span class="sr-only">{about}</span></a>
                </span>
            </div>
            <div class="row-side"><Money text=payment.amount.to_string()/></div>
        </li>
    }
}
