//! Projects with their milestones and documents.

use super::{
    super::{
        clients::{Customer, Portal},
        files,
        maker::Maker,
        trade::{DOCUMENTS, Work},
    },
    Job, Papers,
};
use domain::{
    demo::{Document, Milestone, Project},
    project::ProjectStatus,
};

/// A state, as they are spread over a company's projects.
pub(super) fn some_status(maker: &mut Maker, customer: &Customer) -> ProjectStatus {
    let finished = if customer.portal == Portal::Inactive { 60 } else { 0 };
    match maker.between(1..=100) + finished {
        1..=18 => ProjectStatus::Planned,
        19..=55 => ProjectStatus::Active,
        56..=63 => ProjectStatus::OnHold,
        64..=92 => ProjectStatus::Completed,
        93..=100 => ProjectStatus::Cancelled,
        _ => ProjectStatus::Completed,
    }
}

/// First and last day of a project, counted from today.
pub(in super::super) type Span = (i64, i64);

/// A span that fits the state.
pub(super) fn some_span(maker: &mut Maker, status: ProjectStatus) -> Span {
    let (from, length) = match status {
        ProjectStatus::Planned => (maker.between(5..=60), maker.between(30..=120)),
        ProjectStatus::Active => (-maker.between(20..=110), 125 + maker.between(0..=60)),
        ProjectStatus::OnHold => (-maker.between(40..=120), 150),
        ProjectStatus::Completed | ProjectStatus::Cancelled => {
            let length = maker.between(30..=140);
            (-maker.between(8..=160) - length, length)
        }
    };
    (from, from + length)
}

impl Papers {
    pub(in super::super) fn add_project(
        &mut self,
        maker: &mut Maker,
        customer: &Customer,
        work: &'static Work,
        name: &str,
        status: ProjectStatus,
        span: Span,
    ) -> Job {
        let (from, to) = span;
        let progress = match status {
            ProjectStatus::Planned => 0,
            ProjectStatus::Active => (-from * 100 / (to - from).max(1) + maker.between(-8..=8)).clamp(5, 95),
            ProjectStatus::OnHold => maker.between(10..=60),
            ProjectStatus::Completed => 100,
            ProjectStatus::Cancelled => maker.between(5..=40),
        };
        let created_at = maker.moment(maker.day((from - 20).min(-1)));
        let id = maker.id(created_at);
        self.projects.push(Project {
            id,
            client_id: customer.client.id,
            external_id: format!("P-{:04}", 2001 + self.projects.len()),
            name: name.to_owned(),
            description: work.about.to_owned(),
            status: status.as_str(),
            starts_on: Some(maker.day(from)),
            ends_on: Some(maker.day(to)),
            progress_percent: i16::try_from(progress).unwrap_or_default(),
            created_at,
        });
        let steps = i64::try_from(work.milestones.len()).unwrap_or(1);
        for (milestone, position) in work.milestones.iter().zip(1..) {
            let due = from + (to - from) * i64::from(position) / steps;
            let is_done = match status {
                ProjectStatus::Completed => true,
                ProjectStatus::Planned => false,
                _ => i64::from(position) * 100 <= progress * steps,
            };
            let done = (due + maker.between(-4..=3)).min(0);
            self.milestones.push(Milestone {
                id: maker.id(created_at),
                project_id: id,
                position,
                name: (*milestone).to_owned(),
                due_on: Some(maker.day(due)),
                done_on: is_done.then(|| maker.day(done)),
            });
        }
        Job {
            id,
            name: name.to_owned(),
            work,
            starts_on: maker.day(from),
            is_completed: status == ProjectStatus::Completed,
        }
    }

    pub(in super::super) fn add_document(
        &mut self,
        maker: &mut Maker,
        customer: &Customer,
        job: Option<&Job>,
        is_shared: bool,
    ) {
        // The last of them, the protocol of acceptance, is written at the end.
        let is_completed = job.is_some_and(|job| job.is_completed);
        let fitting = if is_completed {
            DOCUMENTS
        } else {
            DOCUMENTS.split_last().map_or(DOCUMENTS, |(_, others)| others)
        };
        let (name, extension, content_type) = match job {
            Some(_) => *maker.pick(fitting),
            None => ("Framework agreement", "pdf", "application/pdf"),
        };
        let since = job.map_or(-200, |job| maker.offset(job.starts_on)).min(-2);
        let day = maker.between(since.max(-200)..=-1);
        let created_at = maker.moment(maker.day(day));
        let of = job.map_or(String::new(), |job| format!(" – {}", job.name));
        let name = format!("{name}{of}.{extension}");
        self.documents.push(Document {
            id: maker.id(created_at),
            client_id: customer.client.id,
            project_id: job.map(|job| job.id),
            quote_id: None,
            invoice_id: None,
            size_bytes: i64::try_from(files::bytes(&name, content_type).len()).unwrap_or_default(),
            name,
            content_type,
            is_shared_with_client: is_shared,
            created_at,
            is_stored: true,
            uploaded_by: None,
            request_id: None,
            message_id: None,
        });
    }
}
