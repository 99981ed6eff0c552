//! What clients have paid in the portal, and transfers that wait for somebody to see the money.

use super::frame::{frame, moment};
use crate::{
    context,
    error::AppError,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    ui::{Icon, Money, PageHead, StatusChip, Table, Tone, Toolbar},
};
use chrono_tz::Tz;
use domain::payment::{
    PaymentState,
    desk::{self, PaymentFilter, PaymentRow, PaymentShow},
};
use leptos::prelude::*;

/// `/staff/payments`
#[component]
pub fn PaymentsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let zone = context::zone()?;
    let shows = PaymentShow::NARROWED.map(|show| (show.as_str(), show.label().into()));
    let list = ListQuery::read("/staff/payments", shows, [("newest", "Newest first".into())]);
    let filter = PaymentFilter {
        search: list.search.clone(),
        show: PaymentShow::NARROWED
            .into_iter()
            .find(|show| Some(show.as_str()) == list.status)
            .unwrap_or_default(),
        page: list.page.clone(),
    };
    let payments = desk::list(&context::services()?.db, &viewer.staff, &filter).await?;
    let keep = list.status.map(|status| ("status", status.to_owned())).into_iter().collect::<Vec<_>>();
    let (placeholder, q) = ("Search client, invoice or reference", list.search.clone().unwrap_or_default());
    let search = view! { <Toolbar action="/staff/payments" placeholder q keep/> };
    let content = view! {
        <PageHead title="Payments" lead="Started by clients in the portal."/>
        <div class="list-tools">{list.filters()}{search}</div>
        {if payments.items.is_empty() {
            let nothing_yet = ("No payments yet", "What clients pay by card, and transfers that they tell of, appear here.");
            list.empty(icondata::LuWallet, nothing_yet, "Show all payments").into_any()
        } else {
            let pagination = list.pagination(&payments);
            view! {
                <section class="card flush">
                    <Table caption="Payments">
                        <thead>
                            <tr>
                                <th scope="col">"Client"</th>
                                <th scope="col">"Status"</th>
                                <th scope="col">"Invoices"</th>
                                <th scope="col">"By"</th>
                                <th scope="col">"Started"</th>
                                <th scope="col" class="num">"Amount"</th>
                            </tr>
                        </thead>
                        <tbody>{payments.items.into_iter().map(|payment| row(payment, zone)).collect_view()}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, StaffSection::Payments, "Payments", content))
}

fn row(payment: PaymentRow, zone: Tz) -> impl IntoView {
    let attention = payment.attention.map(|attention| {
        view! { <span class="cell-sub attention"><Icon icon=icondata::LuTriangleAlert/>{attention.label()}</span> }
    });
    view! {
        <tr>
            <td class="cell-title">
                <a class="row-link" href=format!("/staff/payments/{}", payment.id) dir="auto">{payment.client_name}</a>
                {attention}
            </td>
            <td class="cell-status"><StatusChip label=payment.state.label() tone=payment_tone(payment.state)/></td>
            <td class="cell-meta">{payment.invoices}</td>
            <td class="cell-hide">{payment.provider.label()}</td>
            <td class="cell-hide">{moment(Some(payment.created_at), zone)}</td>
            <td class="cell-amount num"><Money text=payment.amount.to_string()/></td>
        </tr>
    }
}

/// The colour of a payment's state.
pub(super) fn payment_tone(state: PaymentState) -> Tone {
    match state {
        PaymentState::Pending => Tone::Warning,
        PaymentState::Succeeded => Tone::Success,
        PaymentState::Failed => Tone::Danger,
        PaymentState::Cancelled => Tone::Neutral,
    }
}
