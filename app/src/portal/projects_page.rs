//! The list of projects.

use super::{frame, parts::day_or_dash, project_timeline::project_timeline};
use crate::{
    context,
    error::AppError,
    layout::PortalSection,
    list_query::ListQuery,
    page::page,
    ui::{Order, PageHead, StatusChip, Table},
    words::{InWords as _, say},
};
use domain::{
    page::PageRequest,
    project::{self, ProjectFilter, ProjectSort, ProjectStatus, ProjectSummary},
};
use leptos::prelude::*;

/// `/portal/projects`
#[component]
pub fn ProjectsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let list = ListQuery::read(
        "/portal/projects",
        ProjectStatus::ALL.map(|status| (status.as_str(), status.words())),
        ProjectSort::ALL.map(|sort| (sort.as_str(), sort.words())),
    );
    let filter = ProjectFilter {
        search: list.search.clone(),
        status: list.status.and_then(|status| status.parse().ok()),
        sort: ProjectSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    };
    let db = context::services()?.db;
    let projects = project::list(&db, &viewer.scope, &filter).await?;
    // The picture belongs to the list as one comes to it; who searches or turns pages wants rows.
    let timeline = if filter.search.is_none() && filter.status.is_none() && filter.page == PageRequest::First
    {
        let unfinished = project::unfinished(&db, &viewer.scope).await?;
        Some(project_timeline(&unfinished, context::today()?))
    } else {
        None
    };
    let content = view! {
        <PageHead title=say!("projects-title")/>
        {timeline}
        <div class="list-tools">{list.filters()}{list.toolbar(say!("projects-search"))}</div>
        {if projects.items.is_empty() {
            let nothing_yet = (say!("projects-none"), say!("projects-none-text"));
            list.empty(icondata::LuFolderKanban, nothing_yet, say!("projects-show-all")).into_any()
        } else {
            let pagination = list.pagination(&projects);
            view! {
                <section class="card flush">
                    <Table caption=say!("projects-title")>
                        <thead>
                            <tr>
                                {list.sort_header(say!("project-label"), ("name", Order::Ascending), None, false)}
                                <th scope="col">{say!("project-status")}</th>
                                {list.sort_header(say!("project-starts"), ("newest", Order::Descending), Some(("oldest", Order::Ascending)), false)}
                                {list.sort_header(say!("project-ends"), ("ends", Order::Ascending), None, false)}
                                <th scope="col" class="num">{say!("project-progress")}</th>
                            </tr>
                        </thead>
                        <tbody>{projects.items.into_iter().map(row).collect_view()}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, PortalSection::Projects, &say!("projects-title"), content))
}

fn row(project: ProjectSummary) -> impl IntoView {
    view! {
        <tr>
            <td class="cell-title">
                <a class="row-link" href=format!("/portal/projects/{}", project.id) dir="auto">{project.name}</a>
            </td>
            <td class="cell-status"><StatusChip label=project.status.words() tone=project.status/></td>
            <td class="cell-meta" data-label=say!("project-starts")>{day_or_dash(project.starts_on)}</td>
            <td class="cell-meta" data-label=say!("project-ends")>{day_or_dash(project.ends_on)}</td>
            <td class="cell-amount num">{project.progress_percent}" %"</td>
        </tr>
    }
}
