//! What is being written survives a reload and a wrong turn.

use leptos::prelude::*;

/// Keeps the text of the field `body` in this tab's memory under `key` until it `is_sent`. Where the server has something in the field
/// already, that stands.
#[island(lazy)]
pub fn DraftKeeper(key: String, is_sent: bool) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    keep(key, is_sent);
    #[cfg(not(feature = "hydrate"))]
    let _ = (key, is_sent);
}

#[cfg(feature = "hydrate")]
fn keep(key: String, is_sent: bool) {
    use wasm_bindgen::{JsCast, prelude::Closure};

    let Ok(Some(memory)) = window().session_storage() else { return };
    let Some(field) = document().get_element_by_id("f-body") else { return };
    let Ok(field) = field.dyn_into::<web_sys::HtmlTextAreaElement>() else { return };
    let key = format!("draft:{key}");
    if is_sent {
        let _ = memory.remove_item(&key);
    } else if let Ok(Some(text)) = memory.get_item(&key)
        && field.value().is_empty()
    {
        field.set_value(&text);
    }
    let input = field.clone();
    let on_input = Closure::<dyn FnMut()>::new(move || {
        // A full memory keeps what it had.
        let _ = memory.set_item(&key, &input.value());
    });
    let _ = field.add_event_listener_with_callback("input", on_input.as_ref().unchecked_ref());
    // The field lives as long as the page.
    on_input.forget();
}
