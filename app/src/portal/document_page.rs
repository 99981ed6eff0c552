//! One document: what it is, what it looks like, and its bytes.

use super::{
    frame,
    parts::{project_fact, shown},
};
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::PortalSection,
    page::page,
    ui::{
        Alert, Breadcrumbs, ButtonLook, Confirm, DateText, EmptyState, LinkButton, PageHead, Section, Tone,
    },
    words::say,
};
use domain::{
    document::{self, DocumentDetail, DocumentSummary, Preview},
    id::DocumentId,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/portal/documents/{id}`
#[component]
pub fn DocumentPage() -> impl IntoView {
    page(load())
}

/// Deletes what the same person uploaded a short while ago.
///
/// # Errors
/// As [`document::take_back`].
#[server(endpoint = "portal/take-back-document")]
pub async fn take_back_document(document_id: DocumentId) -> Result<(), AppError> {
    let viewer = context::client()?;
    document::take_back(&context::services()?.db, &viewer.scope, document_id, chrono::Utc::now()).await?;
    flash::redirect("/portal/documents", Some(&say!("document-deleted")));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let zone = context::zone()?;
    let db = context::services()?.db;
    let document = document::view(&db, &viewer.scope, context::route_id()?, chrono::Utc::now()).await?;
    let refusal = flash::form::<TakeBackDocument>()
        .message()
        .map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> });
    let DocumentDetail { summary, uploaded_by, request, topic, may_be_taken_back } = document;
    let name = summary.name.clone();
    let base = format!("/portal/documents/{}", summary.id);
    let download = summary.is_stored.then(|| {
        view! { <LinkButton href=format!("{base}/download") icon=icondata::LuDownload>{say!("document-download")}</LinkButton> }
    });
    let take_back = may_be_taken_back.then(|| {
        view! {
            <Confirm
                id="take-back"
                label=say!("document-delete")
                title=say!("document-delete-title")
                yes=say!("document-delete")
                action=TakeBackDocument::PATH
                field=("document_id", summary.id.to_string())
                look=ButtonLook::Secondary
            >
                <p>{say!("document-delete-text")}</p>
            </Confirm>
        }
    });
    let uploaded_by = uploaded_by
        .map(|name| view! { <div><dt>{say!("document-uploaded-by")}</dt><dd dir="auto">{name}</dd></div> });
    let request =
        request.map(|(_, title)| view! { <div><dt>{say!("document-handed-over-for")}</dt><dd dir="auto">{title}</dd></div> });
    let topic = topic.map(|topic| {
        view! { <div><dt>{say!("document-of-message")}</dt><dd><a href=topic.portal_path()>{say!("document-to-conversation")}</a></dd></div> }
    });
    let content = view! {
        <Breadcrumbs trail=vec![("/portal/documents".to_owned(), say!("nav-documents").into_owned())] here=name.clone()/>
        <PageHead title=name.clone()>{take_back}{download}</PageHead>
        {refusal}
        <div class="split aside-first">
            <div class="stack">{preview(&summary, &base)}</div>
            <aside class="stack">
                <Section id="facts" title=say!("document-about")>
                    <dl class="facts">
                        <div><dt>{say!("document-type")}</dt><dd>{format::file_type(&summary.content_type)}</dd></div>
                        <div><dt>{say!("document-size")}</dt><dd>{format::size(summary.size_bytes)}</dd></div>
                        <div>
                            <dt>{say!("document-added")}</dt>
                            <dd><DateText iso=summary.created_at.to_rfc3339() text=format::time(summary.created_at, zone)/></dd>
                        </div>
                        {uploaded_by}
                        {project_fact(summary.project.clone())}
                        {request}
                        {topic}
                    </dl>
                </Section>
            </aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Documents, &name, content))
}

/// The picture; for a PDF a frame with the browser's own viewer, and a link for browsers that have none.
fn preview(document: &DocumentSummary, base: &str) -> impl IntoView + use<> {
    let (href, name) = (format!("{base}/preview"), document.name.clone());
    match document.preview() {
        Some(kind @ Preview::Image) => {
            view! { <Section id="preview" title=say!("document-preview")>{shown(kind, href, name)}</Section> }
                .into_any()
        }
        Some(kind @ Preview::Pdf) => {
            let to_full = href.clone();
            let side = view! { <a class="more" href=to_full>{say!("document-open-in-full")}</a> }.into_any();
            view! { <Section id="preview" title=say!("document-preview") side>{shown(kind, href, name)}</Section> }
                .into_any()
        }
        None => {
            let (title, text) = if document.is_stored {
                (say!("document-no-preview"), say!("document-no-preview-text"))
            } else {
                (say!("document-elsewhere"), say!("document-elsewhere-text"))
            };
            view! { <section class="card"><EmptyState icon=icondata::LuFile title text/></section> }
                .into_any()
        }
    }
}
