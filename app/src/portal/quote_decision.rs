//! Deciding on a quote: approving it with a typed name, or declining it with a reason, and what is kept of either.

use super::{for_you::OVERVIEW, parts::prose};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    format,
    ui::{Button, ButtonLook, Checkbox, DateText, Field, LinkButton, Money, Section, TextArea, Tone, Words},
    words::{SLOTS, filled, say},
};
use chrono_tz::Tz;
use domain::{
    id::QuoteId,
    quote::{self, Approval, Decline, MAX_REASON_CHARS, QuoteSummary, Signature},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Approves a quote with a typed name.
///
/// # Errors
/// As [`quote::approve`].
#[server(endpoint = "portal/approve-quote")]
pub async fn approve_quote(
    quote_id: QuoteId,
    #[server(default)] revision: i32,
    #[server(default)] typed_name: String,
    #[server(default)] terms_accepted: bool,
    #[server(default)] from_overview: bool,
) -> Result<(), AppError> {
    let viewer = context::client()?;
    let signature = Signature { typed_name, terms_accepted, revision };
    quote::approve(&context::services()?.db, &viewer.scope, quote_id, &signature, context::today()?).await?;
    let page = if from_overview { OVERVIEW.to_owned() } else { format!("/portal/quotes/{quote_id}#main") };
    flash::redirect(&page, Some(&say!("quote-approve-done")));
    Ok(())
}

/// Declines a quote with a reason.
///
/// # Errors
/// As [`quote::decline`](quote::decline()).
#[server(endpoint = "portal/decline-quote")]
pub async fn decline_quote(
    quote_id: QuoteId,
    #[server(default)] revision: i32,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let viewer = context::client()?;
    let (db, today) = (context::services()?.db, context::today()?);
    quote::decline(&db, &viewer.scope, quote_id, revision, &reason, today).await?;
    flash::redirect(&format!("/portal/quotes/{quote_id}#main"), Some(&say!("quote-decline-done")));
    Ok(())
}

/// Who approved the quote, when, and the digest that proves what was approved.
pub(super) fn approved(id: QuoteId, approval: Approval, zone: Tz) -> impl IntoView + use<> {
    let at = format::time(approval.approved_at, zone);
    view! {
        <div id="approve">
            <Section id="approval" title=say!("quote-approval") icon=icondata::LuCircleCheck tone=Tone::Success>
                <div class="stack">
                    <dl class="facts">
                        <div><dt>{say!("quote-approved-by")}</dt><dd dir="auto">{approval.typed_name}</dd></div>
                        <div><dt>{say!("quote-decided-on")}</dt><dd><DateText iso=approval.approved_at.to_rfc3339() text=at/></dd></div>
                        <div class="long"><dt>{say!("quote-approved-sha")}</dt><dd class="mono">{approval.frozen_sha256}</dd></div>
                    </dl>
                    <LinkButton
                        href=format!("/portal/quotes/{id}/approval.pdf")
                        look=ButtonLook::Secondary
                        icon=icondata::LuDownload
                        wide=true
                    >
                        {say!("quote-certificate")}
                    </LinkButton>
                </div>
            </Section>
        </div>
    }
}

/// Who declined the quote, when and why.
pub(super) fn declined(decline: Decline, zone: Tz) -> impl IntoView + use<> {
    let at = format::time(decline.declined_at, zone);
    view! {
        <Section id="declined" title=say!("quote-declined") icon=icondata::LuCircleX>
            <div class="stack">
                <dl class="facts">
                    <div><dt>{say!("quote-declined-by")}</dt><dd dir="auto">{decline.person_name}</dd></div>
                    <div><dt>{say!("quote-decided-on")}</dt><dd><DateText iso=decline.declined_at.to_rfc3339() text=at/></dd></div>
                </dl>
                <div>
                    <h3 class="small muted">{say!("quote-reason")}</h3>
                    {prose(decline.reason)}
                </div>
            </div>
        </Section>
    }
}

/// The approval form. What was typed is still there after a refusal.
pub(super) fn approve_form(
    quote: &QuoteSummary,
    revision: i32,
    form: &FormState,
    has_terms: bool,
) -> impl IntoView + use<> {
    // The fragment brings the browser back to the form when the approval is refused.
    let action = format!("{}#approve", ApproveQuote::PATH);
    let id = quote.id.to_string();
    let terms = has_terms.then(|| "#terms".to_owned());
    let fields = approval_fields(quote, revision, form, terms, (say!("quote-your-name"), ""));
    view! {
        <div id="approve">
            <Section id="approve-heading" title=say!("quote-approve-title") tone=Tone::Accent>
                <form class="form" method="post" action=action>
                    <input type="hidden" name="quote_id" value=id/>
                    <input type="hidden" name="revision" value=revision/>
                    {fields}
                    <Button wide=true icon=icondata::LuCheck>{say!("quote-approve-button")}</Button>
                </form>
            </Section>
        </div>
    }
}

/// What is approved, and by whom. `terms` is where they can be read. `label` is that of the name, and `suffix` tells the fields' ids from
/// those of other quotes on the page.
pub(super) fn approval_fields(
    quote: &QuoteSummary,
    revision: i32,
    form: &FormState,
    terms: Option<String>,
    (label, suffix): (Words, &str),
) -> impl IntoView + use<> {
    let (typed_name, name_error) =
        (form.value("typed_name").unwrap_or_default(), form.error_at("typed_name"));
    let (accepted, terms_error) = (form.value("terms_accepted").is_some(), form.error_at("terms_accepted"));
    let [first, second] = SLOTS;
    let what = if revision > 1 {
        say!("quote-approve-what-revision", number = first, revision = revision, total = second)
    } else {
        say!("quote-approve-what", number = first, total = second)
    };
    let number = view! { <strong>{quote.number.clone()}</strong> }.into_any();
    let total = view! { <strong><Money text=format::money(quote.total)/></strong> }.into_any();
    let what = filled(&what, [number, total]);
    let accept = match terms {
        Some(href) => {
            let terms = view! { <a href=href>{say!("quote-accept-terms-word")}</a> }.into_any();
            filled(&say!("quote-accept-terms-link", terms = first), [terms])
        }
        None => vec![say!("quote-accept-terms").into_any()],
    };
    view! {
        <p>{what}</p>
        <Field
            label
            name="typed_name"
            id=format!("f-typed_name{suffix}")
            value=typed_name
            hint=say!("quote-your-name-hint")
            error=name_error
            required=true
            autocomplete="name"
            maxlength=200
        />
        <Checkbox
            name="terms_accepted"
            id=format!("f-terms_accepted{suffix}")
            value="true"
            checked=accepted
            required=true
            error=terms_error
        >
            {accept}
        </Checkbox>
        <p class="muted small">{say!("quote-approve-kept")}</p>
    }
}

/// The form that declines: closed until somebody opens it, and open after a refusal, with what was typed.
pub(super) fn decline_form(
    quote: &QuoteSummary,
    revision: i32,
    form: &FormState,
    company: &str,
) -> impl IntoView + use<> {
    let action = format!("{}#decline", DeclineQuote::PATH);
    let id = quote.id.to_string();
    let (reason, error) = (form.value("reason").unwrap_or_default(), form.error_at("reason"));
    let hint = say!("quote-decline-hint", company = company);
    let [slot, _] = SLOTS;
    let company = view! { <bdi>{company.to_owned()}</bdi> }.into_any();
    let text = filled(&say!("quote-decline-text", company = slot), [company]);
    view! {
        <details class="card decline" id="decline" open=form.error.is_some()>
            <summary>{say!("quote-decline-title")}</summary>
            <form class="form card-body" method="post" action=action>
                <input type="hidden" name="quote_id" value=id/>
                <input type="hidden" name="revision" value=revision/>
                <p>{text}</p>
                <TextArea label=say!("quote-reason") name="reason" value=reason hint=hint error=error required=true maxlength=MAX_REASON_CHARS/>
                <Button look=ButtonLook::Danger wide=true>{say!("quote-decline-button")}</Button>
                <p class="muted small">{say!("quote-decline-kept")}</p>
            </form>
        </details>
    }
}
