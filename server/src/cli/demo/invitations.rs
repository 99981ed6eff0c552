//! How clients were let in: the bulk run on the opening day, and single invitations before and after.

use super::{
    clients::{Customer, FIRST_IN, OPENING, Portal, SHOWCASE},
    maker::Maker,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{
    demo::{Contact, Invitation, Recipient, Run},
    id::{ClientId, ContactId, InvitationId, RunId, UserId},
};

/// For how long a link works.
const VALID: TimeDelta = TimeDelta::days(7);

/// What mail servers answered; `{}` is the address.
const REFUSALS: [&str; 3] = [
    "550 5.1.1 <{}>: Recipient address rejected: User unknown in virtual mailbox table",
    "552 5.2.2 <{}>: Mailbox is full",
    "554 5.7.1 <{}>: Relay access denied",
];

/// Runs, recipients and invitations.
#[derive(Default)]
pub(super) struct Invitations {
    pub(super) runs: Vec<Run>,
    pub(super) recipients: Vec<Recipient>,
    pub(super) invitations: Vec<Invitation>,
}

/// One mail that went out, or was refused.
struct Mail<'a> {
    id: InvitationId,
    client_id: ClientId,
    contact_id: Option<ContactId>,
    run_id: Option<RunId>,
    name: &'a str,
    email: &'a str,
    at: DateTime<Utc>,
    refusal: Option<String>,
}

impl Invitations {
    pub(super) fn make(maker: &mut Maker, customers: &[Customer], inviter: UserId) -> Self {
        let mut made = Self::default();
        made.add_run(maker, customers, inviter);
        for customer in customers {
            made.add_single(maker, customer, inviter);
            for contact in customer.contacts.iter().filter(|contact| contact.portal_access) {
                made.add_of_contact(maker, customer, contact, inviter);
            }
        }
        made
    }

    /// The run, in the order of the clients' names, before anybody came to work.
    fn add_run(&mut self, maker: &mut Maker, customers: &[Customer], inviter: UserId) {
        let was_eligible = |customer: &&Customer| {
            use Portal::{Disabled, Enabled, Expired, Failed, Inactive};
            matches!(customer.portal, Enabled | Disabled | Expired | Failed | Inactive)
        };
        let mut recipients: Vec<&Customer> = customers.iter().filter(was_eligible).collect();
        recipients.sort_by_key(|customer| customer.client.name.to_lowercase());
        let started_at = maker.day(OPENING).and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(390);
        let run_id: RunId = maker.id(started_at);
        let mut at = started_at;
        let mut refusals = REFUSALS.iter();
        for (customer, seq) in recipients.iter().zip(1..) {
            at += TimeDelta::milliseconds(maker.between(180..=900));
            let Some(email) = customer.client.email.as_deref() else { continue };
            let id: InvitationId = maker.id(started_at);
            let (outcome, reason) = match customer.portal {
                Portal::Inactive => ("skipped", Some("The client is inactive.".to_owned())),
                _ if customer.client.name == FIRST_IN => {
                    ("skipped", Some("The client already has a portal account.".to_owned()))
                }
                Portal::Failed => ("failed", refusals.next().map(|answer| answer.replace("{}", email))),
                _ => ("success", None),
            };
            if outcome != "skipped" {
                let (client_id, name) = (customer.client.id, customer.client.name.as_str());
                let refusal = if outcome == "failed" { reason.clone() } else { None };
                let mail =
                    Mail { id, client_id, contact_id: None, run_id: Some(run_id), name, email, at, refusal };
                self.send(mail, inviter, customer.people.first().map(|person| person.since));
            }
            self.recipients.push(Recipient {
                run_id,
                seq,
                id,
                client_id: customer.client.id,
                name: customer.client.name.clone(),
                email: email.to_owned(),
                outcome,
                reason,
                attempts: i16::from(outcome == "failed"),
                finished_at: at,
            });
        }
        let total = i32::try_from(recipients.len()).unwrap_or_default();
        self.runs.push(Run {
            id: run_id,
            started_by: inviter,
            total,
            created_at: started_at,
            started_at,
            finished_at: at,
        });
    }

    /// What was sent to a client besides the run.
    fn add_single(&mut self, maker: &mut Maker, customer: &Customer, inviter: UserId) {
        let day = match customer.portal {
            Portal::Invited => -maker.between(1..=5),
            Portal::Revoked => -12,
            _ if customer.client.name == FIRST_IN => OPENING - 2,
            _ => return,
        };
        let Some(email) = customer.client.email.as_deref() else { return };
        let at = maker.moment(maker.day(day));
        let (client_id, name) = (customer.client.id, customer.client.name.as_str());
        let mail = Mail {
            id: maker.id(at),
            client_id,
            contact_id: None,
            run_id: None,
            name,
            email,
            at,
            refusal: None,
        };
        self.send(mail, inviter, customer.people.first().map(|person| person.since));
        if customer.portal == Portal::Revoked
            && let Some(invitation) = self.invitations.last_mut()
        {
            invitation.state = "revoked";
            invitation.revoked_at = Some(maker.moment(maker.day(-9)));
        }
    }

    fn add_of_contact(&mut self, maker: &mut Maker, customer: &Customer, contact: &Contact, inviter: UserId) {
        // The portal user came in by the client's own invitation.
        if contact.user_id.is_some() && contact.user_id == customer.client.portal_user_id {
            return;
        }
        let Some(email) = contact.email.as_deref() else { return };
        let accepted_at = customer
            .people
            .iter()
            .find(|person| Some(person.user_id) == contact.user_id)
            .map(|person| person.since);
        let at = accepted_at
            .map_or_else(|| maker.moment(maker.day(-3)), |accepted_at| accepted_at - TimeDelta::hours(26));
        debug_assert!(accepted_at.is_some() || customer.client.name == SHOWCASE);
        let (client_id, contact_id) = (customer.client.id, Some(contact.id));
        let mail = Mail {
            id: maker.id(at),
            client_id,
            contact_id,
            run_id: None,
            name: &contact.name,
            email,
            at,
            refusal: None,
        };
        self.send(mail, inviter, accepted_at);
    }

    fn send(&mut self, mail: Mail<'_>, inviter: UserId, accepted_at: Option<DateTime<Utc>>) {
        let state = match (&mail.refusal, accepted_at) {
            (Some(_), _) => "failed",
            (None, Some(_)) => "accepted",
            (None, None) => "sent",
        };
        self.invitations.push(Invitation {
            id: mail.id,
            client_id: mail.client_id,
            contact_id: mail.contact_id,
            run_id: mail.run_id,
            name: mail.name.to_owned(),
            email: mail.email.to_owned(),
            state,
            sent_at: mail.refusal.is_none().then_some(mail.at),
            error: mail.refusal,
            invited_by: inviter,
            created_at: mail.at,
            expires_at: mail.at + VALID,
            accepted_at,
            revoked_at: None,
        });
    }
}
