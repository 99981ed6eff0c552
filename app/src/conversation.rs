//! A conversation as both sides see it: the messages, and the form to write one.

use crate::{
    attach_files::{AttachFiles, AttachWords},
    draft_keeper::DraftKeeper,
    flash, format,
    portal::documents_page::actions,
    ui::{Button, ButtonLook, DateText, FormErrors, Icon, LinkButton, TextArea},
    words::say,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    document::Preview,
    message::{Attachment, MAX_FILES, Message, Paper, Reference, Thread},
};
use leptos::prelude::*;

/// Where messages are sent to. They take files, which a server function cannot; the server has handlers of its own for them.
pub const PORTAL_SEND_PATH: &str = "/portal/messages/send";
pub const STAFF_SEND_PATH: &str = "/staff/messages/send";
/// A larger picture is not fetched to be shown among messages.
const MAX_THUMB_BYTES: i64 = 5_000_000;

/// Who looks at a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Client,
    Staff,
}

impl Side {
    fn send_path(self) -> &'static str {
        match self {
            Self::Client => PORTAL_SEND_PATH,
            Self::Staff => STAFF_SEND_PATH,
        }
    }
}

/// The messages, oldest first. `path` is the page's address.
pub(crate) fn messages(thread: Thread, side: Side, path: &str, zone: Tz) -> impl IntoView + use<> {
    let now = Utc::now();
    let read = thread.last_read(side == Side::Staff);
    let older = thread.older.map(|seq| {
        let href = format!("{path}?before={seq}#newest");
        view! { <div class="actions thread-older"><LinkButton href look=ButtonLook::Secondary small=true>{say!("messages-older")}</LinkButton></div> }
    });
    let newer = (!thread.is_newest).then(|| {
        let href = format!("{path}#newest");
        view! { <div class="actions thread-older"><LinkButton href look=ButtonLook::Secondary small=true>{say!("messages-newest")}</LinkButton></div> }
    });
    let items = thread
        .messages
        .into_iter()
        .map(|one| {
            let is_read = read == Some(one.id);
            message(one, side, is_read, now, zone)
        })
        .collect_view();
    view! {
        {older}
        <ol class="thread">{items}</ol>
        <div id="newest" tabindex="-1"></div>
        {newer}
    }
}

fn message(message: Message, side: Side, is_read: bool, now: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let is_ours = message.is_from_staff == (side == Side::Staff);
    let author = if message.is_own { say!("message-you").into_owned() } else { message.author };
    let about = message.about.map(|about| reference(about, side));
    let read = is_read.then(|| {
        view! { <p class="message-read"><Icon icon=icondata::LuCheckCheck/>{say!("message-read")}</p> }
    });
    let is_nothing = message.body.is_empty() && message.files.is_empty();
    let body =
        (!message.body.is_empty()).then(|| view! { <div class="prose" dir="auto">{message.body}</div> });
    let gone = is_nothing.then(|| view! { <p class="muted">{say!("message-files-gone")}</p> });
    let files = (!message.files.is_empty()).then(|| {
        let rows = message.files.into_iter().map(|file| attachment(file, side)).collect_view();
        view! { <ul class="message-files">{rows}</ul> }
    });
    view! {
        <li class="message" data-ours=is_ours.then_some("")>
            <p class="message-head">
                <strong dir="auto">{author}</strong>
                <DateText iso=message.sent_at.to_rfc3339() text=sent(message.sent_at, now, zone)/>
            </p>
            <div class="message-body">
                {about}
                {body}
                {files}
                {gone}
            </div>
            {read}
        </li>
    }
}

