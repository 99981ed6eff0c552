//! Pages on which somebody waits for money, and which say by themselves when it has come.

use crate::ui::{Alert, Tone};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a payment or an invoice stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoneySnapshot {
    /// Its state, as the page shows it.
    pub state: String,
    /// What is paid, in the currency's smallest unit; of a payment nothing.
    pub paid_minor: i64,
    /// A sentence that says what is left.
    pub text: String,
}

/// What is said when something has changed, in the language of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoneyWords {
    pub received: String,
    pub changed: String,
    /// Of the link that loads the page anew.
    pub show: String,
}

#[cfg(feature = "ssr")]
impl MoneyWords {
    /// In the language of this request.
    pub(crate) fn new() -> Self {
        use crate::words::say;
        Self {
            received: say!("payment-has-come").into_owned(),
            changed: say!("money-changed").into_owned(),
            show: say!("money-show").into_owned(),
        }
    }
}

/// What to do when something has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OnNews {
    /// Load the page anew: nothing is typed there.
    Reload,
    /// Say so and leave the rest: somebody may be typing.
    Tell,
}

/// Listens at `address` for anything else than what the page has `shown`.
#[island(lazy)]
pub fn MoneyWatch(
    address: String,
    page: String,
    shown: MoneySnapshot,
    words: MoneyWords,
    then: OnNews,
) -> impl IntoView {
    let (news, set_news) = signal(None::<MoneySnapshot>);
    let paid_before = shown.paid_minor;
    #[cfg(feature = "hydrate")]
    crate::event_stream::listen(address, move |json| {
        let Ok(snapshot) = serde_json::from_str::<MoneySnapshot>(json) else { return false };
        let is_new = snapshot != shown;
        if is_new && then == OnNews::Reload {
            let _ = window().location().reload();
        } else {
            set_news.set(is_new.then_some(snapshot));
        }
        true
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (address, shown, then, set_news);
    view! {
        <div class="news">
            {move || news.get().map(|snapshot| {
                let (page, MoneyWords { received, changed, show }) = (page.clone(), words.clone());
                let (tone, title) = if snapshot.paid_minor > paid_before {
                    (Tone::Success, received)
                } else {
                    (Tone::Info, changed)
                };
                view! {
                    <Alert tone title>
                        <p>{snapshot.text}</p>
                        <p><a href=page>{show}</a></p>
                    </Alert>
                }
            })}
        </div>
    }
}
