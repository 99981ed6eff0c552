//! Rows of links of which one is where we are.

use super::Words;
use leptos::prelude::*;

/// One link of [`Tabs`] or [`FilterLinks`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkItem {
    pub href: String,
    pub label: String,
    pub count: Option<u64>,
    pub current: bool,
}

impl LinkItem {
    fn count(&self) -> Option<impl IntoView + use<>> {
        self.count.map(|count| view! { <span class="count">{count}</span> })
    }
}

/// The parts of one page, each at its own address.
#[component]
pub fn Tabs(#[prop(into)] label: Words, items: Vec<LinkItem>) -> impl IntoView {
    let tab = |item: LinkItem| {
        let count = item.count();
        view! { <li><a href=item.href aria-current=item.current.then_some("page")>{item.label}{count}</a></li> }
    };
    view! { <nav class="tabs" aria-label=label><ul>{items.into_iter().map(tab).collect_view()}</ul></nav> }
}

/// Choices of what a list shows. They are links, so that they work without script and can be kept as bookmarks.
#[component]
pub fn FilterLinks(#[prop(into)] label: Words, items: Vec<LinkItem>) -> impl IntoView {
    let filter = |item: LinkItem| {
        let count = item.count();
        view! { <a href=item.href aria-current=item.current.then_some("true")>{item.label}{count}</a> }
    };
    view! { <nav class="filters" aria-label=label>{items.into_iter().map(filter).collect_view()}</nav> }
}
