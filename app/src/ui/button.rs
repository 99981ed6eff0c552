//! Buttons, and links that look like them.

use super::{Icon, IconRef};
use leptos::prelude::*;

/// How much a button asks for attention. One primary button a form or a row.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum ButtonLook {
    #[default]
    Primary,
    Secondary,
    Quiet,
    Danger,
}

impl ButtonLook {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

fn class(small: bool, wide: bool) -> &'static str {
    match (small, wide) {
        (false, false) => "button",
        (true, false) => "button small",
        (false, true) => "button wide",
        (true, true) => "button small wide",
    }
}

/// A button of a form. Islands add `on:click` where they use it, and may pass `disabled`. Elsewhere there is no signal behind it: one
/// that is made after an await, on a page that is given up meanwhile, may be gone when it is read.
#[component]
pub fn Button(
    #[prop(optional)] look: ButtonLook,
    #[prop(default = "submit")] kind: &'static str,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional)] icon: Option<IconRef>,
    #[prop(optional)] small: bool,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] disabled: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=class(small, wide)
            data-look=look.as_str()
            type=kind
            name=name
            value=value
            disabled=move || disabled.is_some_and(|disabled| disabled.get())
        >
            {icon.map(|icon| view! { <Icon icon/> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button: it leads somewhere and changes nothing.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] look: ButtonLook,
    #[prop(optional)] icon: Option<IconRef>,
    #[prop(optional)] small: bool,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(small, wide) data-look=look.as_str() href=href>
            {icon.map(|icon| view! { <Icon icon/> })}
            {children()}
        </a>
    }
}
