//! A form that a row opens over the page.

use super::{Button, ButtonLook, FormErrors, IconRef, Words};
use crate::words::say;
use leptos::prelude::*;

/// Where a form goes, and what goes along unseen.
#[derive(Clone, Debug)]
pub struct FormTarget {
    pub action: String,
    pub fields: Vec<(&'static str, String)>,
    /// Whether it carries files.
    pub has_files: bool,
}

/// A button and the form that it opens: a native popover, which opens, closes on Escape and gives the focus back without script.
///
/// A form that was refused stands open in its place, with `refusal` on top of it. `children` are its fields; `about` is the id of what names
/// the row.
#[component]
pub fn FormDialog(
    #[prop(into)] id: String,
    #[prop(into)] label: Words,
    #[prop(into)] title: String,
    #[prop(into)] send: Words,
    icon: IconRef,
    target: FormTarget,
    #[prop(into)] about: String,
    #[prop(optional)] look: ButtonLook,
    is_refused: bool,
    #[prop(optional_no_strip)] refusal: Option<String>,
    children: Children,
) -> impl IntoView {
    let FormTarget { action, fields, has_files } = target;
    let enctype = has_files.then_some("multipart/form-data");
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let (heading, hides) = (format!("{id}-title"), id.clone());
    if is_refused {
        return view! {
            <section class="row-form" id=id aria-labelledby=heading.clone()>
                <h3 id=heading.clone()>{title}</h3>
                <form class="form" method="post" action=action enctype=enctype>
                    <FormErrors message=refusal/>
                    {fields}
                    {children()}
                    <div class="form-actions"><Button icon>{send}</Button></div>
                </form>
            </section>
        }
        .into_any();
    }
    view! {
        <div class="actions">
            <button
                class="button small"
                data-look=look.as_str()
                type="button"
                popovertarget=id.clone()
                aria-haspopup="dialog"
                aria-describedby=about
            >
                {label}
            </button>
            <div class="dialog confirm" id=id.clone() popover="auto" role="dialog" aria-labelledby=heading.clone()>
                <header class="dialog-head"><h2 id=heading.clone()>{title}</h2></header>
                <form method="post" action=action enctype=enctype>
                    {fields}
                    <div class="dialog-body">{children()}</div>
                    <footer class="dialog-foot">
                        <button class="button" data-look="secondary" type="button" popovertarget=hides popovertargetaction="hide">{say!("cancel")}</button>
                        <Button icon>{send}</Button>
                    </footer>
                </form>
            </div>
        </div>
    }
    .into_any()
}
