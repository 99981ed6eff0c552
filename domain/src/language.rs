//! The languages in which the portal speaks.

use serde::{Deserialize, Serialize};

/// A language that pages, mails and papers come in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language tag (BCP 47), as it is stored and as `lang` has it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What the language calls itself, so that everybody finds their own.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a stored tag.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language that suits a browser's `Accept-Language` best (RFC 9110, 12.5.4; lookup as in RFC 4647); `None` when
    /// it asks for none of ours.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        use fluent_langneg::{NegotiationStrategy, accepted_languages, negotiate_languages};
        let wanted = accepted_languages::parse(header);
        let ours = Self::ALL.map(|language| language.identifier());
        let best = negotiate_languages(&wanted, &ours, None, NegotiationStrategy::Lookup);
        let best = best.first()?;
        Self::ALL.into_iter().find(|language| language.identifier() == **best)
    }

    pub(crate) fn identifier(self) -> unic_langid::LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_wish_is_met_as_well_as_we_can() {
        for (header, language) in [
            ("de", Some(Language::German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4", Some(Language::German)),
            ("en-GB,en;q=0.9,de;q=0.8", Some(Language::English)),
            ("fr", None),
            ("", None),
            ("*", None),
            (";;;q=", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }

    #[test]
    fn tags_lead_back() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
            assert_eq!(language.identifier().to_string(), language.tag());
        }
        assert_eq!(Language::of_tag("xx"), None);
    }
}
