//! From one part of a list to the next.

use super::{ButtonLook, LinkButton};
use crate::words::say;
use leptos::prelude::*;

/// Links to the part before and after; lists are read by key, so there are no page numbers. Nothing when all is shown.
#[component]
pub fn Pagination(
    #[prop(optional_no_strip)] prev: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
) -> impl IntoView {
    (prev.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=say!("pages")>
                <div class="actions">
                    {prev.map(|href| view! { <LinkButton href look=ButtonLook::Secondary small=true>{say!("previous")}</LinkButton> })}
                    {next.map(|href| view! { <LinkButton href look=ButtonLook::Secondary small=true>{say!("next")}</LinkButton> })}
                </div>
            </nav>
        }
    })
}
