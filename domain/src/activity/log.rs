//! Reading the activity log (SPEC section 6): by key, never by offset.

use super::ActivityKind;
use crate::{
    id::{ActivityId, ClientId, SessionId},
    page::PageRequest,
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What the log is narrowed to. Each part narrows further.
#[derive(Clone, Default, Debug)]
pub struct ActivityFilter {
    /// Part of the client's name, any case.
    pub client: Option<String>,
    pub kind: Option<ActivityKind>,
    pub security_only: bool,
    pub financial_only: bool,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Part of the person's name or address, of the subject, or of the IP address, any case.
    pub search: Option<String>,
    pub page: PageRequest,
}

impl ActivityFilter {
    /// The types that the filter lets through; `None` for all.
    #[must_use]
    pub fn kinds(&self) -> Option<Vec<ActivityKind>> {
        let is_narrowed = self.kind.is_some() || self.security_only || self.financial_only;
        is_narrowed.then(|| {
            ActivityKind::ALL
                .iter()
                .copied()
                .filter(|kind| self.kind.is_none_or(|wanted| wanted == *kind))
                .filter(|kind| !self.security_only || kind.is_security_event())
                .filter(|kind| !self.financial_only || kind.is_financial_action())
                .collect()
        })
    }
}

/// One line of the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Activity {
    pub id: ActivityId,
    pub occurred_at: DateTime<Utc>,
    pub kind: ActivityKind,
    pub client: Option<NamedClient>,
    /// The person at the client who did it, or whose account it is about.
    pub person: Option<Person>,
    /// The staff user who did it.
    pub staff: Option<Person>,
    pub subject: Option<ActivitySubject>,
    pub session_id: Option<SessionId>,
    pub ip_address: Option<IpAddr>,
    pub user_agent: String,
    pub device_type: String,
    pub browser: String,
    pub platform: String,
}

/// The client of a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NamedClient {
    pub id: ClientId,
    pub name: String,
}

/// Somebody in the log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub email: String,
}

/// What a line is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ActivitySubject {
    /// `quote`, `invoice`, `client` …
    pub kind: String,
    pub id: uuid::Uuid,
    /// Its number or name at that time.
    pub label: String,
}

/// The first line of the CSV.
pub const CSV_HEADER: [&str; 15] = [
    "occurred_at",
    "type",
    "client_id",
    "client",
    "person",
    "person_email",
    "staff",
    "subject_type",
    "subject",
    "ip_address",
    "user_agent",
    "device_type",
    "browser",
    "platform",
    "session_id",
];

impl Activity {
    /// The line's cells in the order of [`CSV_HEADER`], safe to open in a spreadsheet.
    #[must_use]
    pub fn csv_cells(&self) -> [String; 15] {
        let text = |value: Option<&str>| crate::csv::plain_cell(value.unwrap_or_default());
        [
            self.occurred_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            self.kind.as_str().to_owned(),
            self.client.as_ref().map(|client| client.id.to_string()).unwrap_or_default(),
            text(self.client.as_ref().map(|client| client.name.as_str())),
            text(self.person.as_ref().map(|person| person.name.as_str())),
            text(self.person.as_ref().map(|person| person.email.as_str())),
            text(self.staff.as_ref().map(|staff| staff.name.as_str())),
            self.subject.as_ref().map(|subject| subject.kind.clone()).unwrap_or_default(),
            text(self.subject.as_ref().map(|subject| subject.label.as_str())),
            self.ip_address.map(|address| address.to_string()).unwrap_or_default(),
            text(Some(&self.user_agent)),
            self.device_type.clone(),
            text(Some(&self.browser)),
            text(Some(&self.platform)),
            self.session_id.map(|id| id.to_string()).unwrap_or_default(),
        ]
    }
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub use pg::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_narrow_further() {
        let kinds = |filter: ActivityFilter| {
            filter.kinds().map(|kinds| kinds.into_iter().map(ActivityKind::as_str).collect::<Vec<_>>())
        };
        assert_eq!(kinds(ActivityFilter::default()), None);
        let security = ActivityFilter { security_only: true, ..ActivityFilter::default() };
        assert_eq!(kinds(security.clone()).unwrap(), ["login", "logout", "failed_login", "password_reset"]);
        assert_eq!(
            kinds(ActivityFilter { kind: Some(ActivityKind::Login), ..security.clone() }).unwrap(),
            ["login"]
        );
        assert_eq!(kinds(ActivityFilter { financial_only: true, ..security }), Some(Vec::new()));
    }
}
