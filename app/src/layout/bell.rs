//! The notifications bell.

use crate::{
    context, format,
    portal::OpenNotification,
    ui::{DateText, Icon},
};
use chrono::Utc;
use domain::notification::Notification;
use leptos::{prelude::*, server_fn::ServerFn};

/// More than this is shown as "99+".
const MOST_SHOWN: i64 = 99;

/// The bell with its unread count; it opens to the newest notifications.
#[component]
pub(super) fn Bell(unread: i64, newest: Vec<Notification>) -> impl IntoView {
    let name = match unread {
        0 => "Notifications".to_owned(),
        unread => format!("Notifications, {unread} unread"),
    };
    let badge = (unread > 0).then(|| {
        let text = if unread > MOST_SHOWN { format!("{MOST_SHOWN}+") } else { unread.to_string() };
        view! { <span class="badge">{text}</span> }
    });
    let list = if newest.is_empty() {
        view! { <p class="menu-empty">"Nothing yet. What happens to your quotes and invoices appears here."</p> }.into_any()
    } else {
        view! { <ul class="rows notices">{newest.into_iter().map(notice).collect_view()}</ul> }.into_any()
    };
    view! {
        <button class="icon-button" type="button" popovertarget="bell" aria-label=name>
            <Icon icon=icondata::LuBell/>
            {badge}
        </button>
        <div class="menu-panel bell" id="bell" popover="auto">
            <div class="menu-head">
                <strong>"Notifications"</strong>
                <span class="muted small">{(unread > 0).then(|| format!("{unread} unread"))}</span>
            </div>
            {list}
            <a class="menu-foot" href="/portal/notifications">"All notifications"</a>
        </div>
    }
}

/// Opening one marks it as read, so it is a form and not a link.
fn notice(notification: Notification) -> impl IntoView {
    let zone = context::zone().unwrap_or(chrono_tz::UTC);
    let when = format::when(notification.created_at, Utc::now(), zone);
    let new = (!notification.is_read).then(|| view! { <span class="sr-only">"New: "</span> });
    view! {
        <li class="row" data-unread=(!notification.is_read).then_some("")>
            <form class="row-main" method="post" action=OpenNotification::PATH>
                <button class="row-link" type="submit" name="notification_id" value=notification.id.to_string() dir="auto">
                    {new}
                    {notification.title}
                </button>
            </form>
            <DateText iso=notification.created_at.to_rfc3339() text=when/>
        </li>
    }
}
