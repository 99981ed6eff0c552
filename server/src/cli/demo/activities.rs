//! Months of the activity log: what people did in the portal, and staff for them.

use super::{
    clients::{Customer, Person, Portal, SHOWCASE},
    company::Staff,
    invitations::Invitations,
    maker::Maker,
    papers::Papers,
    places::Habits,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    activity::ActivityKind,
    demo::{Activity, Approval, Origin},
    id::{ClientId, SessionId},
};
use uuid::Uuid;

/// When the clients of [`Portal::Disabled`] were shut out, counted from today.
const DISABLED: i64 = -31;

/// The log that is being written.
pub(super) struct Log<'a> {
    maker: &'a mut Maker,
    pub(super) activities: Vec<Activity>,
}

/// What an activity was about.
#[derive(Clone)]
struct Subject {
    kind: &'static str,
    id: Uuid,
    label: String,
}

/// One time that somebody was in the portal.
struct Visit<'a> {
    client_id: ClientId,
    person: &'a Person,
    session_id: SessionId,
    origin: Origin,
}

/// What there was to see, since when, and what looking at it is called.
type Sight = (DateTime<Utc>, ActivityKind, Subject);

impl<'a> Log<'a> {
    pub(super) fn new(maker: &'a mut Maker) -> Self {
        Self { maker, activities: Vec::new() }
    }

    pub(super) fn add_clients(&mut self, customers: &[Customer], papers: &Papers, approvals: &[Approval]) {
        for customer in customers {
            let sights = sights(customer, papers);
            let until = match customer.portal {
                Portal::Disabled => self.maker.moment(self.maker.day(DISABLED)),
                _ => self.maker.now(),
            };
            for person in &customer.people {
                self.add_visits(customer, person, &sights, until);
            }
            if customer.client.name == SHOWCASE {
                self.add_stranger(customer);
            }
        }
        for approval in approvals {
            self.add_approval(customers, papers, approval);
        }
        self.add_payments(customers, papers);
    }

    /// Every few days somebody comes, looks at a few things and goes.
    fn add_visits(&mut self, customer: &Customer, person: &Person, sights: &[Sight], until: DateTime<Utc>) {
        let habits = Habits::make(self.maker);
        let mut at = person.since;
        let mut is_first = true;
        while at < until {
            let visit = Visit {
                client_id: customer.client.id,
                person,
                session_id: self.maker.id(at),
                origin: habits.origin(self.maker),
            };
            if !is_first && self.maker.chance(7) {
                self.note(&visit, at - TimeDelta::seconds(20), ActivityKind::FailedLogin, None);
            }
            self.note(
                &visit,
                at,
                if is_first { ActivityKind::AcceptInvitation } else { ActivityKind::Login },
                Some(of_client(customer)),
            );
            let end = self.add_looks(&visit, at, until, sights);
            if self.maker.chance(35) && end < until {
                self.note(&visit, end, ActivityKind::Logout, None);
            }
            is_first = false;
            let day = self.maker.offset(at.date_naive()) + self.maker.between(2..=13);
            at = if day > 0 {
                until
            } else {
                self.maker.moment(self.maker.day(day)).max(end + TimeDelta::hours(1))
            };
        }
    }

    fn add_looks(
        &mut self,
        visit: &Visit<'_>,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        sights: &[Sight],
    ) -> DateTime<Utc> {
        let there: Vec<_> = sights.iter().filter(|(since, _, _)| *since < from).collect();
        let mut at = from;
        for _ in 0..self.maker.between(1..=5) {
            at += TimeDelta::seconds(self.maker.between(8..=240));
            if at >= until {
                break;
            }
            if !there.is_empty() && !self.maker.chance(4) {
                let (_, kind, subject) = (*self.maker.pick(&there)).clone();
                self.note(visit, at, kind, Some(subject));
            } else if self.maker.chance(50) {
                self.note(visit, at, ActivityKind::UpdateProfile, None);
            }
        }
        at + TimeDelta::seconds(45)
    }

    /// Somebody who tries passwords.
    fn add_stranger(&mut self, customer: &Customer) {
        let Some(person) = customer.people.first() else { return };
        let origin = Habits::make(self.maker).origin(self.maker);
        let mut at = self.maker.moment(self.maker.day(-17));
        for _ in 0..9 {
            at += TimeDelta::seconds(self.maker.between(3..=11));
            let visit = Visit {
                client_id: customer.client.id,
                person,
                session_id: self.maker.id(at),
                origin: origin.clone(),
            };
            self.note(&visit, at, ActivityKind::FailedLogin, None);
        }
        let visit = Visit { client_id: customer.client.id, person, session_id: self.maker.id(at), origin };
        self.note(&visit, at + TimeDelta::minutes(50), ActivityKind::PasswordReset, None);
    }

    fn add_approval(&mut self, customers: &[Customer], papers: &Papers, approval: &Approval) {
        let Some(quote) = papers.quotes.iter().find(|quote| quote.id == approval.quote_id) else { return };
        let customer = customers.iter().find(|customer| customer.client.id == quote.client_id);
        let Some(person) = customer.and_then(|customer| customer.people.first()) else { return };
        let at = approval.approved_at;
        let session_id = self.maker.id(at);
        let visit = Visit { client_id: quote.client_id, person, session_id, origin: approval.origin.clone() };
        let subject = Subject { kind: "quote", id: quote.id.0, label: quote.number.clone() };
        self.note(&visit, at - TimeDelta::minutes(4), ActivityKind::Login, None);
        self.note(&visit, at - TimeDelta::minutes(3), ActivityKind::ViewQuote, Some(subject.clone()));
        self.note(&visit, at, ActivityKind::ApproveQuote, Some(subject));
    }

