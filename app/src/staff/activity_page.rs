//! The activity log with its filters.

use super::frame::frame;
use crate::{
    context,
    error::AppError,
    format,
    layout::StaffSection,
    page::page,
    ui::{
        Button, ButtonLook, Choice, DateText, EmptyState, Field, LinkButton, PageHead, Pagination, Select,
        StatusChip, Table, Tone,
    },
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::{
    activity::{
        ActivityKind,
        log::{self, Activity, ActivityFilter},
    },
    page::{Cursor, PAGE_SIZE, PageRequest},
};
use leptos::prelude::*;

const PATH: &str = "/staff/activity";
/// What the filter by period offers: days back from today, and the words.
const PERIODS: [(&str, &str); 4] =
    [("1", "Today"), ("7", "Last 7 days"), ("30", "Last 30 days"), ("365", "Last year")];

/// `/staff/activity`
#[component]
pub fn ActivityPage() -> impl IntoView {
    page(load())
}

/// The address's filters, as they stand there.
struct Asked {
    client: String,
    search: String,
    kind: Option<ActivityKind>,
    only: Option<&'static str>,
    days: Option<&'static str>,
}

/// The filter that an address's query asks for; the download reads it, too.
#[must_use]
pub fn filter(query: impl Fn(&str) -> Option<String>, zone: Tz, today: NaiveDate) -> ActivityFilter {
    Asked::read(query).filter(zone, today, PageRequest::First)
}

impl Asked {
    fn read(query: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| query(name).filter(|text| !text.contains('\0')).unwrap_or_default();
        let only = query("only");
        let days = query("days");
        Self {
            client: text("client"),
            search: text("q"),
            kind: query("type").and_then(|kind| kind.parse().ok()),
            only: ["security", "financial"].into_iter().find(|name| only.as_deref() == Some(*name)),
            days: PERIODS.iter().map(|(days, _)| *days).find(|name| days.as_deref() == Some(*name)),
        }
    }

    fn filter(&self, zone: Tz, today: NaiveDate, page: PageRequest) -> ActivityFilter {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let back = self.days.and_then(|days| days.parse::<u64>().ok());
        let from = back.and_then(|days| today.checked_sub_days(Days::new(days.saturating_sub(1))));
        ActivityFilter {
            client: some(&self.client),
            kind: self.kind,
            security_only: self.only == Some("security"),
            financial_only: self.only == Some("financial"),
            from: from.and_then(|day| start_of(day, zone)),
            search: some(&self.search),
            page,
        }
    }

    fn href(&self, place: Option<(&str, &Cursor)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("client", self.client.as_str()),
            ("q", self.search.as_str()),
            ("type", self.kind.map_or("", ActivityKind::as_str)),
            ("only", self.only.unwrap_or_default()),
            ("days", self.days.unwrap_or_default()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some((name, cursor)) = place {
            query.append_pair(name, &cursor.to_string());
        }
        format!("{PATH}?{}", query.finish())
    }
}

/// When a day begins. Where clocks jump over midnight, an hour later.
fn start_of(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    let later = midnight + TimeDelta::hours(1);
    let moment = zone
        .from_local_datetime(&midnight)
        .earliest()
        .or_else(|| zone.from_local_datetime(&later).earliest())?;
    Some(moment.with_timezone(&Utc))
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let zone = context::zone()?;
    let today = context::today()?;
    let asked = Asked::read(context::query);
    let request =
        PageRequest::from_query(context::query("after").as_deref(), context::query("before").as_deref());
    let filter = asked.filter(zone, today, request);
    let lines = log::list(&context::services()?.db, &viewer.staff, &filter, PAGE_SIZE).await?;
    let link = |name, cursor: &Option<Cursor>| cursor.as_ref().map(|cursor| asked.href(Some((name, cursor))));
    let (prev, next) = (link("before", &lines.previous), link("after", &lines.next));
    let csv = asked.href(None).replacen(PATH, "/staff/activity.csv", 1);
    let content = view! {
        <PageHead title="Activity" lead="Who did what in the portal, newest first">
            <LinkButton href=csv look=ButtonLook::Secondary icon=icondata::LuDownload>"Download CSV"</LinkButton>
        </PageHead>
        {filters(&asked)}
        <section class="card flush">
            {if lines.items.is_empty() {
                view! {
                    <EmptyState icon=icondata::LuActivity title="Nothing here" text="No activity fits these filters.">
                        <LinkButton href=PATH look=ButtonLook::Secondary>"Show all activity"</LinkButton>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! {
                    <Table caption="Activity">
                        <thead>
                            <tr>
                                <th scope="col">"Activity"</th>
                                <th scope="col">"Client"</th>
                                <th scope="col">"Person"</th>
                                <th scope="col">"From"</th>
                                <th scope="col">"Time"</th>
                            </tr>
                        </thead>
                        <tbody>{rows(lines.items, zone)}</tbody>
                    </Table>
                }
                .into_any()
            }}
            <Pagination prev next/>
        </section>
    };
    Ok(frame(viewer, StaffSection::Activity, "Activity", content))
}

fn filters(asked: &Asked) -> impl IntoView + use<> {
    let all = |words: &'static str| std::iter::once(Choice::new("", words));
    let kinds =
        all("All types").chain(ActivityKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label())));
    let only = all("Everything")
        .chain([Choice::new("security", "Security events"), Choice::new("financial", "Financial actions")]);
    let periods = all("All time").chain(PERIODS.iter().map(|(days, label)| Choice::new(*days, *label)));
    view! {
        <form class="filter-form card" role="search" method="get" action=PATH>
            <Field label="Client" name="client" kind="search" value=asked.client.clone()/>
            <Field label="Person, paper or address" name="q" kind="search" value=asked.search.clone()/>
            <Select label="Type" name="type" options=kinds.collect() value=asked.kind.map_or("", ActivityKind::as_str)/>
            <Select label="Show" name="only" options=only.collect() value=asked.only.unwrap_or_default()/>
            <Select label="Period" name="days" options=periods.collect() value=asked.days.unwrap_or_default()/>
            <div class="actions"><Button look=ButtonLook::Secondary>"Apply filters"</Button></div>
        </form>
    }
}

/// Rows with a heading for each day.
fn rows(lines: Vec<Activity>, zone: Tz) -> impl IntoView {
    let mut day_before = None;
    let mut rows = Vec::with_capacity(lines.len() + 8);
    for line in lines {
        let day = line.occurred_at.with_timezone(&zone).date_naive();
        if day_before.replace(day) != Some(day) {
            rows.push(view! { <tr class="group"><th colspan="5" scope="rowgroup">{format::long_date(day)}</th></tr> }.into_any());
        }
        rows.push(row(line, zone).into_any());
    }
    rows
}

fn row(line: Activity, zone: Tz) -> impl IntoView {
    let tone = if line.kind == ActivityKind::FailedLogin {
        Tone::Danger
    } else if line.kind.is_security_event() {
        Tone::Info
    } else if line.kind.is_financial_action() || line.kind == ActivityKind::ApproveQuote {
        Tone::Success
    } else {
        Tone::Neutral
    };
    let client = line.client.map(|client| {
        view! { <a href=format!("/staff/clients/{}", client.id) dir="auto">{client.name}</a> }
    });
    let person = line.person.or(line.staff);
    let subject =
        line.subject.map(|subject| view! { <span class="cell-sub" dir="auto">{subject.label}</span> });
    let from = line.ip_address.map(|address| address.to_string()).unwrap_or_default();
    let device = format!("{} · {} · {}", line.device_type, line.browser, line.platform);
    view! {
        <tr>
            <td class="cell-title"><StatusChip label=line.kind.label() tone/>{subject}</td>
            <td class="cell-meta" data-label="Client">{client}</td>
            <td class="cell-meta" data-label="Person" dir="auto">{person.map(|person| person.name)}</td>
            <td class="cell-meta" data-label="From">{from}<span class="cell-sub">{device}</span></td>
            <td class="cell-amount">{clock(line.occurred_at, zone)}</td>
        </tr>
    }
}

fn clock(at: DateTime<Utc>, zone: Tz) -> impl IntoView {
    view! { <DateText iso=at.to_rfc3339() text=at.with_timezone(&zone).format("%H:%M:%S").to_string()/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_at_midnight_in_the_companys_zone() {
        let today = "2026-11-23".parse().unwrap();
        let from =
            |days: &str, zone| filter(|name| (name == "days").then(|| days.to_owned()), zone, today).from;
        assert_eq!(from("1", chrono_tz::Europe::Berlin), "2026-11-22T23:00:00Z".parse().ok());
        assert_eq!(from("30", chrono_tz::Europe::Berlin), "2026-10-24T22:00:00Z".parse().ok(), "summer time");
        assert_eq!(from("nonsense", chrono_tz::UTC), None);
        let jump = "2026-09-06".parse().unwrap();
        assert_eq!(start_of(jump, chrono_tz::America::Santiago), "2026-09-06T04:00:00Z".parse().ok());
    }
}
