//! Yes or no, and one out of two or three.

use super::field::{FieldIds, FieldNotes};
use leptos::prelude::*;

/// A checkbox, or with `kind="radio"` a radio button, whose label is `children`.
///
/// In an island, `prop:checked` and `on:change` go on the component.
#[component]
pub fn Checkbox(
    name: &'static str,
    #[prop(default = "on")] value: &'static str,
    #[prop(default = "checkbox")] kind: &'static str,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    let own = if kind == "radio" { format!("{name}-{value}") } else { name.to_owned() };
    let ids = FieldIds::new(id.as_deref(), &own);
    view! {
        <div class="check">
            <input
                id=ids.input.clone()
                name=name
                type=kind
                value=value
                checked=checked
                required=required
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=ids.described_by(&hint, &error)
            />
            <label for=ids.input.clone()>{children()}</label>
            <FieldNotes ids hint error/>
        </div>
    }
}