    /// Payments by card are made in the portal.
    fn add_payments(&mut self, customers: &[Customer], papers: &Papers) {
        for payment in papers.payments.iter().filter(|payment| payment.method == "card") {
            let Some(invoice) = papers.invoices.iter().find(|invoice| invoice.id == payment.invoice_id)
            else {
                continue;
            };
            let customer = customers.iter().find(|customer| customer.client.id == invoice.client_id);
            let Some(person) = customer.and_then(|customer| customer.people.last()) else { continue };
            let at = payment.created_at;
            if at < person.since {
                continue;
            }
            let origin = Habits::make(self.maker).origin(self.maker);
            let visit = Visit { client_id: invoice.client_id, person, session_id: self.maker.id(at), origin };
            let subject = Subject { kind: "invoice", id: invoice.id.0, label: invoice.number.clone() };
            self.note(&visit, at - TimeDelta::minutes(5), ActivityKind::Login, None);
            self.note(&visit, at - TimeDelta::minutes(2), ActivityKind::ViewInvoice, Some(subject.clone()));
            self.note(&visit, at, ActivityKind::PayInvoice, Some(subject));
        }
    }

    /// What staff did about access.
    pub(super) fn add_staff(&mut self, staff: &Staff, customers: &[Customer], made: &Invitations) {
        let by = staff.inviter();
        let habits = Habits::make(self.maker);
        let session_id: SessionId = self.maker.id(self.maker.now());
        let act = |log: &mut Self, at, kind, client_id, subject| {
            let origin = habits.origin(log.maker);
            let mut activity = log.activity(at, kind, subject, origin);
            (activity.client_id, activity.staff_id, activity.session_id) =
                (client_id, Some(by), Some(session_id));
            log.activities.push(activity);
        };
        for run in &made.runs {
            let subject = Subject {
                kind: "bulk_invitation_run",
                id: run.id.0,
                label: format!("{} recipients", run.total),
            };
            act(self, run.created_at, ActivityKind::StartBulkInvitation, None, subject);
        }
        for invitation in made.invitations.iter().filter(|invitation| invitation.run_id.is_none()) {
            let subject = match invitation.contact_id {
                Some(id) => Subject { kind: "contact", id: id.0, label: invitation.name.clone() },
                None => {
                    Subject { kind: "client", id: invitation.client_id.0, label: invitation.name.clone() }
                }
            };
            act(
                self,
                invitation.created_at,
                ActivityKind::SendInvitation,
                Some(invitation.client_id),
                subject.clone(),
            );
            if let Some(at) = invitation.revoked_at {
                act(self, at, ActivityKind::RevokeInvitation, Some(invitation.client_id), subject);
            }
        }
        for customer in customers.iter().filter(|customer| customer.portal == Portal::Disabled) {
            let at = self.maker.moment(self.maker.day(DISABLED));
            act(self, at, ActivityKind::DisablePortal, Some(customer.client.id), of_client(customer));
        }
    }

    fn note(&mut self, visit: &Visit<'_>, at: DateTime<Utc>, kind: ActivityKind, subject: Option<Subject>) {
        let none = Subject { kind: "", id: Uuid::nil(), label: String::new() };
        let is_about_nothing = subject.is_none() || kind == ActivityKind::Login;
        let mut activity = self.activity(at, kind, subject.unwrap_or(none), visit.origin.clone());
        if is_about_nothing {
            (activity.subject_type, activity.subject_id, activity.subject_label) =
                (None, None, String::new());
        }
        activity.client_id = Some(visit.client_id);
        activity.user_id = Some(visit.person.user_id);
        // Nobody has a session before signing in.
        activity.session_id = (kind != ActivityKind::FailedLogin).then_some(visit.session_id);
        self.activities.push(activity);
    }

    fn activity(
        &mut self,
        at: DateTime<Utc>,
        kind: ActivityKind,
        subject: Subject,
        origin: Origin,
    ) -> Activity {
        Activity {
            id: self.maker.id(at),
            occurred_at: at,
            kind: kind.as_str(),
            client_id: None,
            user_id: None,
            staff_id: None,
            subject_type: Some(subject.kind),
            subject_id: Some(subject.id),
            subject_label: subject.label,
            session_id: None,
            origin,
        }
    }
}

fn of_client(customer: &Customer) -> Subject {
    Subject { kind: "client", id: customer.client.id.0, label: customer.client.name.clone() }
}

/// What a client can look at.
fn sights(customer: &Customer, papers: &Papers) -> Vec<Sight> {
    let id = customer.client.id;
    let subject = |kind, id, label: &str| Subject { kind, id, label: label.to_owned() };
    let projects = papers.projects.iter().filter(|project| project.client_id == id);
    let quotes = papers.quotes.iter().filter(|quote| quote.client_id == id && quote.status != "draft");
    let invoices =
        papers.invoices.iter().filter(|invoice| invoice.client_id == id && invoice.status != "draft");
    let documents =
        papers.documents.iter().filter(|document| document.client_id == id && document.is_shared_with_client);
    projects
        .map(|p| (p.created_at, ActivityKind::ViewProject, subject("project", p.id.0, &p.name)))
        .chain(quotes.map(|q| (q.created_at, ActivityKind::ViewQuote, subject("quote", q.id.0, &q.number))))
        .chain(
            invoices
                .map(|i| (i.created_at, ActivityKind::ViewInvoice, subject("invoice", i.id.0, &i.number))),
        )
        .chain(
            documents
                .map(|d| (d.created_at, ActivityKind::DownloadFile, subject("document", d.id.0, &d.name))),
        )
        .collect()
}
