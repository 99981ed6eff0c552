//! A state in one or two words.

use super::Tone;
use leptos::prelude::*;

/// A state: words first, the colour only repeats them.
#[component]
pub fn StatusChip(label: &'static str, #[prop(into)] tone: Tone) -> impl IntoView {
    view! { <span class="chip" data-tone=tone.as_str()>{label}</span> }
}
