//! The list of documents, what the company asks for, and the form that takes files.

use super::{document_requests, frame, parts::quoted};
use crate::{
    context,
    error::AppError,
    flash::Flash,
    format,
    layout::PortalSection,
    list_query::ListQuery,
    page::page,
    ui::{
        ButtonLook, Choice, DateText, Icon, LinkButton, Order, PageHead, Section, Table, ToolbarSelect, Words,
    },
    upload_form::{UploadForm, UploadWords},
    words::{InWords as _, say},
};
use chrono_tz::Tz;
use domain::{
    document::{
        self, DocumentFilter, DocumentSort, DocumentSummary, Preview,
        request::{self, DocumentRequest, Overview},
    },
    id::{ClientId, DocumentRequestId, ProjectId},
};
use leptos::prelude::*;

/// Takes files, which a server function cannot; the server has a handler of its own for it.
pub(super) const UPLOAD_PATH: &str = "/portal/documents/upload";

/// `/portal/documents`
#[component]
pub fn DocumentsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let (zone, today) = (context::zone()?, context::today()?);
    let db = context::services()?.db;
    let overview = request::overview(&db, &viewer.scope).await?;
    let asked_for = context::query("project").and_then(|id| id.parse::<ProjectId>().ok());
    let project = asked_for.filter(|id| overview.projects.iter().any(|(known, _)| known == id));
    let list =
        ListQuery::read("/portal/documents", [], DocumentSort::ALL.map(|sort| (sort.as_str(), sort.words())))
            .narrowed("project", project.map(|id| id.to_string()));
    let filter = DocumentFilter {
        search: list.search.clone(),
        project,
        sort: DocumentSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    };
    let documents = document::list(&db, &viewer.scope, &filter).await?;
    let archive = documents.items.iter().any(|document| document.is_stored).then(|| {
        let (href, words) = match project {
            Some(project) => {
                (format!("/portal/documents.zip?project={project}"), say!("documents-download-project"))
            }
            None => ("/portal/documents.zip".to_owned(), say!("documents-download-all")),
        };
        view! { <LinkButton href look=ButtonLook::Secondary icon=icondata::LuFileArchive>{words}</LinkButton> }
    });
    let toolbar = list.toolbar_with(say!("documents-search"), Some(projects(&overview, project)));
    let content = view! {
        <PageHead title=say!("nav-documents")>{archive}</PageHead>
        {document_requests::checklist(&overview.requests, today)}
        {upload(viewer.scope.client_id(), &overview, project)}
        <div class="list-tools">{toolbar}</div>
        {if documents.items.is_empty() {
            let nothing_yet = (say!("documents-none"), say!("documents-none-text"));
            list.empty(icondata::LuFiles, nothing_yet, say!("documents-show-all")).into_any()
        } else {
            let pagination = list.pagination(&documents);
            view! {
                <section class="card flush">
                    <Table caption=say!("nav-documents")>
                        <thead>
                            <tr>
                                {list.sort_header(say!("document-name"), ("name", Order::Ascending), None, false)}
                                {list.sort_header(say!("project-label"), ("project", Order::Ascending), None, false)}
                                <th scope="col">{say!("document-type")}</th>
                                {list.sort_header(say!("document-added"), ("newest", Order::Descending), Some(("oldest", Order::Ascending)), false)}
                                {list.sort_header(say!("document-size"), ("size", Order::Descending), None, true)}
                                <th scope="col"><span class="sr-only">{say!("document-open")}</span></th>
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
    Ok(frame(viewer, PortalSection::Documents, &say!("nav-documents"), content))
}

/// The choice of one project.
fn projects(overview: &Overview, chosen: Option<ProjectId>) -> AnyView {
    let choices = std::iter::once(Choice::new("", say!("documents-all-projects")))
        .chain(overview.projects.iter().map(|(id, name)| Choice::new(id.to_string(), name)))
        .collect::<Vec<_>>();
    let value = chosen.map(|id| id.to_string()).unwrap_or_default();
    view! { <ToolbarSelect label=say!("project-label") name="project" choices value/> }.into_any()
}

/// The form that takes files: for a request when the address names one, else for a project or for none.
fn upload(client: ClientId, overview: &Overview, project: Option<ProjectId>) -> impl IntoView + use<> {
    let asked_for = context::query("request").and_then(|id| id.parse::<DocumentRequestId>().ok());
    let is_asked = |request: &&DocumentRequest| {
        Some(request.id) == asked_for && request.state.may_be_handed_over().is_ok()
    };
    let request = overview.requests.iter().find(is_asked);
    let title = match request {
        None => say!("upload-title"),
        Some(request) => say!("upload-title-request", title = request.title.clone()),
    };
    let side = request.map(|_| {
        view! { <a class="more" href="/portal/documents">{say!("upload-something-else")}</a> }.into_any()
    });
    let mut fields = vec![("client_id".to_owned(), client.to_string())];
    fields.extend(request.map(|request| ("request_id".to_owned(), request.id.to_string())));
    let projects = if request.is_some() {
        Vec::new()
    } else {
        overview.projects.iter().map(|(id, name)| (id.to_string(), name.clone())).collect()
    };
    let max_megabytes = overview.max_megabytes;
    view! {
        <Section id="upload" title icon=icondata::LuUpload side=side.unwrap_or_else(|| ().into_any())>
            <UploadForm
                action=UPLOAD_PATH.to_owned()
                fields
                projects
                project=project.map(|id| id.to_string()).unwrap_or_default()
                asks_to_share=false
                max_megabytes
                words=UploadWords::new(max_megabytes)
                error=refusal()
            />
        </Section>
    }
}

/// What was wrong with the files before.
fn refusal() -> Option<String> {
    match context::facts().ok()?.flash.as_deref()? {
        Flash::Failed { path, error, .. } if path == UPLOAD_PATH => Some(error.message.clone()),
        Flash::Failed { .. } | Flash::Done(_) => None,
    }
}

fn row(document: DocumentSummary, zone: Tz) -> impl IntoView {
    let added = document.created_at.with_timezone(&zone).date_naive();
    let base = format!("/portal/documents/{}", document.id);
    let actions = actions(&document.name, document.preview(), document.is_stored, &base);
    let project = document.project.map(|(id, name)| {
        view! { <a href=format!("/portal/projects/{id}") dir="auto">{name}</a> }
    });
    let source = match (document.is_of_message, document.is_by_client) {
        (true, _) => Some(say!("document-of-message")),
        (false, true) => Some(say!("document-by-you")),
        (false, false) => None,
    };
    let source = source.map(|source| view! { <span class="cell-sub">{source}</span> });
    view! {
        <tr>
            <td class="cell-title"><a class="row-link" href=base dir="auto">{document.name}</a>{source}</td>
            <td class="cell-meta">{project}</td>
            <td class="cell-hide">{format::file_type(&document.content_type)}</td>
            <td class="cell-meta"><DateText iso=document.created_at.to_rfc3339() text=format::date(added)/></td>
            <td class="cell-amount num">{format::size(document.size_bytes)}</td>
            <td class="cell-actions not-phone">{actions}</td>
        </tr>
    }
}

/// Links to the bytes, as far as there are any. `base` is the document's address, on the client's or the staff's side.
pub(crate) fn actions(
    name: &str,
    preview: Option<Preview>,
    is_stored: bool,
    base: &str,
) -> impl IntoView + use<> {
    let link = |to: &str, words: Words, icon| {
        let name = name.to_owned();
        view! {
            <a class="button small" data-look="quiet" href=format!("{base}/{to}")>
                <Icon icon/>
                <span class="sr-only">{words}" "{quoted(name)}</span>
            </a>
        }
    };
    let preview = preview.map(|_| link("preview", say!("document-preview"), icondata::LuEye));
    let download = is_stored.then(|| link("download", say!("document-download"), icondata::LuDownload));
    view! { <div class="actions">{preview}{download}</div> }
}
