//! What the staff's pages share.

use crate::{
    context,
    error::AppError,
    flash::{self, Flash},
    format,
    layout::{DocumentTitle, StaffLayout, StaffSection, flash_message, flash_refusal},
    ui::{DateText, Tone},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{bulk_invitation::RunState, session::StaffViewer};
use leptos::prelude::*;

/// The frame around a page of the staff's side: title, bar, sections, and what the form before has to say.
pub(super) fn frame(
    viewer: StaffViewer,
    section: StaffSection,
    title: &str,
    content: impl IntoView + 'static,
) -> AnyView {
    framed(viewer, section, title, view! { {flash_message()}{content} })
}

/// As [`frame`], for a page that shows the good news in its own way.
pub(super) fn bare_frame(
    viewer: StaffViewer,
    section: StaffSection,
    title: &str,
    content: impl IntoView + 'static,
) -> AnyView {
    framed(viewer, section, title, view! { {flash_refusal()}{content} })
}

fn framed(
    viewer: StaffViewer,
    section: StaffSection,
    title: &str,
    content: impl IntoView + 'static,
) -> AnyView {
    let title =
        context::company().map_or_else(|_| title.to_owned(), |company| format!("{title} · {}", company.name));
    view! {
        <DocumentTitle text=title/>
        <StaffLayout viewer section>{content}</StaffLayout>
    }
    .into_any()
}

/// What went wrong with the form before, if it was one of those that post to `paths`.
pub(super) fn failure(paths: &[&str]) -> Option<AppError> {
    let is_of_these =
        |flash: &Flash| matches!(flash, Flash::Failed { path, .. } if paths.contains(&path.as_str()));
    match flash::say(is_of_these).as_deref()? {
        Flash::Failed { error, .. } => Some(error.clone()),
        Flash::Done(_) => None,
    }
}

/// A moment in the company's time zone, for machines as well; a dash for one that never was.
pub(super) fn moment(at: Option<DateTime<Utc>>, zone: Tz) -> AnyView {
    match at {
        Some(at) => view! { <DateText iso=at.to_rfc3339() text=format::time(at, zone)/> }.into_any(),
        None => view! { <span class="muted">"–"</span> }.into_any(),
    }
}

/// The colour of a run's state.
pub(super) fn run_tone(state: RunState) -> Tone {
    match state {
        RunState::Queued | RunState::Running => Tone::Info,
        RunState::Paused => Tone::Warning,
        RunState::Completed => Tone::Success,
        RunState::Cancelled => Tone::Neutral,
    }
}
