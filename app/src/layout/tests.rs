//! What the bar writes, for the parts that work without script.

use super::{
    bell::Bell,
    section_nav::{NavItem, SectionNav},
    user_menu::UserMenu,
};
use chrono::Utc;
use domain::{
    id::{ClientId, NotificationId, UserId},
    notification::Notification,
    session::{ClientChoice, Person},
};
use leptos::prelude::*;

fn html<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

fn person() -> Person {
    Person {
        user_id: UserId::generate(),
        name: "Maria Anders".into(),
        email: "maria@alfreds.example".into(),
        theme: "system".into(),
        language: None,
        time_zone: None,
        picture_id: None,
    }
}

fn choice(name: &str) -> ClientChoice {
    ClientChoice { id: ClientId::generate(), name: name.into() }
}

#[test]
fn the_user_menu_opens_and_signs_out_without_script() {
    let html = html(|| view! { <UserMenu person=person() base="/portal"/> });
    assert!(
        html.contains("popovertarget=\"user-menu\"") && html.contains("id=\"user-menu\" popover"),
        "{html}"
    );
    assert!(
        html.contains("href=\"/portal/profile\"") && html.contains("href=\"/portal/settings\""),
        "{html}"
    );
    assert!(html.contains("method=\"post\" action=\"/logout\""), "{html}");
}

#[test]
fn only_who_has_several_clients_can_switch() {
    let (here, there) = (choice("Alfreds Futterkiste"), choice("Berglunds snabbköp"));
    let switcher = |choices: Vec<ClientChoice>| {
        let current = here.id;
        html(move || view! { <UserMenu person=person() base="/portal" choices current/> })
    };
    assert!(!switcher(vec![here.clone()]).contains("client_id"));
    let both = switcher(vec![here.clone(), there.clone()]);
    let marked = format!("value=\"{}\" aria-current=\"true\"", here.id);
    assert!(both.contains(&marked) && both.contains(&there.id.to_string()), "{both}");
    assert_eq!(both.matches("aria-current").count(), 1, "{both}");
}

#[test]
fn the_bell_counts_and_lists() {
    let notification = |title: &str, is_read| Notification {
        id: NotificationId::generate(),
        title: title.into(),
        href: "/portal/quotes".into(),
        created_at: Utc::now(),
        is_read,
    };
    let newest = vec![notification("A quote is waiting", false), notification("An invoice was paid", true)];
    let html = html(|| view! { <Bell unread=120 newest waiting=0 base="/portal"/> });
    assert!(html.contains("aria-label=\"Notifications, 120 unread\"") && html.contains(">99+<"), "{html}");
    assert_eq!(html.matches("data-unread").count(), 1, "{html}");
    assert!(html.contains("href=\"/portal/notifications\""), "{html}");
}

#[test]
fn a_quiet_bell_has_no_badge() {
    let html = html(|| view! { <Bell unread=0 newest=Vec::new() waiting=0 base="/staff"/> });
    assert!(html.contains("aria-label=\"Notifications\"") && !html.contains("badge"), "{html}");
}

#[test]
fn the_open_section_says_so() {
    let item = |label: &'static str, current| NavItem {
        href: "/",
        label: label.into(),
        short: label.into(),
        icon: icondata::LuFiles,
        current,
        group: None,
        news: None,
    };
    let html = html(|| view! { <SectionNav items=vec![item("Quotes", false), item("Invoices", true)]/> });
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{html}");
}
