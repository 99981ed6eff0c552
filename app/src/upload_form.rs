//! The form that takes files: a plain one, which with script takes dropped files and shows how far each has come.

use crate::ui::{Button, Checkbox, Choice, Icon, Select};
use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

/// What is said of files on their way, in the language of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendingWords {
    pub waiting: String,
    pub storing: String,
    pub kept: String,
    /// The browser takes no files from script.
    pub impossible: String,
    pub broken_off: String,
}

/// What the form says, in the language of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UploadWords {
    pub project: String,
    pub no_project: String,
    pub files: String,
    pub hint: String,
    pub share: String,
    pub button: String,
    pub too_large: String,
    /// With `KEPT` and `ALL` in the place of the numbers.
    pub outcome: String,
    pub sending: SendingWords,
}

/// Where the outcome has its numbers.
const KEPT: &str = "{kept}";
const ALL: &str = "{all}";

#[cfg(feature = "ssr")]
mod words {
    use super::{ALL, KEPT, SendingWords, UploadWords};
    use crate::words::say;

    impl SendingWords {
        /// In the language of this request.
        pub(crate) fn new() -> Self {
            Self {
                waiting: say!("upload-waiting").into_owned(),
                storing: say!("upload-storing").into_owned(),
                kept: say!("upload-kept").into_owned(),
                impossible: say!("upload-impossible").into_owned(),
                broken_off: say!("upload-broken-off").into_owned(),
            }
        }
    }

    impl UploadWords {
        /// In the language of this request.
        pub(crate) fn new(max_megabytes: i32) -> Self {
            Self {
                project: say!("project-label").into_owned(),
                no_project: say!("upload-no-project").into_owned(),
                files: say!("upload-files").into_owned(),
                hint: say!("upload-hint", megabytes = max_megabytes).into_owned(),
                share: say!("upload-share").into_owned(),
                button: say!("upload-button").into_owned(),
                too_large: say!("upload-too-large", megabytes = max_megabytes).into_owned(),
                outcome: say!("upload-outcome", kept = KEPT, all = ALL).into_owned(),
                sending: SendingWords::new(),
            }
        }
    }
}

/// How far a file has come.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only browsers send"))]
pub(crate) enum Sending {
    Waiting,
    /// In percent.
    Under(u32),
    Kept,
    Refused(String),
    /// The browser takes no files from script.
    Impossible,
    BrokenOff,
}

impl Sending {
    fn percent(&self) -> u32 {
        match self {
            Self::Waiting | Self::Refused(_) | Self::Impossible | Self::BrokenOff => 0,
            Self::Under(percent) => *percent,
            Self::Kept => 100,
        }
    }

    /// Whether it is over, and nothing was kept.
    fn has_failed(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Impossible | Self::BrokenOff)
    }

    pub(crate) fn words(&self, words: &SendingWords) -> String {
        match self {
            Self::Waiting => words.waiting.clone(),
            // The bytes have left; the server makes them safe.
            Self::Under(100) => words.storing.clone(),
            Self::Under(percent) => format!("{percent} %"),
            Self::Kept => words.kept.clone(),
            Self::Refused(message) => message.clone(),
            Self::Impossible => words.impossible.clone(),
            Self::BrokenOff => words.broken_off.clone(),
        }
    }

    /// Why nothing was kept, if it was not.
    pub(crate) fn failure(&self, words: &SendingWords) -> Option<String> {
        self.has_failed().then(|| self.words(words))
    }
}

/// A file on its way.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) state: RwSignal<Sending>,
}

