//! One project: where it stands, its milestones and its papers.

use super::{
    frame,
    parts::{day, day_or_dash, invoice_row, prose, quote_row},
};
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    page::page,
    ui::{Breadcrumbs, ButtonLook, EmptyState, Icon, LinkButton, PageHead, Section, Words},
    words::{InWords as _, SLOTS, filled, say},
};
use chrono::NaiveDate;
use domain::{
    document::DocumentSummary,
    project::{self, Milestone, ProjectSummary},
};
use leptos::prelude::*;

/// `/portal/projects/{id}`
#[component]
pub fn ProjectPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let project = project::view(&context::services()?.db, &viewer.scope, context::route_id()?, today).await?;
    let name = project.summary.name.clone();
    let summary = project.summary.clone();
    let status = (summary.status.words(), summary.status.into());
    let papers = project.quotes.len() + project.invoices.len() + project.documents.len();
    let content = view! {
        <Breadcrumbs
            trail=vec![("/portal/projects".to_owned(), say!("projects-title").into_owned())]
            here=name.clone()
        />
        <PageHead title=name.clone() lead=format::date_range(summary.starts_on, summary.ends_on) status>
            <LinkButton href=format!("/portal/messages/{}", summary.id) look=ButtonLook::Secondary icon=icondata::LuMessagesSquare>
                {say!("project-ask")}
            </LinkButton>
        </PageHead>
        <div class="split aside-first">
            <div class="stack">
                {(!project.description.is_empty()).then(|| {
                    view! { <Section id="about" title=say!("project-about")>{prose(project.description)}</Section> }
                })}
                {milestones(project.milestones, today)}
                {list("quotes", say!("project-quotes"), project.quotes.into_iter().map(|quote| quote_row(quote).into_any()).collect())}
                {list("invoices", say!("project-invoices"), project.invoices.into_iter().map(|invoice| invoice_row(invoice).into_any()).collect())}
                {list("documents", say!("project-documents"), project.documents.into_iter().map(|document| document_row(document).into_any()).collect())}
                {(papers == 0).then(|| {
                    let (title, text) = (say!("project-no-papers"), say!("project-no-papers-text"));
                    view! { <section class="card"><EmptyState icon=icondata::LuFiles title text/></section> }
                })}
            </div>
            <aside class="stack">{progress(summary)}</aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Projects, &name, content))
}

/// A card with a list, when there is something to list.
fn list(id: &'static str, title: Words, rows: Vec<AnyView>) -> impl IntoView {
    (!rows.is_empty()).then(|| view! { <Section id title flush=true><ul class="rows">{rows}</ul></Section> })
}

fn progress(project: ProjectSummary) -> impl IntoView {
    let percent = project.progress_percent;
    view! {
        <Section id="progress" title=say!("project-progress")>
            <div class="stack">
                <div class="run-head"><span class="run-percent">{percent}" %"</span></div>
                <div
                    class="progress"
                    role="progressbar"
                    aria-labelledby="progress"
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=percent
                >
                    <svg aria-hidden="true"><rect class="progress-done" height="100%" width=format!("{percent}%")></rect></svg>
                </div>
                <dl class="facts">
                    <div><dt>{say!("project-starts")}</dt><dd>{day_or_dash(project.starts_on)}</dd></div>
                    <div><dt>{say!("project-ends")}</dt><dd>{day_or_dash(project.ends_on)}</dd></div>
                </dl>
            </div>
        </Section>
    }
}

fn milestones(milestones: Vec<Milestone>, today: NaiveDate) -> impl IntoView {
    let done = milestones.iter().filter(|milestone| milestone.done_on.is_some()).count();
    (!milestones.is_empty()).then(|| {
        let done = say!("project-milestones-done", done = done, all = milestones.len());
        let side = view! { <span class="muted small">{done}</span> }.into_any();
        let rows = milestones.into_iter().map(|milestone| milestone_row(milestone, today)).collect_view();
        view! {
            <Section id="milestones" title=say!("project-milestones") flush=true side><ol class="rows">{rows}</ol></Section>
        }
    })
}

fn milestone_row(milestone: Milestone, today: NaiveDate) -> impl IntoView {
    let is_done = milestone.done_on.is_some();
    let icon = if is_done { icondata::LuCircleCheck } else { icondata::LuCircle };
    let [slot, _] = SLOTS;
    let when = match (milestone.done_on, milestone.due_on) {
        (Some(done), _) => filled(&say!("project-milestone-done", day = slot), [day(done).into_any()]),
        (None, Some(due)) => {
            let distance = format::days_from(today, due);
            let words = say!("project-milestone-due", day = slot, distance = distance);
            filled(&words, [day(due).into_any()])
        }
        (None, None) => vec![say!("project-milestone-no-date").into_any()],
    };
    view! {
        <li class="row milestone" data-done=is_done.then_some("")>
            <Icon icon/>
            <div class="row-main"><span class="row-title" dir="auto">{milestone.name}</span><span class="row-sub">{when}</span></div>
        </li>
    }
}

fn document_row(document: DocumentSummary) -> impl IntoView {
    view! {
        <li class="row">
            <Icon icon=icondata::LuFile/>
            <div class="row-main">
                <a class="row-link" href=format!("/portal/documents/{}", document.id) dir="auto">{document.name}</a>
                <span class="row-sub dots">
                    <span>{format::file_type(&document.content_type)}</span>
                    <span>{format::size(document.size_bytes)}</span>
                </span>
            </div>
        </li>
    }
}
