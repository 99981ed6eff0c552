//! A card with a heading.

use super::{Icon, IconRef, Tone, Words};
use leptos::prelude::*;

/// Where there is more of it: the address and the words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct More(String, Words);

impl<H: Into<String>, W: Into<Words>> From<(H, W)> for More {
    fn from((href, text): (H, W)) -> Self {
        Self(href.into(), text.into())
    }
}

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
    #[prop(optional, into)] more: Option<More>,
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
                {more.map(|More(href, text)| view! { <a class="more" href=href>{text}</a> })}
                {side}
            </header>
            <div class="card-body">{children()}</div>
        </section>
    }
}
