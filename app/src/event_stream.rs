//! The browser's end of a stream of server-sent events.
//!
//! It is open only while the page is looked at: browsers allow few connections to one server, and a tab in the background needs none.

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

struct EventStream {
    address: String,
    /// Takes an event's data; `false` when it is none that it knows.
    hear: Box<dyn Fn(&str) -> bool>,
    open: RefCell<Option<EventSource>>,
    failures: Cell<usize>,
    /// There is nothing more to hear; when the session has ended, the next click leads to the sign-in page.
    is_over: Cell<bool>,
}

/// Opens the stream soon, and whenever the page comes into view again.
pub(crate) fn listen(address: String, hear: impl Fn(&str) -> bool + 'static) {
    let stream = Rc::new(EventStream {
        address,
        hear: Box::new(hear),
        open: RefCell::new(None),
        failures: Cell::new(0),
        is_over: Cell::new(false),
    });
    let begun = stream.clone();
    set_timeout(move || begun.resume(), FIRST_WAIT);
    // The listener lives as long as the page.
    let _ = window_event_listener_untyped("visibilitychange", move |_| {
        stream.close();
        stream.failures.set(0);
        stream.clone().resume();
    });
}

impl EventStream {
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
        let stream = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if (stream.hear)(&event.data().as_string().unwrap_or_default()) {
                stream.failures.set(0);
            }
        });
        let stream = self.clone();
        let on_end = Closure::<dyn FnMut()>::new(move || {
            stream.is_over.set(true);
            stream.close();
        });
        let stream = self.clone();
        let opened = source.clone();
        // The browser comes back by itself when a connection breaks, and gives up on an answer that is no stream.
        let on_error = Closure::<dyn FnMut()>::new(move || {
            if opened.ready_state() != EventSource::CLOSED {
                return;
            }
            stream.close();
            let failures = stream.failures.get();
            let Some(wait) = WAITS.get(failures) else { return };
            stream.failures.set(failures + 1);
            let stream = stream.clone();
            set_timeout(move || stream.resume(), Duration::from_secs(*wait));
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
}
