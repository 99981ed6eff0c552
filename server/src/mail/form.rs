//! Form letters: a mail encoded once, with places for what differs from one recipient to the next.
//!
//! Encoding a mail of some kilobytes for each of a hundred thousand recipients would cost more than sending it. So a template is
//! rendered and encoded once, with marks where the recipient's values go, and a mail is the pieces between the marks and the
//! values. In quoted-printable a line may be broken anywhere, which makes the pieces independent of what stands between them.

use chrono::{DateTime, Utc};
use domain::{language::Language, user_agent};
use lettre::{
    Address,
    message::{
        Mailbox, Mailboxes,
        header::{self, Headers},
    },
};
use quoted_printable::{InputMode, Options};
use std::fmt::Write;
use uuid::Uuid;

/// Longest name that a mail repeats; nobody's is longer, and a mail must not grow with a client's ten thousand characters.
const MAX_NAME: usize = 200;
/// A line of quoted-printable is at most 76 characters (RFC 2045); two are left for a dot at its beginning.
const LINE: usize = 74;

/// The places in a form letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Name,
    Link,
    Expiry,
}

impl Mark {
    const ALL: [Self; 3] = [Self::Name, Self::Link, Self::Expiry];

    /// Stands in the template's output where the value will be: a character of the private use area, which [`plain`] lets into
    /// no text.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Name => '\u{e001}',
            Self::Link => '\u{e002}',
            Self::Expiry => '\u{e003}',
        }
    }
}

/// A mail's text before it is encoded; the marks stand in it, if it has any.
#[derive(Clone, Debug)]
pub struct Content {
    pub language: Language,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// From whom a mail is, and where answers go.
#[derive(Clone, Debug)]
pub struct Sender {
    pub from: Mailbox,
    pub reply_to: Option<Mailbox>,
}

/// What differs from mail to mail.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    pub to: &'a Address,
    pub name: &'a str,
    /// The same however often a mail is tried.
    pub message_id: Uuid,
    pub link: &'a str,
    pub expiry: &'a str,
    pub date: DateTime<Utc>,
}

/// A mail as it goes over the wire, with the dot that ends it.
#[derive(Debug)]
pub struct Message {
    wire: String,
    message_id: Uuid,
}

const END: &str = ".\r\n";

impl Message {
    /// The mail and its end, for one write.
    pub(super) fn to_the_end(&self) -> &str {
        &self.wire
    }

    /// The mail as a file has it.
    #[must_use]
    pub fn content(&self) -> &str {
        self.wire.strip_suffix(END).unwrap_or(&self.wire)
    }

    #[must_use]
    pub fn message_id(&self) -> Uuid {
        self.message_id
    }
}

#[derive(Debug)]
enum Piece {
    Fixed(String),
    Text(Mark),
    Html(Mark),
}

/// A form letter.
#[derive(Debug)]
pub struct Form {
    /// `From`, `Subject` and the other headers that are the same for all.
    headers: String,
    message_id_host: String,
    pieces: Vec<Piece>,
    /// About as long as a mail will be.
    size: usize,
}

impl Form {
    #[must_use]
    pub fn new(sender: &Sender, content: &Content) -> Self {
        let mut headers = Headers::new();
        headers.set(header::From::from(Mailboxes::from(sender.from.clone())));
        if let Some(reply_to) = &sender.reply_to {
            headers.set(header::ReplyTo::from(Mailboxes::from(reply_to.clone())));
        }
        headers.set(header::Subject::from(one_line(&content.subject).into_owned()));
        let boundary = format!("part-{}", Uuid::now_v7().simple());
        let mut headers = headers.to_string();
        headers += "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n";
        headers += &format!("Content-Language: {}\r\n", content.language.tag());
        headers += &format!("Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n");

        let mut pieces = Vec::new();
        part(&mut pieces, &boundary, "text/plain", &content.text, Piece::Text);
        part(&mut pieces, &boundary, "text/html", &content.html, Piece::Html);
        pieces.push(Piece::Fixed(format!("\r\n--{boundary}--\r\n")));
        let fixed: usize =
            pieces.iter().map(|piece| if let Piece::Fixed(text) = piece { text.len() } else { 150 }).sum();
        let size = headers.len() + fixed + 300;
        Self { headers, message_id_host: sender.from.email.domain().to_owned(), pieces, size }
    }

    /// The mail to one recipient.
    #[must_use]
    pub fn fill(&self, values: &Values<'_>) -> Message {
        let name = one_line(values.name);
        // An isolate, so that a name written from right to left turns nothing but itself.
        let text = [encode(&format!("\u{2068}{name}\u{2069}")), encode(values.link), encode(values.expiry)];
        let html = [encode(&escape(&name)), text[1].clone(), encode(&escape(values.expiry))];

        let mut wire = String::with_capacity(self.size);
        let mut to = Headers::new();
        let display_name = Some(name.into_owned()).filter(|name| !name.is_empty());
        to.set(header::To::from(Mailboxes::from(Mailbox::new(display_name, values.to.clone()))));
        let id = values.message_id;
        // Writing into a String cannot fail.
        let _ = write!(
            wire,
            "Date: {}\r\nMessage-ID: <{id}@{}>\r\n{to}{}\r\n",
            values.date.to_rfc2822(),
            self.message_id_host,
            self.headers
        );
        for piece in &self.pieces {
            let (value, mark) = match piece {
                Piece::Fixed(fixed) => {
                    wire.push_str(fixed);
                    continue;
                }
                Piece::Text(mark) => (&text, mark),
                Piece::Html(mark) => (&html, mark),
            };
            wire.push_str(SOFT_BREAK);
            wire.push_str(&value[*mark as usize]);
            wire.push_str(SOFT_BREAK);
        }
        wire.push_str(END);
        Message { wire, message_id: id }
    }
}

/// The end of a line that is none of the text.
const SOFT_BREAK: &str = "=\r\n";

fn part(pieces: &mut Vec<Piece>, boundary: &str, media_type: &str, text: &str, place: fn(Mark) -> Piece) {
    pieces.push(Piece::Fixed(format!(
        "\r\n--{boundary}\r\nContent-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )));
    let is_mark = |c: char| Mark::ALL.iter().any(|mark| mark.sign() == c);
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    for piece in text.split_inclusive(is_mark) {
        let mark = Mark::ALL.into_iter().find(|mark| piece.ends_with(mark.sign()));
        pieces.push(Piece::Fixed(encode(piece.trim_end_matches(is_mark))));
        pieces.extend(mark.map(place));
    }
}

/// Quoted-printable, with no dot at the beginning of a line, so that SMTP has nothing to double.
fn encode(text: &str) -> String {
    let options = Options::default().input_mode(InputMode::Text).line_length_limit(LINE);
    let encoded = quoted_printable::encode_with_options(text, options);
    let without = encoded.replace("\r\n.", "\r\n=2E");
    match without.strip_prefix('.') {
        Some(rest) => format!("=2E{rest}"),
        None => without,
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A name as mails repeat it: one line, nothing invisible, bounded. What stands in a header can so begin no other.
fn one_line(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= MAX_NAME && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    plain(text).into()
}

/// Text from a table as a template may have it: no marks, no control characters, nothing that turns or hides other text, one
/// line, bounded.
#[must_use]
pub fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = user_agent::clean(&line);
    let kept = visible.chars().filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'));
    kept.take(MAX_NAME).collect()
}