/// The form. `fields` go along unseen; with `projects` one of them can be chosen, and with `asks_to_share` staff say whether the client
/// sees the files. `error` is what was wrong with it before.
#[island(lazy)]
pub fn UploadForm(
    action: String,
    fields: Vec<(String, String)>,
    projects: Vec<(String, String)>,
    project: String,
    asks_to_share: bool,
    max_megabytes: i32,
    words: UploadWords,
    error: Option<String>,
) -> impl IntoView {
    let UploadWords {
        project: project_label,
        no_project,
        files,
        hint,
        share,
        button,
        too_large,
        outcome: said,
        sending,
    } = words;
    let rows = RwSignal::new(Vec::<Row>::new());
    let is_over = RwSignal::new(false);
    let is_sending = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let form = NodeRef::<html::Form>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        #[cfg(feature = "hydrate")]
        browser::submit(&event, form, input, rows, is_sending, (max_megabytes, &too_large));
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, is_sending, max_megabytes, &too_large);
    };
    let over = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        #[cfg(feature = "hydrate")]
        browser::take(&event, input);
    };
    let hidden = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let choices = (!projects.is_empty()).then(|| {
        let options = std::iter::once(Choice::new("", no_project))
            .chain(projects.into_iter().map(|(id, name)| Choice::new(id, name)))
            .collect::<Vec<_>>();
        view! { <Select label=project_label name="project_id" id="upload-project" options value=project/> }
    });
    view! {
        <form
            class="upload"
            method="post"
            action=action
            enctype="multipart/form-data"
            node_ref=form
            data-over=move || is_over.get().then_some("")
            on:submit=submit
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop
        >
            {hidden}
            // What is said about the files goes before them: the server reads the form as it comes.
            <div class="upload-fields">
                {choices}
                <div class="field">
                    <label for="upload-file">{files}</label>
                    <input
                        class="field-control"
                        id="upload-file"
                        name="file"
                        type="file"
                        multiple=true
                        required=true
                        node_ref=input
                        aria-invalid=error.is_some().then_some("true")
                        aria-describedby=if error.is_some() { "upload-error upload-hint" } else { "upload-hint" }
                    />
                    {error.map(|error| view! { <p class="field-error" id="upload-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
                    <p class="field-hint" id="upload-hint">{hint}</p>
                </div>
            </div>
            {asks_to_share.then(|| view! {
                <Checkbox name="is_shared" value="true" id="upload-shared" checked=true>{share}</Checkbox>
            })}
            <div class="actions">
                <Button icon=icondata::LuUpload disabled=is_sending>{button}</Button>
            </div>
            <p class="sr-only" role="status">{move || rows.with(|rows| outcome(rows, &said))}</p>
            {sending_rows(rows, sending)}
        </form>
    }
}

/// How it ended, when it has; percents would only be noise to those who hear them.
fn outcome(rows: &[Row], words: &str) -> String {
    let is_settled = |row: &Row| row.state.with(|state| *state == Sending::Kept || state.has_failed());
    if rows.is_empty() || !rows.iter().all(is_settled) {
        return String::new();
    }
    let kept = rows.iter().filter(|row| row.state.with(|state| *state == Sending::Kept)).count();
    words.replace(KEPT, &kept.to_string()).replace(ALL, &rows.len().to_string())
}

/// The files on their way.
pub(crate) fn sending_rows(rows: RwSignal<Vec<Row>>, words: SendingWords) -> impl IntoView {
    let words = StoredValue::new(words);
    view! {
        <ul class="upload-list">
            {move || rows.get().into_iter().zip(0..).map(|(row, number)| sending_row(row, number, words)).collect_view()}
        </ul>
    }
}

fn sending_row(row: Row, number: u32, words: StoredValue<SendingWords>) -> impl IntoView {
    let (state, id) = (row.state, format!("upload-{number}"));
    let said = move || words.with_value(|words| state.with(|state| state.words(words)));
    view! {
        <li data-tone=move || state.with(|state| state.has_failed().then_some("danger"))>
            <div class="upload-name"><span id=id.clone() dir="auto">{row.name}</span><span class="muted">{said}</span></div>
            <div
                class="progress"
                role="progressbar"
                aria-labelledby=id
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || state.with(Sending::percent)
            >
                <svg aria-hidden="true">
                    <rect class="progress-done" height="100%" width=move || format!("{}%", state.with(Sending::percent))></rect>
                </svg>
            </div>
        </li>
    }
}

#[cfg(feature = "hydrate")]
pub(crate) mod browser {
    use super::{Row, Sending};
    use crate::error::AppError;
    use leptos::{html, prelude::*};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use web_sys::{DragEvent, File, FormData, HtmlFormElement, ProgressEvent, SubmitEvent, XmlHttpRequest};

    pub(crate) const FIELD: &str = "file";

    /// Files that were dropped are chosen, and wait for the button as those that were picked do.
    pub(super) fn take(event: &DragEvent, input: NodeRef<html::Input>) {
        if let (Some(input), Some(files)) =
            (input.get(), event.data_transfer().and_then(|transfer| transfer.files()))
        {
            input.set_files(Some(&files));
        }
    }

    /// Sends the files one by one in place of the form.
    pub(super) fn submit(
        event: &SubmitEvent,
        form: NodeRef<html::Form>,
        input: NodeRef<html::Input>,
        rows: RwSignal<Vec<Row>>,
        is_sending: RwSignal<bool>,
        (max_megabytes, too_large): (i32, &str),
    ) {
        let (Some(form), Some(files)) = (form.get(), input.get().and_then(|input| input.files())) else {
            return;
        };
        event.prevent_default();
        let (mut waiting, mut shown, mut is_any_refused) = (Vec::new(), Vec::new(), false);
        for file in (0..files.length()).filter_map(|index| files.get(index)) {
            let is_large = file.size() > f64::from(max_megabytes) * 1_000_000.0;
            let begun = if is_large { Sending::Refused(too_large.to_owned()) } else { Sending::Waiting };
            let state = RwSignal::new(begun);
            shown.push(Row { name: file.name(), state });
            if is_large {
                is_any_refused = true;
            } else {
                waiting.push((file, state));
            }
        }
        rows.set(shown);
        is_sending.set(true);
        send_next(form, waiting.into_iter(), is_any_refused, is_sending);
    }

    /// The page is loaded anew when all files are kept; with a refusal among them it stays, so that it can be read.
    fn send_next(
        form: HtmlFormElement,
        mut waiting: std::vec::IntoIter<(File, RwSignal<Sending>)>,
        is_any_refused: bool,
        is_sending: RwSignal<bool>,
    ) {
        let Some((file, state)) = waiting.next() else {
            is_sending.set(false);
            if !is_any_refused {
                let _ = window().location().reload();
            }
            return;
        };
        let Ok(request) = begin(&form, &file, state) else {
            state.set(Sending::Impossible);
            return send_next(form, waiting, true, is_sending);
        };
        let answered = request.clone();
        let on_end = Closure::once_into_js(move || {
            let outcome = outcome(&answered);
            let is_refused = outcome != Sending::Kept;
            state.set(outcome);
            send_next(form, waiting, is_any_refused || is_refused, is_sending);
        });
        request.set_onloadend(Some(on_end.unchecked_ref()));
    }

    fn begin(
        form: &HtmlFormElement,
        file: &File,
        state: RwSignal<Sending>,
    ) -> Result<XmlHttpRequest, JsValue> {
        let data = FormData::new_with_form(form)?;
        data.delete(FIELD);
        data.append_with_blob_and_filename(FIELD, file, &file.name())?;
        send(form, &data, state)
    }

    /// Begins to send a form, and says how far it has come.
    pub(crate) fn send(
        form: &HtmlFormElement,
        data: &FormData,
        state: RwSignal<Sending>,
    ) -> Result<XmlHttpRequest, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open("POST", &form.action())?;
        request.set_request_header("accept", "application/json")?;
        let on_progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                state.set(Sending::Under((event.loaded() / event.total() * 100.0) as u32));
            }
        });
        request.upload()?.set_onprogress(Some(on_progress.into_js_value().unchecked_ref()));
        state.set(Sending::Under(0));
        request.send_with_opt_form_data(Some(data))?;
        Ok(request)
    }

    /// What came of it, when it has ended.
    pub(crate) fn outcome(request: &XmlHttpRequest) -> Sending {
        let status = request.status().unwrap_or_default();
        if (200..300).contains(&status) {
            return Sending::Kept;
        }
        let body = request.response_text().ok().flatten().unwrap_or_default();
        match serde_json::from_str::<AppError>(&body) {
            Ok(error) => Sending::Refused(error.message),
            Err(_) => Sending::BrokenOff,
        }
    }
}
