//! What the form before has to say, where the page does not say it itself.

use crate::{
    flash,
    ui::{Alert, FormErrors, Tone},
};
use leptos::prelude::*;

/// Why the form before was refused, where no form of the page shows it. Call it when the page's content is made.
pub(crate) fn flash_refusal() -> impl IntoView + use<> {
    view! { <FormErrors message=flash::refusal()/> }
}

/// The good news of the form before, or why it was refused.
pub(crate) fn flash_message() -> impl IntoView + use<> {
    let is_said = flash::is_said();
    let notice = flash::notice()
        .filter(|_| !is_said)
        .map(|notice| view! { <Alert tone=Tone::Success><p>{notice}</p></Alert> });
    view! { {notice}{flash_refusal()} }
}
