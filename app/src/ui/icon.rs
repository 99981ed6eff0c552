//! Icons from Lucide.

use leptos::prelude::*;

/// One of `icondata::Lu…`. They are statics: the linker keeps only those that something draws, in the WASM as well.
pub type IconRef = icondata::Icon;

/// An icon beside words that say the same, therefore hidden from assistive technology. Its size and stroke are in
/// `style/components/icon.css`; `class` may be `small` or `large`.
#[component]
pub fn Icon(icon: IconRef, #[prop(optional)] class: &'static str) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true" inner_html=icon.data></svg> }
}
