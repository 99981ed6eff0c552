//! Search and filters above a list.

use super::{Choice, Icon, Words, select::options};
use leptos::prelude::*;

/// A GET form with a search field `q`. `keep` are values of the address that searching must not lose; `children` are
/// [`ToolbarSelect`]s and, when there are any, a button that applies them.
#[component]
pub fn Toolbar(
    #[prop(into)] action: String,
    #[prop(into)] placeholder: Words,
    #[prop(optional, into)] q: String,
    #[prop(optional)] keep: Vec<(&'static str, String)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let kept = keep
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form class="toolbar" role="search" method="get" action=action>
            {kept}
            <div class="search">
                <Icon icon=icondata::LuSearch/>
                <input
                    class="field-control"
                    type="search"
                    name="q"
                    value=q
                    aria-label=placeholder.clone()
                    placeholder=placeholder
                    maxlength="200"
                />
            </div>
            {children.map(|children| children())}
        </form>
    }
}

/// A filter in a [`Toolbar`]. Its label is read out; on screen its first option says what it is about ("All types").
#[component]
pub fn ToolbarSelect(
    #[prop(into)] label: Words,
    name: &'static str,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    view! {
        <select class="field-control toolbar-select" name=name aria-label=label>
            {options(choices, &value)}
        </select>
    }
}
