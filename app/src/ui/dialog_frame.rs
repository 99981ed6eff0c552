//! The frame of a dialog.

use super::{Icon, Words};
use leptos::{html, prelude::*};

/// A `<dialog>` with a title and a button that closes it. The browser keeps the focus in, closes on Escape and gives the
/// focus back; an island opens it by `node_ref` and `show_modal()`.
///
/// `children` are a `div.dialog-body` and a `div.dialog-foot`, or a form that holds both. The title takes the focus
/// when the dialog opens, so that a screen reader begins there.
#[component]
pub fn DialogFrame(
    id: &'static str,
    #[prop(into)] title: Words,
    #[prop(optional)] node_ref: NodeRef<html::Dialog>,
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    view! {
        <dialog class="dialog" id=id aria-labelledby=heading.clone() node_ref=node_ref>
            <div class="dialog-head">
                <h2 id=heading.clone() tabindex="-1" autofocus=true>{title}</h2>
                <form method="dialog">
                    <button class="icon-button" aria-label="Close"><Icon icon=icondata::LuX/></button>
                </form>
            </div>
            {children()}
        </dialog>
    }
}
