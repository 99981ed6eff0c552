//! The live part of a run's page: bar, counts, rate and time left, fed by server-sent events.

use crate::ui::{Alert, ProgressBar, Tone};
use domain::bulk_invitation::{RunSnapshot, RunState};
use leptos::prelude::*;

/// Shows `initial`, and from then on what the events say; every event is the whole. When the run's state changes the page is
/// loaded anew, with the buttons and results that belong to it.
#[island(lazy)]
pub fn RunProgress(initial: RunSnapshot) -> impl IntoView {
    let (run, set_run) = signal(initial);
    #[cfg(feature = "hydrate")]
    watch(run, set_run);
    #[cfg(not(feature = "hydrate"))]
    let _ = set_run;
    let count =
        |of: fn(&RunSnapshot) -> i64| Signal::derive(move || u64::try_from(run.with(of)).unwrap_or_default());
    let (total, success) = (count(|run| run.total), count(|run| run.success));
    let (failed, skipped) = (count(|run| run.failed), count(|run| run.skipped));
    view! {
        <div class="run">
            {move || run.with(|run| run.paused_because.clone()).map(|because| {
                view! { <Alert tone=Tone::Warning title="The run has paused itself"><p>{because}</p></Alert> }
            })}
            <ProgressBar label="Progress of the run" total done=success failed skipped/>
            <dl class="figures">
                <div data-tone="accent"><dt>"Sent"</dt><dd>{move || success.get()}</dd></div>
                <div><dt>"Failed"</dt><dd>{move || failed.get()}</dd></div>
                <div><dt>"Skipped"</dt><dd>{move || skipped.get()}</dd></div>
                <div><dt>"Total"</dt><dd>{move || total.get()}</dd></div>
            </dl>
            <p class="run-pace" role="status">{move || run.with(pace)}</p>
        </div>
    }
}

/// How fast it goes and how long it will take, in a line.
fn pace(run: &RunSnapshot) -> String {
    let left = match run.seconds_left {
        Some(seconds @ 0..=90) => format!(" · about {seconds} s left"),
        Some(seconds) => format!(" · about {} min left", seconds / 60),
        None => String::new(),
    };
    match run.state {
        RunState::Queued => "Waiting for a sender …".to_owned(),
        RunState::Running if run.rate < 1.0 => format!("Sending{left}"),
        // Whole numbers: formatting floats would add kilobytes to the WASM.
        RunState::Running => format!("{} a second{left}", run.rate as i64),
        RunState::Paused => format!("Paused, {} waiting", run.queued),
        RunState::Completed => "All recipients have a result.".to_owned(),
        RunState::Cancelled => "Cancelled. What was not sent is skipped.".to_owned(),
    }
}

/// The longest wait, in seconds, before a stream that ended is opened again.
#[cfg(feature = "hydrate")]
const LONGEST_WAIT: u64 = 5;

/// The browser comes back by itself when a connection breaks, and gives up for good on an answer that is no stream, such as a
/// proxy's 502 while the server starts anew: then this opens another.
#[cfg(feature = "hydrate")]
fn watch(run: ReadSignal<RunSnapshot>, set_run: WriteSignal<RunSnapshot>) {
    use std::time::Duration;
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{EventSource, MessageEvent};

    let state = run.with_untracked(|run| run.state);
    if state.is_finished() {
        return;
    }
    let address = run.with_untracked(|run| format!("/staff/bulk-invitations/{}/events", run.id));
    // Each one more makes a new stream.
    let failures = RwSignal::new(0);
    Effect::new(move || {
        failures.track();
        let Ok(source) = EventSource::new(&address) else { return };
        let stream = source.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let json = event.data().as_string().unwrap_or_default();
            let Ok(snapshot) = serde_json::from_str::<RunSnapshot>(&json) else { return };
            *failures.write_untracked() = 0;
            let is_new_page = snapshot.state != state
                && !(state == RunState::Queued && snapshot.state == RunState::Running);
            set_run.set(snapshot);
            if is_new_page {
                stream.close();
                let _ = window().location().reload();
            }
        });
        let stream = source.clone();
        let on_error = Closure::<dyn FnMut()>::new(move || {
            if stream.ready_state() == EventSource::CLOSED {
                let wait = LONGEST_WAIT.min(failures.get_untracked() + 1);
                // When this part of the page is gone by then, nothing happens.
                set_timeout(move || _ = failures.try_update(|count| *count += 1), Duration::from_secs(wait));
            }
        });
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let open = StoredValue::new_local((source, on_message, on_error));
        on_cleanup(move || open.with_value(|(source, ..)| source.close()));
    });
}
