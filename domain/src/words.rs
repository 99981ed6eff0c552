//! What is said, in each language.
//!
//! The sentences stand in `words/{language}/{crate}.ftl`, in Fluent's format (<https://projectfluent.org>). `fl!` checks when a
//! crate is compiled that a sentence is there and gets what it needs; a test of each crate, by [`Words::gaps`], that every
//! language has the same ones. Values go in as they are shown: dates, numbers and amounts are written by [`crate::locale`]
//! first.

use crate::language::Language;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{borrow::Cow, collections::HashMap, fmt, sync::Arc};

/// The sentences of one crate in one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    language: Language,
}

impl Catalogue {
    fn new(language: Language, text: &'static str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // The marks would stand in titles, mails and file names, too. Names of people are isolated by `dir="auto"`.
        bundle.set_use_isolating(false);
        // What cannot be read is missing then, and the test of the crate says so.
        let resource =
            FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _errors)| readable);
        bundle.add_resource_overriding(resource);
        Self { bundle, language }
    }

    /// The language that is spoken here.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence that takes nothing; written by `fl!`.
    #[must_use]
    pub fn get(&'static self, id: &str) -> Cow<'static, str> {
        self.format(id, None)
    }

    /// A sentence with what goes into it; written by `fl!`.
    #[must_use]
    pub fn get_args_concrete(
        &'static self,
        id: &str,
        values: HashMap<&str, FluentValue<'_>>,
    ) -> Cow<'static, str> {
        self.format(id, Some(&values.into_iter().collect()))
    }

    fn format(&'static self, id: &str, values: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return Cow::Owned(id.to_owned());
        };
        // `fl!` has checked them; one that a language lacks is shown by its name.
        self.bundle.format_pattern(pattern, values, &mut Vec::new())
    }
}

/// The sentences of one crate in every language.
pub struct Words {
    english: Catalogue,
    german: Catalogue,
}

impl Words {
    /// From the text of each language's file.
    #[must_use]
    pub fn new(english: &'static str, german: &'static str) -> Self {
        Self {
            english: Catalogue::new(Language::English, english),
            german: Catalogue::new(Language::German, german),
        }
    }

    /// The sentences in one language.
    #[must_use]
    pub fn of(&'static self, language: Language) -> &'static Catalogue {
        match language {
            Language::English => &self.english,
            Language::German => &self.german,
        }
    }

    /// What a translation lacks, has too much, or takes other values for, and what cannot be read: empty when it is complete.
    #[must_use]
    pub fn gaps(english: &str, other: &str) -> Vec<String> {
        gaps::gaps(english, other)
    }
}

mod gaps;

type Saying = dyn Fn(Language) -> Cow<'static, str> + Send + Sync;

/// Something to be said, in a language that is known later: when the reader is.
#[derive(Clone)]
pub struct Sentence(Kind);

#[derive(Clone)]
enum Kind {
    /// The same in every language: a name, or what only staff and programs read.
    Plain(Cow<'static, str>),
    Said(Arc<Saying>),
}

impl Sentence {
    /// From what says it; [`sentence!`](crate::sentence) writes this.
    pub fn new(say: impl Fn(Language) -> Cow<'static, str> + Send + Sync + 'static) -> Self {
        Self(Kind::Said(Arc::new(say)))
    }

    /// In this language.
    #[must_use]
    pub fn say(&self, language: Language) -> Cow<'static, str> {
        match &self.0 {
            Kind::Plain(text) => text.clone(),
            Kind::Said(say) => say(language),
        }
    }
}

impl From<&'static str> for Sentence {
    fn from(text: &'static str) -> Self {
        Self(Kind::Plain(Cow::Borrowed(text)))
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self(Kind::Plain(Cow::Owned(text)))
    }
}

impl From<Cow<'static, str>> for Sentence {
    fn from(text: Cow<'static, str>) -> Self {
        Self(Kind::Plain(text))
    }
}

/// In English, for logs and programs.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.say(Language::English))
    }
}

impl PartialEq for Sentence {
    fn eq(&self, other: &Self) -> bool {
        Language::ALL.into_iter().all(|language| self.say(language) == other.say(language))
    }
}

impl Eq for Sentence {}

impl PartialEq<str> for Sentence {
    fn eq(&self, other: &str) -> bool {
        self.say(Language::English) == other
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// This crate's own words.
pub(crate) mod own {
    use super::{Catalogue, Language, Words};
    use std::sync::LazyLock;

    pub(super) const ENGLISH: &str = include_str!("../../words/en/domain.ftl");
    pub(super) const GERMAN: &str = include_str!("../../words/de/domain.ftl");
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(ENGLISH, GERMAN));

    pub(crate) fn of(language: Language) -> &'static Catalogue {
        WORDS.of(language)
    }
}

/// One of this crate's sentences in a language that is known: `say!(language, "quote-expired", day = "3 May")`.
macro_rules! say {
    ($language:expr, $($sentence:tt)+) => {
        i18n_embed_fl::fl!($crate::words::own::of($language), $($sentence)+)
    };
}
pub(crate) use say;

/// One of this crate's sentences, as a [`Sentence`]: the values are kept, and the language comes later. With `|language|` in
/// front, values can be written in it.
macro_rules! sentence {
    (|$language:ident| $($sentence:tt)+) => {
        $crate::words::Sentence::new(move |$language| $crate::words::say!($language, $($sentence)+))
    };
    ($($sentence:tt)+) => {
        $crate::words::Sentence::new(move |language| $crate::words::say!(language, $($sentence)+))
    };
}
pub(crate) use sentence;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_is_complete() {
        assert_eq!(Words::gaps(own::ENGLISH, own::GERMAN), Vec::<String>::new());
    }

    #[test]
    fn a_sentence_waits_for_its_language() {
        let amount = 3;
        let sentence = sentence!("wait-minutes", minutes = amount);
        assert_eq!(sentence, "3 minutes");
        assert_eq!(sentence.say(Language::German), "3 Minuten");
        assert_ne!(sentence, Sentence::from("3 minutes"), "that is the same in every language");
    }
}
