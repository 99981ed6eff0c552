//! One quote, and its approval.

use super::{
    frame,
    lines_table::lines_table,
    parts::{day, project_fact, prose},
};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    format,
    layout::PortalSection,
    page::page,
    ui::{
        Alert, Breadcrumbs, Button, Checkbox, DateText, EmptyState, Field, LinkButton, Money, PageHead,
        Section, Tone,
    },
};
use chrono::NaiveDate;
use domain::{
    company::Company,
    id::{ProjectId, QuoteId},
    quote::{self, Approval, QuoteDetail, QuoteStatus, QuoteSummary, Signature},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/portal/quotes/{id}`
#[component]
pub fn QuotePage() -> impl IntoView {
    page(load())
}

/// Approves a quote with a typed name.
///
/// # Errors
/// As [`quote::approve`].
#[server(endpoint = "portal/approve-quote")]
pub async fn approve_quote(
    quote_id: QuoteId,
    #[server(default)] typed_name: String,
    #[server(default)] terms_accepted: bool,
) -> Result<(), AppError> {
    let viewer = context::client()?;
    let signature = Signature { typed_name, terms_accepted };
    quote::approve(&context::services()?.db, &viewer.scope, quote_id, &signature, context::today()?).await?;
    flash::redirect(&format!("/portal/quotes/{quote_id}#main"), Some("Thank you. The quote is approved."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let company = context::company()?;
    let quote = quote::view(&context::services()?.db, &viewer.scope, context::route_id()?, today).await?;
    let QuoteDetail { summary, project, lines, terms, approval } = quote;
    let heading = format!("Quote {}", summary.number);
    let form = flash::form::<ApproveQuote>();
    let is_open = summary.status == QuoteStatus::Sent;
    let has_terms = !terms.is_empty();
    let to_approval = is_open.then(
        || view! { <span class="only-phone"><LinkButton href="#approve">"Approve"</LinkButton></span> },
    );
    let content = view! {
        <Breadcrumbs trail=vec![("/portal/quotes".to_owned(), "Quotes".to_owned())] here=summary.number.clone()/>
        <PageHead title=heading.clone() lead=summary.title.clone() status=(summary.status.label(), summary.status.into())>
            {to_approval}
        </PageHead>
        {refusal(&form, is_open)}
        {(summary.status == QuoteStatus::Expired).then(|| expired(&summary, &company))}
        <div class="split">
            <div class="stack">
                <Section id="lines" title="Lines" flush=true>
                    {if lines.is_empty() {
                        view! { <EmptyState icon=icondata::LuFileText title="This quote has no lines"/> }.into_any()
                    } else {
                        lines_table(lines, summary.total, Vec::new()).into_any()
                    }}
                </Section>
                {has_terms.then(|| view! { <Section id="terms" title="Terms">{prose(terms)}</Section> })}
            </div>
            <aside class="stack">
                {facts(&summary, project, today)}
                {approval.map(|approval| evidence(approval, &company))}
                {is_open.then(|| approve_form(&summary, &form, has_terms))}
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Quotes, &heading, content))
}

fn facts(
    quote: &QuoteSummary,
    project: Option<(ProjectId, String)>,
    today: NaiveDate,
) -> impl IntoView + use<> {
    let total = quote.total.to_string();
    let issued = day(quote.issued_on);
    let is_open = quote.status == QuoteStatus::Sent;
    let until = quote.valid_until.map(|until| {
        let left = format::days_left(today, until).filter(|_| is_open);
        let left = left.map(|left| view! { " "<span class="muted unit">"("{left}")"</span> });
        view! { <div><dt>"Valid until"</dt><dd>{day(until)}{left}</dd></div> }
    });
    view! {
        <Section id="summary" title="Summary">
            <dl class="facts">
                <div><dt>"Total"</dt><dd><strong><Money text=total/></strong></dd></div>
                <div><dt>"Issued"</dt><dd>{issued}</dd></div>
                {until}
                {project_fact(project)}
            </dl>
        </Section>
    }
}

/// Why the approval was refused, on top of the page, with the way to the form when that can mend it.
fn refusal(form: &FormState, is_open: bool) -> impl IntoView + use<> {
    form.message().map(|message| {
        let to_form = is_open.then(|| view! { <p><a href="#approve">"Go to the approval form"</a></p> });
        view! { <Alert tone=Tone::Danger title="The quote was not approved"><p>{message}</p>{to_form}</Alert> }
    })
}

/// What to do with a quote that has lapsed.
fn expired(quote: &QuoteSummary, company: &Company) -> impl IntoView + use<> {
    let until = quote
        .valid_until
        .map(|until| view! { "It was valid until "{day(until)}" and can no longer be approved. " });
    let ask = match &company.support_email {
        Some(address) => {
            let href = mail_link(address, &format!("New quote instead of {}", quote.number));
            let link = view! { <LinkButton href icon=icondata::LuMail>"Ask for a new quote"</LinkButton> };
            view! { <div class="actions">{link}</div> }.into_any()
        }
        None => view! { <p>"Please ask "{company.name.clone()}" for a new quote."</p> }.into_any(),
    };
    view! { <Alert tone=Tone::Warning title="This quote has expired"><p>{until}</p>{ask}</Alert> }
}

/// A `mailto:` address (RFC 6068), in which a space is `%20` and never `+`.
fn mail_link(address: &str, subject: &str) -> String {
    let encode = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    format!("mailto:{}?subject={}", encode(address).replace("%40", "@"), encode(subject))
}

/// Who approved the quote, when, and the digest that proves what was approved.
fn evidence(approval: Approval, company: &Company) -> impl IntoView + use<> {
    let at = format::time(approval.approved_at, company.time_zone);
    view! {
        <div id="approve">
            <Section id="approval" title="Approval" icon=icondata::LuCircleCheck tone=Tone::Success>
                <dl class="facts">
                    <div><dt>"Approved by"</dt><dd dir="auto">{approval.typed_name}</dd></div>
                    <div><dt>"On"</dt><dd><DateText iso=approval.approved_at.to_rfc3339() text=at/></dd></div>
                    <div class="long"><dt>"SHA-256 of the approved quote"</dt><dd class="mono">{approval.frozen_sha256}</dd></div>
                </dl>
            </Section>
        </div>
    }
}

/// The approval form. What was typed is still there after a refusal.
fn approve_form(quote: &QuoteSummary, form: &FormState, has_terms: bool) -> impl IntoView + use<> {
    // The fragment brings the browser back to the form when the approval is refused.
    let action = format!("{}#approve", ApproveQuote::PATH);
    let QuoteSummary { id, number, total, .. } = quote.clone();
    let (typed_name, name_error) =
        (form.value("typed_name").unwrap_or_default(), form.error_at("typed_name"));
    let (accepted, terms_error) = (form.value("terms_accepted").is_some(), form.error_at("terms_accepted"));
    view! {
        <div id="approve">
            <Section id="approve-heading" title="Approve this quote" tone=Tone::Accent>
                <form class="form" method="post" action=action>
                    <input type="hidden" name="quote_id" value=id.to_string()/>
                    <p>"You approve quote "<strong>{number}</strong>" over "<strong><Money text=total.to_string()/></strong>"."</p>
                    <Field
                        label="Your full name"
                        name="typed_name"
                        value=typed_name
                        hint="Stands for your signature."
                        error=name_error
                        required=true
                        autocomplete="name"
                        maxlength=200
                    />
                    <Checkbox name="terms_accepted" value="true" checked=accepted required=true error=terms_error>
                        {if has_terms {
                            view! { "I accept the "<a href="#terms">"terms"</a>" of this quote" }.into_any()
                        } else {
                            view! { "I accept the terms of this quote" }.into_any()
                        }}
                    </Checkbox>
                    <Button wide=true icon=icondata::LuCheck>"Approve quote"</Button>
                    <p class="muted small">
                        "Kept with the approval: your name, the time, your IP address and your device."
                    </p>
                </form>
            </Section>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_links_encode_what_would_end_them() {
        assert_eq!(
            mail_link("help+quotes@company.example", "New quote instead of Q-1 & more"),
            "mailto:help%2Bquotes@company.example?subject=New%20quote%20instead%20of%20Q-1%20%26%20more"
        );
    }
}
