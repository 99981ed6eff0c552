//! One quote: what it offers, and what the client's people do with it.

use super::{
    frame,
    lines_table::lines_table,
    parts::{day, project_fact, prose},
    quote_decision::{ApproveQuote, DeclineQuote, approve_form, approved, decline_form, declined},
    quote_older::{OLDER_QUERY, asked_revision, older_content, older_links},
};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    format,
    layout::PortalSection,
    page::page,
    ui::{Alert, Breadcrumbs, ButtonLook, EmptyState, LinkButton, Money, PageHead, Section, Tone, Words},
    words::{InWords as _, SLOTS, filled, say},
};
use chrono::NaiveDate;
use domain::{
    id::{ProjectId, QuoteId},
    quote::{self, QuoteDetail, QuoteStatus, QuoteSummary},
};
use leptos::prelude::*;

/// `/portal/quotes/{id}`; with `?revision=1` that revision, if it was replaced.
#[component]
pub fn QuotePage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let id = context::route_id()?;
    match asked_revision() {
        Some(revision) => load_older(id, revision).await,
        None => load_current(id).await,
    }
}

async fn load_older(id: QuoteId, revision: i32) -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let kept = quote::older(&context::services()?.db, &viewer.scope, id, revision).await?;
    let heading = say!("quote-heading-revision", number = kept.number.clone(), revision = revision);
    let trail = vec![
        ("/portal/quotes".to_owned(), say!("quotes-title").into_owned()),
        (format!("/portal/quotes/{id}"), kept.number.clone()),
    ];
    Ok(frame(viewer, PortalSection::Quotes, &heading, older_content(kept, trail)))
}

async fn load_current(id: QuoteId) -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let (company, zone) = (context::company()?, context::zone()?);
    let quote = quote::view(&context::services()?.db, &viewer.scope, id, today).await?;
    let QuoteDetail { summary, project, lines, terms, revision, older, approval, decline } = quote;
    let heading = say!("quote-heading", number = summary.number.clone());
    let (approving, declining) = (flash::form::<ApproveQuote>(), flash::form::<DeclineQuote>());
    let is_open = summary.status == QuoteStatus::Sent;
    let has_terms = !terms.is_empty();
    let to_approval = is_open.then(|| {
        view! { <span class="only-phone"><LinkButton href="#approve">{say!("quote-approve")}</LinkButton></span> }
    });
    let not_approved = (say!("quote-not-approved"), "#approve", say!("quote-to-approval"));
    let not_declined = (say!("quote-not-declined"), "#decline", say!("quote-to-decline"));
    let content = view! {
        <Breadcrumbs
            trail=vec![("/portal/quotes".to_owned(), say!("quotes-title").into_owned())]
            here=summary.number.clone()
        />
        <PageHead title=heading.clone() lead=summary.title.clone() status=(summary.status.words(), summary.status.into())>
            {to_approval}
            <LinkButton href=format!("/portal/messages?quote={id}") look=ButtonLook::Secondary icon=icondata::LuMessageCircle>
                {say!("ask-question")}
            </LinkButton>
            <LinkButton href=format!("/portal/quotes/{id}/quote.pdf") look=ButtonLook::Secondary icon=icondata::LuDownload>
                {say!("quote-pdf")}
            </LinkButton>
        </PageHead>
        {refusal(not_approved, &approving, is_open)}
        {refusal(not_declined, &declining, is_open)}
        {(summary.status == QuoteStatus::Expired).then(|| expired(&summary))}
        <div class="split">
            <div class="stack">
                <Section id="lines" title=say!("quote-lines") flush=true>
                    {if lines.is_empty() {
                        view! { <EmptyState icon=icondata::LuFileText title=say!("quote-no-lines")/> }.into_any()
                    } else {
                        lines_table(lines, summary.total, Vec::new()).into_any()
                    }}
                </Section>
                {has_terms.then(|| view! { <Section id="terms" title=say!("quote-terms")>{prose(terms)}</Section> })}
                {older_links(&older, &format!("/portal/quotes/{id}?{OLDER_QUERY}="), zone)}
            </div>
            <aside class="stack">
                {facts(&summary, project, revision, today)}
                {approval.map(|approval| approved(id, approval, zone))}
                {decline.map(|decline| declined(decline, zone))}
                {is_open.then(|| view! {
                    {approve_form(&summary, revision, &approving, has_terms)}
                    {decline_form(&summary, revision, &declining, &company.name)}
                })}
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Quotes, &heading, content))
}

fn facts(
    quote: &QuoteSummary,
    project: Option<(ProjectId, String)>,
    revision: i32,
    today: NaiveDate,
) -> impl IntoView + use<> {
    let total = format::money(quote.total);
    let issued = day(quote.issued_on);
    let is_open = quote.status == QuoteStatus::Sent;
    let until = quote.valid_until.map(|until| {
        let left = format::days_left(today, until).filter(|_| is_open);
        let left = left.map(|left| view! { " "<span class="muted unit">"("{left}")"</span> });
        view! { <div><dt>{say!("quote-valid-until")}</dt><dd>{day(until)}{left}</dd></div> }
    });
    view! {
        <Section id="summary" title=say!("quote-summary")>
            <dl class="facts">
                <div><dt>{say!("quote-total")}</dt><dd><strong><Money text=total/></strong></dd></div>
                {(revision > 1).then(|| view! { <div><dt>{say!("quote-revision")}</dt><dd>{revision}</dd></div> })}
                <div><dt>{say!("quote-issued")}</dt><dd>{issued}</dd></div>
                {until}
                {project_fact(project)}
            </dl>
        </Section>
    }
}

/// Why a decision was refused, on top of the page, with the way to the form when it is there and can mend it.
fn refusal(
    (title, href, to_form): (Words, &'static str, Words),
    form: &FormState,
    has_form: bool,
) -> impl IntoView + use<> {
    form.message().map(|message| {
        let to_form = has_form.then(|| view! { <p><a href=href>{to_form}</a></p> });
        view! { <Alert tone=Tone::Danger title><p>{message}</p>{to_form}</Alert> }
    })
}

/// What to do with a quote that has lapsed.
fn expired(quote: &QuoteSummary) -> impl IntoView + use<> {
    let [slot, _] = SLOTS;
    let until = quote
        .valid_until
        .map(|until| filled(&say!("quote-expired-text", day = slot), [day(until).into_any()]));
    let href = format!("/portal/messages?quote={}&ask=new-quote", quote.id);
    view! {
        <Alert tone=Tone::Warning title=say!("quote-expired")>
            <p>{until}</p>
            <div class="actions">
                <LinkButton href icon=icondata::LuMessageCircle>{say!("quote-ask-new")}</LinkButton>
            </div>
        </Alert>
    }
}
