//! One line of a form.

use super::{Icon, Words};
use leptos::prelude::*;

/// A label, an input, a hint and what is wrong with the value. It shows the value it is given, so that a form that
/// failed still holds what was typed.
///
/// Where something is wrong, the cursor waits when the page opens. The input's id is `f-` and its name, or `id` where one page has two fields of one name.
#[component]
pub fn Field(
    #[prop(into)] label: Words,
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<Words>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] accept: Option<&'static str>,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id.as_deref(), name);
    view! {
        <div class="field">
            <label for=ids.input.clone()>{label}</label>
            <input
                class="field-control"
                id=ids.input.clone()
                name=name
                type=kind
                value=value
                required=required
                readonly=readonly
                autofocus=autofocus || error.is_some()
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=placeholder
                maxlength=maxlength
                accept=accept
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=ids.described_by(&hint, &error)
            />
            <FieldNotes ids hint error/>
        </div>
    }
}

/// The ids that tie a control to its hint and its error.
#[derive(Clone)]
pub struct FieldIds {
    pub input: String,
    hint: String,
    error: String,
}

impl FieldIds {
    pub fn new(id: Option<&str>, name: &str) -> Self {
        let input = id.map_or_else(|| format!("f-{name}"), ToOwned::to_owned);
        Self { hint: format!("{input}-hint"), error: format!("{input}-error"), input }
    }

    /// The error first: it is what must be read.
    pub fn described_by(&self, hint: &str, error: &Option<String>) -> Option<String> {
        match (error.is_some(), !hint.is_empty()) {
            (false, false) => None,
            (true, false) => Some(self.error.clone()),
            (false, true) => Some(self.hint.clone()),
            (true, true) => Some(format!("{} {}", self.error, self.hint)),
        }
    }
}

/// Hint and error under a control.
#[component]
pub fn FieldNotes(ids: FieldIds, hint: String, error: Option<String>) -> impl IntoView {
    let FieldIds { hint: hint_id, error: error_id, .. } = ids;
    view! {
        {error.map(|error| view! { <p class="field-error" id=error_id><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
        {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
    }
}
