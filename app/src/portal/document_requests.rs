//! Files that the company asks for, as a checklist.

use crate::{
    format,
    portal::parts::{day, quoted},
    ui::{ButtonLook, Icon, LinkButton, Section, StatusChip, Tone},
    words::{InWords as _, SLOTS, filled, say},
};
use chrono::NaiveDate;
use domain::document::request::{DocumentRequest, RequestState};
use leptos::prelude::*;

/// By when, and how far that is.
pub(super) fn day_due_and_distance(due: NaiveDate, today: NaiveDate) -> impl IntoView {
    let [slot, _] = SLOTS;
    let distance = format::days_from(today, due);
    filled(&say!("requests-due", day = slot, distance = distance), [day(due).into_any()])
}

/// Why a file was sent back.
pub(super) fn sent_back_because(reason: String) -> impl IntoView {
    let [slot, _] = SLOTS;
    filled(
        &say!("requests-sent-back", reason = slot),
        [view! { <span dir="auto">{reason}</span> }.into_any()],
    )
}

/// The checklist; nothing when nothing is asked for.
pub(super) fn checklist(requests: &[DocumentRequest], today: NaiveDate) -> impl IntoView + use<> {
    let waiting = requests.iter().filter(|request| request.state.waits_for_client()).count();
    let rows = requests.iter().map(|request| row(request, today)).collect_view();
    let count = u64::try_from(waiting).unwrap_or_default();
    (!requests.is_empty()).then(|| {
        let tone = if waiting > 0 { Tone::Warning } else { Tone::Neutral };
        let side = view! { <span class="muted small">{say!("requests-open", count = count)}</span> }.into_any();
        view! {
            <Section id="requests" title=say!("requests-title") icon=icondata::LuClipboardList flush=true tone side>
                <ul class="rows">{rows}</ul>
            </Section>
        }
    })
}

fn row(request: &DocumentRequest, today: NaiveDate) -> impl IntoView + use<> {
    let is_done = request.state == RequestState::Accepted;
    let due = request.due_on.filter(|_| !is_done).map(|due| {
        let tone = request.is_late(today).then_some("danger");
        view! { <span class="request-due" data-tone=tone>{day_due_and_distance(due, today)}</span> }
    });
    let project = request.project.clone().map(|(_, name)| view! { <span dir="auto">{name}</span> });
    let files = request
        .files
        .iter()
        .map(|(id, name)| {
            let (href, name) = (format!("/portal/documents/{id}"), name.clone());
            view! { <a href=href dir="auto">{name}</a> }
        })
        .collect_view();
    let hand_over = request.state.waits_for_client().then(|| {
        let (href, title) =
            (format!("/portal/documents?request={}#upload", request.id), request.title.clone());
        view! {
            <LinkButton href small=true look=ButtonLook::Secondary icon=icondata::LuUpload>
                {say!("requests-hand-over")}<span class="sr-only">" "{quoted(title)}</span>
            </LinkButton>
        }
    });
    let note = (!request.note.is_empty() && !is_done)
        .then(|| view! { <p class="request-note" dir="auto">{request.note.clone()}</p> });
    let reason = (!request.reason.is_empty()).then(|| {
        view! { <p class="request-note" data-tone="danger">{sent_back_because(request.reason.clone())}</p> }
    });
    let icon = if is_done { icondata::LuCircleCheck } else { icondata::LuCircle };
    view! {
        <li class="row milestone request" data-done=is_done.then_some("")>
            <Icon icon/>
            <div class="row-main">
                <div class="row-head">
                    <span class="row-title" dir="auto">{request.title.clone()}</span>
                    <StatusChip label=request.state.words() tone=request.state/>
                </div>
                {note}
                {reason}
                <span class="row-sub dots">{due}{project}{files}</span>
            </div>
            <div class="actions">{hand_over}</div>
        </li>
    }
}
