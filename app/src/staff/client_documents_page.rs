//! The Documents tab: a client's files, shared with it or not, and what it is asked for.

use super::{
    client_page::head,
    document_requests::{self, AcceptDocument, SendBackDocument, WithdrawDocumentRequest},
    frame::{failure, frame},
};
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    portal::documents_page::actions,
    ui::{Alert, Button, ButtonLook, Confirm, DateText, Order, Section, StatusChip, Table, Tone},
    upload_form::{UploadForm, UploadWords},
    words::InWords as _,
};
use chrono_tz::Tz;
use domain::{
    client,
    document::{
        DocumentFilter, DocumentSort,
        request::{self, Overview},
        staff::{self, StaffDocument},
    },
    id::{ClientId, DocumentId},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Takes files, which a server function cannot; the server has a handler of its own for it.
const UPLOAD_PATH: &str = "/staff/documents/upload";

/// `/staff/clients/{id}/documents`
#[component]
pub fn ClientDocumentsPage() -> impl IntoView {
    page(load())
}

/// Shares a document with its client, or stops sharing it.
///
/// # Errors
/// As [`staff::set_shared`].
#[server(endpoint = "staff/set-document-shared")]
pub async fn set_document_shared(document_id: DocumentId, is_shared: bool) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = staff::set_shared(&context::services()?.db, &viewer.staff, document_id, is_shared).await?;
    let notice = if is_shared {
        "The document is shared, and the client is told."
    } else {
        "The client does not see the document any more."
    };
    flash::redirect(&page_of(client), Some(notice));
    Ok(())
}

/// Deletes a document.
///
/// # Errors
/// As [`staff::delete`].
#[server(endpoint = "staff/delete-document")]
pub async fn delete_document(document_id: DocumentId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = staff::delete(&context::services()?.db, &viewer.staff, document_id).await?;
    flash::redirect(&page_of(client), Some("The document is deleted."));
    Ok(())
}

/// The tab's address.
pub(super) fn page_of(client: ClientId) -> String {
    format!("/staff/clients/{client}/documents")
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let (zone, today) = (context::zone()?, context::today()?);
    let client = client::get(&db, &viewer.staff, context::route_id()?).await?;
    let overview = request::overview_of(&db, &viewer.staff, client.id).await?;
    let sorts = DocumentSort::ALL.map(|sort| (sort.as_str(), sort.words()));
    let list = ListQuery::read(page_of(client.id), [], sorts);
    let filter = DocumentFilter {
        search: list.search.clone(),
        project: None,
        sort: DocumentSort::ALL.into_iter().find(|sort| sort.as_str() == list.sort).unwrap_or_default(),
        page: list.page.clone(),
    };
    let documents = staff::list(&db, &viewer.staff, client.id, &filter).await?;
    let content = view! {
        {head(&client, "documents")}
        {refusal()}
        {document_requests::list(&overview.requests, today)}
        <div class="two">
            {upload(client.id, &overview)}
            {document_requests::form(client.id, &overview)}
        </div>
        <div class="list-tools">{list.toolbar("Search document or project")}</div>
        {if documents.items.is_empty() {
            let nothing_yet = ("No documents yet", "What you upload here, and what the client hands over, is listed here.");
            list.empty(icondata::LuFiles, nothing_yet, "Show all documents").into_any()
        } else {
            let pagination = list.pagination(&documents);
            view! {
                <section class="card flush">
                    <Table caption="Documents">
                        <thead>
                            <tr>
                                {list.sort_header("Name", ("name", Order::Ascending), None, false)}
                                <th scope="col">"Client"</th>
                                {list.sort_header("Added", ("newest", Order::Descending), Some(("oldest", Order::Ascending)), false)}
                                {list.sort_header("Size", ("size", Order::Descending), None, true)}
                                <th scope="col"><span class="sr-only">"Open and change"</span></th>
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
    Ok(frame(viewer, StaffSection::Clients, &format!("Documents of {}", client.name), content))
}

/// What a button that was refused has to say.
fn refusal() -> impl IntoView {
    let paths = [
        SetDocumentShared::PATH,
        DeleteDocument::PATH,
        AcceptDocument::PATH,
        SendBackDocument::PATH,
        WithdrawDocumentRequest::PATH,
    ];
    failure(&paths).map(|error| view! { <Alert tone=Tone::Danger><p>{error.message}</p></Alert> })
}

fn upload(client: ClientId, overview: &Overview) -> impl IntoView + use<> {
    let projects = overview.projects.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let max_megabytes = overview.max_megabytes;
    view! {
        <Section id="upload" title="Upload files" icon=icondata::LuUpload>
            <UploadForm
                action=UPLOAD_PATH.to_owned()
                fields=vec![("client_id".to_owned(), client.to_string())]
                projects
                project=String::new()
                asks_to_share=true
                max_megabytes
                words=UploadWords::new(max_megabytes)
                error=failure(&[UPLOAD_PATH]).map(|error| error.message)
            />
        </Section>
    }
}

fn row(document: StaffDocument, zone: Tz) -> impl IntoView {
    let StaffDocument { summary, is_shared, uploaded_by } = document;
    let added = summary.created_at.with_timezone(&zone).date_naive();
    let base = format!("/staff/documents/{}", summary.id);
    let links = actions(&summary.name, summary.preview(), summary.is_stored, &base);
    let (label, tone) = if is_shared { ("Shared", Tone::Success) } else { ("Not shared", Tone::Neutral) };
    let about = summary.name.clone();
    let (id, question) = (summary.id.to_string(), about.clone());
    let project = summary.project.clone().map(|(_, name)| view! { <span dir="auto">{name}</span> });
    let by = uploaded_by.map(|name| view! { <span>"By "<bdi>{name}</bdi></span> });
    let with = summary.is_of_message.then(|| view! { <span>"With a message"</span> });
    let (words, spoken) = (if is_shared { "Stop sharing" } else { "Share" }, about.clone());
    let toggle = view! {
        <form method="post" action=SetDocumentShared::PATH>
            <input type="hidden" name="document_id" value=id.clone()/>
            <input type="hidden" name="is_shared" value=if is_shared { "false" } else { "true" }/>
            <Button look=ButtonLook::Secondary small=true>
                {words}<span class="sr-only">" “"<bdi>{spoken}</bdi>"”"</span>
            </Button>
        </form>
    };
    view! {
        <tr>
            <td class="cell-title">
                <span class="strong" dir="auto">{summary.name.clone()}</span>
                <span class="cell-sub dots">{project}{by}{with}</span>
            </td>
            <td class="cell-status"><StatusChip label tone/></td>
            <td class="cell-meta"><DateText iso=summary.created_at.to_rfc3339() text=format::date(added)/></td>
            <td class="cell-amount num">{format::size(summary.size_bytes)}</td>
            <td class="cell-actions">
                <div class="actions">
                    {links}
                    {toggle}
                    <Confirm
                        id=format!("delete-{id}")
                        label="Delete"
                        about
                        title="Delete this document?"
                        yes="Delete"
                        action=DeleteDocument::PATH
                        field=("document_id", id)
                        look=ButtonLook::Quiet
                        small=true
                    >
                        <p><strong dir="auto">{question}</strong>" is gone for the client and for you. This cannot be undone."</p>
                    </Confirm>
                </div>
            </td>
        </tr>
    }
}
