//! A conversation as both sides see it: the messages, and the form to write one.

use crate::{
    draft_keeper::DraftKeeper,
    flash::{self, FormState},
    format,
    ui::{Button, ButtonLook, DateText, FormErrors, Icon, LinkButton, TextArea},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::message::{Message, Reference, Thread};
use leptos::prelude::*;

/// Who looks at a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Client,
    Staff,
}

/// The messages, oldest first. `path` is the page's address.
pub(crate) fn messages(thread: Thread, side: Side, path: &str, zone: Tz) -> impl IntoView + use<> {
    let now = Utc::now();
    let read = thread.last_read(side == Side::Staff);
    let older = thread.older.map(|seq| {
        let href = format!("{path}?before={seq}#newest");
        view! { <div class="actions thread-older"><LinkButton href look=ButtonLook::Secondary small=true>"Show older messages"</LinkButton></div> }
    });
    let newer = (!thread.is_newest).then(|| {
        let href = format!("{path}#newest");
        view! { <div class="actions thread-older"><LinkButton href look=ButtonLook::Secondary small=true>"Back to the newest messages"</LinkButton></div> }
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
    let author = if message.is_own { "You".to_owned() } else { message.author };
    let about = message.about.map(|about| reference(about, side));
    let read = is_read.then(|| {
        view! { <p class="message-read"><Icon icon=icondata::LuCheckCheck/>"Read"</p> }
    });
    view! {
        <li class="message" data-ours=is_ours.then_some("")>
            <p class="message-head">
                <strong dir="auto">{author}</strong>
                <DateText iso=message.sent_at.to_rfc3339() text=sent(message.sent_at, now, zone)/>
            </p>
            <div class="message-body">
                {about}
                <div class="prose" dir="auto">{message.body}</div>
            </div>
            {read}
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

/// A paper that is written about. Staff have no page for one.
pub(crate) fn reference(about: Reference, side: Side) -> impl IntoView {
    let name = format!("{} {}", about.paper.label(), about.number);
    let name = match side {
        Side::Client => view! { <a href=about.paper.portal_path()>{name}</a> }.into_any(),
        Side::Staff => view! { <span>{name}</span> }.into_any(),
    };
    let title =
        (!about.title.is_empty()).then(|| view! { <span class="muted" dir="auto">{about.title}</span> });
    view! {
        <p class="message-about"><Icon icon=icondata::LuFileText/><span class="dots">{name}{title}</span></p>
    }
}

/// The form under a conversation.
pub(crate) struct Compose {
    /// Of the server function.
    pub(crate) action: &'static str,
    /// Hidden fields: which conversation, which paper.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// As it was sent and refused.
    pub(crate) form: FormState,
    /// What stands in the field to begin with.
    pub(crate) text: String,
    pub(crate) about: Option<Reference>,
    pub(crate) side: Side,
    /// Tells this conversation from others in the browser's memory.
    pub(crate) key: String,
}

impl Compose {
    pub(crate) fn view(self) -> impl IntoView {
        let Self { action, fields, form, text, about, side, key } = self;
        // The fragment brings the browser back to the form when it is refused.
        let action = format!("{action}#write");
        let error = form.error_at("body");
        let value = form.value("body").unwrap_or(text);
        let fields = fields
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view();
        let is_sent = flash::notice().is_some();
        view! {
            <form class="form compose" id="write" method="post" action=action>
                <FormErrors message=form.message().filter(|_| error.is_none())/>
                {fields}
                {about.map(|about| reference(about, side))}
                <TextArea label="Your message" name="body" value error required=true/>
                <DraftKeeper key is_sent/>
                <div class="form-actions"><Button icon=icondata::LuSend>"Send message"</Button></div>
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
