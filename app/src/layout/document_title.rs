//! What the browser's tab says.

use leptos::prelude::*;
use leptos_meta::Title;

/// The document's title. `leptos_meta` writes it into the page as it is, so that a name with a tag in it would be one; pages are
/// rendered on the server only, and nothing escapes it twice.
#[component]
pub fn DocumentTitle(#[prop(into)] text: String) -> impl IntoView {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    view! { <Title text/> }
}
