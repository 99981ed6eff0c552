//! Everything that the bell has held. Staff have the same page in a frame of their own.

use super::oneself::Account;
use crate::{
    context,
    error::AppError,
    flash, format,
    list_query::ListQuery,
    page::page,
    ui::{Button, ButtonLook, DateText, PageHead},
    words::say,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    id::NotificationId,
    notification::{self, Notification, NotificationFilter},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// What the list can be narrowed to, as the address names it.
const UNREAD: &str = "unread";

/// `/portal/notifications`
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page(async { load(Account::of_client()?, "/portal/notifications").await })
}

/// `/staff/notifications`
#[component]
pub fn StaffNotificationsPage() -> impl IntoView {
    page(async { load(Account::of_staff()?, "/staff/notifications").await })
}

/// Marks a notification as read and leads to what it is about.
///
/// # Errors
/// As [`notification::open`].
#[server(endpoint = "portal/open-notification")]
pub async fn open_notification(notification_id: NotificationId) -> Result<(), AppError> {
    open(Account::of_client()?, notification_id).await
}

/// The same for staff.
///
/// # Errors
/// As [`notification::open`].
#[server(endpoint = "staff/open-notification")]
pub async fn open_staff_notification(notification_id: NotificationId) -> Result<(), AppError> {
    open(Account::of_staff()?, notification_id).await
}

/// Marks everything in the bell as read.
///
/// # Errors
/// As [`notification::mark_all_read`].
#[server(endpoint = "portal/mark-all-notifications-read")]
pub async fn mark_all_notifications_read() -> Result<(), AppError> {
    mark_all(Account::of_client()?, "/portal/notifications").await
}

/// The same for staff.
///
/// # Errors
/// As [`notification::mark_all_read`].
#[server(endpoint = "staff/mark-all-notifications-read")]
pub async fn mark_all_staff_notifications_read() -> Result<(), AppError> {
    mark_all(Account::of_staff()?, "/staff/notifications").await
}

async fn open(account: Account, id: NotificationId) -> Result<(), AppError> {
    let href = notification::open(&context::services()?.db, account.bell()?, id).await?;
    flash::redirect(&href, None);
    Ok(())
}

async fn mark_all(account: Account, path: &str) -> Result<(), AppError> {
    notification::mark_all_read(&context::services()?.db, account.bell()?).await?;
    flash::redirect(path, Some(&say!("notifications-marked")));
    Ok(())
}

async fn load(account: Account, path: &'static str) -> Result<AnyView, AppError> {
    let zone = context::zone()?;
    let list = ListQuery::read(
        path,
        [(UNREAD, say!("notifications-show-unread"))],
        [("newest", say!("notifications-sort-newest"))],
    );
    let filter = NotificationFilter {
        search: list.search.clone(),
        only_unread: list.status == Some(UNREAD),
        page: list.page.clone(),
    };
    let found = notification::list(&context::services()?.db, account.bell()?, &filter).await?;
    let unread = account.unread();
    let lead = match unread {
        0 => say!("notifications-nothing-unread"),
        unread => say!("notifications-unread", unread = unread),
    };
    let (open, mark_all, text) = match &account {
        Account::Client(_) => {
            (OpenNotification::PATH, MarkAllNotificationsRead::PATH, say!("notifications-none-text"))
        }
        Account::Staff(_) => (
            OpenStaffNotification::PATH,
            MarkAllStaffNotificationsRead::PATH,
            say!("notifications-none-text-staff"),
        ),
    };
    let mark_all = (unread > 0).then(|| {
        view! {
            <form method="post" action=mark_all>
                <Button look=ButtonLook::Secondary>{say!("notifications-mark-all")}</Button>
            </form>
        }
    });
    let now = Utc::now();
    let content = view! {
        <PageHead title=say!("notifications-title") lead>{mark_all}</PageHead>
        <div class="list-tools">{list.filters()}{list.toolbar(say!("notifications-search"))}</div>
        {if found.items.is_empty() {
            list.empty(icondata::LuBell, (say!("notifications-none"), text), say!("notifications-show-all")).into_any()
        } else {
            let pagination = list.pagination(&found);
            let rows = found.items.into_iter().map(|notification| row(notification, open, now, zone)).collect_view();
            view! { <section class="card flush"><ul class="rows notices">{rows}</ul>{pagination}</section> }.into_any()
        }}
    };
    Ok(account.frame(say!("notifications-title"), content))
}

/// Opening changes something, the notification is read then, so it is a form and not a link.
fn row(notification: Notification, open: &'static str, now: DateTime<Utc>, zone: Tz) -> impl IntoView {
    let is_new = !notification.is_read;
    view! {
        <li class="row" data-unread=is_new.then_some("")>
            <form class="row-main" method="post" action=open>
                <button class="row-link" type="submit" name="notification_id" value=notification.id.to_string() dir="auto">
                    {is_new.then(|| view! { <span class="sr-only">{say!("notifications-new")}" "</span> })}
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
