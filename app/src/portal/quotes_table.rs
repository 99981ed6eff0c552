//! A client's quotes as a table, for the client and for staff.

use super::parts::{day, day_or_dash};
use crate::{
    format,
    list_query::ListQuery,
    ui::{Money, Order, StatusChip, Table, Words},
    words::{InWords as _, say},
};
use chrono::NaiveDate;
use domain::{
    page::Page,
    quote::{QuoteFilter, QuoteSort, QuoteStatus, QuoteSummary},
};
use leptos::prelude::*;

/// The list that the address asks for. `statuses` are those that the reader sees.
pub(crate) fn quotes_query(
    path: impl Into<std::borrow::Cow<'static, str>>,
    statuses: impl IntoIterator<Item = QuoteStatus>,
) -> ListQuery {
    ListQuery::read(
        path,
        statuses.into_iter().map(|status| (status.as_str(), status.words())),
        QuoteSort::ALL.map(|sort| (sort.as_str(), sort.words())),
    )
}

/// What the list is narrowed to and sorted by.
pub(crate) fn quotes_filter(list: &ListQuery) -> QuoteFilter {
    QuoteFilter {
        search: list.search.clone(),
        status: list.status.and_then(|status| status.parse().ok()),
        sort: QuoteSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    }
}

/// A page of quotes under the list's tools. A quote's own page lies under `base`; `nothing_yet` stands where there is none.
pub(crate) fn quotes_list<W: Into<Words>>(
    list: &ListQuery,
    quotes: Page<QuoteSummary>,
    base: &'static str,
    nothing_yet: W,
    today: NaiveDate,
) -> impl IntoView + use<W> {
    let table = if quotes.items.is_empty() {
        let nothing_yet = (say!("quotes-none"), nothing_yet.into());
        list.empty(icondata::LuFilePenLine, nothing_yet, say!("quotes-show-all")).into_any()
    } else {
        let pagination = list.pagination(&quotes);
        let rows = quotes.items.into_iter().map(|quote| row(quote, base, today)).collect_view();
        let issued = list.sort_header(
            say!("quote-issued"),
            ("newest", Order::Descending),
            Some(("oldest", Order::Ascending)),
            false,
        );
        let valid =
            list.sort_header(say!("quote-valid-until"), ("valid-until", Order::Ascending), None, false);
        let amount = list.sort_header(say!("quote-amount"), ("amount", Order::Descending), None, true);
        view! {
            <section class="card flush">
                <Table caption=say!("quotes-title")>
                    <thead>
                        <tr>
                            <th scope="col">{say!("quote-number")}</th>
                            <th scope="col">{say!("quote-status")}</th>
                            {issued}
                            {valid}
                            {amount}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
                {pagination}
            </section>
        }
        .into_any()
    };
    view! {
        <div class="list-tools">{list.filters()}{list.toolbar(say!("quotes-search"))}</div>
        {table}
    }
}

fn row(quote: QuoteSummary, base: &str, today: NaiveDate) -> impl IntoView + use<> {
    let left = quote
        .valid_until
        .filter(|_| quote.status == QuoteStatus::Sent)
        .and_then(|until| format::days_left(today, until))
        .map(|left| view! { " "<span class="muted unit">"("{left}")"</span> });
    view! {
        <tr>
            <td class="cell-title">
                <a class="row-link" href=format!("{base}/{}", quote.id)>{quote.number}</a>
                {(!quote.title.is_empty()).then(|| view! { <span class="cell-sub" dir="auto">{quote.title}</span> })}
            </td>
            <td class="cell-status"><StatusChip label=quote.status.words() tone=quote.status/></td>
            <td class="cell-hide">{day(quote.issued_on)}</td>
            <td class="cell-meta" data-label=say!("quote-valid-until")>{day_or_dash(quote.valid_until)}{left}</td>
            <td class="cell-amount num"><Money text=format::money(quote.total)/></td>
        </tr>
    }
}
