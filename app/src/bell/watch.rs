//! The browser's end of the stream.
//!
//! It is open only while the page is looked at: browsers allow few connections to one server, and a tab in the background needs none.

use super::{BellSnapshot, count_text, fill};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{EventSource, MessageEvent};

/// Waits in seconds before a stream that was refused is tried again; after the last one the page gives up.
const WAITS: [u64; 6] = [1, 2, 5, 10, 30, 60];

/// What has just been rendered is new enough, and many a page is left at once.
const FIRST_WAIT: Duration = Duration::from_secs(1);

struct Watch {
    address: String,
    bell: ReadSignal<BellSnapshot>,
    set_bell: WriteSignal<BellSnapshot>,
    set_news: WriteSignal<String>,
    /// With the title of what has just come.
    words_news: String,
    open: RefCell<Option<EventSource>>,
    failures: Cell<usize>,
    /// The session has ended; the next click leads to the sign-in page.
    is_over: Cell<bool>,
}

/// Opens the stream soon, and whenever the page comes into view again.
pub(super) fn begin(
    address: String,
    bell: ReadSignal<BellSnapshot>,
    set_bell: WriteSignal<BellSnapshot>,
    set_news: WriteSignal<String>,
    words_news: String,
) {
    let watch = Rc::new(Watch {
        address,
        bell,
        set_bell,
        set_news,
        words_news,
        open: RefCell::new(None),
        failures: Cell::new(0),
        is_over: Cell::new(false),
    });
    let begun = watch.clone();
    set_timeout(move || begun.resume(), FIRST_WAIT);
    // The listener lives as long as the page.
    let _ = window_event_listener_untyped("visibilitychange", move |_| {
        watch.close();
        watch.failures.set(0);
        watch.clone().resume();
    });
}

impl Watch {
    fn close(&self) {
        if let Some(source) = self.open.take() {
            source.close();
        }
    }

    fn resume(self: Rc<Self>) {
        if self.is_over.get() || document().hidden() || self.open.borrow().is_some() {
            return;
        }
        let Ok(source) = EventSource::new(&self.address) else { return };
        let watch = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let json = event.data().as_string().unwrap_or_default();
            if let Ok(snapshot) = serde_json::from_str::<BellSnapshot>(&json) {
                watch.failures.set(0);
                watch.show(snapshot);
            }
        });
        let watch = self.clone();
        let on_end = Closure::<dyn FnMut()>::new(move || {
            watch.is_over.set(true);
            watch.close();
        });
        let watch = self.clone();
        let stream = source.clone();
        // The browser comes back by itself when a connection breaks, and gives up on an answer that is no stream.
        let on_error = Closure::<dyn FnMut()>::new(move || {
            if stream.ready_state() != EventSource::CLOSED {
                return;
            }
            watch.close();
            let failures = watch.failures.get();
            let Some(wait) = WAITS.get(failures) else { return };
            watch.failures.set(failures + 1);
            let watch = watch.clone();
            set_timeout(move || watch.resume(), Duration::from_secs(*wait));
        });
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let _ = source.add_event_listener_with_callback("end", on_end.as_ref().unchecked_ref());
        // A few words for each time the page comes into view.
        on_message.forget();
        on_end.forget();
        on_error.forget();
        *self.open.borrow_mut() = Some(source);
    }

    fn show(&self, snapshot: BellSnapshot) {
        let is_same = self.bell.with_untracked(|last| last == &snapshot);
        if is_same {
            return;
        }
        let is_more = self.bell.with_untracked(|last| snapshot.unread > last.unread);
        if is_more && let Some(newest) = snapshot.newest.first() {
            self.set_news.set(fill(&self.words_news, &newest.title));
        }
        show_waiting(snapshot.waiting);
        self.set_bell.set(snapshot);
    }
}

/// The count at the section of messages, which is no part of the island.
fn show_waiting(waiting: i64) {
    let element = |id| document().get_element_by_id(id);
    let (Some(place), Some(count)) = (element("waiting"), element("waiting-count")) else { return };
    count.set_text_content(Some(&count_text(waiting)));
    let _ = if waiting > 0 { place.remove_attribute("hidden") } else { place.set_attribute("hidden", "") };
}
