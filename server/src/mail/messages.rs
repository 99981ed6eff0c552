//! The mail about messages that nobody has read.

use super::{
    form::{Form, Mark, plain},
    template::{Brand, iso},
};
use crate::words::say;
use askama::Template;
use domain::outgoing_mail::UnreadMessages;
use std::borrow::Cow;

/// A message as the mail shows it.
struct Shown {
    author: String,
    at: String,
    lines: Vec<String>,
    /// The names of its files, one after the other.
    files: String,
}

impl Brand {
    pub(super) fn messages(&self, unread: &UnreadMessages) -> askama::Result<Form> {
        let client = unread.client_name.as_deref().map(plain);
        let project = unread.project_name.as_deref().map(plain);
        let (client, project) = (client.as_deref(), project.as_deref());
        let (count, from) = (unread.total, client.unwrap_or(&self.company));
        let subject = match project {
            Some(project) => {
                say!(
                    self.language,
                    "mail-messages-subject-about",
                    count = count,
                    from = from,
                    project = project
                )
            }
            None => say!(self.language, "mail-messages-subject", count = count, from = from),
        };
        let messages: Vec<Shown> = unread
            .messages
            .iter()
            .map(|message| Shown {
                author: plain(&message.author),
                at: self.moment(message.sent_at),
                lines: message.text.lines().map(long_plain).collect(),
                files: message.files.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", "),
            })
            .collect();
        let left_out = unread.total - i64::try_from(messages.len()).unwrap_or(i64::MAX);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let opening = &self.opening(client, project, iso);
        let html = MessagesHtml {
            brand: self,
            subject: &subject,
            name,
            link,
            opening,
            left_out,
            messages: &messages,
        };
        let opening = &self.opening(client, project, str::to_owned);
        let text = MessagesText { brand: self, name, link, opening, left_out, messages: &messages };
        self.form(&subject, &text, &html)
    }

    /// Who has written, for staff, or where something is to be read, for clients.
    fn opening(
        &self,
        client: Option<&str>,
        project: Option<&str>,
        put: fn(&str) -> String,
    ) -> Cow<'static, str> {
        let company = put(&self.company);
        match (client.map(put), project.map(put)) {
            (Some(from), Some(project)) => {
                say!(self.language, "mail-messages-text-staff-about", from = from, project = project)
            }
            (Some(from), None) => say!(self.language, "mail-messages-text-staff", from = from),
            (None, Some(project)) => {
                say!(self.language, "mail-messages-text-about", company = company, project = project)
            }
            (None, None) => say!(self.language, "mail-messages-text", company = company),
        }
    }
}

/// A line of a message, in pieces that [`plain`] does not shorten.
fn long_plain(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    // Short enough for any piece, whatever is taken out of it.
    letters.chunks(200).map(|piece| plain_piece(&piece.iter().collect::<String>())).collect()
}

/// As [`plain`], with the spaces at both ends, between which a line was cut.
fn plain_piece(piece: &str) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let (start, end) = (piece.starts_with(char::is_whitespace), piece.ends_with(char::is_whitespace));
    format!("{}{}{}", space(start), plain(piece), space(end && !piece.trim().is_empty()))
}

#[derive(Template)]
#[template(path = "mail/messages.html")]
struct MessagesHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    opening: &'a str,
    /// Older ones that the mail does not show.
    left_out: i64,
    messages: &'a [Shown],
}

#[derive(Template)]
#[template(path = "mail/messages.txt")]
struct MessagesText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    opening: &'a str,
    /// Older ones that the mail does not show.
    left_out: i64,
    messages: &'a [Shown],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_keep_all_their_words() {
        let line = "word ".repeat(120);
        assert_eq!(long_plain(line.trim_end()), line.trim_end());
        assert_eq!(long_plain("a\u{e001}b\u{202e}c"), "abc");
        assert_eq!(long_plain(""), "");
    }
}
