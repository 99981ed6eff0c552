//! The list of invoices.

use super::{
    frame,
    parts::{day, day_and_distance, day_or_dash},
};
use crate::{
    context,
    error::AppError,
    layout::PortalSection,
    list_query::ListQuery,
    page::page,
    ui::{Button, ButtonLook, LinkButton, Money, Order, PageHead, StatusChip, Table},
    words::InWords as _,
};
use chrono::NaiveDate;
use domain::invoice::{self, InvoiceFilter, InvoiceShow, InvoiceSort, InvoiceStatus, InvoiceSummary};
use leptos::prelude::*;

/// `/portal/invoices`
#[component]
pub fn InvoicesPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let list = ListQuery::read(
        "/portal/invoices",
        InvoiceShow::NARROWED.map(|show| (show.as_str(), show.words())),
        InvoiceSort::ALL.map(|sort| (sort.as_str(), sort.words())),
    );
    let filter = InvoiceFilter {
        search: list.search.clone(),
        show: InvoiceShow::NARROWED
            .into_iter()
            .find(|show| Some(show.as_str()) == list.status)
            .unwrap_or_default(),
        sort: InvoiceSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    };
    let invoices = invoice::list(&context::services()?.db, &viewer.scope, today, &filter).await?;
    let content = view! {
        <PageHead title="Invoices">
            <LinkButton href="/portal/statement" look=ButtonLook::Secondary icon=icondata::LuScrollText>"Statement"</LinkButton>
        </PageHead>
        <div class="list-tools">{list.filters()}{list.toolbar("Search number or title")}</div>
        {if invoices.items.is_empty() {
            let nothing_yet = ("No invoices yet", "Invoices appear here when they are sent to you.");
            list.empty(icondata::LuReceiptText, nothing_yet, "Show all invoices").into_any()
        } else {
            let pagination = list.pagination(&invoices);
            let can_choose = invoices.items.iter().any(is_pending);
            view! {
                <section class="card flush">
                    <Table caption="Invoices">
                        <thead>
                            <tr>
                                {can_choose.then(|| view! { <th scope="col"><span class="sr-only">"Pay"</span></th> })}
                                <th scope="col">"Number"</th>
                                <th scope="col">"Status"</th>
                                {list.sort_header("Issued", ("newest", Order::Descending), Some(("oldest", Order::Ascending)), false)}
                                {list.sort_header("Due", ("due", Order::Ascending), None, false)}
                                {list.sort_header("Balance", ("balance", Order::Descending), None, true)}
                                {list.sort_header("Amount", ("amount", Order::Descending), None, true)}
                            </tr>
                        </thead>
                        <tbody>{invoices.items.into_iter().map(|invoice| row(invoice, today, can_choose)).collect_view()}</tbody>
                    </Table>
                    {can_choose.then(pay_chosen)}
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, PortalSection::Invoices, "Invoices", content))
}

const PAY_FORM: &str = "pay-chosen";

fn is_pending(invoice: &InvoiceSummary) -> bool {
    matches!(invoice.status, InvoiceStatus::Sent | InvoiceStatus::Overdue) && invoice.balance.minor > 0
}

/// The form to which the ticks of the rows belong.
fn pay_chosen() -> impl IntoView {
    view! {
        <form class="pay-chosen" id=PAY_FORM method="get" action="/portal/pay">
            <span class="muted small">"Tick invoices to pay them together."</span>
            <Button look=ButtonLook::Secondary icon=icondata::LuWallet>"Pay ticked invoices"</Button>
        </form>
    }
}

fn row(invoice: InvoiceSummary, today: NaiveDate, can_choose: bool) -> impl IntoView {
    let is_pending = is_pending(&invoice);
    let tick = can_choose.then(|| {
        let label = format!("Pay {}", invoice.number);
        let tick = is_pending.then(|| {
            view! { <input type="checkbox" name="invoice" value=invoice.id.to_string() form=PAY_FORM aria-label=label/> }
        });
        view! { <td class="cell-tick">{tick}</td> }
    });
    // How far the day is matters only while something is to be paid.
    let due = if is_pending {
        day_and_distance(invoice.due_on, today).into_any()
    } else {
        day_or_dash(invoice.due_on).into_any()
    };
    view! {
        <tr>
            {tick}
            <td class="cell-title">
                <a class="row-link" href=format!("/portal/invoices/{}", invoice.id)>{invoice.number}</a>
                {(!invoice.title.is_empty()).then(|| view! { <span class="cell-sub" dir="auto">{invoice.title}</span> })}
            </td>
            <td class="cell-status"><StatusChip label=invoice.status.label() tone=invoice.status/></td>
            <td class="cell-hide">{day(invoice.issued_on)}</td>
            <td class="cell-meta" data-label="Due">{due}</td>
            <td class="cell-hide num">
                {if is_pending {
                    view! { <Money text=invoice.balance.to_string()/> }.into_any()
                } else {
                    view! { <span class="muted">"–"</span> }.into_any()
                }}
            </td>
            <td class="cell-amount num"><Money text=invoice.total.to_string()/></td>
        </tr>
    }
}
