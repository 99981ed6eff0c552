//! Asking a client for files, and deciding on what was handed over.

use super::client_documents_page::page_of;
use crate::{
    context,
    error::AppError,
    flash, format,
    ui::{
        Button, ButtonLook, Choice, Confirm, DateText, Field, FormErrors, Icon, Section, Select, StatusChip,
    },
};
use chrono::NaiveDate;
use domain::{
    document::request::{self, DocumentRequest, MAX_NOTE_CHARS, NewRequest, Overview},
    id::{ClientId, DocumentRequestId, ProjectId},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Asks a client for a file.
///
/// # Errors
/// As [`request::ask`].
#[server(endpoint = "staff/request-document")]
pub async fn request_document(
    client_id: ClientId,
    #[server(default)] title: String,
    #[server(default)] note: String,
    #[server(default)] due_on: String,
    #[server(default)] project_id: String,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let project_id = match project_id.as_str() {
        "" => None,
        id => Some(id.parse::<ProjectId>().map_err(|_| AppError::not_found())?),
    };
    let typed = NewRequest { title, note, due_on, project_id };
    request::ask(&context::services()?.db, &viewer.staff, client_id, typed, context::today()?).await?;
    flash::redirect(&page_of(client_id), Some("The client is asked for the file."));
    Ok(())
}

/// Accepts what was handed over.
///
/// # Errors
/// As [`request::accept`].
#[server(endpoint = "staff/accept-document")]
pub async fn accept_document(request_id: DocumentRequestId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = request::accept(&context::services()?.db, &viewer.staff, request_id).await?;
    flash::redirect(&page_of(client), Some("The file is accepted, and the client is told."));
    Ok(())
}

/// Sends back what was handed over.
///
/// # Errors
/// As [`request::send_back`].
#[server(endpoint = "staff/send-back-document")]
pub async fn send_back_document(
    request_id: DocumentRequestId,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = request::send_back(&context::services()?.db, &viewer.staff, request_id, &reason).await?;
    flash::redirect(&page_of(client), Some("The file is sent back, and the client is told."));
    Ok(())
}

/// Withdraws a request.
///
/// # Errors
/// As [`request::withdraw`].
#[server(endpoint = "staff/withdraw-document-request")]
pub async fn withdraw_document_request(request_id: DocumentRequestId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let client = request::withdraw(&context::services()?.db, &viewer.staff, request_id).await?;
    flash::redirect(&page_of(client), Some("The request is withdrawn."));
    Ok(())
}

/// What the client is asked for; nothing when it is asked for nothing.
pub(super) fn list(requests: &[DocumentRequest], today: NaiveDate) -> impl IntoView + use<> {
    let rows = requests.iter().map(|request| row(request, today)).collect_view();
    let count = u64::try_from(requests.len()).unwrap_or_default();
    (!requests.is_empty()).then(|| {
        view! {
            <Section id="requests" title="Files you asked for" icon=icondata::LuClipboardList count flush=true>
                <ul class="rows">{rows}</ul>
            </Section>
        }
    })
}

fn row(request: &DocumentRequest, today: NaiveDate) -> impl IntoView + use<> {
    let (title, state) = (request.title.clone(), request.state);
    let (about, question, id) = (title.clone(), title.clone(), request.id.to_string());
    let due = request.due_on.map(|due| {
        let tone = request.is_late(today).then_some("danger");
        let day = view! { <DateText iso=due.to_string() text=format::date(due)/> };
        view! { <span class="request-due" data-tone=tone>"Due "{day}" ("{format::days_from(today, due)}")"</span> }
    });
    let project = request.project.clone().map(|(_, name)| view! { <span dir="auto">{name}</span> });
    let files = request
        .files
        .iter()
        .map(|(id, name)| {
            let (href, name) = (format!("/staff/documents/{id}/download"), name.clone());
            view! { <a href=href dir="auto">{name}</a> }
        })
        .collect_view();
    let reason = (!request.reason.is_empty()).then(|| {
        view! { <p class="request-note">"Sent back: "<span dir="auto">{request.reason.clone()}</span></p> }
    });
    let note = (!request.note.is_empty())
        .then(|| view! { <p class="request-note" dir="auto">{request.note.clone()}</p> });
    let decide = request.state.may_be_decided().is_ok().then(|| decision(request));
    view! {
        <li class="row request">
            <div class="row-main">
                <div class="row-head">
                    <span class="row-title" dir="auto">{title}</span>
                    <StatusChip label=state.label() tone=state/>
                </div>
                {note}
                {reason}
                <span class="row-sub dots">{due}{project}{files}</span>
                {decide}
            </div>
            <div class="actions">
                <Confirm
                    id=format!("withdraw-{id}")
                    label="Withdraw"
                    about
                    title="Withdraw this request?"
                    yes="Withdraw"
                    action=WithdrawDocumentRequest::PATH
                    field=("request_id", id)
                    look=ButtonLook::Quiet
                    small=true
                >
                    <p><strong dir="auto">{question}</strong>" leaves the client’s list. Files that were handed over stay."</p>
                </Confirm>
            </div>
        </li>
    }
}

