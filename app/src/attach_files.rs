//! Files of a message: a plain field of its form. With script the form is sent in place when there are files, so that the page shows
//! how far they are, and keeps the text as well as the files when they are refused.

use crate::{
    ui::Icon,
    upload_form::{Row, Sending, sending_rows},
};
use leptos::{html, prelude::*};

/// The field. `error` is what was wrong with the files before.
#[island(lazy)]
pub fn AttachFiles(max_megabytes: i32, max_files: usize, error: Option<String>) -> impl IntoView {
    let rows = RwSignal::new(Vec::<Row>::new());
    let input = NodeRef::<html::Input>::new();
    #[cfg(feature = "hydrate")]
    input.on_load(move |input| browser::watch(&input, rows, max_megabytes, max_files));
    let hint = format!("Up to {max_files} files, {max_megabytes} MB each.");
    view! {
        <div class="field">
            <label for="attach-file">"Files"</label>
            <input
                class="field-control"
                id="attach-file"
                name="file"
                type="file"
                multiple=true
                node_ref=input
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=if error.is_some() { "attach-error attach-hint" } else { "attach-hint" }
            />
            {error.map(|error| view! { <p class="field-error" id="attach-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
            <p class="field-hint" id="attach-hint">{hint}</p>
        </div>
        <p class="sr-only" role="alert">{move || rows.with(|rows| refusal(rows))}</p>
        {sending_rows(rows)}
    }
}

/// What is said aloud; percents would only be noise to those who hear them.
fn refusal(rows: &[Row]) -> String {
    let words = |row: &Row| match row.state.get() {
        Sending::Refused(words) => Some(words),
        _ => None,
    };
    rows.iter().find_map(words).unwrap_or_default()
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::upload_form::{
        Row, Sending,
        browser::{outcome, send},
    };
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{FormData, HtmlFormElement, HtmlInputElement, SubmitEvent, XmlHttpRequest};

    /// From now on the form goes by script when there are files in it.
    pub(super) fn watch(
        input: &HtmlInputElement,
        rows: RwSignal<Vec<Row>>,
        max_megabytes: i32,
        max_files: usize,
    ) {
        let Some(form) = input.form() else { return };
        let (of_form, input) = (form.clone(), input.clone());
        let is_sending = RwSignal::new(false);
        let on_submit = Closure::<dyn FnMut(SubmitEvent)>::new(move |event: SubmitEvent| {
            if is_sending.get_untracked() {
                event.prevent_default();
                return;
            }
            let Some((name, refused)) = look(&input, max_megabytes, max_files) else { return };
            event.prevent_default();
            let state = RwSignal::new(refused.map_or(Sending::Waiting, Sending::Refused));
            rows.set(vec![Row { name, state }]);
            if state.with_untracked(|state| *state == Sending::Waiting) {
                begin(&of_form, state, is_sending);
            }
        });
        let _ = form.add_event_listener_with_callback("submit", on_submit.as_ref().unchecked_ref());
        // The form lives as long as the page.
        on_submit.forget();
    }

    /// What the files are called together, and what is wrong with them; nothing without files.
    fn look(
        input: &HtmlInputElement,
        max_megabytes: i32,
        max_files: usize,
    ) -> Option<(String, Option<String>)> {
        let list = input.files()?;
        let files: Vec<_> = (0..list.length()).filter_map(|index| list.get(index)).collect();
        let most = f64::from(max_megabytes) * 1_000_000.0;
        let large = files.iter().find(|file| file.size() > most);
        let refused = if files.len() > max_files {
            Some(format!("Choose at most {max_files} files at once."))
        } else {
            large.map(|file| format!("“{}” is larger than {max_megabytes} MB.", file.name()))
        };
        match files.as_slice() {
            [] => None,
            [one] => Some((one.name(), refused)),
            more => Some((format!("{} files", more.len()), refused)),
        }
    }

    fn begin(form: &HtmlFormElement, state: RwSignal<Sending>, is_sending: RwSignal<bool>) {
        let request = FormData::new_with_form(form).and_then(|data| send(form, &data, state));
        let Ok(request) = request else {
            state.set(Sending::Refused("This browser cannot send it.".to_owned()));
            return;
        };
        is_sending.set(true);
        let answered = request.clone();
        let on_end = Closure::once_into_js(move || {
            let came_of_it = outcome(&answered);
            let is_kept = came_of_it == Sending::Kept;
            state.set(came_of_it);
            is_sending.set(false);
            if is_kept {
                show(&answered);
            }
        });
        request.set_onloadend(Some(on_end.unchecked_ref()));
    }

    /// Loads the conversation anew, at the message.
    fn show(answered: &XmlHttpRequest) {
        let body = answered.response_text().ok().flatten().unwrap_or_default();
        let answer: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
        let location = window().location();
        let (page, fragment) =
            answer["page"].as_str().unwrap_or_default().split_once('#').unwrap_or_default();
        let is_here = location.pathname().is_ok_and(|path| path == page)
            && location.search().is_ok_and(|search| search.is_empty());
        if is_here {
            let _ = location.set_hash(fragment);
            let _ = location.reload();
        } else {
            let _ = location.assign(&format!("{page}#{fragment}"));
        }
    }
}
