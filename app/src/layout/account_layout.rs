//! The frame for people who are not in yet.

use super::brand::Brand;
use leptos::prelude::*;

/// One card under the company's logo: sign-in, reset, invitation.
#[component]
pub fn AccountLayout(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="frame account">
            <main id="main" class="page" tabindex="-1">
                <Brand href="/"/>
                <div class="card">
                    <h1>{title}</h1>
                    {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
                    {children()}
                </div>
            </main>
        </div>
    }
}
