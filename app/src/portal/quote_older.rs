//! Revisions of a quote that were replaced: still there to be read, and nothing else.

use super::{
    lines_table::lines_table,
    parts::{day, day_or_dash, prose},
};
use crate::{
    context, format,
    ui::{Alert, Breadcrumbs, DateText, Money, PageHead, Section, Tone},
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
        <Breadcrumbs trail here=format!("Revision {revision}")/>
        <PageHead title=format!("Quote {number}, revision {revision}") lead=title/>
        <Alert tone=Tone::Info title="This revision was replaced">
            <p>"It is kept to be read. "<a href=current>"See the present quote"</a></p>
        </Alert>
        <div class="split">
            <div class="stack">
                <Section id="lines" title="Lines" flush=true>{lines_table(lines, total, Vec::new())}</Section>
                {(!terms.is_empty()).then(|| view! { <Section id="terms" title="Terms">{prose(terms)}</Section> })}
            </div>
            <aside class="stack">
                <Section id="summary" title="Summary">
                    <dl class="facts">
                        <div><dt>"Total"</dt><dd><strong><Money text=total.to_string()/></strong></dd></div>
                        <div><dt>"Revision"</dt><dd>{revision}</dd></div>
                        <div><dt>"Issued"</dt><dd>{day(issued_on)}</dd></div>
                        <div><dt>"Valid until"</dt><dd>{day_or_dash(valid_until)}</dd></div>
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
            let at = format::time(older.replaced_at, zone);
            view! {
                <li class="row">
                    <div class="row-main">
                        <a class="row-link" href=format!("{href}{}", older.revision)>"Revision "{older.revision}</a>
                        <span class="row-sub">"Replaced "<DateText iso=older.replaced_at.to_rfc3339() text=at/></span>
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <Section id="older" title="Earlier revisions" icon=icondata::LuHistory flush=true>
                <ul class="rows">{rows}</ul>
            </Section>
        }
    })
}