/// Yes, or no with a reason. What was refused before stands in its own row again.
fn decision(request: &DocumentRequest) -> impl IntoView + use<> {
    let id = request.id.to_string();
    let state = flash::form::<SendBackDocument>();
    let is_own = state.value("request_id").is_some_and(|typed| typed == id);
    let error = state.error_at("reason").filter(|_| is_own);
    let (field, hint) = (format!("reason-{id}"), format!("reason-{id}-error"));
    let is_wrong = error.is_some();
    let described_by = is_wrong.then(|| hint.clone());
    let typed = state.value("reason").filter(|_| is_own).unwrap_or_default();
    let (first, second, own_id) = (request.title.clone(), request.title.clone(), id.clone());
    view! {
        <div class="request-decision">
            <form method="post" action=AcceptDocument::PATH>
                <input type="hidden" name="request_id" value=own_id/>
                <Button small=true>"Accept"<span class="sr-only">" “"<bdi>{first}</bdi>"”"</span></Button>
            </form>
            <details open=is_wrong>
                <summary>"Send back"<span class="sr-only">" “"<bdi>{second}</bdi>"”"</span></summary>
                <form class="form" method="post" action=SendBackDocument::PATH>
                    <input type="hidden" name="request_id" value=id/>
                    <div class="field">
                        <label for=field.clone()>"What is missing?"</label>
                        <textarea
                            class="field-control"
                            id=field
                            name="reason"
                            rows="2"
                            required=true
                            maxlength=MAX_NOTE_CHARS
                            aria-invalid=is_wrong.then_some("true")
                            aria-describedby=described_by
                        >
                            {typed}
                        </textarea>
                        {error.map(|error| view! { <p class="field-error" id=hint><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
                    </div>
                    <div class="form-actions"><Button small=true look=ButtonLook::Secondary>"Send back"</Button></div>
                </form>
            </details>
        </div>
    }
}

/// The form that asks for a file.
pub(super) fn form(client: ClientId, overview: &Overview) -> impl IntoView + use<> {
    let state = flash::form::<RequestDocument>();
    let typed = state.clone();
    let value = move |name: &str| typed.value(name).unwrap_or_default();
    let message = state.message().filter(|_| state.has_no_fields());
    let choices = std::iter::once(Choice::new("", "No project"))
        .chain(overview.projects.iter().map(|(id, name)| Choice::new(id.to_string(), name)))
        .collect::<Vec<_>>();
    let note_error = state.error_at("note");
    let is_wrong = note_error.is_some();
    view! {
        <Section id="ask" title="Ask for a file" icon=icondata::LuClipboardList>
            <form class="form" method="post" action=RequestDocument::PATH>
                <FormErrors message/>
                <input type="hidden" name="client_id" value=client.to_string()/>
                <Field label="Which file" name="title" value=value("title") error=state.error_at("title") required=true maxlength=120/>
                <div class="field">
                    <label for="f-note">"Note"</label>
                    <textarea
                        class="field-control"
                        id="f-note"
                        name="note"
                        rows="3"
                        maxlength=MAX_NOTE_CHARS
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=is_wrong.then_some("f-note-error")
                    >
                        {value("note")}
                    </textarea>
                    {note_error.map(|error| view! { <p class="field-error" id="f-note-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
                </div>
                <Field label="Needed by" name="due_on" kind="date" value=value("due_on") error=state.error_at("due_on")/>
                {(choices.len() > 1).then(|| view! {
                    <Select label="Project" name="project_id" id="ask-project" options=choices value=value("project_id")/>
                })}
                <div class="form-actions"><Button>"Ask"</Button></div>
            </form>
        </Section>
    }
}
