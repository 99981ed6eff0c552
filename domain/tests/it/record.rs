//! Putting records: what is refused, what is written, and that the same again touches nothing.

#[cfg(test)]
mod put;
#[cfg(test)]
mod read;

use domain::record::{Read, Record, read};

fn read_all<T: Record>(columns: &[(&str, &str)]) -> Read<T> {
    let (names, values): (Vec<&str>, Vec<&str>) = columns.iter().copied().unzip();
    read(&names, &values)
}

/// `columns` with some values replaced.
fn with<'a>(columns: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let replaced = |name: &str| other.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
    let mut all: Vec<_> =
        columns.iter().map(|&(name, value)| (name, replaced(name).unwrap_or(value))).collect();
    all.extend(other.iter().filter(|(name, _)| !columns.iter().any(|(column, _)| column == name)));
    all
}

const CLIENT: &[(&str, &str)] = &[
    ("external_id", "ALFKI"),
    ("name", "Alfreds Futterkiste"),
    ("email", "accounts@alfki.example"),
    ("phone", "030-0074321"),
    ("address", "Obere Str. 57"),
    ("city", "Berlin"),
    ("region", ""),
    ("postal_code", "12209"),
    ("country", "Germany"),
    ("is_active", "true"),
];

const QUOTE: &[(&str, &str)] = &[
    ("number", "Q-1"),
    ("client_external_id", "ALFKI"),
    ("status", "sent"),
    ("issued_on", "2026-11-01"),
    ("valid_until", "2026-12-01"),
    ("currency", "USD"),
    ("total", "266.00"),
];

const INVOICE: &[(&str, &str)] = &[
    ("number", "INV-1"),
    ("client_external_id", "ALFKI"),
    ("status", "sent"),
    ("issued_on", "2026-11-01"),
    ("due_on", "2026-12-01"),
    ("currency", "USD"),
    ("total", "266.00"),
    ("amount_paid", "0.00"),
    ("paid_on", ""),
];

const LINE: &[(&str, &str)] = &[
    ("document_number", "INV-1"),
    ("position", "1"),
    ("description", "Queso Cabrales"),
    ("quantity", "19"),
    ("unit_price", "14.00"),
    ("discount_percent", "0.00"),
];
