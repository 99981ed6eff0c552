//! The statement of account: what was billed and paid over a period, and how old is what is open.

use super::{frame, parts::day};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    page::page,
    ui::{
        Alert, Breadcrumbs, Button, ButtonLook, EmptyState, Field, LinkButton, Money, PageHead, Table, Tone,
    },
};
use domain::{
    money::Money as Amount,
    statement::{self, Account, Ages, Entry, MAX_ENTRIES, Period},
};
use leptos::prelude::*;

/// `/portal/statement`
#[component]
pub fn StatementPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let (from, to) = (context::query("from"), context::query("to"));
    let period = Period::read(from.as_deref(), to.as_deref(), context::today()?);
    let statement = statement::view(&context::services()?.db, &viewer.scope, period).await?;
    let lead = format::date_range(Some(period.from), Some(period.to));
    let days = format!("?from={}&to={}", period.from, period.to);
    let (pdf, csv) = (format!("/portal/statement.pdf{days}"), format!("/portal/statement.csv{days}"));
    let downloads = (!statement.is_cut).then(|| {
        view! {
            <LinkButton href=pdf look=ButtonLook::Secondary icon=icondata::LuDownload>"Download PDF"</LinkButton>
            <LinkButton href=csv look=ButtonLook::Secondary icon=icondata::LuDownload>"Download CSV"</LinkButton>
        }
    });
    let accounts = statement.accounts.iter().map(|account| self::account(account, period)).collect_view();
    let content = view! {
        <Breadcrumbs trail=vec![("/portal/invoices".to_owned(), "Invoices".to_owned())] here="Statement"/>
        <PageHead title="Statement of account" lead>
            {downloads}
        </PageHead>
        <form class="period" method="get" action="/portal/statement">
            <Field label="From" name="from" kind="date" value=period.from.to_string() required=true/>
            <Field label="To" name="to" kind="date" value=period.to.to_string() required=true/>
            <Button look=ButtonLook::Secondary>"Show"</Button>
        </form>
        {statement.is_cut.then(|| view! {
            <Alert tone=Tone::Warning title="This period is too long to show whole">
                <p>{format!("Only its first {MAX_ENTRIES} entries are listed; the sums are complete. Choose a shorter period to see all of it, and to download it.")}</p>
            </Alert>
        })}
        {if statement.accounts.is_empty() {
            view! {
                <section class="card">
                    <EmptyState
                        icon=icondata::LuReceiptText
                        title="Nothing up to this day"
                        text="Invoices and payments appear here as soon as there are any."
                    />
                </section>
            }
            .into_any()
        } else {
            accounts.into_any()
        }}
    };
    Ok(frame(viewer, PortalSection::Invoices, "Statement of account", content))
}

/// One currency.
fn account(account: &Account, period: Period) -> impl IntoView + use<> {
    let code = account.currency.code();
    let figure = |label: &'static str, amount: Amount, large: bool| {
        view! { <div><dt>{label}</dt><dd><Money text=amount.to_string() large/></dd></div> }
    };
    let rows = account.entries.iter().map(entry).collect_view();
    let first = edge("Opening balance", period.from, account.opening);
    let last = edge("Closing balance", period.to, account.closing);
    view! {
        <section class="stack" aria-label=format!("Account in {code}")>
            <section class="card">
                <div class="card-body">
                    <dl class="facts columns">
                        {figure("Opening balance", account.opening, false)}
                        {figure("Invoiced", account.invoiced, false)}
                        {figure("Paid", account.paid, false)}
                        {figure("Closing balance", account.closing, true)}
                    </dl>
                </div>
            </section>
            {ages(&account.ages, period)}
            <section class="card flush">
                <Table caption=format!("Entries in {code}")>
                    <thead>
                        <tr>
                            <th scope="col">"Day"</th>
                            <th scope="col">"Entry"</th>
                            <th scope="col">"Reference"</th>
                            <th scope="col" class="num">"Amount"</th>
                            <th scope="col" class="num">"Balance"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {first}
                        {rows}
                        {last}
                    </tbody>
                </Table>
            </section>
        </section>
    }
}

fn edge(label: &'static str, on: chrono::NaiveDate, balance: Amount) -> impl IntoView {
    view! {
        <tr>
            <td class="cell-meta">{day(on)}</td>
            <td class="cell-title"><span class="strong">{label}</span></td>
            <td class="cell-hide"></td>
            <td class="cell-hide"></td>
            <td class="cell-amount num"><strong><Money text=balance.to_string()/></strong></td>
        </tr>
    }
}

fn entry(entry: &Entry) -> impl IntoView + use<> {
    let label = entry.label();
    view! {
        <tr>
            <td class="cell-meta">{day(entry.day)}</td>
            <td class="cell-title"><a class="row-link" href=format!("/portal/invoices/{}", entry.invoice)>{label}</a></td>
            <td class="cell-hide" dir="auto">{entry.reference.clone()}</td>
            <td class="cell-amount num"><Money text=entry.amount.to_string()/></td>
            <td class="cell-hide num"><Money text=entry.balance.to_string()/></td>
        </tr>
    }
}

/// Only groups that hold something, unless nothing does.
fn ages(ages: &Ages, period: Period) -> impl IntoView + use<> {
    let groups = ages.groups().into_iter().filter(|(_, amount)| amount.minor != 0).collect::<Vec<_>>();
    (!groups.is_empty()).then(|| {
        let title = format!("Open on {}", format::date(period.to));
        let rows = groups.into_iter().map(|(label, amount)| {
            view! { <div><dt>{label}</dt><dd><Money text=amount.to_string()/></dd></div> }
        });
        let heading = title.clone();
        view! {
            <section class="card" aria-label=heading>
                <header class="card-head"><h2>{title}</h2></header>
                <div class="card-body"><dl class="facts">{rows.collect_view()}</dl></div>
            </section>
        }
    })
}
