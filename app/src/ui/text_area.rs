//! Several lines of a form.

use super::field::{FieldIds, FieldNotes};
use leptos::prelude::*;

/// As [`super::Field`], for text of several lines.
#[component]
pub fn TextArea(
    label: &'static str,
    name: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] id: Option<&'static str>,
) -> impl IntoView {
    let ids = FieldIds::new(id, name);
    view! {
        <div class="field">
            <label for=ids.input.clone()>{label}</label>
            <textarea
                class="field-control"
                id=ids.input.clone()
                name=name
                rows=rows
                required=required
                maxlength=maxlength
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=ids.described_by(&hint, &error)
            >
                {value}
            </textarea>
            <FieldNotes ids hint error/>
        </div>
    }
}
