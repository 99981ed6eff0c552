//! What a client wants changed of its own telephone number and address. Staff confirm it, because papers are sent there and other
//! systems go by it.

use crate::{
    error::{Error, FieldError, Result},
    id::ChangeRequestId,
    words::{Sentence, sentence},
};
use chrono::{DateTime, Utc};

mod pg;
pub use pg::{accept, of_client, own, refuse, request};

/// Longest line of an address, in characters.
pub const MAX_LINE_CHARS: usize = 200;
/// Longest telephone number, in characters.
pub const MAX_PHONE_CHARS: usize = crate::user::MAX_PHONE_CHARS;
/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// Telephone number and postal address of a client.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Particulars {
    pub phone: String,
    /// Street and number.
    pub address: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: String,
}

impl Particulars {
    /// The names of the fields in forms, the words on pages, and the values.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Sentence, &str); 6] {
        [
            ("phone", sentence!("particulars-phone"), &self.phone),
            ("address", sentence!("particulars-address"), &self.address),
            ("postal_code", sentence!("particulars-postal-code"), &self.postal_code),
            ("city", sentence!("particulars-city"), &self.city),
            ("region", sentence!("particulars-region"), &self.region),
            ("country", sentence!("particulars-country"), &self.country),
        ]
    }

    /// Without doubled spaces and control characters.
    fn check(&self) -> Result<Self> {
        let mut wrong = Vec::new();
        for (field, label, value) in self.fields() {
            let most = if field == "phone" { MAX_PHONE_CHARS } else { MAX_LINE_CHARS };
            if value.chars().count() > most {
                let message =
                    sentence!(|language| "field-particulars", field = label.say(language), characters = most);
                wrong.push(FieldError { field: field.into(), message });
            }
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let tidy = |text: &str| {
            let words = text.split(|c: char| c.is_whitespace() || c.is_control());
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        Ok(Self {
            phone: tidy(&self.phone),
            address: tidy(&self.address),
            city: tidy(&self.city),
            region: tidy(&self.region),
            postal_code: tidy(&self.postal_code),
            country: tidy(&self.country),
        })
    }
}

/// How a request stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChangeState {
    Pending,
    Accepted,
    /// With the reason that staff gave.
    Refused(String),
}

/// A request of a client.
#[derive(Clone, Debug)]
pub struct ChangeRequest {
    pub id: ChangeRequestId,
    pub wanted: Particulars,
    pub state: ChangeState,
    pub created_at: DateTime<Utc>,
}

/// What a client's portal user sees: what is on file, and the newest request.
#[derive(Clone, Debug)]
pub struct OwnParticulars {
    pub on_file: Particulars,
    pub newest: Option<ChangeRequest>,
}

/// What staff decide on: what is on file and what is wanted, and by whom.
#[derive(Clone, Debug)]
pub struct OpenRequest {
    pub id: ChangeRequestId,
    pub on_file: Particulars,
    pub wanted: Particulars,
    pub requested_by: String,
    pub created_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_tidied_and_have_an_end() {
        let typed = Particulars {
            phone: " 030\t12 ".into(),
            address: "Main\nStreet  1".into(),
            ..Particulars::default()
        };
        let tidy = typed.check().unwrap();
        assert_eq!((tidy.phone.as_str(), tidy.address.as_str()), ("030 12", "Main Street 1"));
        let long = Particulars { city: "x".repeat(201), phone: "1".repeat(51), ..Particulars::default() };
        let Err(Error::Invalid(wrong)) = long.check() else { panic!("too long") };
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["phone", "city"]);
    }
}
