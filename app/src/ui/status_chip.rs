//! A state in one or two words.

use super::{Tone, Words};
use leptos::prelude::*;

/// A state: words first, the colour only repeats them.
#[component]
pub fn StatusChip(#[prop(into)] label: Words, #[prop(into)] tone: Tone) -> impl IntoView {
    view! { <span class="chip" data-tone=tone.as_str()>{label}</span> }
}
