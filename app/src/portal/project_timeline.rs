//! Planned and running projects drawn along the months.

use super::parts::day;
use crate::{
    format,
    ui::{Section, Tone},
    words::{InWords as _, SLOTS, filled, say},
};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::project::{ProjectStatus, ProjectSummary};
use leptos::prelude::*;

/// How far the picture reaches at most, however long a project takes.
const MOST_MONTHS_BACK: Months = Months::new(6);
const MOST_MONTHS_AHEAD: Months = Months::new(12);
/// Months with their name beneath the picture: what a phone has room for.
const MOST_LABELS: usize = 6;

/// The picture, with each project's name and days beside its bar; nothing when no project has a first day.
pub(super) fn project_timeline(projects: &[ProjectSummary], today: NaiveDate) -> impl IntoView + use<> {
    let projects = projects.iter().filter(|project| project.starts_on.is_some()).collect::<Vec<_>>();
    (!projects.is_empty()).then(|| {
        let window = Window::around(&projects, today);
        let rows = projects.iter().map(|project| row(project, &window, today)).collect_view();
        let [slot, _] = SLOTS;
        let legend = filled(&say!("timeline-today", day = slot), [day(today).into_any()]);
        view! {
            <Section id="timeline" title=say!("timeline-title") flush=true>
                <div class="timeline">
                    <ul class="timeline-rows">{rows}</ul>
                    <svg class="timeline-axis" aria-hidden="true">{axis(&window)}</svg>
                    <p class="timeline-today muted small">{legend}</p>
                </div>
            </Section>
        }
    })
}

fn row(project: &ProjectSummary, window: &Window, today: NaiveDate) -> impl IntoView + use<> {
    let (x, width) = window.span(project.starts_on, project.ends_on);
    let done = width * f64::from(project.progress_percent) / 100.0;
    let tone = if project.status == ProjectStatus::Active { Tone::Accent } else { project.status.into() };
    let months = window.months().map(|month| {
        let x = percent(window.place(month));
        view! { <line class="timeline-month" x1=x.clone() x2=x y1="0" y2="100%"></line> }
    });
    let now = percent(window.place(today));
    let about = match project.status {
        ProjectStatus::Active => say!("timeline-done", percent = project.progress_percent),
        other => other.words(),
    };
    view! {
        <li class="timeline-row">
            <div class="timeline-name">
                <a class="row-link" href=format!("/portal/projects/{}", project.id) dir="auto">{project.name.clone()}</a>
                <span class="row-sub dots">
                    <span>{format::date_range(project.starts_on, project.ends_on)}</span>
                    <span>{about}</span>
                </span>
            </div>
            <svg class="timeline-bar" data-tone=tone.as_str() aria-hidden="true">
                {months.collect_view()}
                <rect class="timeline-span" x=percent(x) width=percent(width) y="30%" height="40%" rx="4"></rect>
                <rect class="timeline-done" x=percent(x) width=percent(done) y="30%" height="40%" rx="4"></rect>
                <line class="timeline-now" x1=now.clone() x2=now y1="0" y2="100%"></line>
            </svg>
        </li>
    }
}

/// The months' names, as many as there is room for.
fn axis(window: &Window) -> impl IntoView + use<> {
    let every = window.months().count().div_ceil(MOST_LABELS);
    let labels = window.months().enumerate().filter(|(position, _)| position % every == 0);
    labels
        .map(|(position, month)| {
            let has_year = position == 0 || month.month() == 1;
            let name = if has_year { format::month_and_year(month) } else { format::month(month) };
            let x = percent(window.place(month));
            view! { <text x=x y="14" dx="4">{name}</text> }
        })
        .collect_view()
}

/// The days that the picture shows: whole months, the last day included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Window {
    first: NaiveDate,
    last: NaiveDate,
}

impl Window {
    /// From the first project's month to the last one's, this month among them.
    fn around(projects: &[&ProjectSummary], today: NaiveDate) -> Self {
        let starts = projects.iter().filter_map(|project| project.starts_on);
        let ends = projects.iter().filter_map(|project| project.ends_on.or(project.starts_on));
        let earliest = starts.min().unwrap_or(today).min(today).max(today - MOST_MONTHS_BACK);
        let latest = ends.max().unwrap_or(today).max(today).min(today + MOST_MONTHS_AHEAD);
        let first_of = |day: NaiveDate| day.with_day(1).unwrap_or(day);
        Self { first: first_of(earliest), last: first_of(latest + Months::new(1)) - Days::new(1) }
    }

    /// The first days of its months.
    fn months(self) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(self.first), |month| month.checked_add_months(Months::new(1)))
            .take_while(move |month| *month <= self.last)
    }

    /// Where the morning of a day lies, from 0 to 1; days outside lie at the edge.
    fn place(self, day: NaiveDate) -> f64 {
        let days = |from: NaiveDate, to: NaiveDate| {
            f64::from(i32::try_from((to - from).num_days()).unwrap_or(i32::MAX))
        };
        (days(self.first, day) / (days(self.first, self.last) + 1.0)).clamp(0.0, 1.0)
    }

    /// Where a project's bar begins and how wide it is; one without an end goes to the edge.
    fn span(self, starts_on: Option<NaiveDate>, ends_on: Option<NaiveDate>) -> (f64, f64) {
        let from = starts_on.map_or(0.0, |day| self.place(day));
        let to = ends_on.map_or(1.0, |day| self.place(day + Days::new(1)));
        (from, (to - from).max(0.0))
    }
}

fn percent(part: f64) -> String {
    format!("{:.2}%", part * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::ProjectId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn project(starts_on: &str, ends_on: &str) -> ProjectSummary {
        ProjectSummary {
            id: ProjectId::from(uuid::Uuid::nil()),
            name: "Mole".into(),
            status: ProjectStatus::Active,
            starts_on: starts_on.parse().ok(),
            ends_on: ends_on.parse().ok(),
            progress_percent: 50,
        }
    }

    #[test]
    fn the_picture_has_whole_months_and_today() {
        let today = day("2026-11-25");
        let around = |projects: &[ProjectSummary]| {
            let window = Window::around(&projects.iter().collect::<Vec<_>>(), today);
            (window.first, window.last, window.months().count())
        };
        assert_eq!(
            around(&[project("2026-10-12", "2027-02-03"), project("2027-01-01", "")]),
            (day("2026-10-01"), day("2027-02-28"), 5)
        );
        assert_eq!(around(&[project("2027-01-10", "2027-01-20")]).0, day("2026-11-01"), "today is in it");
        assert_eq!(
            around(&[project("2019-01-01", "2040-12-31")]),
            (day("2026-05-01"), day("2027-11-30"), 19),
            "long projects do not squeeze it"
        );
    }

    #[test]
    fn bars_lie_where_their_days_lie() {
        let window = Window { first: day("2026-11-01"), last: day("2026-11-30") };
        let span = |from: &str, to: &str| {
            let (x, width) = window.span(from.parse().ok(), to.parse().ok());
            (percent(x), percent(width))
        };
        assert_eq!(span("2026-11-01", "2026-11-30"), ("0.00%".into(), "100.00%".into()));
        assert_eq!(span("2026-11-16", "2026-11-18"), ("50.00%".into(), "10.00%".into()));
        assert_eq!(span("2026-11-16", ""), ("50.00%".into(), "50.00%".into()));
        assert_eq!(span("2026-01-01", "2026-02-01"), ("0.00%".into(), "0.00%".into()));
    }
}
