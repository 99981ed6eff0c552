//! Small things that several of the client's pages show.

use crate::{
    format,
    ui::{DateText, Money, Section, StatusChip},
    words::{InWords as _, SLOTS, filled, language, say},
};
use chrono::NaiveDate;
use domain::{
    document::Preview, id::ProjectId, invoice::InvoiceSummary, payment::Proof, place::Places,
    quote::QuoteSummary,
};
use leptos::prelude::*;
use std::net::IpAddr;

/// A day, for machines as well.
pub(crate) fn day(day: NaiveDate) -> impl IntoView {
    view! { <DateText iso=day.to_string() text=format::date(day)/> }
}

/// A day that may not be known.
pub(crate) fn day_or_dash(known: Option<NaiveDate>) -> impl IntoView {
    known.map_or_else(|| view! { <span class="muted">"–"</span> }.into_any(), |known| day(known).into_any())
}

/// A day and how far it is from today.
pub(super) fn day_and_distance(known: Option<NaiveDate>, today: NaiveDate) -> impl IntoView {
    let distance = known
        .map(|known| view! { " "<span class="muted unit">"("{format::days_from(today, known)}")"</span> });
    view! { {day_or_dash(known)}{distance} }
}

/// The project that a paper belongs to, as a row of a summary.
pub(super) fn project_fact(project: Option<(ProjectId, String)>) -> impl IntoView {
    project.map(|(id, name)| {
        view! {
            <div>
                <dt>{say!("project-label")}</dt>
                <dd><a href=format!("/portal/projects/{id}") dir="auto">{name}</a></dd>
            </div>
        }
    })
}

/// Words that somebody wrote, with their line breaks.
pub(crate) fn prose(text: String) -> impl IntoView {
    view! { <div class="prose" dir="auto">{text}</div> }
}

/// A name in quotation marks.
pub(crate) fn quoted(name: String) -> impl IntoView {
    let [slot, _] = SLOTS;
    filled(&say!("quoted", name = slot), [view! { <bdi>{name}</bdi> }.into_any()])
}

/// A file in place: the picture, or a frame with the browser's own viewer for PDF.
pub(crate) fn shown(kind: Preview, href: String, name: String) -> AnyView {
    let src = href.clone();
    match kind {
        Preview::Image => {
            view! { <a class="preview" href=href><img src=src alt=say!("document-picture", name = name)/></a> }
                .into_any()
        }
        Preview::Pdf => {
            view! { <iframe class="preview" src=src title=say!("document-frame", name = name)></iframe> }
                .into_any()
        }
    }
}

/// The file that a client sent with the word that it has paid; `base` is its address.
pub(crate) fn proof_section(proof: &Proof, base: &str) -> impl IntoView + use<> {
    let Proof { name, content_type, size_bytes } = proof.clone();
    let (looking, saving) = (format!("{base}/preview"), base.to_owned());
    let in_full = looking.clone();
    let picture = Preview::of(&content_type).map(|kind| shown(kind, looking, name.clone()));
    view! {
        <Section id="proof" title=say!("payment-proof")>
            <div class="stack">
                {picture}
                <p class="dots">
                    <span dir="auto">{name}</span>
                    <span class="muted">{format::size(size_bytes)}</span>
                    <a href=in_full>{say!("document-open-in-full")}</a>
                    <a href=saving download="">{say!("document-download")}</a>
                </p>
            </div>
        </Section>
    }
}

/// An address of the internet, and where it is as far as known.
pub(super) fn address_and_place(address: IpAddr, places: &Places) -> impl IntoView + use<> {
    let place = places.of(address, language()).map(|place| view! { <span dir="auto">{place}</span> });
    view! { <span>{address.to_string()}</span>{place} }
}

/// An invoice in a short list.
pub(super) fn invoice_row(invoice: InvoiceSummary) -> impl IntoView {
    let [slot, _] = SLOTS;
    let due = invoice.due_on.map(|due| {
        view! { <span>{filled(&say!("invoice-due-day", day = slot), [day(due).into_any()])}</span> }
    });
    view! {
        <li class="row">
            <div class="row-main">
                <div class="row-head">
                    <a class="row-link" href=format!("/portal/invoices/{}", invoice.id)>{invoice.number}</a>
                    <StatusChip label=invoice.status.words() tone=invoice.status/>
                </div>
                <span class="row-sub dots">
                    {(!invoice.title.is_empty()).then(|| view! { <span dir="auto">{invoice.title}</span> })}
                    {due}
                </span>
            </div>
            <div class="row-side"><Money text=format::money(invoice.total)/></div>
        </li>
    }
}

/// A quote in a short list.
pub(super) fn quote_row(quote: QuoteSummary) -> impl IntoView {
    let [slot, _] = SLOTS;
    let until = quote.valid_until.map(|until| {
        view! { <span>{filled(&say!("quote-valid-until-day", day = slot), [day(until).into_any()])}</span> }
    });
    view! {
        <li class="row">
            <div class="row-main">
                <div class="row-head">
                    <a class="row-link" href=format!("/portal/quotes/{}", quote.id)>{quote.number}</a>
                    <StatusChip label=quote.status.words() tone=quote.status/>
                </div>
                <span class="row-sub dots">
                    {(!quote.title.is_empty()).then(|| view! { <span dir="auto">{quote.title}</span> })}
                    {until}
                </span>
            </div>
            <div class="row-side"><Money text=format::money(quote.total)/></div>
        </li>
    }
}
