//! Everything that the bell has held.

use super::narrow_frame;
use crate::{
    context,
    error::AppError,
    flash, format,
    page::page,
    ui::{Button, ButtonLook, DateText, EmptyState, PageHead, Pagination},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    id::NotificationId,
    notification::{self, Notification},
    page::{Cursor, PageRequest},
};
use leptos::{prelude::*, server_fn::ServerFn};

const PATH: &str = "/portal/notifications";

/// `/portal/notifications`
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page(load())
}

/// Marks a notification as read and leads to what it is about.
///
/// # Errors
/// As [`notification::open`].
#[server(endpoint = "portal/open-notification")]
pub async fn open_notification(notification_id: NotificationId) -> Result<(), AppError> {
    let viewer = context::client()?;
    let href = notification::open(&context::services()?.db, &viewer.scope, notification_id).await?;
    flash::redirect(&href, None);
    Ok(())
}

/// Marks everything in the bell as read.
///
/// # Errors
/// As [`notification::mark_all_read`].
#[server(endpoint = "portal/mark-all-notifications-read")]
pub async fn mark_all_notifications_read() -> Result<(), AppError> {
    let viewer = context::client()?;
    notification::mark_all_read(&context::services()?.db, &viewer.scope).await?;
    flash::redirect(PATH, Some("All notifications are marked as read."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let zone = context::zone()?;
    let request =
        PageRequest::from_query(context::query("after").as_deref(), context::query("before").as_deref());
    let found = notification::list(&context::services()?.db, &viewer.scope, &request).await?;
    let link = |name: &str, cursor: &Option<Cursor>| {
        cursor.as_ref().map(|cursor| {
            let place: String = url::form_urlencoded::byte_serialize(cursor.to_string().as_bytes()).collect();
            format!("{PATH}?{name}={place}")
        })
    };
    let (prev, next) = (link("before", &found.previous), link("after", &found.next));
    let lead = match viewer.unread {
        0 => "Nothing unread".to_owned(),
        unread => format!("{unread} unread"),
    };
    let mark_all = (viewer.unread > 0).then(|| {
        view! {
            <form method="post" action=MarkAllNotificationsRead::PATH>
                <Button look=ButtonLook::Secondary>"Mark all as read"</Button>
            </form>
        }
    });
    let now = Utc::now();
    let content = view! {
        <PageHead title="Notifications" lead>{mark_all}</PageHead>
        {if found.items.is_empty() {
            let text = "What happens to your quotes and invoices appears here.";
            view! { <section class="card"><EmptyState icon=icondata::LuBell title="No notifications yet" text/></section> }
                .into_any()
        } else {
            let rows = found.items.into_iter().map(|notification| row(notification, now, zone)).collect_view();
            view! { <section class="card flush"><ul class="rows notices">{rows}</ul><Pagination prev next/></section> }
                .into_any()
        }}
    };
    Ok(narrow_frame(viewer, "Notifications", content))
}

/// Opening changes something, the notification is read then, so it is a form and not a link.
fn row(notification: Notification, now: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let is_new = !notification.is_read;
    view! {
        <li class="row" data-unread=is_new.then_some("")>
            <form class="row-main" method="post" action=OpenNotification::PATH>
                <button class="row-link" type="submit" name="notification_id" value=notification.id.to_string() dir="auto">
                    {is_new.then(|| view! { <span class="sr-only">"New: "</span> })}
                    {notification.title}
                </button>
            </form>
            <DateText
                iso=notification.created_at.to_rfc3339()
                text=format::when(notification.created_at, now, zone)
            />
        </li>
    }
}
