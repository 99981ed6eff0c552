//! The bar on top of every page.

use super::{
    brand::Brand,
    section_nav::{NavItem, SectionNav},
};
use crate::words::say;
use leptos::prelude::*;

/// Skip link, company, sections, and at the right the menus.
#[component]
pub(super) fn AppBar(home: &'static str, sections: Vec<NavItem>, children: Children) -> impl IntoView {
    view! {
        <a class="skip" href="#main">{say!("nav-skip")}</a>
        <header class="app-bar">
            <div class="app-bar-inner">
                <Brand href=home/>
                <SectionNav items=sections/>
                <div class="app-bar-tools">{children()}</div>
            </div>
        </header>
    }
}
