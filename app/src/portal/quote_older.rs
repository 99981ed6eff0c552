//! Revisions of a quote that were replaced: still there to be read, and nothing else.

use super::{
    lines_table::lines_table,
    parts::{day, day_or_dash, prose},
};
use crate::{
    context, format,
    ui::{Alert, Breadcrumbs, DateText, Money, PageHead, Section, Tone},
    words::{SLOTS, filled, say},
};
use chrono_tz::Tz;
use domain::quote::{KeptQuote, OlderRevision};
use leptos::prelude::*;

/// The value of the address that names a revision.
pub(crate) const OLDER_QUERY: &str = "revision";

/// The revision that the address names.
pub(crate) fn asked_revision() -> Option<i32> {
    context::query(OLDER_QUERY)?.parse().ok()
}

/// A replaced revision; the last of the `trail` is the page of the present one.
pub(crate) fn older_content(kept: KeptQuote, trail: Vec<(String, String)>) -> impl IntoView {
    let current = trail.last().map(|(href, _)| href.clone()).unwrap_or_default();
    let KeptQuote { number, revision, title, issued_on, valid_until, lines, total, terms } = kept;
    view! {
        <Breadcrumbs trail here=say!("quote-revision-number", revision = revision)/>
        <PageHead title=say!("quote-heading-revision", number = number, revision = revision) lead=title/>
        <Alert tone=Tone::Info title=say!("quote-replaced")>
            <p>{say!("quote-replaced-text")}" "<a href=current>{say!("quote-see-present")}</a></p>
        </Alert>
        <div class="split">
            <div class="stack">
                <Section id="lines" title=say!("quote-lines") flush=true>{lines_table(lines, total, Vec::new())}</Section>
                {(!terms.is_empty()).then(|| {
                    view! { <Section id="terms" title=say!("quote-terms")>{prose(terms)}</Section> }
                })}
            </div>
            <aside class="stack">
                <Section id="summary" title=say!("quote-summary")>
                    <dl class="facts">
                        <div><dt>{say!("quote-total")}</dt><dd><strong><Money text=format::money(total)/></strong></dd></div>
                        <div><dt>{say!("quote-revision")}</dt><dd>{revision}</dd></div>
                        <div><dt>{say!("quote-issued")}</dt><dd>{day(issued_on)}</dd></div>
                        <div><dt>{say!("quote-valid-until")}</dt><dd>{day_or_dash(valid_until)}</dd></div>
                    </dl>
                </Section>
            </aside>
        </div>
    }
}

/// Links to the revisions that the present one replaced; `href` is an address without the revision's number at its end.
pub(crate) fn older_links(older: &[OlderRevision], href: &str, zone: Tz) -> impl IntoView + use<> {
    let rows = older
        .iter()
        .map(|older| {
            let [slot, _] = SLOTS;
            let at = format::time(older.replaced_at, zone);
            let at = view! { <DateText iso=older.replaced_at.to_rfc3339() text=at/> }.into_any();
            let replaced = filled(&say!("quote-replaced-at", time = slot), [at]);
            view! {
                <li class="row">
                    <div class="row-main">
                        <a class="row-link" href=format!("{href}{}", older.revision)>
                            {say!("quote-revision-number", revision = older.revision)}
                        </a>
                        <span class="row-sub">{replaced}</span>
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <Section id="older" title=say!("quote-older") icon=icondata::LuHistory flush=true>
                <ul class="rows">{rows}</ul>
            </Section>
        }
    })
}
