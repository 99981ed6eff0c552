//! What the bell does with what its stream says.

use super::{BellSnapshot, count_text, fill};
use crate::event_stream::listen;
use leptos::prelude::*;

/// Keeps the bell up to date from the stream at `address`. `words_news` says what has just come.
pub(super) fn begin(
    address: String,
    bell: ReadSignal<BellSnapshot>,
    set_bell: WriteSignal<BellSnapshot>,
    set_news: WriteSignal<String>,
    words_news: String,
) {
    let watch = Watch { bell, set_bell, set_news, words_news };
    listen(address, move |json| serde_json::from_str(json).map(|snapshot| watch.show(snapshot)).is_ok());
}

struct Watch {
    bell: ReadSignal<BellSnapshot>,
    set_bell: WriteSignal<BellSnapshot>,
    set_news: WriteSignal<String>,
    /// With the title of what has just come.
    words_news: String,
}

impl Watch {
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
