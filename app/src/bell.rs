//! The notifications bell: rendered with the page, and kept up to date in the browser by server-sent events.

use crate::ui::{DateText, Icon};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a sentence that a browser gets has its number or name.
pub(crate) const PLACE: &str = "{}";

/// More than this is shown as "99+".
const MOST_SHOWN: i64 = 99;

/// What the bell shows, and how much waits in the section of messages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BellSnapshot {
    pub unread: i64,
    /// Newest first.
    pub newest: Vec<BellNotice>,
    /// Unread messages, or for staff conversations without an answer.
    pub waiting: i64,
}

/// A notification in the bell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BellNotice {
    pub id: String,
    pub title: String,
    /// For machines and for people.
    pub at: String,
    pub when: String,
    pub is_read: bool,
}

/// What the bell says, in the language of the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BellWords {
    pub name: String,
    /// With the number of unread notifications.
    pub name_unread: String,
    /// With the number of unread notifications.
    pub unread: String,
    pub empty: String,
    /// Before an unread notification, for those who do not see that it is one.
    pub new: String,
    /// With the title of what has just come.
    pub news: String,
    pub all: String,
}

impl BellSnapshot {
    /// Whether the other is no news; that time passes is none.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let marks = |snapshot: &Self| {
            let of_all = snapshot.newest.iter().map(|notice| (notice.id.clone(), notice.is_read));
            of_all.collect::<Vec<_>>()
        };
        self.unread == other.unread && self.waiting == other.waiting && marks(self) == marks(other)
    }
}

#[cfg(feature = "ssr")]
impl BellSnapshot {
    /// What the visitor's bell shows, in the language of the request; `None` when nobody is signed in.
    #[must_use]
    pub fn of(visit: &domain::session::Visit) -> Option<Self> {
        use domain::session::Viewer;
        let zone = visit.zone();
        match &visit.viewer {
            Viewer::Client(viewer) => {
                Some(Self::new(viewer.unread, &viewer.bell, viewer.unread_messages, zone))
            }
            Viewer::Staff(viewer) => Some(Self::new(viewer.unread, &viewer.bell, viewer.unanswered, zone)),
            Viewer::SignedOut(_) => None,
        }
    }

    pub(crate) fn new(
        unread: i64,
        bell: &[domain::notification::Notification],
        waiting: i64,
        zone: chrono_tz::Tz,
    ) -> Self {
        let now = chrono::Utc::now();
        let notice = |notification: &domain::notification::Notification| BellNotice {
            id: notification.id.to_string(),
            title: notification.title.clone(),
            at: notification.created_at.to_rfc3339(),
            when: crate::format::when(notification.created_at, now, zone).into_owned(),
            is_read: notification.is_read,
        };
        Self { unread, newest: bell.iter().map(notice).collect(), waiting }
    }
}

/// A count in a small round place.
pub(crate) fn count_text(count: i64) -> String {
    if count > MOST_SHOWN { format!("{MOST_SHOWN}+") } else { count.to_string() }
}

/// A sentence with its number or title.
fn fill(sentence: &str, value: &str) -> String {
    sentence.replace(PLACE, value)
}

/// The bell with its unread count; it opens to the newest notifications. `base` is the side of the portal, `/portal` or `/staff`.
#[island]
pub fn LiveBell(initial: BellSnapshot, base: String, words: BellWords) -> impl IntoView {
    let BellWords { name, name_unread, unread: words_unread, empty, new, news: words_news, all } = words;
    let (bell, set_bell) = signal(initial);
    // Read out, when something new has come while the page was open.
    let (news, set_news) = signal(String::new());
    #[cfg(feature = "hydrate")]
    watch::begin(format!("{base}/notifications/events"), bell, set_bell, set_news, words_news);
    #[cfg(not(feature = "hydrate"))]
    let _ = (set_bell, set_news, words_news);
    let unread = move || bell.with(|bell| bell.unread);
    let heading = name.clone();
    let name = move || match unread() {
        0 => name.clone(),
        unread => fill(&name_unread, &unread.to_string()),
    };
    let action = format!("/fn{base}/open-notification");
    let list = move || {
        let newest = bell.with(|bell| bell.newest.clone());
        if newest.is_empty() {
            return view! { <p class="menu-empty">{empty.clone()}</p> }.into_any();
        }
        let rows = newest.into_iter().map(|notice| row(notice, action.clone(), new.clone())).collect_view();
        view! { <ul class="rows notices">{rows}</ul> }.into_any()
    };
    view! {
        <button class="icon-button" type="button" popovertarget="bell" aria-label=name>
            <Icon icon=icondata::LuBell/>
            {move || (unread() > 0).then(|| view! { <span class="badge">{count_text(unread())}</span> })}
        </button>
        <div class="menu-panel bell" id="bell" popover="auto">
            <div class="menu-head">
                <strong>{heading}</strong>
                <span class="muted small">
                    {move || (unread() > 0).then(|| fill(&words_unread, &unread().to_string()))}
                </span>
            </div>
            {list}
            <a class="menu-foot" href=format!("{base}/notifications")>{all}</a>
        </div>
        <span class="sr-only" role="status">{news}</span>
    }
}

/// Opening one marks it as read, so it is a form and not a link.
fn row(notice: BellNotice, action: String, new: String) -> impl IntoView {
    let BellNotice { id, title, at, when, is_read } = notice;
    view! {
        <li class="row" data-unread=(!is_read).then_some("")>
            <form class="row-main" method="post" action=action>
                <button class="row-link" type="submit" name="notification_id" value=id dir="auto">
                    {(!is_read).then(|| view! { <span class="sr-only">{new}" "</span> })}
                    {title}
                </button>
            </form>
            <DateText iso=at text=when/>
        </li>
    }
}

#[cfg(feature = "hydrate")]
mod watch;
