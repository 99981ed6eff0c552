//! A card with a heading.

use super::{Icon, IconRef, Tone, Words};
use leptos::prelude::*;

/// A part of a page on a card. `id` is the heading's, and the section is a landmark of that name.
///
/// `more` is a link at the heading's right, `side` anything else there. With `flush` the content reaches the card's edges,
/// as lists and tables want.
#[component]
pub fn Section(
    id: &'static str,
    #[prop(into)] title: String,
    #[prop(optional)] icon: Option<IconRef>,
    #[prop(optional)] count: Option<u64>,
    #[prop(optional, into)] more: Option<(String, Words)>,
    #[prop(optional)] side: Option<AnyView>,
    #[prop(optional)] flush: bool,
    #[prop(optional)] tone: Option<Tone>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class=if flush { "card flush" } else { "card" } aria-labelledby=id data-tone=tone.map(Tone::as_str)>
            <header class="card-head">
                <h2 id=id>
                    {icon.map(|icon| view! { <Icon icon/> })}
                    {title}
                    {count.map(|count| view! { " "<span class="count">{count}</span> })}
                </h2>
                {more.map(|(href, text)| view! { <a class="more" href=href>{text}</a> })}
                {side}
            </header>
            <div class="card-body">{children()}</div>
        </section>
    }
}
