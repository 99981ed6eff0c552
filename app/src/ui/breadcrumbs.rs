//! The way back up.

use super::Icon;
use crate::words::say;
use leptos::prelude::*;

/// Links to the pages above this one, as (address, words), and this one's name.
#[component]
pub fn Breadcrumbs(trail: Vec<(String, String)>, #[prop(into)] here: String) -> impl IntoView {
    let trail = trail
        .into_iter()
        .map(|(href, label)| view! { <li><a href=href>{label}</a><Icon icon=icondata::LuChevronRight/></li> })
        .collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=say!("breadcrumbs")>
            <ol>{trail}<li aria-current="page"><bdi>{here}</bdi></li></ol>
        </nav>
    }
}
