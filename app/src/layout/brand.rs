//! The company at the left of the bar.

use crate::{context, words::say};
use leptos::prelude::*;

/// The company's logo, or the default mark and its name, as a link to the viewer's start page.
#[component]
pub(super) fn Brand(#[prop(into)] href: String) -> impl IntoView {
    let company = context::company().ok();
    let name =
        company.as_ref().map_or_else(|| say!("portal-name").into_owned(), |company| company.name.clone());
    let logo = company
        .filter(|company| company.has_logo)
        .map(|company| format!("/brand/logo?v={}", company.updated_at.timestamp_micros()));
    view! {
        <a class="brand" href=href>
            {match logo {
                Some(src) => view! { <img src=src alt=name/> }.into_any(),
                None => view! { <span class="brand-mark"><Mark/><span>{name}</span></span> }.into_any(),
            }}
        </a>
    }
}

/// The default mark, a doorway, in the company's colour. `public/logo.svg` is the same as a file.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8.5" fill="currentColor"></rect>
            <path class="brand-arch" d="M8.5 26V15.5a7.5 7.5 0 0 1 15 0V26"></path>
            <path class="brand-door" d="M13 26v-9.6a3 3 0 0 1 6 0V26"></path>
        </svg>
    }
}
