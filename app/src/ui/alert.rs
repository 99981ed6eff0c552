//! Messages on a page.

use super::{Icon, Tone};
use leptos::prelude::*;

/// A message. Failures and warnings interrupt a screen reader, the rest waits for its turn.
#[component]
pub fn Alert(tone: Tone, #[prop(optional, into)] title: String, children: Children) -> impl IntoView {
    let icon = match tone {
        Tone::Success => icondata::LuCircleCheck,
        Tone::Warning => icondata::LuTriangleAlert,
        Tone::Danger => icondata::LuCircleAlert,
        Tone::Neutral | Tone::Accent | Tone::Info => icondata::LuInfo,
    };
    let role = if matches!(tone, Tone::Warning | Tone::Danger) { "alert" } else { "status" };
    view! {
        <div class="alert" data-tone=tone.as_str() role=role>
            <Icon icon/>
            <div class="alert-body">
                {(!title.is_empty()).then(|| view! { <p class="alert-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}

/// What was wrong with a form as a whole, on top of it; nothing when nothing was. It has the focus when the page opens, so
/// that it is read out and seen.
#[component]
pub fn FormErrors(message: Option<String>) -> impl IntoView {
    message.map(|message| {
        view! {
            <div class="form-errors" tabindex="-1" autofocus=true>
                <Alert tone=Tone::Danger><p>{message}</p></Alert>
            </div>
        }
    })
}
