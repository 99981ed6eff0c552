//! Files that staff have asked for, and what was handed over.

use super::{
    super::{clients::Customer, files, maker::Maker},
    Papers,
};
use domain::{
    demo::{Document, DocumentRequest},
    id::DocumentRequestId,
};

/// What is asked for, why, by which day, how it stands, and why it was sent back; days are counted from today.
type Request = (&'static str, &'static str, Option<i64>, &'static str, &'static str);

const REQUESTS: [Request; 4] = [
    (
        "Crew list with photographs",
        "Names, posts and a picture of each, for the pages about the crew.",
        Some(6),
        "open",
        "",
    ),
    (
        "Timetable for the summer",
        "As a table or as a text, with all piers.",
        Some(-2),
        "sent_back",
        "The evening boats are missing.",
    ),
    ("Logo as a vector file", "", None, "handed_over", ""),
    ("Signed framework agreement", "The last page is enough.", Some(-20), "accepted", ""),
];

impl Papers {
    pub(in super::super) fn add_requests(&mut self, maker: &mut Maker, customer: &Customer) {
        for ((title, note, due, state, reason), days) in REQUESTS.into_iter().zip([-3, -12, -5, -26]) {
            let created_at = maker.moment(maker.day(days));
            let id: DocumentRequestId = maker.id(created_at);
            self.document_requests.push(DocumentRequest {
                id,
                client_id: customer.client.id,
                project_id: None,
                title,
                note,
                due_on: due.map(|due| maker.day(due)),
                state,
                reason,
                created_at,
                decided_at: matches!(state, "accepted" | "sent_back")
                    .then(|| maker.moment(maker.day(days + 2))),
            });
            if state == "open" {
                continue;
            }
            let (content_type, name) = match state {
                "sent_back" => ("text/csv; charset=utf-8", format!("{title}.csv")),
                "handed_over" => ("image/png", format!("{title}.png")),
                _ => ("application/pdf", format!("{title}.pdf")),
            };
            let at = maker.moment(maker.day(days + 1));
            self.documents.push(Document {
                id: maker.id(at),
                client_id: customer.client.id,
                project_id: None,
                quote_id: None,
                invoice_id: None,
                size_bytes: i64::try_from(files::bytes(&name, content_type).len()).unwrap_or_default(),
                name,
                content_type,
                is_shared_with_client: true,
                created_at: at,
                is_stored: true,
                uploaded_by: customer.people.first().map(|person| person.user_id),
                request_id: Some(id),
                message_id: None,
            });
        }
    }
}
