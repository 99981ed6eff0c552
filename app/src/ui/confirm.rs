//! A button that asks before it does something.

use super::{Button, ButtonLook, Words};
use crate::words::say;
use leptos::prelude::*;

/// A button that opens a question, with the form that does it. A native popover: it opens, closes on Escape and gives the focus
/// back without script.
///
/// `action` is a server function's path, `field` its hidden value if it has one, `children` the question, and `yes` the words on the button
/// that does it. `about` names the row for those who do not see it.
#[component]
pub fn Confirm(
    #[prop(into)] id: String,
    #[prop(into)] label: Words,
    #[prop(into)] title: Words,
    #[prop(into)] yes: Words,
    action: &'static str,
    #[prop(optional)] field: Option<(&'static str, String)>,
    #[prop(optional)] look: ButtonLook,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] about: String,
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let hides = id.clone();
    view! {
        <button
            class=if small { "button small" } else { "button" }
            data-look=look.as_str()
            type="button"
            popovertarget=id.clone()
            aria-haspopup="dialog"
        >
            {label}
            {(!about.is_empty()).then(|| view! { <span class="sr-only">" "{about}</span> })}
        </button>
        <div class="dialog confirm" id=id.clone() popover="auto" role="dialog" aria-labelledby=heading.clone()>
            <header class="dialog-head"><h2 id=heading.clone()>{title}</h2></header>
            <form method="post" action=action>
                {field.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })}
                <div class="dialog-body">{children()}</div>
                <footer class="dialog-foot">
                    <button class="button" data-look="secondary" type="button" popovertarget=hides popovertargetaction="hide" autofocus=true>
                        {say!("keep-as-it-is")}
                    </button>
                    <Button look=ButtonLook::Danger>{yes}</Button>
                </footer>
            </form>
        </div>
    }
}
