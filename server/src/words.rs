//! What mails say, and answers that are no pages. The sentences stand in `words/{language}/server.ftl`.

use domain::{
    language::Language,
    words::{Catalogue, Words},
};
use std::sync::LazyLock;

const ENGLISH: &str = include_str!("../../words/en/server.ftl");
const GERMAN: &str = include_str!("../../words/de/server.ftl");
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(ENGLISH, GERMAN));

/// The sentences in a language.
pub(crate) fn of(language: Language) -> &'static Catalogue {
    WORDS.of(language)
}

/// A sentence in a language: `say!(language, "mail-hello", name = name)`. That it is there, and takes these values, is checked when
/// this is compiled. Templates say theirs by it, too.
macro_rules! say {
    ($language:expr, $($sentence:tt)+) => {
        i18n_embed_fl::fl!($crate::words::of($language), $($sentence)+)
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
