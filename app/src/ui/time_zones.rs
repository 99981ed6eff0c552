//! The time zones that a field offers while somebody types.

use leptos::prelude::*;
use std::sync::LazyLock;

/// Six hundred options, written once: as views they would take more time than the rest of their page.
static OPTIONS: LazyLock<String> = LazyLock::new(|| {
    let option = |zone: &chrono_tz::Tz| format!("<option value=\"{}\"></option>", zone.name());
    chrono_tz::TZ_VARIANTS.iter().map(option).collect()
});

/// For a field with `list` of this id.
#[component]
pub fn TimeZones(id: &'static str) -> impl IntoView {
    view! { <datalist id=id inner_html=OPTIONS.as_str()></datalist> }
}
