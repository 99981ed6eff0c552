//! The buttons that make and use passkeys. Only script reaches the device; what it answers goes on with the form around the button, as
//! what is typed does.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the device is to sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// Goes on with the answer.
    pub token: String,
    /// `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
}

/// What a button for passkeys says, in the language of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasskeyWords {
    pub label: String,
    pub not_done: String,
    pub has_one: String,
    pub no_answer: String,
}

impl PasskeyWords {
    fn why(&self, failure: Failure) -> String {
        match failure {
            Failure::NotDone => self.not_done.clone(),
            Failure::HasOne => self.has_one.clone(),
            Failure::NoAnswer => self.no_answer.clone(),
        }
    }
}

#[cfg(feature = "ssr")]
impl PasskeyWords {
    /// In the language of this request.
    pub(crate) fn new(label: crate::ui::Words) -> Self {
        use crate::words::say;
        Self {
            label: label.into_owned(),
            not_done: say!("passkey-not-used").into_owned(),
            has_one: say!("passkey-has-one").into_owned(),
            no_answer: say!("passkey-no-answer").into_owned(),
        }
    }
}

/// Why a passkey was not used or made.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only browsers ask a device"))]
enum Failure {
    NotDone,
    /// There is a passkey for the account on this device already.
    HasOne,
    /// The portal has no challenge to give.
    NoAnswer,
}

