//! Form letters: a mail filled with whatever people are called is read as it was meant.

use chrono::{DateTime, Utc};
use domain::{company::Company, language::Language, token::Token};
use mail_parser::{HeaderValue, MessageParser, MimeHeaders};
use server::mail::{
    Form, Message,
    form::{Mark, Values},
    template::Brand,
};
use uuid::Uuid;

pub(crate) fn brand(company: &str) -> Brand {
    brand_in(Language::English, company)
}

pub(crate) fn brand_in(language: Language, company: &str) -> Brand {
    let company = Company {
        name: company.into(),
        language,
        time_zone: chrono_tz::Europe::Berlin,
        brand_color: "#0b6e63".into(),
        has_logo: true,
        invitation_days: 7,
        support_email: Some("help@company.example".into()),
        updated_at: "2026-11-01T00:00:00Z".parse().unwrap(),
    };
    Brand::new(&company, &"portal@company.example".parse().unwrap(), "https://portal.example")
}

pub(crate) struct Read {
    pub(crate) subject: String,
    pub(crate) to: (String, String),
    message_id: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Fills a form letter and reads it as a mail program does.
fn read(form: &Form, name: &str, link: &str) -> Read {
    let at: DateTime<Utc> = "2026-11-23T09:12:00Z".parse().unwrap();
    let to = "maria@alfki.example".parse().unwrap();
    let values =
        Values { to: &to, name, message_id: Uuid::nil(), link, expiry: "30 November 2026", date: at };
    parse(&form.fill(&values), name)
}

pub(crate) fn parse(message: &Message, name: &str) -> Read {
    let (head, body) = message.content().split_once("\r\n\r\n").unwrap();
    // RFC 5322, 2.1.1, and for what is quoted-printable RFC 2045, 6.7.
    for (part, longest) in [(head, 998), (body, 76)] {
        for line in part.split("\r\n") {
            assert!(line.len() <= longest && !line.contains(['\r', '\n']), "{line:?}");
            assert!(!line.starts_with('.'), "SMTP would take it for the end: {line:?}");
        }
    }
    assert!(message.content().is_ascii());
    let mail = MessageParser::default().parse(message.content().as_bytes()).unwrap();
    let HeaderValue::Address(address) = mail.header("To").unwrap() else { panic!("{mail:?}") };
    assert_eq!(address.iter().count(), 1, "{name:?}");
    let address = address.first().unwrap();
    assert_eq!(mail.parts.len(), 3, "text and HTML, and what holds them");
    assert!(mail.content_type().unwrap().subtype() == Some("alternative"));
    assert_eq!(mail.headers().iter().filter(|header| header.name().eq_ignore_ascii_case("bcc")).count(), 0);
    Read {
        subject: mail.subject().unwrap().into(),
        to: (address.name().unwrap_or_default().into(), address.address().unwrap().into()),
        message_id: mail.message_id().unwrap().into(),
        text: mail.body_text(0).unwrap().into(),
        html: mail.body_html(0).unwrap().into(),
    }
}

#[test]
fn names_of_every_kind_are_read_as_they_are() {
    for (language, hello, subject, until) in [
        (Language::English, "Hello", "Your client portal at Kestrel Yard", "until 30 November 2026"),
        (Language::German, "Guten Tag", "Ihr Kundenportal bei Kestrel Yard", "bis 30 November 2026"),
    ] {
        names_are_read(language, hello, subject, until);
    }
}

fn names_are_read(language: Language, hello: &str, subject: &str, until: &str) {
    let form = brand_in(language, "Kestrel Yard").invitation_form(false).unwrap();
    let token = Token::generate().unwrap();
    let link = format!("https://portal.example/invitation/{token}");
    for (name, html_name) in [
        ("Maria Anders", "Maria Anders"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("O'Neill & \"Sons\"", "O&#39;Neill &amp; &quot;Sons&quot;"),
        ("شركة النور", "شركة النور"),
        ("株式会社 日本", "株式会社 日本"),
        ("🍰 Bakery", "🍰 Bakery"),
        ("=3D= ?=. .", "=3D= ?=. ."),
        ("a, b@c.example; <d@e.example>", "a, b@c.example; &lt;d@e.example&gt;"),
    ] {
        let mail = read(&form, name, &link);
        assert_eq!(mail.to, (name.to_owned(), "maria@alfki.example".to_owned()));
        assert!(mail.text.contains(&format!("{hello} \u{2068}{name}\u{2069},")), "{name}: {}", mail.text);
        assert!(mail.html.contains(&format!("<bdi>{html_name}</bdi>,")), "{name}: {}", mail.html);
        assert_eq!(mail.subject, subject);
        assert_eq!(mail.message_id, format!("{}@company.example", Uuid::nil()));
        assert!(
            mail.text.contains(&link) && mail.html.contains(&format!("href=\"{link}\"")),
            "{}",
            mail.text
        );
        assert!(mail.text.contains(until) && mail.html.contains("help@company.example"));
    }
}

#[test]
fn what_is_in_a_name_begins_no_header_and_has_an_end() {
    let form = brand("Kestrel Yard").invitation_form(true).unwrap();
    let mail = read(&form, "Maria\r\nBcc: evil@evil.example\r\n\r\n<p>Body", "https://portal.example/x");
    assert_eq!(mail.to.0, "Maria Bcc: evil@evil.example <p>Body");
    assert_eq!(mail.subject, "Reminder: your client portal at Kestrel Yard");
    for long in ["x".repeat(10_000), "é ".repeat(5_000), "\u{202e}".repeat(10_000), "🍰".repeat(10_000)] {
        let mail = read(&form, &long, "https://portal.example/x");
        assert!(mail.to.0.chars().count() <= 200 && mail.text.len() < 4_000, "{}", mail.text.len());
        assert!(!mail.text.contains('\u{202e}'), "nothing turns the text around");
    }
    // A name that holds the sign of a place does not become one.
    let signs: String = [Mark::Name, Mark::Link, Mark::Expiry].map(Mark::sign).iter().collect();
    let mail = read(&form, &format!("Maria{signs}"), "https://portal.example/x");
    assert_eq!(mail.to.0, "Maria");
}

#[test]
fn the_companys_name_is_text_too() {
    let form = brand("<b>Kestrel</b>\r\nBcc: evil@evil.example & Sons").invitation_form(false).unwrap();
    let mail = read(&form, "Maria", "https://portal.example/x");
    assert_eq!(mail.subject, "Your client portal at <b>Kestrel</b> Bcc: evil@evil.example & Sons");
    assert!(!mail.html.contains("<b>Kestrel"), "{}", mail.html);
    assert!(mail.html.contains("src=\"https://portal.example/brand/logo?v=1793491200\""), "{}", mail.html);
}
