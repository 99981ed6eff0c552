//! Writing with the company: in general, and about each project.

use super::frame;
use crate::{
    context,
    conversation::{self, Compose, Side},
    error::AppError,
    format,
    layout::PortalSection,
    page::page,
    ui::{Breadcrumbs, DateText, EmptyState, PageHead, Section},
    words::{SLOTS, filled, say},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    access_preset::Section as Part,
    actor::ClientScope,
    id::ProjectId,
    message::{self, Conversation, Paper, ProjectTopic, Reference, Topic},
};
use leptos::prelude::*;

/// `/portal/messages`
#[component]
pub fn MessagesPage() -> impl IntoView {
    page(load(None))
}

/// `/portal/messages/{project id}`
#[component]
pub fn ProjectMessagesPage() -> impl IntoView {
    page(async { load(Some(context::route_id()?)).await })
}

async fn load(project: Option<ProjectId>) -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let db = context::services()?.db;
    let (company, zone) = (context::company()?, context::zone()?);
    let topic = project.map_or(Topic::General, Topic::Project);
    let path = topic.portal_path();
    let Conversation { project, thread } =
        message::view(&db, &viewer.scope, topic, conversation::before()).await?;
    // What the address names and is not there counts as not named.
    let about = match named_paper() {
        Some(paper) => message::about(&db, &viewer.scope, paper).await.ok(),
        None => None,
    };
    let side = match topic {
        Topic::General => {
            let topics = message::project_topics(&db, &viewer.scope).await?;
            project_list(topics, Utc::now(), zone).into_any()
        }
        Topic::Project(_) => viewer.scope.may(Part::Messages).then(general_link).into_any(),
    };
    let (title, crumbs) = match &project {
        None => (say!("nav-messages").into_owned(), None),
        Some((_, name)) => {
            let trail = vec![("/portal/messages".to_owned(), say!("nav-messages").into_owned())];
            (name.clone(), Some(view! { <Breadcrumbs trail here=name.clone()/> }))
        }
    };
    let lead = match &project {
        None => say!("messages-lead", company = company.name),
        Some(_) => say!("messages-lead-project", company = company.name),
    };
    let to_project = project
        .as_ref()
        .map(|(id, _)| view! { <a href=format!("/portal/projects/{id}")>{say!("messages-to-project")}</a> });
    let is_empty = thread.messages.is_empty();
    let draft = thread.draft.clone();
    let max_megabytes = viewer.scope.may(Part::Documents).then_some(thread.max_megabytes);
    let messages = if is_empty {
        let (title, text) = (say!("messages-none"), say!("messages-none-text"));
        view! { <EmptyState icon=icondata::LuMessagesSquare title text/> }.into_any()
    } else {
        conversation::messages(thread, Side::Client, &path, zone).into_any()
    };
    let compose =
        compose(&viewer.scope, project.as_ref().map(|(id, _)| *id), about, &draft, &path, max_megabytes);
    let content = view! {
        {crumbs}
        <PageHead title=title.clone() lead>{to_project}</PageHead>
        <div class="split">
            <Section id="conversation" title=say!("messages-conversation")>
                {messages}
                {compose.view()}
            </Section>
            <aside class="stack">{side}</aside>
        </div>
    };
    Ok(frame(viewer, PortalSection::Messages, &title, content))
}

/// The paper that the address names.
fn named_paper() -> Option<Paper> {
    let quote = context::query("quote").and_then(|id| id.parse().ok()).map(Paper::Quote);
    quote.or_else(|| context::query("invoice").and_then(|id| id.parse().ok()).map(Paper::Invoice))
}

fn compose(
    scope: &ClientScope,
    project: Option<ProjectId>,
    about: Option<Reference>,
    draft: &str,
    path: &str,
    max_megabytes: Option<i32>,
) -> Compose {
    let mut fields = vec![("client_id", scope.client_id().to_string())];
    fields.extend(project.map(|id| ("project_id", id.to_string())));
    let mut suggestion = String::new();
    match &about {
        Some(Reference { paper: Paper::Quote(id), number, .. }) => {
            fields.push(("quote_id", id.to_string()));
            if context::query("ask").as_deref() == Some("new-quote") {
                suggestion = say!("messages-ask-new-quote", number = number.clone()).into_owned();
            }
        }
        Some(Reference { paper: Paper::Invoice(id), .. }) => fields.push(("invoice_id", id.to_string())),
        None => {}
    }
    Compose {
        fields,
        text: conversation::begin_with(draft, suggestion),
        about,
        side: Side::Client,
        // One tab may see several clients, and several people.
        key: format!("{path} {} {}", scope.client_id(), scope.user_id()),
        max_megabytes,
    }
}

fn general_link() -> impl IntoView {
    let [slot, _] = SLOTS;
    let link = view! { <a href="/portal/messages">{say!("messages-general-link")}</a> }.into_any();
    let text = filled(&say!("messages-general-text", conversation = slot), [link]);
    view! {
        <Section id="others" title=say!("messages-others")>
            <p>{text}</p>
        </Section>
    }
}

fn project_list(topics: Vec<ProjectTopic>, now: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let list = if topics.is_empty() {
        let (title, text) = (say!("projects-none"), say!("messages-projects-none-text"));
        view! { <EmptyState icon=icondata::LuFolderKanban title text/> }.into_any()
    } else {
        let rows = topics.into_iter().map(|topic| topic_row(topic, now, zone)).collect_view();
        view! { <ul class="rows topics">{rows}</ul> }.into_any()
    };
    view! { <Section id="projects" title=say!("messages-by-project") flush=true>{list}</Section> }
}

fn topic_row(topic: ProjectTopic, now: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let last = match topic.last {
        None => view! { <span class="row-sub">{say!("messages-nothing-written")}</span> }.into_any(),
        Some(last) => {
            let when = format::when(last.sent_at, now, zone);
            view! {
                <span class="row-sub excerpt" dir="auto">{last.text}</span>
                <span class="row-sub"><DateText iso=last.sent_at.to_rfc3339() text=when/></span>
            }
            .into_any()
        }
    };
    let unread = (topic.unread > 0).then(|| {
        view! { <span class="nav-count">{topic.unread}<span class="sr-only">" "{say!("nav-unread")}</span></span> }
    });
    view! {
        <li class="row">
            <div class="row-main">
                <div class="row-head">
                    <a class="row-link" href=format!("/portal/messages/{}", topic.project_id) dir="auto">{topic.name}</a>
                    {unread}
                </div>
                {last}
            </div>
        </li>
    }
}
