//! The sections of the portal or of the staff's side.

use crate::{
    bell::count_text,
    ui::{Icon, IconRef, Words},
    words::say,
};
use leptos::prelude::*;

/// One section.
pub struct NavItem {
    pub href: &'static str,
    pub label: Words,
    /// What fits under an icon on a phone.
    pub short: Words,
    pub icon: IconRef,
    pub current: bool,
    /// A word above this item where the navigation stands at the side.
    pub group: Option<&'static str>,
    /// What waits there, and the words for it.
    pub news: Option<(i64, Words)>,
}

/// One list of links, which the style puts into the bar, at the side, or at the bottom of a phone.
#[component]
pub(super) fn SectionNav(items: Vec<NavItem>) -> impl IntoView {
    let items = items.into_iter().map(|item| {
        let label = if item.label == item.short {
            view! { <span>{item.label}</span> }.into_any()
        } else {
            view! { <span class="not-phone">{item.label}</span><span class="only-phone">{item.short}</span> }.into_any()
        };
        // The bell keeps the count up to date (`crate::bell`).
        let news = item.news.map(|(count, words)| {
            view! {
                <span class="nav-count" id="waiting" hidden=count == 0>
                    <span id="waiting-count">{count_text(count)}</span>
                    <span class="sr-only">" "{words}</span>
                </span>
            }
        });
        view! {
            {item.group.map(|group| view! { <li class="nav-group" aria-hidden="true">{group}</li> })}
            <li>
                <a href=item.href aria-current=item.current.then_some("page")><Icon icon=item.icon/>{label}{news}</a>
            </li>
        }
    });
    view! { <nav class="section-nav" aria-label=say!("nav-sections")><ul>{items.collect_view()}</ul></nav> }
}
