//! The list of documents.

use super::frame;
use crate::{
    context,
    error::AppError,
    format,
    layout::PortalSection,
    list_query::ListQuery,
    page::page,
    ui::{DateText, Order, PageHead, Table},
};
use chrono_tz::Tz;
use domain::document::{self, DocumentFilter, DocumentSort, DocumentSummary};
use leptos::prelude::*;

/// `/portal/documents`
#[component]
pub fn DocumentsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let zone = context::zone()?;
    let list =
        ListQuery::read("/portal/documents", [], DocumentSort::ALL.map(|sort| (sort.as_str(), sort.label())));
    let filter = DocumentFilter {
        search: list.search.clone(),
        sort: DocumentSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    };
    let documents = document::list(&context::services()?.db, &viewer.scope, &filter).await?;
    let content = view! {
        <PageHead title="Documents"/>
        <div class="list-tools">{list.toolbar("Search document or project")}</div>
        {if documents.items.is_empty() {
            let nothing_yet = ("No documents yet", "Files that are shared with you appear here.");
            list.empty(icondata::LuFiles, nothing_yet, "Show all documents").into_any()
        } else {
            let pagination = list.pagination(&documents);
            view! {
                <section class="card flush">
                    <Table caption="Documents">
                        <thead>
                            <tr>
                                {list.sort_header("Name", ("name", Order::Ascending), None, false)}
                                {list.sort_header("Project", ("project", Order::Ascending), None, false)}
                                <th scope="col">"Type"</th>
                                {list.sort_header("Added", ("newest", Order::Descending), Some(("oldest", Order::Ascending)), false)}
                                {list.sort_header("Size", ("size", Order::Descending), None, true)}
                            </tr>
                        </thead>
                        <tbody>{documents.items.into_iter().map(|document| row(document, zone)).collect_view()}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, PortalSection::Documents, "Documents", content))
}

fn row(document: DocumentSummary, zone: Tz) -> impl IntoView {
    let added = document.created_at.with_timezone(&zone).date_naive();
    let project = document.project.map(|(id, name)| {
        view! { <a href=format!("/portal/projects/{id}") dir="auto">{name}</a> }
    });
    view! {
        <tr>
            <td class="cell-title"><span class="strong" dir="auto">{document.name}</span></td>
            <td class="cell-meta">{project}</td>
            <td class="cell-hide">{format::file_type(&document.content_type)}</td>
            <td class="cell-meta"><DateText iso=document.created_at.to_rfc3339() text=format::date(added)/></td>
            <td class="cell-amount num">{format::size(document.size_bytes)}</td>
        </tr>
    }
}
