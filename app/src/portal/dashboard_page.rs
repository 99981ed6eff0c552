//! The ClientPortal page: what is owed and what needs a decision.

use super::{
    for_you::{Reader, for_you},
    frame,
    parts::{day, invoice_row},
};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    page::page,
    ui::{ButtonLook, EmptyState, LinkButton, Money, PageHead, Section, StatCard, StatusChip, Tone, Words},
    words::{InWords as _, SLOTS, filled, say},
};
use chrono::NaiveDate;
use domain::{
    access_preset::Section as Part,
    actor::ClientScope,
    dashboard::{self, Dashboard},
    invoice::InvoiceSummary,
    project::ProjectSummary,
    quote::QuoteSummary,
};
use leptos::prelude::*;

/// `/portal`
#[component]
pub fn DashboardPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let dashboard = dashboard::load(&context::services()?.db, &viewer.scope, today).await?;
    let name = viewer.client_name.clone();
    let client = viewer.scope.client_id();
    let reader = Reader { client, today, now: context::now(), zone: context::zone()? };
    let content = view! {
        <PageHead greeting=say!("overview-welcome") title=name lead=format::long_date(today)/>
        {for_you(dashboard.waiting.clone(), reader)}
        {stat_cards(&dashboard, &viewer.scope)}
        {pending_quotes(dashboard.pending_quotes, dashboard.pending_quotes_total, today)}
        <div class="two">
            {viewer.scope.may(Part::Projects).then(|| upcoming_projects(dashboard.upcoming_projects))}
            {viewer.scope.may(Part::Invoices).then(|| recent_invoices(dashboard.recent_invoices))}
        </div>
    };
    Ok(frame(viewer, PortalSection::Overview, &say!("nav-overview"), content))
}

fn upcoming_projects(projects: Vec<ProjectSummary>) -> impl IntoView {
    view! {
        <Section id="upcoming-projects" title=say!("overview-projects") flush=true more=("/portal/projects".to_owned(), say!("overview-projects-all"))>
            {if projects.is_empty() {
                let (title, text) = (say!("overview-projects-none"), say!("projects-none-text"));
                view! { <EmptyState icon=icondata::LuFolderKanban title text/> }.into_any()
            } else {
                view! { <ul class="rows">{projects.into_iter().map(project_row).collect_view()}</ul> }.into_any()
            }}
        </Section>
    }
}

fn recent_invoices(invoices: Vec<InvoiceSummary>) -> impl IntoView {
    view! {
        <Section id="recent-invoices" title=say!("overview-invoices") flush=true more=("/portal/invoices".to_owned(), say!("overview-invoices-all"))>
            {if invoices.is_empty() {
                let (title, text) = (say!("overview-invoices-none"), say!("overview-invoices-none-text"));
                view! { <EmptyState icon=icondata::LuReceiptText title text/> }.into_any()
            } else {
                view! { <ul class="rows">{invoices.into_iter().map(invoice_row).collect_view()}</ul> }.into_any()
            }}
        </Section>
    }
}

/// Four figures, each a link to what it counts; those of parts that the person does not see are left out.
fn stat_cards(dashboard: &Dashboard, scope: &ClientScope) -> impl IntoView + use<> {
    let overdue = match dashboard.overdue_invoices {
        0 => Words::default(),
        overdue => say!("overview-overdue", overdue = overdue),
    };
    let projects = scope.may(Part::Projects).then(|| {
        view! {
            <StatCard
                label=say!("overview-active-projects")
                href="/portal/projects?status=active"
                icon=icondata::LuFolderKanban
                values=vec![dashboard.active_projects.to_string()]
            />
        }
    });
    let pending = scope.may(Part::Invoices).then(|| {
        view! {
            <StatCard
                label=say!("overview-pending-invoices")
                href="/portal/invoices?status=pending"
                icon=icondata::LuReceiptText
                values=vec![dashboard.pending_invoices.to_string()]
                note=overdue
                tone=Tone::Danger
            />
        }
    });
    let documents = scope.may(Part::Documents).then(|| {
        view! {
            <StatCard
                label=say!("nav-documents")
                href="/portal/documents"
                icon=icondata::LuFiles
                values=vec![dashboard.documents.to_string()]
            />
        }
    });
    let balance = scope.may(Part::Invoices).then(|| {
        view! {
            <StatCard
                label=say!("overview-balance")
                href="/portal/invoices?status=pending&sort=balance"
                icon=icondata::LuWallet
                values=dashboard.outstanding.iter().copied().map(format::money).collect()
            />
        }
    });
    view! { <div class="stats">{projects}{pending}{documents}{balance}</div> }
}

/// What waits for a decision; nothing when nothing does.
fn pending_quotes(quotes: Vec<QuoteSummary>, total: i64, today: NaiveDate) -> impl IntoView {
    (!quotes.is_empty()).then(|| {
        let rows = quotes.into_iter().map(|quote| pending_quote_row(quote, today)).collect_view();
        view! {
            <Section
                id="pending-quotes"
                title=say!("overview-quotes")
                icon=icondata::LuFilePenLine
                count=total.unsigned_abs()
                tone=Tone::Warning
                flush=true
                more=("/portal/quotes?status=sent".to_owned(), say!("overview-quotes-all"))
            >
                <ul class="rows">{rows}</ul>
            </Section>
        }
    })
}

fn pending_quote_row(quote: QuoteSummary, today: NaiveDate) -> impl IntoView {
    let href = format!("/portal/quotes/{}", quote.id);
    // The links' names are short; what they are about is read out after them.
    let about = format!("quote-{}", quote.id);
    let until = quote.valid_until.map(|until| {
        let left = format::days_left(today, until).map(|left| view! { <span class="strong">{left}</span> });
        let [slot, _] = SLOTS;
        let until = filled(&say!("quote-valid-until-day", day = slot), [day(until).into_any()]);
        view! { <span>{until}</span>{left} }
    });
    view! {
        <li class="row">
            <div class="row-main">
                <div id=about.clone()>
                    <a class="row-link" href=href.clone()>{quote.number}</a>
                    {(!quote.title.is_empty()).then(|| view! { " "<span class="soft" dir="auto">{quote.title}</span> })}
                </div>
                <span class="row-sub dots">{until}</span>
            </div>
            <div class="row-side"><Money text=format::money(quote.total)/></div>
            <div class="actions">
                <LinkButton href=href.clone() look=ButtonLook::Secondary small=true attr:aria-describedby=about.clone()>{say!("overview-view")}</LinkButton>
                <LinkButton href=format!("{href}#approve") small=true attr:aria-describedby=about>{say!("quote-approve")}</LinkButton>
            </div>
        </li>
    }
}

fn project_row(project: ProjectSummary) -> impl IntoView {
    view! {
        <li class="row">
            <div class="row-main">
                <div class="row-head">
                    <a class="row-link" href=format!("/portal/projects/{}", project.id) dir="auto">{project.name}</a>
                    <StatusChip label=project.status.words() tone=project.status/>
                </div>
                <span class="row-sub">{format::date_range(project.starts_on, project.ends_on)}</span>
            </div>
        </li>
    }
}
