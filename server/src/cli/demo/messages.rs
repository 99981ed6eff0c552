//! What clients and staff have written to each other.

use super::{
    clients::{Customer, Portal, SHOWCASE},
    company::Staff,
    maker::Maker,
    papers::Papers,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access_preset::Section,
    demo::{Conversation, ConversationMember, Document, Message, Notification, Project},
    id::{ConversationId, ProjectId, UserId},
};

/// Who says it, and what. `true` is the company.
type Talk = &'static [(bool, &'static str)];

const GENERAL: Talk = &[
    (false, "Good morning! Could you send future invoices to our new address in accounting as well?"),
    (
        true,
        "Of course. Please add the person to your contacts with an e-mail address, and we will give them access.",
    ),
    (false, "Done, thank you. Her name is on the list now."),
    (
        true,
        "Seen, and the invitation is on its way. Is there anything else that we can do for you this month?",
    ),
];
const PROJECT: Talk = &[
    (
        true,
        "The first drafts are ready for you to look at. You will find them with the project's documents, too.",
    ),
    (
        false,
        "Thank you, they look very good. The team would like the second version, with the warmer colours.\n\nCan we still change the order of the chapters?",
    ),
    (
        true,
        "Yes, until Friday. After that it goes to production.\n\nSend us the order that you would like, and we will move them.",
    ),
];
const SHORT: [Talk; 4] = [
    &[(false, "Is the delivery still on for next week?"), (true, "Yes, on Tuesday before noon.")],
    &[(false, "We have moved. Our new address is in the signature of the mail that I sent you.")],
    &[
        (true, "Your new documents are in the portal. Tell us if something is missing."),
        (false, "All there, thanks! Who of you signs the acceptance?"),
    ],
    &[(false, "Could somebody call me about the last invoice? I am at my desk until five.")],
];

/// Files of a project's first message.
const DRAFTS: usize = 2;

/// Conversations with what belongs to them.
#[derive(Default)]
pub(super) struct Talks {
    pub(super) conversations: Vec<Conversation>,
    pub(super) messages: Vec<Message>,
    pub(super) members: Vec<ConversationMember>,
    /// What the staff's bells hold of them.
    pub(super) notices: Vec<Notification>,
}

pub(super) fn make(maker: &mut Maker, customers: &[Customer], papers: &Papers, staff: &Staff) -> Talks {
    let mut talks = Talks::default();
    for (n, customer) in customers.iter().filter(|customer| customer.portal == Portal::Enabled).enumerate() {
        if customer.client.name == SHOWCASE {
            talks.add(maker, customer, staff, None, GENERAL, 3);
            let project = papers
                .projects
                .iter()
                .find(|project| project.client_id == customer.client.id && project.status == "active");
            talks.add(maker, customer, staff, project, PROJECT, 1);
        } else if n % 2 == 0 {
            let days = maker.between(1..=40);
            talks.add(maker, customer, staff, None, SHORT[(n / 2) % SHORT.len()], days);
        }
    }
    talks
}

/// The drafts of which a project's first message speaks came with it.
pub(super) fn attach(talks: &Talks, documents: &mut [Document]) {
    for conversation in talks.conversations.iter().filter(|conversation| conversation.project_id.is_some()) {
        let first = talks
            .messages
            .iter()
            .find(|message| message.conversation_id == conversation.id && message.is_from_staff);
        let drafts = documents.iter_mut().filter(|document| {
            document.project_id == conversation.project_id
                && document.is_shared_with_client
                && document.uploaded_by.is_none()
        });
        for draft in drafts.take(DRAFTS) {
            draft.message_id = first.map(|message| message.id);
        }
    }
}

impl Talks {
    /// A conversation whose last message was written so many days ago. What the company said last, the client has not read yet.
    fn add(
        &mut self,
        maker: &mut Maker,
        customer: &Customer,
        staff: &Staff,
        project: Option<&Project>,
        talk: Talk,
        days: i64,
    ) {
        let (Some(person), Some(colleague)) = (customer.people.first(), staff.first("power_user")) else {
            return;
        };
        let begun =
            maker.moment(maker.day(-days)) - TimeDelta::hours(5 * i64::try_from(talk.len()).unwrap_or(0));
        let id: ConversationId = maker.id(begun);
        let mut at = begun;
        let mut seq = 0;
        let mut last = None;
        for (is_from_staff, body) in talk {
            // One a day, in working hours.
            let day = (at + TimeDelta::days(1)).date_naive();
            at = maker.moment(day);
            seq += 1;
            let message = Message {
                id: maker.id(at),
                conversation_id: id,
                seq,
                author_id: if *is_from_staff { colleague.id } else { person.user_id },
                is_from_staff: *is_from_staff,
                body,
                created_at: at,
            };
            last = Some((message.id, *is_from_staff));
            self.messages.push(message);
        }
        let Some((last_message_id, is_from_staff)) = last else { return };
        self.conversations.push(Conversation {
            id,
            client_id: customer.client.id,
            project_id: project.map(|project| project.id),
            last_seq: seq,
            last_message_id,
            unanswered_since: (!is_from_staff).then_some(at),
        });
        let member = |user_id: UserId, is_staff, read_seq| ConversationMember {
            conversation_id: id,
            user_id,
            is_staff,
            read_seq,
            mailed_seq: seq,
            draft: "",
        };
        self.members.push(member(person.user_id, false, if is_from_staff { seq - 1 } else { seq }));
        self.members.push(member(colleague.id, true, if is_from_staff { seq } else { seq - 1 }));
        if !is_from_staff {
            self.ring(maker, customer, staff, id, project.map(|project| project.id), at);
        }
    }

    /// All of the staff hear of it.
    fn ring(
        &mut self,
        maker: &mut Maker,
        customer: &Customer,
        staff: &Staff,
        id: ConversationId,
        project: Option<ProjectId>,
        at: DateTime<Utc>,
    ) {
        let about = if project.is_some() { "wrote about a project" } else { "wrote to you" };
        for user in &staff.users {
            self.notices.push(Notification {
                id: maker.id(at),
                user_id: user.id,
                client_id: Some(customer.client.id),
                kind: "message",
                section: Some(Section::Messages.as_str()),
                title: format!("{} {about}", customer.client.name),
                href: format!("/staff/messages/{id}"),
                created_at: at,
                read_at: None,
            });
        }
    }
}
