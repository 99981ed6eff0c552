//! One document: what it is, what it looks like, and its bytes.

use super::{frame, parts::project_fact};
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::PortalSection,
    page::page,
    ui::{
        Alert, Breadcrumbs, ButtonLook, Confirm, DateText, EmptyState, LinkButton, PageHead, Section, Tone,
    },
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
    flash::redirect("/portal/documents", Some("The document is deleted."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let zone = context::company()?.time_zone;
    let db = context::services()?.db;
    let document = document::view(&db, &viewer.scope, context::route_id()?, chrono::Utc::now()).await?;
    let refusal = flash::form::<TakeBackDocument>()
        .message()
        .map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> });
    let DocumentDetail { summary, uploaded_by, request, topic, may_be_taken_back } = document;
    let name = summary.name.clone();
    let base = format!("/portal/documents/{}", summary.id);
    let download = summary.is_stored.then(|| {
        view! { <LinkButton href=format!("{base}/download") icon=icondata::LuDownload>"Download"</LinkButton> }
    });
    let take_back = may_be_taken_back.then(|| {
        view! {
            <Confirm
                id="take-back"
                label="Delete"
                title="Delete this document?"
                yes="Delete"
                action=TakeBackDocument::PATH
                field=("document_id", summary.id.to_string())
                look=ButtonLook::Secondary
            >
                <p>"Nobody can open it any more, neither you nor we. This cannot be undone."</p>
            </Confirm>
        }
    });
    let uploaded_by =
        uploaded_by.map(|name| view! { <div><dt>"Uploaded by"</dt><dd dir="auto">{name}</dd></div> });
    let request =
        request.map(|(_, title)| view! { <div><dt>"Handed over for"</dt><dd dir="auto">{title}</dd></div> });
    let topic = topic.map(|topic| {
        view! { <div><dt>"Sent with a message"</dt><dd><a href=topic.portal_path()>"View the conversation"</a></dd></div> }
    });
    let content = view! {
        <Breadcrumbs trail=vec![("/portal/documents".to_owned(), "Documents".to_owned())] here=name.clone()/>
        <PageHead title=name.clone()>{take_back}{download}</PageHead>
        {refusal}
        <div class="split aside-first">
            <div class="stack">{preview(&summary, &base)}</div>
            <aside class="stack">
                <Section id="facts" title="About this file">
                    <dl class="facts">
                        <div><dt>"Type"</dt><dd>{format::file_type(&summary.content_type)}</dd></div>
                        <div><dt>"Size"</dt><dd>{format::size(summary.size_bytes)}</dd></div>
                        <div>
                            <dt>"Added"</dt>
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
    let src = href.clone();
    match document.preview() {
        Some(Preview::Image) => view! {
            <Section id="preview" title="Preview">
                <a class="preview" href=href><img src=src alt=format!("The picture {name}")/></a>
            </Section>
        }
        .into_any(),
        Some(Preview::Pdf) => {
            let side = view! { <a class="more" href=href>"Open in full"</a> }.into_any();
            view! {
                <Section id="preview" title="Preview" side>
                    <iframe class="preview" src=src title=format!("The document {name}")></iframe>
                </Section>
            }
            .into_any()
        }
        None => {
            let (title, text) = if document.is_stored {
                ("No preview", "Files of this type can be downloaded, and opened on your device.")
            } else {
                ("Not available here", "This file was kept elsewhere. Please ask us for it.")
            };
            view! { <section class="card"><EmptyState icon=icondata::LuFile title text/></section> }
                .into_any()
        }
    }
}