/// How far the device has come.
#[derive(Clone, Copy)]
struct Progress {
    /// There is script, and the browser has passkeys.
    is_ready: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Progress {
    fn new() -> Self {
        Self { is_ready: RwSignal::new(false), is_busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }
}

/// Uses a passkey: asks the server function at `start` for a challenge, and sends what the device answers with the form around it. With
/// `autofill` the browser offers passkeys in the address field as well. Absent until it works.
#[island(lazy)]
pub fn PasskeySignIn(start: String, words: PasskeyWords, autofill: bool) -> impl IntoView {
    let progress = Progress::new();
    #[cfg(feature = "hydrate")]
    let sign_in = browser::SignIn::new(start, autofill, progress);
    #[cfg(not(feature = "hydrate"))]
    let _ = (start, autofill);
    let press = move |event: leptos::ev::MouseEvent| {
        #[cfg(feature = "hydrate")]
        sign_in.press(&event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    let label = words.label.clone();
    let failure = move || progress.failure.get().map(|failure| words.why(failure));
    view! {
        <div class="passkey-button" hidden=move || !progress.is_ready.get()>
            <input type="hidden" name="challenge"/>
            <input type="hidden" name="remember"/>
            <input type="hidden" name="credential"/>
            <button
                class="button wide"
                data-look="secondary"
                type="button"
                disabled=move || progress.is_busy.get()
                on:click=press
            >
                {label}
            </button>
            <p class="field-error" role="alert">{failure}</p>
        </div>
    }
}

/// Makes a passkey of what the server asks for, and sends it with the form around it. Absent until it works.
#[island(lazy)]
pub fn PasskeyMaker(options: String, words: PasskeyWords) -> impl IntoView {
    let progress = Progress::new();
    #[cfg(feature = "hydrate")]
    browser::wake(progress);
    let press = move |event: leptos::ev::MouseEvent| {
        #[cfg(feature = "hydrate")]
        browser::make(&event, options.clone(), progress);
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, &options);
    };
    let label = words.label.clone();
    let failure = move || progress.failure.get().map(|failure| words.why(failure));
    view! {
        <div class="passkey-button" hidden=move || !progress.is_ready.get()>
            <input type="hidden" name="credential"/>
            <button class="button" type="button" disabled=move || progress.is_busy.get() on:click=press>
                {label}
            </button>
            <p class="field-error" role="alert">{failure}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Failure, PasskeyChallenge, Progress};
    use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
    use leptos::{prelude::*, task::spawn_local};
    use std::{cell::RefCell, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        AbortController, Headers, HtmlFormElement, HtmlInputElement, MouseEvent, RequestInit, Response,
    };

    /// Before a challenge is over, so that the one that waits in the address field is always good.
    const FRESH_FOR: Duration = Duration::from_secs(4 * 60);
    /// Challenges that a page takes by itself: it may be open for days.
    const MOST_FRESH: usize = 15;

    /// What an attempt at the sign-in page needs.
    #[derive(Clone)]
    pub(super) struct SignIn {
        start: String,
        progress: Progress,
        /// Of the request that waits in the address field. A browser takes one at a time.
        waiting: Rc<RefCell<Option<AbortController>>>,
    }

    impl SignIn {
        pub(super) fn new(start: String, autofill: bool, progress: Progress) -> Self {
            let sign_in = Self { start, progress, waiting: Rc::default() };
            wake(progress);
            if autofill {
                let waits = sign_in.clone();
                Effect::new(move |_| spawn_local(waits.clone().wait_in_field()));
            }
            sign_in
        }

        pub(super) fn press(&self, event: &MouseEvent) {
            let Some(form) = form_of(event) else { return };
            let sign_in = self.clone();
            self.progress.is_busy.set(true);
            self.progress.failure.set(None);
            if let Some(waiting) = self.waiting.borrow_mut().take() {
                waiting.abort();
            }
            spawn_local(async move {
                match sign_in.ask(None).await {
                    Ok(answer) => send(&form, &answer),
                    Err(failure) => sign_in.progress.failure.set(Some(failure)),
                }
                sign_in.progress.is_busy.set(false);
            });
        }

        /// Has the browser offer passkeys where the address is typed, until the button is pressed.
        async fn wait_in_field(self) {
            if !offers_in_fields().await.unwrap_or(false) {
                return;
            }
            for _ in 0..MOST_FRESH {
                let Ok(controller) = AbortController::new() else { return };
                self.waiting.replace(Some(controller.clone()));
                let timer = controller.clone();
                set_timeout(move || timer.abort(), FRESH_FOR);
                let answer = self.ask(Some(&controller)).await;
                let is_waiting = self.waiting.borrow().is_some();
                match answer {
                    Ok(answer) if is_waiting => {
                        if let Some(form) = document().query_selector("form.passkey-form").ok().flatten() {
                            send(form.unchecked_ref(), &answer);
                        }
                        return;
                    }
                    // The time of the challenge was over; pressing the button takes the controller away.
                    Err(_) if is_waiting && controller.signal().aborted() => {}
                    Ok(_) | Err(_) => return,
                }
            }
        }

        async fn ask(&self, waiting: Option<&AbortController>) -> Result<Answer, Failure> {
            let challenge = fetch_challenge(&self.start).await.ok_or(Failure::NoAnswer)?;
            let credential = sign(&challenge.options, waiting).await.map_err(|_| Failure::NotDone)?;
            Ok(Answer { challenge: challenge.token, credential })
        }
    }

    struct Answer {
        challenge: String,
        credential: String,
    }

    /// Shows the button where the browser has what it takes.
    pub(super) fn wake(progress: Progress) {
        Effect::new(move |_| {
            let has = passkeys().is_ok_and(|kind| {
                ["parseCreationOptionsFromJSON", "parseRequestOptionsFromJSON"]
                    .iter()
                    .all(|name| get(&kind, name).is_ok_and(|value| value.is_function()))
            });
            progress.is_ready.set(has);
        });
    }

    /// Makes a passkey and sends it.
    pub(super) fn make(event: &MouseEvent, options: String, progress: Progress) {
        let Some(form) = form_of(event).filter(HtmlFormElement::report_validity) else { return };
        progress.is_busy.set(true);
        progress.failure.set(None);
        spawn_local(async move {
            match create(&options).await {
                Ok(credential) => {
                    set_field(&form, "credential", &credential);
                    submit(&form);
                }
                Err(error) if name_of(&error).as_deref() == Some("InvalidStateError") => {
                    progress.failure.set(Some(Failure::HasOne));
                }
                Err(_) => progress.failure.set(Some(Failure::NotDone)),
            }
            progress.is_busy.set(false);
        });
    }

    async fn create(options: &str) -> Result<String, JsValue> {
        let options = call(&passkeys()?, "parseCreationOptionsFromJSON", &[JSON::parse(options)?])?;
        let request = Object::new();
        Reflect::set(&request, &"publicKey".into(), &options)?;
        let credential = wait(&call(&credentials()?, "create", &[request.into()])?).await?;
        as_text(&credential)
    }

    async fn sign(options: &str, waiting: Option<&AbortController>) -> Result<String, JsValue> {
        let options = call(&passkeys()?, "parseRequestOptionsFromJSON", &[JSON::parse(options)?])?;
        let request = Object::new();
        Reflect::set(&request, &"publicKey".into(), &options)?;
        if let Some(controller) = waiting {
            Reflect::set(&request, &"mediation".into(), &"conditional".into())?;
            Reflect::set(&request, &"signal".into(), &controller.signal())?;
        }
        let credential = wait(&call(&credentials()?, "get", &[request.into()])?).await?;
        as_text(&credential)
    }

    async fn offers_in_fields() -> Result<bool, JsValue> {
        let answer = call(&passkeys()?, "isConditionalMediationAvailable", &[])?;
        Ok(wait(&answer).await?.is_truthy())
    }

    async fn fetch_challenge(start: &str) -> Option<PasskeyChallenge> {
        let init = RequestInit::new();
        init.set_method("POST");
        let headers = Headers::new().ok()?;
        headers.set("accept", "application/json").ok()?;
        headers.set("content-type", "application/x-www-form-urlencoded").ok()?;
        init.set_headers(&headers);
        let response = wait(&window().fetch_with_str_and_init(start, &init)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        let text = wait(&response.text().ok()?.into()).await.ok()?.as_string()?;
        serde_json::from_str(&text).ok()
    }

    fn send(form: &HtmlFormElement, answer: &Answer) {
        let stays = document()
            .query_selector("input[type='checkbox'][name='remember']")
            .ok()
            .flatten()
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
            .is_some_and(|field| field.checked());
        set_field(form, "challenge", &answer.challenge);
        set_field(form, "remember", if stays { "true" } else { "false" });
        set_field(form, "credential", &answer.credential);
        submit(form);
    }

    fn submit(form: &HtmlFormElement) {
        // A form in the page can be sent.
        let _ = form.submit();
    }

    fn set_field(form: &HtmlFormElement, name: &str, value: &str) {
        let field = form.query_selector(&format!("input[type='hidden'][name='{name}']")).ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            field.set_value(value);
        }
    }

    fn form_of(event: &MouseEvent) -> Option<HtmlFormElement> {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        target.closest("form").ok()??.dyn_into().ok()
    }

    fn passkeys() -> Result<JsValue, JsValue> {
        get(&window(), "PublicKeyCredential")
    }

    fn credentials() -> Result<JsValue, JsValue> {
        get(&window().navigator(), "credentials")
    }

    fn as_text(credential: &JsValue) -> Result<String, JsValue> {
        JSON::stringify(&call(credential, "toJSON", &[])?).map(String::from)
    }

    fn name_of(error: &JsValue) -> Option<String> {
        get(error, "name").ok()?.as_string()
    }

    fn get(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
        Reflect::get(target, &name.into())
    }

    fn call(target: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
        let function: Function = get(target, name)?.dyn_into()?;
        function.apply(target, &arguments.iter().collect::<Array>())
    }

    async fn wait(promise: &JsValue) -> Result<JsValue, JsValue> {
        JsFuture::from(Promise::resolve(promise)).await
    }
}
