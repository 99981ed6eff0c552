//! A password, and a way to look at it.

use super::Icon;
#[cfg(feature = "ssr")]
use crate::{
    ui::{
        Words,
        field::{FieldIds, FieldNotes},
    },
    words::say,
};
use leptos::prelude::*;

/// A password field. It never shows a value it was given: a password does not come back from the server.
///
/// `autocomplete` is `current-password` or `new-password`, so that password managers do the right thing; `link` stands at
/// the label's right ("Forgot password?").
#[cfg(feature = "ssr")]
#[component]
pub fn PasswordField(
    #[prop(into)] label: Words,
    name: &'static str,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] link: Option<(&'static str, Words)>,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id.as_deref(), name);
    view! {
        <div class="field">
            <div class="field-row">
                <label for=ids.input.clone()>{label}</label>
                {link.map(|(href, text)| view! { <a href=href>{text}</a> })}
            </div>
            <div class="password">
                <input
                    class="field-control"
                    id=ids.input.clone()
                    name=name
                    type="password"
                    required=true
                    autofocus=error.is_some()
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=ids.described_by(&hint, &error)
                />
                <PasswordReveal input=ids.input.clone() show=say!("password-show").into_owned() hide=say!("password-hide").into_owned()/>
            </div>
            <FieldNotes ids hint error/>
        </div>
    }
}

/// Shows and hides what was typed into the input of that id. Absent until it works.
#[island]
fn PasswordReveal(input: String, show: String, hide: String) -> impl IntoView {
    let awake = RwSignal::new(false);
    let shown = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let toggle = move |_| {
        shown.update(|shown| *shown = !*shown);
        if let Some(input) = document().get_element_by_id(&input) {
            // An input always takes a type.
            let _ = input.set_attribute("type", if shown.get_untracked() { "text" } else { "password" });
        }
    };
    view! {
        <button
            class="icon-button"
            type="button"
            hidden=move || !awake.get()
            aria-label=move || if shown.get() { hide.clone() } else { show.clone() }
            on:click=toggle
        >
            <span hidden=move || shown.get()><Icon icon=icondata::LuEye/></span>
            <span hidden=move || !shown.get()><Icon icon=icondata::LuEyeOff/></span>
        </button>
    }
}
