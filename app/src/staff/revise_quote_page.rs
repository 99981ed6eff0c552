//! Revising a quote that was sent: its lines, terms and last day, as a plain form.

use super::{frame::frame, quote_page::trail};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    layout::StaffSection,
    page::page,
    ui::{
        Alert, Breadcrumbs, Button, ButtonLook, Field, FormErrors, LinkButton, PageHead, Section, TextArea,
        Tone,
        field::{FieldIds, FieldNotes},
    },
};
use chrono::{Days, NaiveDate};
use domain::{
    id::QuoteId,
    money::Money,
    quote::{
        self, LineInput, QuoteStatus, RevisionInput, may_revise,
        staff::{self as staff_quotes, StaffQuote},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Empty rows below the lines; more come with the next revision.
const SPARE_ROWS: usize = 3;
/// How long a revision is valid when the one before has lapsed.
const USUAL_DAYS: Days = Days::new(30);

/// `/staff/quotes/{id}/revise`
#[component]
pub fn ReviseQuotePage() -> impl IntoView {
    page(load())
}

/// Sends a new revision in the place of the one that was seen.
///
/// # Errors
/// As [`quote::revise`].
#[server(endpoint = "staff/revise-quote")]
pub async fn revise_quote(
    quote_id: QuoteId,
    #[server(default)] revision: i32,
    #[server(default)] title: String,
    #[server(default)] valid_until: String,
    #[server(default)] lines: Vec<LineInput>,
    #[server(default)] other: String,
    #[server(default)] terms: String,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let (db, today) = (context::services()?.db, context::today()?);
    let typed = RevisionInput { title, valid_until, lines, other, terms };
    let revision = quote::revise(&db, &viewer.staff, quote_id, revision, &typed, today).await?;
    let notice = format!("Revision {revision} is sent. The client’s people are told.");
    flash::redirect(&format!("/staff/quotes/{quote_id}"), Some(&notice));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let today = context::today()?;
    let id = context::route_id()?;
    let quote = staff_quotes::get(&context::services()?.db, &viewer.staff, id, today).await?;
    let number = quote.summary.number.clone();
    let heading = format!("Revise quote {number}");
    let mut trail = trail(&quote.client);
    trail.push((format!("/staff/quotes/{id}"), number));
    let body = match may_revise(quote.summary.status) {
        Ok(()) => form(quote, today).into_any(),
        Err(conflict) => view! { <Alert tone=Tone::Warning><p>{conflict.to_string()}</p></Alert> }.into_any(),
    };
    let content = view! {
        <Breadcrumbs trail here="Revise"/>
        <PageHead title=heading.clone() lead="The new revision takes the place of the present one, which can still be read."/>
        {body}
    };
    Ok(frame(viewer, StaffSection::Clients, &heading, content))
}

/// What the form holds: what was typed and refused, else the quote as it is.
fn input(quote: &StaffQuote, state: &FormState, today: NaiveDate) -> RevisionInput {
    if let Some(draft) = quote.draft.as_ref().filter(|_| state.error.is_some()) {
        return draft.clone();
    }
    let summary = &quote.summary;
    let is_over = summary.status != QuoteStatus::Sent || summary.valid_until.is_some_and(|day| day < today);
    let valid_until = if is_over { today.checked_add_days(USUAL_DAYS) } else { summary.valid_until };
    let of_lines = quote.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.total.minor));
    let besides = summary.total.minor.saturating_sub(of_lines);
    RevisionInput {
        title: summary.title.clone(),
        valid_until: valid_until.map(|day| day.to_string()).unwrap_or_default(),
        lines: quote.lines.iter().map(LineInput::of).collect(),
        other: if besides == 0 {
            String::new()
        } else {
            Money::new(besides, summary.total.currency).to_plain()
        },
        terms: quote.terms.clone(),
    }
}

fn form(quote: StaffQuote, today: NaiveDate) -> impl IntoView {
    let state = flash::form::<ReviseQuote>();
    let RevisionInput { title, valid_until, mut lines, other, terms } = input(&quote, &state, today);
    let StaffQuote { summary, revision, .. } = quote;
    let filled = lines.len();
    lines.resize(filled + SPARE_ROWS, LineInput::default());
    let rows = lines.into_iter().enumerate().map(|(at, line)| line_row(at, line, &state)).collect_view();
    let code = summary.total.currency.code();
    let error_at = |name: &str| state.error_at(name);
    let (title_error, until_error, other_error) =
        (error_at("title"), error_at("valid_until"), error_at("other"));
    let terms_error = state.error_at("terms");
    view! {
        <form class="form" method="post" action=ReviseQuote::PATH novalidate=true>
            <FormErrors message=state.message()/>
            <input type="hidden" name="quote_id" value=summary.id.to_string()/>
            <input type="hidden" name="revision" value=revision/>
            <Section id="offer" title="Offer">
                <div class="form">
                    <Field label="Title" name="title" value=title error=title_error maxlength=200/>
                    <Field
                        label="Valid until"
                        name="valid_until"
                        kind="date"
                        value=valid_until
                        error=until_error
                        hint="Empty for a quote that does not lapse."
                    />
                </div>
            </Section>
            <Section id="lines" title=format!("Lines, in {code}")>
                <div class="stack">
                    <p class="muted small">"A row without any text is left out."</p>
                    <div class="quote-lines">{rows}</div>
                    <Field
                        label="Other charges or deductions"
                        name="other"
                        inputmode="decimal"
                        value=other
                        error=other_error
                        hint="What the total holds besides the lines, such as tax. May be empty."
                    />
                </div>
            </Section>
            <Section id="terms-heading" title="Terms">
                <TextArea label="Terms that the client accepts" name="terms" rows=6 value=terms error=terms_error/>
            </Section>
            <div class="form-actions">
                <Button>{format!("Send revision {}", revision.saturating_add(1))}</Button>
                <LinkButton href=format!("/staff/quotes/{}", summary.id) look=ButtonLook::Secondary>"Keep as it is"</LinkButton>
            </div>
        </form>
    }
}

fn line_row(at: usize, line: LineInput, state: &FormState) -> impl IntoView + use<> {
    let field = |name: &'static str, label: &'static str, mode: Option<&'static str>, value: String| {
        let ids = FieldIds::new(Some(&format!("line-{at}-{name}")), name);
        let full = format!("lines[{at}][{name}]");
        let error = state.error_at(&full);
        view! {
            <div class="field">
                <label for=ids.input.clone()>{label}<span class="sr-only">" of line "{at + 1}</span></label>
                <input
                    class="field-control"
                    id=ids.input.clone()
                    name=full
                    value=value
                    inputmode=mode
                    dir=mode.is_none().then_some("auto")
                    autofocus=error.is_some()
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=ids.described_by("", &error)
                />
                <FieldNotes ids hint=String::new() error/>
            </div>
        }
    };
    view! {
        <div class="quote-line" role="group" aria-label=format!("Line {}", at + 1)>
            {field("description", "Description", None, line.description)}
            {field("quantity", "Quantity", Some("decimal"), line.quantity)}
            {field("unit_price", "Price", Some("decimal"), line.unit_price)}
            {field("discount", "Discount %", Some("decimal"), line.discount)}
        </div>
    }
}
