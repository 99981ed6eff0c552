//! What stands where nothing is yet.

use super::{Icon, IconRef};
use leptos::prelude::*;

/// Says that nothing is there, what would be, and, as `children`, what can be done about it.
#[component]
pub fn EmptyState(
    icon: IconRef,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon icon/>
            <p class="empty-title">{title}</p>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
