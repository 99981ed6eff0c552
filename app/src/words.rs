//! What pages say, in the language of whoever reads: `say!("invoice-balance")`. The sentences stand in
//! `words/{language}/app.ftl`.

use domain::{
    language::Language,
    words::{Catalogue, Words},
};
use leptos::prelude::use_context;
use std::{future::Future, sync::LazyLock};

pub(crate) mod labels;
mod slots;

pub(crate) use labels::{InWords, activity_detail, device, payment_method};
pub(crate) use slots::{SLOTS, filled};

const ENGLISH: &str = include_str!("../../words/en/app.ftl");
const GERMAN: &str = include_str!("../../words/de/app.ftl");
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(ENGLISH, GERMAN));

tokio::task_local! {
    static LANGUAGE: Language;
}

/// Answers a request in `language`: what is refused on the way says so in it.
pub async fn answer_in<F: Future>(language: Language, request: F) -> F::Output {
    LANGUAGE.scope(language, request).await
}

/// The language in which this request is answered. Pages are made in tasks of their own, and find it in their context.
#[must_use]
pub fn language() -> Language {
    use_context().or_else(|| LANGUAGE.try_get().ok()).unwrap_or_default()
}

/// The sentences in `language`.
pub(crate) fn of(language: Language) -> &'static Catalogue {
    WORDS.of(language)
}

/// The sentences in the language of this request.
pub(crate) fn here() -> &'static Catalogue {
    of(language())
}

/// A sentence in the language of this request: `say!("quotes-title")`, `say!("quote-heading", number = number)`. That it is there,
/// and takes these values, is checked when this is compiled.
macro_rules! say {
    ($($sentence:tt)+) => {
        i18n_embed_fl::fl!($crate::words::here(), $($sentence)+)
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_is_complete() {
        assert_eq!(Words::gaps(ENGLISH, GERMAN), Vec::<String>::new());
    }
}
