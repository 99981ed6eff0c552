//! A person at a client as another system knows it.

use super::{Column, Fields, MAX_NAME, MAX_SHORT, Record};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactRecord {
    pub external_id: String,
    pub client_external_id: String,
    pub name: String,
    /// What the person does there.
    pub title: String,
    /// Lower-cased when mail can be sent to it, else as it came.
    pub email: Option<String>,
    pub phone: String,
    pub is_active: bool,
}

impl Record for ContactRecord {
    const PLURAL: &'static str = "contacts";
    const KEY: &'static [&'static str] = &["external_id"];
    const COLUMNS: &'static [Column] = &[
        Column::required("external_id", "the other system's key of the contact"),
        Column::required("client_external_id", "the key of an imported client"),
        Column::required("name", "the person's name"),
        Column::required("title", "what the person does there, or empty"),
        Column::required("email", "an e-mail address, or empty"),
        Column::required("phone", "a telephone number, or empty"),
        Column::required("is_active", "true or false"),
    ];

    fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            external_id: fields.key("external_id"),
            client_external_id: fields.key("client_external_id"),
            name: fields.name("name"),
            title: fields.line("title", MAX_NAME),
            email: fields.email("email"),
            phone: fields.line("phone", MAX_SHORT),
            is_active: fields.flag("is_active"),
        }
    }

    fn key(&self) -> (&str, i32) {
        (&self.external_id, 0)
    }
}

#[cfg(feature = "postgres")]
mod pg;
