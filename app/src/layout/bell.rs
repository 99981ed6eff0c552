//! The bell of whoever looks at the page.

use crate::{
    bell::{BellSnapshot, BellWords, LiveBell, PLACE},
    context,
    words::say,
};
use domain::notification::Notification;
use leptos::prelude::*;

/// `base` is the side of the portal, `/portal` or `/staff`; `waiting` what its section of messages shows.
#[component]
pub(super) fn Bell(
    unread: i64,
    newest: Vec<Notification>,
    waiting: i64,
    base: &'static str,
) -> impl IntoView {
    let zone = context::zone().unwrap_or(chrono_tz::UTC);
    let initial = BellSnapshot::new(unread, &newest, waiting, zone);
    view! { <LiveBell initial base=base.to_owned() words=words(base)/> }
}

fn words(base: &str) -> BellWords {
    let empty = if base == "/staff" {
        say!("notifications-bell-empty-staff")
    } else {
        say!("notifications-bell-empty")
    };
    BellWords {
        name: say!("notifications-title").into_owned(),
        name_unread: say!("notifications-name-unread", unread = PLACE).into_owned(),
        unread: say!("notifications-unread", unread = PLACE).into_owned(),
        empty: empty.into_owned(),
        new: say!("notifications-new").into_owned(),
        news: say!("notifications-news", title = PLACE).into_owned(),
        all: say!("notifications-all").into_owned(),
    }
}
