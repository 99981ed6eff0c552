//! The mail about messages that nobody has read.

use super::{
    form::{Form, Mark, plain},
    template::Brand,
};
use askama::Template;
use domain::outgoing_mail::UnreadMessages;

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
        let from = client.as_deref().unwrap_or(&self.company);
        let what = if unread.total == 1 {
            "New message".to_owned()
        } else {
            format!("{} new messages", unread.total)
        };
        let subject = match &project {
            Some(project) => format!("{what} from {from} about {project}"),
            None => format!("{what} from {from}"),
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
        let words = Words { from, project: project.as_deref(), left_out, is_for_staff: client.is_some() };
        let html =
            MessagesHtml { brand: self, subject: &subject, name, link, words: &words, messages: &messages };
        let text = MessagesText { brand: self, name, link, words: &words, messages: &messages };
        self.form(&subject, &text, &html)
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

/// Whose messages these are.
struct Words<'a> {
    from: &'a str,
    project: Option<&'a str>,
    /// Older ones that the mail does not show.
    left_out: i64,
    is_for_staff: bool,
}

#[derive(Template)]
#[template(path = "mail/messages.html")]
struct MessagesHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    words: &'a Words<'a>,
    messages: &'a [Shown],
}

#[derive(Template)]
#[template(path = "mail/messages.txt")]
struct MessagesText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    words: &'a Words<'a>,
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
