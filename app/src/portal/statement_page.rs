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
        Words,
    },
    words::{language, say},
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
            <LinkButton href=pdf look=ButtonLook::Secondary icon=icondata::LuDownload>{say!("statement-download-pdf")}</LinkButton>
            <LinkButton href=csv look=ButtonLook::Secondary icon=icondata::LuDownload>{say!("statement-download-csv")}</LinkButton>
        }
    });
    let accounts = statement.accounts.iter().map(|account| self::account(account, period)).collect_view();
    let content = view! {
        <Breadcrumbs
            trail=vec![("/portal/invoices".to_owned(), say!("invoices-title").into_owned())]
            here=say!("invoices-statement")
        />
        <PageHead title=say!("statement-title") lead>
            {downloads}
        </PageHead>
        <form class="period" method="get" action="/portal/statement">
            <Field label=say!("statement-from") name="from" kind="date" value=period.from.to_string() required=true/>
            <Field label=say!("statement-to") name="to" kind="date" value=period.to.to_string() required=true/>
            <Button look=ButtonLook::Secondary>{say!("statement-show")}</Button>
        </form>
        {statement.is_cut.then(|| view! {
            <Alert tone=Tone::Warning title=say!("statement-cut")>
                <p>{say!("statement-cut-text", entries = MAX_ENTRIES)}</p>
            </Alert>
        })}
        {if statement.accounts.is_empty() {
            view! {
                <section class="card">
                    <EmptyState
                        icon=icondata::LuReceiptText
                        title=say!("statement-nothing")
                        text=say!("statement-nothing-text")
                    />
                </section>
            }
            .into_any()
        } else {
            accounts.into_any()
        }}
    };
    Ok(frame(viewer, PortalSection::Invoices, &say!("statement-title"), content))
}

/// One currency.
fn account(account: &Account, period: Period) -> impl IntoView + use<> {
    let code = account.currency.code();
    let figure = |label: Words, amount: Amount, large: bool| {
        view! { <div><dt>{label}</dt><dd><Money text=format::money(amount) large/></dd></div> }
    };
    let rows = account.entries.iter().map(entry).collect_view();
    let first = edge(say!("statement-opening"), period.from, account.opening);
    let last = edge(say!("statement-closing"), period.to, account.closing);
    view! {
        <section class="stack" aria-label=say!("statement-account-in", currency = code)>
            <section class="card">
                <div class="card-body">
                    <dl class="facts columns">
                        {figure(say!("statement-opening"), account.opening, false)}
                        {figure(say!("statement-invoiced"), account.invoiced, false)}
                        {figure(say!("statement-paid"), account.paid, false)}
                        {figure(say!("statement-closing"), account.closing, true)}
                    </dl>
                </div>
            </section>
            {ages(&account.ages, period)}
            <section class="card flush">
                <Table caption=say!("statement-entries-in", currency = code)>
                    <thead>
                        <tr>
                            <th scope="col">{say!("statement-day")}</th>
                            <th scope="col">{say!("statement-entry")}</th>
                            <th scope="col">{say!("statement-reference")}</th>
                            <th scope="col" class="num">{say!("statement-amount")}</th>
                            <th scope="col" class="num">{say!("statement-balance")}</th>
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

fn edge(label: Words, on: chrono::NaiveDate, balance: Amount) -> impl IntoView {
    view! {
        <tr>
            <td class="cell-meta">{day(on)}</td>
            <td class="cell-title"><span class="strong">{label}</span></td>
            <td class="cell-hide"></td>
            <td class="cell-hide"></td>
            <td class="cell-amount num"><strong><Money text=format::money(balance)/></strong></td>
        </tr>
    }
}

fn entry(entry: &Entry) -> impl IntoView + use<> {
    let label = entry.label(language());
    view! {
        <tr>
            <td class="cell-meta">{day(entry.day)}</td>
            <td class="cell-title"><a class="row-link" href=format!("/portal/invoices/{}", entry.invoice)>{label}</a></td>
            <td class="cell-hide" dir="auto">{entry.reference.clone()}</td>
            <td class="cell-amount num"><Money text=format::money(entry.amount)/></td>
            <td class="cell-hide num"><Money text=format::money(entry.balance)/></td>
        </tr>
    }
}

/// Only groups that hold something, unless nothing does.
fn ages(ages: &Ages, period: Period) -> impl IntoView + use<> {
    let groups =
        ages.groups(language()).into_iter().filter(|(_, amount)| amount.minor != 0).collect::<Vec<_>>();
    (!groups.is_empty()).then(|| {
        let title = say!("statement-open-on", day = format::date(period.to));
        let rows = groups.into_iter().map(|(label, amount)| {
            view! { <div><dt>{label}</dt><dd><Money text=format::money(amount)/></dd></div> }
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
