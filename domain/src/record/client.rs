//! A client as another system knows it.

use super::{Column, Fields, MAX_ADDRESS, MAX_NAME, MAX_SHORT, Record};
use crate::money::Currency;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientRecord {
    pub external_id: String,
    pub name: String,
    /// Lower-cased when mail can be sent to it, else as it came.
    pub email: Option<String>,
    pub phone: String,
    pub address: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: String,
    pub is_active: bool,
    /// `None` leaves it as it is.
    pub currency: Option<Currency>,
}

impl Record for ClientRecord {
    const PLURAL: &'static str = "clients";
    const KEY: &'static [&'static str] = &["external_id"];
    const COLUMNS: &'static [Column] = &[
        Column::required("external_id", "the other system's key of the client"),
        Column::required("name", "what people call the client"),
        Column::required("email", "an e-mail address, or empty"),
        Column::required("phone", "a telephone number, or empty"),
        Column::required("address", "street and number, may have several lines, or empty"),
        Column::required("city", "text, or empty"),
        Column::required("region", "text, or empty"),
        Column::required("postal_code", "text, or empty"),
        Column::required("country", "text, or empty"),
        Column::required("is_active", "true or false"),
        Column::optional("currency", "an ISO 4217 currency such as EUR; a new client has USD"),
    ];

    fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            external_id: fields.key("external_id"),
            name: fields.name("name"),
            email: fields.email("email"),
            phone: fields.line("phone", MAX_SHORT),
            address: fields.text("address", MAX_ADDRESS),
            city: fields.line("city", MAX_NAME),
            region: fields.line("region", MAX_NAME),
            postal_code: fields.line("postal_code", MAX_SHORT),
            country: fields.line("country", MAX_NAME),
            is_active: fields.flag("is_active"),
            currency: fields.has("currency").then(|| fields.currency("currency")).flatten(),
        }
    }

    fn key(&self) -> (&str, i32) {
        (&self.external_id, 0)
    }
}

#[cfg(feature = "postgres")]
mod pg;
