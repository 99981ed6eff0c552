//! The top of a page.

use super::{Avatar, StatusChip, Tone, Words};
use leptos::prelude::*;

/// The state of what a page is about: the words and their tone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageStatus(Words, Tone);

impl<W: Into<Words>> From<(W, Tone)> for PageStatus {
    fn from((label, tone): (W, Tone)) -> Self {
        Self(label.into(), tone)
    }
}

/// The page's only `h1`, with its state, a line below and, as `children`, what can be done here.
///
/// `avatar` shows the initials of the title's person or client, or the picture at the address `picture`; `greeting` stands before a title that should not be
/// broken up, as in "Welcome back, Blauer See Delikatessen".
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: String,
    #[prop(optional, into)] status: Option<PageStatus>,
    #[prop(optional, into)] greeting: Option<Words>,
    #[prop(optional)] avatar: bool,
    #[prop(optional_no_strip)] picture: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let portrait = avatar.then(|| view! { <Avatar name=title.clone() picture large=true/> });
    let heading = match greeting {
        None => view! { <h1 dir="auto">{title}</h1> }.into_any(),
        Some(greeting) => {
            view! { <h1>{greeting}" "<span class="unit" dir="auto">{title}</span></h1> }.into_any()
        }
    };
    let words = view! {
        <div class="page-heading">
            {heading}
            {status.map(|PageStatus(label, tone)| view! { <StatusChip label tone/> })}
        </div>
        {(!lead.is_empty()).then(|| view! { <p class="lead"><bdi>{lead}</bdi></p> })}
    };
    view! {
        <header class="page-head">
            <div class="page-title">
                {match portrait {
                    None => words.into_any(),
                    Some(portrait) => view! { <div class="person">{portrait}<div>{words}</div></div> }.into_any(),
                }}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </header>
    }
}
