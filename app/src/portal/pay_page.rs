//! Several invoices, chosen in the list, that are paid together.

use super::{
    frame,
    pay_box::{ToPay, ways},
    paying::write_ids,
};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    page::page,
    ui::{Breadcrumbs, ButtonLook, EmptyState, LinkButton, Money, PageHead, Section, Tone},
    words::say,
};
use domain::{
    id::InvoiceId,
    money::Money as Amount,
    payment::{self, Payable},
};
use leptos::prelude::*;

/// `/portal/pay`
#[component]
pub fn PayPage() -> impl IntoView {
    page(load())
}

/// The invoices of one currency, with their sum.
struct Group {
    invoices: Vec<Payable>,
    sum: Amount,
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let services = context::services()?;
    let today = context::today()?;
    let (payable, bank) = payment::payable(&services.db, &viewer.scope, &chosen()?, context::now()).await?;
    let groups = groups(payable);
    let takes_cards = services.payments.takes_cards();
    let body = match groups.as_slice() {
        [] => view! {
            <section class="card">
                <EmptyState
                    icon=icondata::LuReceiptText
                    title=say!("pay-nothing")
                    text=say!("pay-nothing-text")
                >
                    <LinkButton href="/portal/invoices?status=pending" look=ButtonLook::Secondary>
                        {say!("pay-show-pending")}
                    </LinkButton>
                </EmptyState>
            </section>
        }
        .into_any(),
        [only] => {
            let to_pay = to_pay(only);
            view! {
                <div class="split">
                    {list(only)}
                    <aside class="stack" id="pay">
                        <Section id="pay-heading" title=say!("pay-together-title") tone=Tone::Accent>
                            {ways(&to_pay, takes_cards, bank.as_ref(), today)}
                        </Section>
                    </aside>
                </div>
            }
            .into_any()
        }
        several => view! {
            <div class="stack">
                <p>{say!("pay-each-currency")}</p>
                {several.iter().map(|group| view! { {list(group)}{pay_these(group)} }).collect_view()}
            </div>
        }
        .into_any(),
    };
    let content = view! {
        <Breadcrumbs
            trail=vec![("/portal/invoices".to_owned(), say!("invoices-title").into_owned())]
            here=say!("invoice-pay")
        />
        <PageHead title=say!("pay-title")/>
        {body}
    };
    Ok(frame(viewer, PortalSection::Invoices, &say!("pay-title"), content))
}

/// The ids in the address; what is no id is left out, as an invoice that cannot be paid.
fn chosen() -> Result<Vec<InvoiceId>, AppError> {
    let here = context::here()?;
    let query = here.split_once('?').map_or("", |(_, query)| query);
    let ids = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "invoice");
    Ok(ids.filter_map(|(_, id)| id.parse().ok()).take(payment::MAX_INVOICES).collect())
}

/// They come sorted by currency.
fn groups(payable: Vec<Payable>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for invoice in payable {
        match groups.last_mut().filter(|group| group.sum.currency == invoice.open.currency) {
            Some(group) => {
                group.sum.minor = group.sum.minor.saturating_add(invoice.open.minor);
                group.invoices.push(invoice);
            }
            None => groups.push(Group { sum: invoice.open, invoices: vec![invoice] }),
        }
    }
    groups
}

fn to_pay(group: &Group) -> ToPay {
    let reference = payment::reference(group.invoices.iter().map(|one| (one.invoice, one.number.as_str())));
    let ids = write_ids(group.invoices.iter().map(|invoice| invoice.invoice));
    ToPay { ids, reference, open: group.sum, minimum: None }
}

fn list(group: &Group) -> impl IntoView + use<> {
    let rows = group.invoices.iter().map(|invoice| {
        let (href, number) = (format!("/portal/invoices/{}", invoice.invoice), invoice.number.clone());
        view! {
            <li class="row">
                <div class="row-main"><a class="row-link" href=href>{number}</a></div>
                <div class="row-side"><Money text=format::money(invoice.open)/></div>
            </li>
        }
    });
    let rows = rows.collect_view();
    let heading = say!("pay-invoices-in", currency = group.sum.currency.code());
    view! {
        <section class="card flush" aria-label=heading>
            <ul class="rows">
                {rows}
                <li class="row">
                    <div class="row-main"><span class="row-title">{say!("pay-sum")}</span></div>
                    <div class="row-side"><Money text=format::money(group.sum) large=true/></div>
                </li>
            </ul>
        </section>
    }
}

fn pay_these(group: &Group) -> impl IntoView + use<> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for invoice in &group.invoices {
        query.append_pair("invoice", &invoice.invoice.to_string());
    }
    let href = format!("/portal/pay?{}", query.finish());
    let label = say!("pay-amount-of", amount = format::money(group.sum));
    view! { <div class="actions"><LinkButton href icon=icondata::LuWallet>{label}</LinkButton></div> }
}
