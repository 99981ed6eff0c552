//! Which passwords are taken.

use super::{MAX_CHARS, MIN_CHARS, common, prepare};
use crate::{
    error::Error,
    words::{Sentence, sentence},
};
use secrecy::{ExposeSecret as _, SecretString};

/// Whom a new password is for: their own words are the first that somebody would try.
#[derive(Clone, Copy, Default, Debug)]
pub struct About<'a> {
    pub email: &'a str,
    /// The person, their client, the company.
    pub names: &'a [&'a str],
}

/// Why a password is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WeakPassword {
    TooShort,
    TooLong,
    Common,
    /// It is made of the person's own words.
    AboutYou,
}

impl WeakPassword {
    /// What is said at the field.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        match self {
            Self::TooShort => sentence!("password-too-short", characters = MIN_CHARS),
            Self::TooLong => sentence!("password-too-long", characters = MAX_CHARS),
            Self::Common => sentence!("password-common"),
            Self::AboutYou => sentence!("password-about-you"),
        }
    }

    /// The error of the form's field that holds the password.
    #[must_use]
    pub fn at(self, field: &str) -> Error {
        Error::field(field, self.sentence())
    }
}

/// Words of a name or an address that are shorter say nothing about anybody.
const SHORTEST_OWN_WORD: usize = 3;
/// "abcd" three times is no better than "abcd".
const LONGEST_REPEATED_UNIT: usize = 4;

/// Whether a new password is taken.
///
/// # Errors
/// What is wrong with it.
pub fn validate_new(password: &SecretString, about: About<'_>) -> Result<(), WeakPassword> {
    let prepared = prepare(password);
    let chars: Vec<char> = prepared.expose_secret().chars().take(MAX_CHARS + 1).collect();
    if chars.len() < MIN_CHARS {
        Err(WeakPassword::TooShort)
    } else if chars.len() > MAX_CHARS {
        Err(WeakPassword::TooLong)
    } else if is_run(&chars)
        || is_repetition(&chars)
        || common::contains(&prepared.expose_secret().to_lowercase())
    {
        Err(WeakPassword::Common)
    } else if is_made_of(&letters(prepared.expose_secret()), &own_words(about)) {
        Err(WeakPassword::AboutYou)
    } else {
        Ok(())
    }
}

/// "abcdefghijkl", "210987654321".
fn is_run(chars: &[char]) -> bool {
    let step = |forward: bool| {
        chars.windows(2).all(|pair| {
            let &[a, b] = pair else { return false };
            let (a, b) = if forward { (a, b) } else { (b, a) };
            (a, b) == ('9', '0') || u32::from(a) + 1 == u32::from(b)
        })
    };
    step(true) || step(false)
}

fn is_repetition(chars: &[char]) -> bool {
    (1..=LONGEST_REPEATED_UNIT).any(|unit| chars.iter().zip(chars.iter().skip(unit)).all(|(a, b)| a == b))
}

/// Lower-case letters only: digits and marks around a name make it no harder to guess.
fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect()
}

fn own_words(about: About<'_>) -> Vec<String> {
    let texts = about.names.iter().copied().chain([about.email]);
    texts
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(letters)
        .filter(|word| word.chars().count() >= SHORTEST_OWN_WORD)
        .collect()
}

/// Whether `text` is nothing but `words` in a row.
fn is_made_of(text: &str, words: &[String]) -> bool {
    // Byte positions up to which the text is made of words.
    let mut reached = vec![0];
    let mut next = 0;
    while let Some(&position) = reached.get(next) {
        next += 1;
        let rest = text.get(position..).unwrap_or_default();
        if rest.is_empty() {
            return position > 0;
        }
        for word in words.iter().filter(|word| rest.starts_with(word.as_str())) {
            let end = position + word.len();
            if !reached.contains(&end) {
                reached.push(end);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), WeakPassword> {
        let about = About {
            email: "maria.anders@alfki.example",
            names: &["Maria Anders", "Alfreds Futterkiste", "Northwind Ltd"],
        };
        validate_new(&password.into(), about)
    }

    #[test]
    fn length_counts_characters_and_nothing_is_required_of_them() {
        assert_eq!(check("elevenchars"), Err(WeakPassword::TooShort));
        assert_eq!(check("éééééü ö ä ñ"), Ok(()), "twelve characters, eighteen bytes");
        assert_eq!(
            check("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}"),
            Err(WeakPassword::TooShort),
            "six letters"
        );
        assert_eq!(check("glass onion sunday"), Ok(()));
        assert_eq!(check("correct horse battery staple"), Ok(()));
        assert_eq!(check(&"ab cd efg ".repeat(13)[..128]), Ok(()));
        assert_eq!(check(&"ab cd efg ".repeat(13)[..129]), Err(WeakPassword::TooLong));
        assert_eq!(check(&"x".repeat(1_000_000)), Err(WeakPassword::TooLong));
    }

    #[test]
    fn common_ones_are_refused_in_any_case() {
        for common in [
            "password1234",
            "PassWord1234",
            "123qweasdzxc",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "12341234123412",
            "abcdefghijklmnop",
            "678901234567",
            "zyxwvutsrqponm",
            "            ",
        ] {
            assert_eq!(check(common), Err(WeakPassword::Common), "{common}");
        }
    }

    #[test]
    fn the_persons_own_words_are_refused() {
        for own in [
            "maria.anders@alfki.example",
            "MARIA.ANDERS@alfki.EXAMPLE",
            "Maria Anders",
            "MariaAnders2026",
            "anders-maria-1987!",
            "Alfreds Futterkiste",
            "northwindltd",
            "Northwind-12345",
            "mariamariamaria",
        ] {
            assert_eq!(check(own), Err(WeakPassword::AboutYou), "{own}");
        }
        assert_eq!(check("maria likes glass onions"), Ok(()));
        assert_eq!(check("482910573621"), Ok(()), "digits alone are nobody's name");
        assert_eq!(validate_new(&"glass onion sunday".into(), About::default()), Ok(()));
    }
}
