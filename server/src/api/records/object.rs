//! A JSON object as the texts that records are read from.

use domain::{FieldError, record::Column};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

/// The keys and values of an object, in their order and with those that are there twice.
#[derive(Debug)]
pub(super) struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

impl Object {
    /// The given columns and their texts, with the key from the address.
    ///
    /// # Errors
    /// Every key that is unknown, missing, there twice, no plain value, or another than in the address.
    pub(super) fn into_texts(
        self,
        columns: &'static [Column],
        key: &'static str,
        key_value: &str,
    ) -> Result<(Vec<&'static str>, Vec<String>), Vec<FieldError>> {
        let (mut names, mut texts) = (vec![key], vec![key_value.to_owned()]);
        let mut wrong = Vec::new();
        let mut say = |field: &str, message: String| {
            wrong.push(FieldError { field: field.to_owned(), message: message.into() })
        };
        let mut is_key_seen = false;
        for (name, value) in self.0 {
            if name == key {
                if is_key_seen || value.as_str() != Some(key_value) {
                    say(key, "Expected the key of the address, once, or nothing.".to_owned());
                }
                is_key_seen = true;
                continue;
            }
            let Some(column) = columns.iter().find(|column| column.name == name) else {
                let known: Vec<_> = columns.iter().map(|column| column.name).collect();
                say(&shortened(&name), format!("Expected one of {}.", known.join(", ")));
                continue;
            };
            match text(value) {
                _ if names.contains(&column.name) => say(column.name, "Expected once.".to_owned()),
                None => say(column.name, format!("Expected {}.", column.takes)),
                Some(text) => {
                    names.push(column.name);
                    texts.push(text);
                }
            }
        }
        let is_told = |wrong: &[FieldError], name: &str| wrong.iter().any(|error| error.field == name);
        for column in columns.iter().filter(|column| column.is_required && !names.contains(&column.name)) {
            if !is_told(&wrong, column.name) {
                wrong.push(FieldError {
                    field: column.name.to_owned(),
                    message: format!("Expected {}.", column.takes).into(),
                });
            }
        }
        if wrong.is_empty() { Ok((names, texts)) } else { Err(wrong) }
    }
}

/// A plain value as text. A number with a fraction must come as text: as a number it would be a float, and an amount is none.
fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A name that we do not know, fit for a message.
fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::{ClientRecord, Record as _};

    fn wrong(json: &str) -> Vec<String> {
        let object: Object = serde_json::from_str(json).unwrap();
        let columns = &ClientRecord::COLUMNS[..3];
        let mut fields = match object.into_texts(columns, "external_id", "ALFKI") {
            Ok(_) => Vec::new(),
            Err(wrong) => wrong.into_iter().map(|error| error.field).collect(),
        };
        fields.sort();
        fields
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert!(wrong(r#"{"name": "Alfreds", "email": null}"#).is_empty());
        assert!(wrong(r#"{"name": "Alfreds", "email": "", "external_id": "ALFKI"}"#).is_empty());
        assert_eq!(wrong(r#"{"name": "Alfreds", "email": "", "external_id": "BERGS"}"#), ["external_id"]);
        assert_eq!(wrong(r#"{"name": ["Alfreds"], "name_": "x"}"#), ["email", "name", "name_"]);
        assert_eq!(wrong(r#"{"name": "a", "email": "a@b.example", "email": "c@d.example"}"#), ["email"]);
        assert_eq!(wrong(r#"{"name": 1.5, "email": {}}"#), ["email", "name"]);
    }
}
