//! The Quotes tab: a client's quotes, drafts included.

use super::{client_page::head, frame::frame};
use crate::{
    context,
    error::AppError,
    format,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    portal::parts::{day, day_or_dash},
    ui::{Money, Order, StatusChip, Table},
};
use chrono::NaiveDate;
use domain::{
    client,
    id::ClientId,
    quote::{QuoteFilter, QuoteSort, QuoteStatus, QuoteSummary, staff as staff_quotes},
};
use leptos::prelude::*;

/// `/staff/clients/{id}/quotes`
#[component]
pub fn ClientQuotesPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let today = context::today()?;
    let id: ClientId = context::route_id()?;
    let list = ListQuery::read(
        format!("/staff/clients/{id}/quotes"),
        staff_quotes::STATUSES.map(|status| (status.as_str(), status.label())),
        QuoteSort::ALL.map(|sort| (sort.as_str(), sort.label())),
    );
    let filter = QuoteFilter {
        search: list.search.clone(),
        status: list.status.and_then(|status| status.parse().ok()),
        sort: QuoteSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    };
    let client = client::get(&db, &viewer.staff, id).await?;
    let quotes = staff_quotes::list(&db, &viewer.staff, id, today, &filter).await?;
    let content = view! {
        {head(&client, "quotes")}
        <div class="list-tools">{list.filters()}{list.toolbar("Search number or title")}</div>
        {if quotes.items.is_empty() {
            let nothing_yet = ("No quotes yet", "Quotes come with the import or through the API.");
            list.empty(icondata::LuFilePenLine, nothing_yet, "Show all quotes").into_any()
        } else {
            let pagination = list.pagination(&quotes);
            view! {
                <section class="card flush">
                    <Table caption="Quotes">
                        <thead>
                            <tr>
                                <th scope="col">"Number"</th>
                                <th scope="col">"Status"</th>
                                {list.sort_header("Issued", ("newest", Order::Descending), Some(("oldest", Order::Ascending)), false)}
                                {list.sort_header("Valid until", ("valid-until", Order::Ascending), None, false)}
                                {list.sort_header("Amount", ("amount", Order::Descending), None, true)}
                            </tr>
                        </thead>
                        <tbody>{quotes.items.into_iter().map(|quote| row(quote, today)).collect_view()}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, StaffSection::Clients, &format!("Quotes of {}", client.name), content))
}

fn row(quote: QuoteSummary, today: NaiveDate) -> impl IntoView {
    let left = quote
        .valid_until
        .filter(|_| quote.status == QuoteStatus::Sent)
        .and_then(|until| format::days_left(today, until))
        .map(|left| view! { " "<span class="muted unit">"("{left}")"</span> });
    view! {
        <tr>
            <td class="cell-title">
                <a class="row-link" href=format!("/staff/quotes/{}", quote.id)>{quote.number}</a>
                {(!quote.title.is_empty()).then(|| view! { <span class="cell-sub" dir="auto">{quote.title}</span> })}
            </td>
            <td class="cell-status"><StatusChip label=quote.status.label() tone=quote.status/></td>
            <td class="cell-hide">{day(quote.issued_on)}</td>
            <td class="cell-meta" data-label="Valid until">{day_or_dash(quote.valid_until)}{left}</td>
            <td class="cell-amount num"><Money text=quote.total.to_string()/></td>
        </tr>
    }
}
