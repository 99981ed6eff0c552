//! The list of invoices.

use super::{
    frame,
    parts::{day, day_and_distance, day_or_dash},
};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    list_query::ListQuery,
    page::page,
    ui::{Button, ButtonLook, LinkButton, Money, Order, PageHead, StatusChip, Table},
    words::{InWords as _, say},
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
        <PageHead title=say!("invoices-title")>
            <LinkButton href="/portal/statement" look=ButtonLook::Secondary icon=icondata::LuScrollText>
                {say!("invoices-statement")}
            </LinkButton>
        </PageHead>
        <div class="list-tools">{list.filters()}{list.toolbar(say!("invoices-search"))}</div>
        {if invoices.items.is_empty() {
            let nothing_yet = (say!("invoices-none"), say!("invoices-none-text"));
            list.empty(icondata::LuReceiptText, nothing_yet, say!("invoices-show-all")).into_any()
        } else {
            let pagination = list.pagination(&invoices);
            let can_choose = invoices.items.iter().any(is_pending);
            let tick = can_choose
                .then(|| view! { <th scope="col"><span class="sr-only">{say!("invoice-pay")}</span></th> });
            let issued = list.sort_header(
                say!("invoice-issued"),
                ("newest", Order::Descending),
                Some(("oldest", Order::Ascending)),
                false,
            );
            let due = list.sort_header(say!("invoice-due"), ("due", Order::Ascending), None, false);
            let balance = list.sort_header(say!("invoice-balance"), ("balance", Order::Descending), None, true);
            let amount = list.sort_header(say!("invoice-amount"), ("amount", Order::Descending), None, true);
            view! {
                <section class="card flush">
                    <Table caption=say!("invoices-title")>
                        <thead>
                            <tr>
                                {tick}
                                <th scope="col">{say!("invoice-number")}</th>
                                <th scope="col">{say!("invoice-status")}</th>
                                {issued}
                                {due}
                                {balance}
                                {amount}
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
    Ok(frame(viewer, PortalSection::Invoices, &say!("invoices-title"), content))
}

const PAY_FORM: &str = "pay-chosen";

fn is_pending(invoice: &InvoiceSummary) -> bool {
    matches!(invoice.status, InvoiceStatus::Sent | InvoiceStatus::Overdue) && invoice.balance.minor > 0
}

/// The form to which the ticks of the rows belong.
fn pay_chosen() -> impl IntoView {
    view! {
        <form class="pay-chosen" id=PAY_FORM method="get" action="/portal/pay">
            <span class="muted small">{say!("invoices-tick")}</span>
            <Button look=ButtonLook::Secondary icon=icondata::LuWallet>{say!("invoices-pay-ticked")}</Button>
        </form>
    }
}

fn row(invoice: InvoiceSummary, today: NaiveDate, can_choose: bool) -> impl IntoView {
    let is_pending = is_pending(&invoice);
    let tick = can_choose.then(|| {
        let label = say!("invoices-pay-one", number = invoice.number.clone());
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
            <td class="cell-status"><StatusChip label=invoice.status.words() tone=invoice.status/></td>
            <td class="cell-hide">{day(invoice.issued_on)}</td>
            <td class="cell-meta" data-label=say!("invoice-due")>{due}</td>
            <td class="cell-hide num">
                {if is_pending {
                    view! { <Money text=format::money(invoice.balance)/> }.into_any()
                } else {
                    view! { <span class="muted">"–"</span> }.into_any()
                }}
            </td>
            <td class="cell-amount num"><Money text=format::money(invoice.total)/></td>
        </tr>
    }
}
