//! Amounts and dates.

use leptos::prelude::*;

/// An amount, already written for people. Its digits have one width, so that columns line up.
#[component]
pub fn Money(#[prop(into)] text: String, #[prop(optional)] large: bool) -> impl IntoView {
    view! { <span class=if large { "money large" } else { "money" }>{text}</span> }
}

/// A date or a time: `iso` for machines, `text` for people.
#[component]
pub fn DateText(#[prop(into)] iso: String, #[prop(into)] text: String) -> impl IntoView {
    view! { <time datetime=iso>{text}</time> }
}
