//! Files of a message: a plain field of its form. With script the form is sent in place when there are files, so that the page shows
//! how far they are, and keeps the text as well as the files when they are refused.

#[cfg(any(feature = "ssr", feature = "hydrate"))]
use crate::bell::PLACE;
use crate::{
    ui::Icon,
    upload_form::{Row, SendingWords, sending_rows},
};
use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

/// What the field says, in the language of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AttachWords {
    pub files: String,
    pub hint: String,
    pub too_many: String,
    /// With `PLACE` for the file's name.
    pub too_large: String,
    /// With `PLACE` for how many there are.
    pub several: String,
    pub sending: SendingWords,
}

#[cfg(feature = "ssr")]
impl AttachWords {
    /// In the language of this request.
    pub(crate) fn new(max_megabytes: i32, max_files: usize) -> Self {
        use crate::words::say;
        Self {
            files: say!("upload-files").into_owned(),
            hint: say!("attach-hint", files = max_files, megabytes = max_megabytes).into_owned(),
            too_many: say!("attach-too-many", files = max_files).into_owned(),
            too_large: say!("attach-too-large", name = PLACE, megabytes = max_megabytes).into_owned(),
            several: say!("attach-several", files = PLACE).into_owned(),
            sending: SendingWords::new(),
        }
    }
}

/// The field. `error` is what was wrong with the files before.
#[island(lazy)]
pub fn AttachFiles(
    max_megabytes: i32,
    max_files: usize,
    words: AttachWords,
    error: Option<String>,
) -> impl IntoView {
    let (label, hint) = (words.files.clone(), words.hint.clone());
    let (of_rows, of_refusal) = (words.sending.clone(), words.sending.clone());
    let rows = RwSignal::new(Vec::<Row>::new());
    let input = NodeRef::<html::Input>::new();
    #[cfg(feature = "hydrate")]
    input.on_load(move |input| {
        browser::watch(&input, rows, browser::Limits { max_megabytes, max_files, words })
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (max_megabytes, max_files, words);
    view! {
        <div class="field">
            <label for="attach-file">{label}</label>
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
        <p class="sr-only" role="alert">{move || rows.with(|rows| refusal(rows, &of_refusal))}</p>
        {sending_rows(rows, of_rows)}
    }
}

/// What is said aloud; percents would only be noise to those who hear them.
fn refusal(rows: &[Row], words: &SendingWords) -> String {
    let failure = |row: &Row| row.state.with(|state| state.failure(words));
    rows.iter().find_map(failure).unwrap_or_default()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{AttachWords, PLACE};
    use crate::upload_form::{
        Row, Sending,
        browser::{outcome, send},
    };
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{FormData, HtmlFormElement, HtmlInputElement, SubmitEvent, XmlHttpRequest};

    /// What one message may bring, and what is said when it is more.
    pub(super) struct Limits {
        pub(super) max_megabytes: i32,
        pub(super) max_files: usize,
        pub(super) words: AttachWords,
    }

    /// From now on the form goes by script when there are files in it.
    pub(super) fn watch(input: &HtmlInputElement, rows: RwSignal<Vec<Row>>, limits: Limits) {
        let Some(form) = input.form() else { return };
        let (of_form, input) = (form.clone(), input.clone());
        let is_sending = RwSignal::new(false);
        let on_submit = Closure::<dyn FnMut(SubmitEvent)>::new(move |event: SubmitEvent| {
            if is_sending.get_untracked() {
                event.prevent_default();
                return;
            }
            let Some((name, refused)) = look(&input, &limits) else { return };
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
    fn look(input: &HtmlInputElement, limits: &Limits) -> Option<(String, Option<String>)> {
        let Limits { max_megabytes, max_files, words } = limits;
        let list = input.files()?;
        let files: Vec<_> = (0..list.length()).filter_map(|index| list.get(index)).collect();
        let most = f64::from(*max_megabytes) * 1_000_000.0;
        let large = files.iter().find(|file| file.size() > most);
        let refused = if files.len() > *max_files {
            Some(words.too_many.clone())
        } else {
            large.map(|file| words.too_large.replace(PLACE, &file.name()))
        };
        match files.as_slice() {
            [] => None,
            [one] => Some((one.name(), refused)),
            more => Some((words.several.replace(PLACE, &more.len().to_string()), refused)),
        }
    }

    fn begin(form: &HtmlFormElement, state: RwSignal<Sending>, is_sending: RwSignal<bool>) {
        let request = FormData::new_with_form(form).and_then(|data| send(form, &data, state));
        let Ok(request) = request else {
            state.set(Sending::Impossible);
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
