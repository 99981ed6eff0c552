//! One of a few.

use super::{
    Words,
    field::{FieldIds, FieldNotes},
};
use leptos::prelude::*;

/// An option of a [`Select`] or a [`super::ToolbarSelect`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

pub(super) fn options(choices: Vec<Choice>, chosen: &str) -> impl IntoView + use<> {
    let option = |choice: Choice| {
        let selected = choice.value == chosen;
        view! { <option value=choice.value selected=selected>{choice.label}</option> }
    };
    choices.into_iter().map(option).collect_view()
}

/// As [`super::Field`], for one value out of a list.
#[component]
pub fn Select(
    #[prop(into)] label: Words,
    name: &'static str,
    options: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] id: Option<&'static str>,
) -> impl IntoView {
    let ids = FieldIds::new(id, name);
    view! {
        <div class="field">
            <label for=ids.input.clone()>{label}</label>
            <select
                class="field-control"
                id=ids.input.clone()
                name=name
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=ids.described_by(&hint, &error)
            >
                {self::options(options, &value)}
            </select>
            <FieldNotes ids hint error/>
        </div>
    }
}
