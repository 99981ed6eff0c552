//! The bell of whoever looks at the page.

use crate::{
    bell::{BellSnapshot, LiveBell},
    context,
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
    view! { <LiveBell initial base=base.to_owned()/> }
}
