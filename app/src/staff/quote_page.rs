//! One quote as staff see it: what it offers, what was decided, and the evidence of that.

use super::frame::{frame, moment};
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::StaffSection,
    page::page,
    portal::{
        lines_table::lines_table,
        parts::{day, prose},
        quote_older::{OLDER_QUERY, asked_revision, older_content, older_links},
    },
    ui::{
        Breadcrumbs, Button, ButtonLook, EmptyState, Field, FormErrors, LinkButton, Money, PageHead, Section,
        StatusChip, Tone,
    },
    words::InWords as _,
};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::{
    id::{ClientId, InvoiceId, QuoteId},
    invoice::InvoiceStatus,
    quote::{
        Approval, Decline, QuoteStatus, may_revise,
        staff::{self as staff_quotes, Evidence, StaffQuote},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

/// How long a client usually has to pay.
const USUAL_DAYS_TO_PAY: Days = Days::new(14);

/// `/staff/quotes/{id}`; with `?revision=1` that revision, if it was replaced.
#[component]
pub fn StaffQuotePage() -> impl IntoView {
    page(load())
}

/// The way to a quote: the clients, its client, the client's quotes.
pub(super) fn trail((id, name): &(ClientId, String)) -> Vec<(String, String)> {
    vec![
        ("/staff/clients".to_owned(), "Clients".to_owned()),
        (format!("/staff/clients/{id}"), name.clone()),
        (format!("/staff/clients/{id}/quotes"), "Quotes".to_owned()),
    ]
}

/// Sends the draft invoice of an approved quote to the client.
///
/// # Errors
/// As [`domain::invoice::staff::send`].
#[server(endpoint = "staff/send-invoice")]
pub async fn send_invoice(invoice_id: InvoiceId, #[server(default)] due_on: String) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let (db, today) = (context::services()?.db, context::today()?);
    domain::invoice::staff::send(&db, &viewer.staff, invoice_id, &due_on, today).await?;
    flash::back(Some("The invoice is sent. The client’s people are told."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let id = context::route_id()?;
    match asked_revision() {
        Some(revision) => load_older(id, revision).await,
        None => load_current(id).await,
    }
}

async fn load_older(id: QuoteId, revision: i32) -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let (client, kept) = staff_quotes::older(&db, &viewer.staff, id, revision).await?;
    let heading = format!("Quote {}, revision {revision}", kept.number);
    let mut trail = trail(&client);
    trail.push((format!("/staff/quotes/{id}"), kept.number.clone()));
    Ok(frame(viewer, StaffSection::Clients, &heading, older_content(kept, trail)))
}

async fn load_current(id: QuoteId) -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let today = context::today()?;
    let zone = context::zone()?;
    let quote = staff_quotes::get(&context::services()?.db, &viewer.staff, id, today).await?;
    let heading = format!("Quote {}", quote.summary.number);
    let content = content(id, quote, &heading, today, zone);
    Ok(frame(viewer, StaffSection::Clients, &heading, content))
}

fn content(
    id: QuoteId,
    quote: StaffQuote,
    heading: &str,
    today: NaiveDate,
    zone: Tz,
) -> impl IntoView + use<> {
    let facts = facts(&quote, today);
    let StaffQuote { client, summary, lines, terms, older, approval, decline, invoice, .. } = quote;
    let revise = may_revise(summary.status).is_ok().then(|| {
        view! { <LinkButton href=format!("/staff/quotes/{id}/revise") icon=icondata::LuPencil>"Revise"</LinkButton> }
    });
    let download = (summary.status != QuoteStatus::Draft).then(|| {
        view! {
            <LinkButton href=format!("/staff/quotes/{id}/quote.pdf") look=ButtonLook::Secondary icon=icondata::LuDownload>
                "PDF"
            </LinkButton>
        }
    });
    view! {
        <Breadcrumbs trail=trail(&client) here=summary.number.clone()/>
        <PageHead title=heading.to_owned() lead=summary.title.clone() status=(summary.status.label(), summary.status.into())>
            {revise}{download}
        </PageHead>
        <div class="split">
            <div class="stack">
                <Section id="lines" title="Lines" flush=true>
                    {if lines.is_empty() {
                        view! { <EmptyState icon=icondata::LuFileText title="This quote has no lines"/> }.into_any()
                    } else {
                        lines_table(lines, summary.total, Vec::new()).into_any()
                    }}
                </Section>
                {(!terms.is_empty()).then(|| view! { <Section id="terms" title="Terms">{prose(terms)}</Section> })}
                {older_links(&older, &format!("/staff/quotes/{id}?{OLDER_QUERY}="), zone)}
            </div>
            <aside class="stack">
                {facts}
                {approval.map(|(approval, evidence)| approved(id, approval, evidence, zone))}
                {decline.map(|(decline, evidence)| declined(decline, evidence, zone))}
                {invoice.map(|invoice| made_invoice(invoice, today))}
            </aside>
        </div>
    }
}

fn facts(quote: &StaffQuote, today: NaiveDate) -> impl IntoView + use<> {
    let StaffQuote { client: (client_id, client), summary, project, revision, .. } = quote;
    let href = format!("/staff/clients/{client_id}");
    let (client, summary, revision) = (client.clone(), summary.clone(), *revision);
    let left = summary.valid_until.filter(|_| summary.status == QuoteStatus::Sent);
    let left = left.and_then(|until| format::days_left(today, until));
    let left = left.map(|left| view! { " "<span class="muted unit">"("{left}")"</span> });
    let until = summary
        .valid_until
        .map(|until| view! { <div><dt>"Valid until"</dt><dd>{day(until)}{left}</dd></div> });
    let project =
        project.clone().map(|(_, name)| view! { <div><dt>"Project"</dt><dd dir="auto">{name}</dd></div> });
    view! {
        <Section id="summary" title="Summary">
            <dl class="facts">
                <div><dt>"Total"</dt><dd><strong><Money text=summary.total.to_string()/></strong></dd></div>
                <div><dt>"Client"</dt><dd><a href=href dir="auto">{client}</a></dd></div>
                <div><dt>"Revision"</dt><dd>{revision}</dd></div>
                <div><dt>"Issued"</dt><dd>{day(summary.issued_on)}</dd></div>
                {until}
                {project}
            </dl>
        </Section>
    }
}

fn approved(id: QuoteId, approval: Approval, evidence: Evidence, zone: Tz) -> impl IntoView {
    view! {
        <Section id="approval" title="Approval" icon=icondata::LuCircleCheck tone=Tone::Success>
            <div class="stack">
                <dl class="facts">
                    <div><dt>"Typed name"</dt><dd dir="auto">{approval.typed_name}</dd></div>
                    <div><dt>"On"</dt><dd>{moment(Some(approval.approved_at), zone)}</dd></div>
                    {origin(evidence)}
                    <div class="long"><dt>"SHA-256 of the approved quote"</dt><dd class="mono">{approval.frozen_sha256}</dd></div>
                </dl>
                <LinkButton
                    href=format!("/staff/quotes/{id}/approval.pdf")
                    look=ButtonLook::Secondary
                    icon=icondata::LuDownload
                    wide=true
                >
                    "Approval certificate"
                </LinkButton>
            </div>
        </Section>
    }
}

fn declined(decline: Decline, evidence: Evidence, zone: Tz) -> impl IntoView {
    view! {
        <Section id="declined" title="Declined" icon=icondata::LuCircleX>
            <div class="stack">
                <dl class="facts">
                    <div><dt>"Declined by"</dt><dd dir="auto">{decline.person_name}</dd></div>
                    <div><dt>"On"</dt><dd>{moment(Some(decline.declined_at), zone)}</dd></div>
                    {origin(evidence)}
                </dl>
                <div>
                    <h3 class="small muted">"Reason"</h3>
                    {prose(decline.reason)}
                </div>
            </div>
        </Section>
    }
}

/// From where somebody decided.
fn origin(evidence: Evidence) -> impl IntoView {
    let device = format!("{} on {} ({})", evidence.browser, evidence.platform, evidence.device_type);
    view! {
        <div class="long"><dt>"Account"</dt><dd dir="auto">{evidence.account}</dd></div>
        <div><dt>"IP address"</dt><dd>{evidence.ip_address.unwrap_or_else(|| "Not known".to_owned())}</dd></div>
        <div class="long"><dt>"Device"</dt><dd>{device}</dd></div>
    }
}

/// The invoice that the approval has made, and while it is a draft the form that sends it.
fn made_invoice((id, number, status): (InvoiceId, String, InvoiceStatus), today: NaiveDate) -> impl IntoView {
    let send = (status == InvoiceStatus::Draft).then(|| {
        let form = flash::form::<SendInvoice>();
        let message = form.message().filter(|_| form.has_no_fields());
        let usual = today.checked_add_days(USUAL_DAYS_TO_PAY).unwrap_or(today);
        let due_on = form.value("due_on").unwrap_or_else(|| usual.to_string());
        view! {
            <form class="form" method="post" action=format!("{}#invoice", SendInvoice::PATH)>
                <FormErrors message/>
                <input type="hidden" name="invoice_id" value=id.to_string()/>
                <Field label="Due on" name="due_on" kind="date" value=due_on error=form.error_at("due_on") required=true/>
                <Button wide=true icon=icondata::LuSend>"Send to the client"</Button>
                <p class="muted small">"It is issued today. The client’s people see it and are told."</p>
            </form>
        }
    });
    view! {
        <Section id="invoice" title="Invoice" icon=icondata::LuReceiptText>
            <div class="stack">
                <dl class="facts">
                    <div><dt>"Number"</dt><dd>{number}</dd></div>
                    <div><dt>"Status"</dt><dd><StatusChip label=status.words() tone=status/></dd></div>
                </dl>
                {send}
            </div>
        </Section>
    }
}
