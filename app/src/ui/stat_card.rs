//! A number that leads to its list.

use super::{Icon, IconRef, Tone, Words};
use leptos::prelude::*;

/// A card with one figure, or one for each currency, that is a link to what it counts.
#[component]
pub fn StatCard(
    #[prop(into)] label: Words,
    #[prop(into)] href: String,
    icon: IconRef,
    values: Vec<String>,
    #[prop(optional, into)] note: String,
    #[prop(optional)] tone: Tone,
) -> impl IntoView {
    let values =
        values.into_iter().map(|value| view! { <span class="stat-value">{value}</span> }).collect_view();
    let note =
        (!note.is_empty()).then(|| view! { <span class="stat-note" data-tone=tone.as_str()>{note}</span> });
    view! {
        <a class="stat" href=href>
            <span class="stat-label">{label}<Icon icon/></span>
            {values}
            {note}
        </a>
    }
}
