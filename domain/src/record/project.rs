//! A project as another system knows it.

use super::{Column, Fields, MAX_TEXT, Record};
use crate::project::ProjectStatus;
use chrono::NaiveDate;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectRecord {
    pub external_id: String,
    pub client_external_id: String,
    pub name: String,
    pub description: String,
    pub status: ProjectStatus,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub progress_percent: i16,
}

impl Record for ProjectRecord {
    const PLURAL: &'static str = "projects";
    const KEY: &'static [&'static str] = &["external_id"];
    const COLUMNS: &'static [Column] = &[
        Column::required("external_id", "the other system's key of the project"),
        Column::required("client_external_id", "the key of an imported client"),
        Column::required("name", "what people call the project"),
        Column::required("description", "text of several lines, or empty"),
        Column::required("status", "planned, active, on_hold, completed or cancelled"),
        Column::required("starts_on", "a day such as 2026-11-23, or empty"),
        Column::required("ends_on", "a day that is not before starts_on, or empty"),
        Column::required("progress_percent", "a whole number from 0 to 100"),
    ];

    fn read(fields: &mut Fields<'_>) -> Self {
        let starts_on = fields.optional_day("starts_on");
        let ends_on = fields.optional_day("ends_on");
        fields.in_order(starts_on, "ends_on", ends_on);
        Self {
            external_id: fields.key("external_id"),
            client_external_id: fields.key("client_external_id"),
            name: fields.name("name"),
            description: fields.text("description", MAX_TEXT),
            status: fields.one_of(
                "status",
                &ProjectStatus::ALL.map(ProjectStatus::as_str),
                ProjectStatus::Planned,
            ),
            starts_on,
            ends_on,
            progress_percent: i16::try_from(fields.integer("progress_percent", 0..=100)).unwrap_or_default(),
        }
    }

    fn key(&self) -> (&str, i32) {
        (&self.external_id, 0)
    }
}

#[cfg(feature = "postgres")]
mod pg;