/// A file: small pictures are shown, and the others are named. Staff have no page for one.
fn attachment(file: Attachment, side: Side) -> impl IntoView {
    let preview = file.preview();
    let base = match side {
        Side::Client => format!("/portal/documents/{}", file.id),
        Side::Staff => format!("/staff/documents/{}", file.id),
    };
    let href = match side {
        Side::Client => Some(base.clone()),
        Side::Staff if preview.is_some() => Some(format!("{base}/preview")),
        Side::Staff => file.is_stored.then(|| format!("{base}/download")),
    };
    let picture = (preview == Some(Preview::Image) && file.size_bytes <= MAX_THUMB_BYTES).then(|| {
        let (href, src) = (href.clone(), format!("{base}/preview"));
        view! {
            <a class="message-picture" href=href><img src=src loading="lazy" alt=say!("document-picture", name = file.name.clone())/></a>
        }
    });
    let name = match href {
        Some(href) => view! { <a href=href dir="auto">{file.name.clone()}</a> }.into_any(),
        None => view! { <span dir="auto">{file.name.clone()}</span> }.into_any(),
    };
    let actions = actions(&file.name, preview, file.is_stored, &base);
    view! {
        <li class="message-file">
            {picture}
            <div class="message-file-name">
                <Icon icon=icondata::LuPaperclip/>
                <span class="dots">{name}<span class="muted">{format::size(file.size_bytes)}</span></span>
                {actions}
            </div>
        </li>
    }
}

/// `10:12` today, else `23 Nov 2026, 10:12`.
fn sent(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let clock = local.format("%H:%M");
    if local.date_naive() == now.with_timezone(&zone).date_naive() {
        clock.to_string()
    } else {
        format!("{}, {clock}", format::date(local.date_naive()))
    }
}

/// A paper that is written about. Staff have no page for an invoice.
pub(crate) fn reference(about: Reference, side: Side) -> impl IntoView {
    let name = match about.paper {
        Paper::Quote(_) => say!("quote-heading", number = about.number),
        Paper::Invoice(_) => say!("for-you-invoice", number = about.number),
    };
    let href = match (side, about.paper) {
        (Side::Client, paper) => Some(paper.portal_path()),
        (Side::Staff, Paper::Quote(id)) => Some(format!("/staff/quotes/{id}")),
        (Side::Staff, Paper::Invoice(_)) => None,
    };
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    let title =
        (!about.title.is_empty()).then(|| view! { <span class="muted" dir="auto">{about.title}</span> });
    view! {
        <p class="message-about"><Icon icon=icondata::LuFileText/><span class="dots">{name}{title}</span></p>
    }
}

/// The form under a conversation.
pub(crate) struct Compose {
    /// Hidden fields: which conversation, which paper.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// What stands in the field to begin with.
    pub(crate) text: String,
    pub(crate) about: Option<Reference>,
    pub(crate) side: Side,
    /// Tells this conversation from others in the browser's memory.
    pub(crate) key: String,
    /// How large one file may be; `None` for a reader who has no documents.
    pub(crate) max_megabytes: Option<i32>,
}

impl Compose {
    pub(crate) fn view(self) -> impl IntoView {
        let Self { fields, text, about, side, key, max_megabytes } = self;
        let form = flash::form_at(side.send_path());
        // The fragment brings the browser back to the form when it is refused.
        let action = format!("{}#write", side.send_path());
        let (error, file_error) = (form.error_at("body"), form.error_at("file"));
        let value = form.value("body").unwrap_or(text);
        let fields = fields
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view();
        let is_sent = flash::notice().is_some();
        view! {
            <form class="form compose" id="write" method="post" action=action enctype="multipart/form-data">
                <FormErrors message=form.message().filter(|_| form.has_no_fields())/>
                {fields}
                {about.map(|about| reference(about, side))}
                // The text goes before the files: the server reads the form as it comes, and keeps the text if a file is refused.
                <TextArea label=say!("message-label") name="body" value error/>
                <DraftKeeper key is_sent/>
                {max_megabytes.map(|max_megabytes| view! {
                    <AttachFiles max_megabytes max_files=MAX_FILES error=file_error words=AttachWords::new(max_megabytes, MAX_FILES)/>
                })}
                <div class="form-actions"><Button icon=icondata::LuSend>{say!("message-send")}</Button></div>
            </form>
        }
    }
}

/// What stands in the field: what could not be sent, or else the suggestion.
pub(crate) fn begin_with(draft: &str, suggestion: String) -> String {
    if draft.is_empty() { suggestion } else { draft.to_owned() }
}

/// The number of the address's `before`.
pub(crate) fn before() -> Option<i32> {
    crate::context::query("before")?.parse().ok()
}
