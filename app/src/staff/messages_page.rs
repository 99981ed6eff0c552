//! Conversations with all clients.

use super::frame::frame;
use crate::{
    context,
    error::AppError,
    flash, format,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    ui::{DateText, PageHead, StatusChip, Tone},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    id::ClientId,
    message::{
        ConversationSummary,
        staff::{self, Attention, ConversationFilter},
    },
};
use leptos::prelude::*;

/// `/staff/messages`
#[component]
pub fn MessagesPage() -> impl IntoView {
    page(load())
}

/// Leads to the general conversation with a client.
///
/// # Errors
/// As [`staff::with_client`].
#[server(endpoint = "staff/open-conversation")]
pub async fn open_conversation(client_id: ClientId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let id = staff::with_client(&context::services()?.db, &viewer.staff, client_id).await?;
    flash::redirect(&format!("/staff/messages/{id}#write"), None);
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let zone = context::zone()?;
    let list = ListQuery::read(
        "/staff/messages",
        Attention::ALL.map(|attention| (attention.as_str(), attention.label().into())),
        [("newest", "Newest first".into())],
    );
    let filter = ConversationFilter {
        search: list.search.clone(),
        attention: Attention::ALL.into_iter().find(|attention| Some(attention.as_str()) == list.status),
        page: list.page.clone(),
    };
    let found = staff::list(&context::services()?.db, &viewer.staff, &filter).await?;
    let now = Utc::now();
    let content = view! {
        <PageHead title="Messages"/>
        <div class="list-tools">{list.filters()}{list.toolbar("Search client or project")}</div>
        {if found.items.is_empty() {
            let nothing_yet = ("No messages yet", "What clients write to you appears here. To write first, open a client.");
            list.empty(icondata::LuMessagesSquare, nothing_yet, "Show all messages").into_any()
        } else {
            let pagination = list.pagination(&found);
            let rows = found.items.into_iter().map(|one| row(one, now, zone)).collect_view();
            view! { <section class="card flush"><ul class="rows notices">{rows}</ul>{pagination}</section> }.into_any()
        }}
    };
    Ok(frame(viewer, StaffSection::Messages, "Messages", content))
}

fn row(one: ConversationSummary, now: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let is_new = one.unread > 0;
    let project = one.project_name.map(|project| view! { <span class="muted" dir="auto">{project}</span> });
    let waiting = one.is_unanswered.then(|| view! { <StatusChip label="Unanswered" tone=Tone::Warning/> });
    let author = if one.last.is_from_staff { format!("{}: ", one.last.author) } else { String::new() };
    let when = format::when(one.last.sent_at, now, zone);
    view! {
        <li class="row" data-unread=is_new.then_some("")>
            <div class="row-main">
                <div class="row-head">
                    <a class="row-link" href=format!("/staff/messages/{}", one.id) dir="auto">
                        {is_new.then(|| view! { <span class="sr-only">"New: "</span> })}
                        {one.client_name}
                    </a>
                    {project}
                    {waiting}
                </div>
                <span class="row-sub excerpt" dir="auto">{author}{one.last.text}</span>
            </div>
            <DateText iso=one.last.sent_at.to_rfc3339() text=when/>
        </li>
    }
}
