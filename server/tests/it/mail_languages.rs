//! Every mail in every language: the same mail, said in one language and not in the other.

use crate::mail_form::{Read, brand, brand_in, parse};
use chrono::{DateTime, Utc};
use domain::{
    id::QuoteId,
    language::Language,
    money::{Currency, Money},
    outgoing_mail::{Content, PasskeyChange, UnreadMessage, UnreadMessages},
    password_reset::Issued,
    token::Token,
};
use uuid::Uuid;

const NAME: &str = "Maria <Anders>";

fn at() -> DateTime<Utc> {
    "2026-11-23T09:12:00Z".parse().unwrap()
}

fn token() -> Token {
    Token::generate().unwrap()
}

fn messages(client: Option<&str>, project: Option<&str>, total: i64) -> Content {
    let message = UnreadMessage {
        author: "Petra".into(),
        text: "Moin <b>\n2".into(),
        files: vec!["a.pdf".into(), "b.png".into()],
        sent_at: at(),
    };
    Content::Messages(UnreadMessages {
        name: NAME.into(),
        client_name: client.map(Into::into),
        project_name: project.map(Into::into),
        messages: vec![message],
        total,
        path: "/portal/messages".into(),
    })
}

fn two_step(is_on: bool) -> Content {
    Content::TwoStep { name: NAME.into(), is_on, changed_at: at() }
}

fn passkeys(change: PasskeyChange) -> Content {
    Content::Passkeys { name: NAME.into(), change, changed_at: at() }
}

/// Each mail with what its subject and its text say in English, and in German.
fn mails() -> Vec<(Content, [&'static str; 2], [&'static str; 2])> {
    let invitation = |client_name: &str| Content::Invitation {
        name: NAME.into(),
        client_name: client_name.into(),
        token: token(),
        expires_at: at(),
    };
    let reset = |is_after_report| Issued {
        token: token(),
        email: "maria@alfki.example".into(),
        name: NAME.into(),
        language: None,
        expires_at: at(),
        ip_address: Some("192.0.2.7".parse().unwrap()),
        user_agent: crate::support::USER_AGENT.into(),
        is_after_report,
    };
    let device = |browser: &str, platform: &str| Content::NewDevice {
        name: NAME.into(),
        browser: browser.into(),
        platform: platform.into(),
        ip_address: Some("192.0.2.7".parse().unwrap()),
        began_at: at(),
    };
    let approved = Content::QuoteApproved {
        name: NAME.into(),
        quote_id: QuoteId(Uuid::nil()),
        number: "Q-<1>".into(),
        total: Money::new(123_450, Currency::EUR),
        typed_name: "Maria Anders".into(),
        approved_at: at(),
    };
    vec![
        (
            invitation(NAME),
            ["Your client portal at Kestrel & Sons", "Ihr Kundenportal bei Kestrel & Sons"],
            [
                "works once, and until Monday, 23 November 2026, 10:12 (Europe/Berlin).",
                "funktioniert einmal, bis Montag, 23. November 2026, 10:12 (Europe/Berlin).",
            ],
        ),
        (
            invitation("Alfreds"),
            ["Your client portal at Kestrel & Sons", "Ihr Kundenportal bei Kestrel & Sons"],
            ["on behalf of Alfreds.", "im Namen von Alfreds."],
        ),
        (
            Content::PasswordReset(reset(true)),
            [
                "A new password for your account with Kestrel & Sons",
                "Ein neues Passwort für Ihr Konto bei Kestrel & Sons",
            ],
            ["somebody else used your account", "dass jemand anderes Ihr Konto"],
        ),
        (
            Content::PasswordReset(reset(false)),
            [
                "A new password for your account with Kestrel & Sons",
                "Ein neues Passwort für Ihr Konto bei Kestrel & Sons",
            ],
            [
                "It was asked for from Chrome on Linux, 192.0.2.7.",
                "Die Bitte kam von Chrome unter Linux, 192.0.2.7.",
            ],
        ),
        (
            Content::PasswordChanged { name: NAME.into(), changed_at: at() },
            ["Your password at Kestrel & Sons was changed", "Ihr Passwort bei Kestrel & Sons wurde geändert"],
            ["was changed on Monday, 23 November 2026", "wurde am Montag, 23. November 2026"],
        ),
        (
            device("Firefox", "Windows"),
            [
                "A new device signed in to your account with Kestrel & Sons",
                "Ein neues Gerät hat sich in Ihrem Konto bei Kestrel & Sons angemeldet",
            ],
            [
                "not seen before: Firefox on Windows, 192.0.2.7, on Monday",
                "noch nicht kennen: Firefox unter Windows, 192.0.2.7.",
            ],
        ),
        (
            device("", ""),
            [
                "A new device signed in to your account with Kestrel & Sons",
                "Ein neues Gerät hat sich in Ihrem Konto bei Kestrel & Sons angemeldet",
            ],
            ["Unknown device, 192.0.2.7", "Unbekanntes Gerät, 192.0.2.7"],
        ),
        (
            two_step(true),
            [
                "Two-step sign-in at Kestrel & Sons is on",
                "Die Anmeldung in zwei Schritten bei Kestrel & Sons ist eingeschaltet",
            ],
            ["signing in also takes a code", "ist zur Anmeldung auch ein Code"],
        ),
        (
            two_step(false),
            [
                "Two-step sign-in at Kestrel & Sons is off",
                "Die Anmeldung in zwei Schritten bei Kestrel & Sons ist ausgeschaltet",
            ],
            ["no code from your device is asked for", "kein Code von Ihrem Gerät mehr verlangt"],
        ),
        (
            passkeys(PasskeyChange::Added),
            [
                "A passkey was added to your account with Kestrel & Sons",
                "Ihrem Konto bei Kestrel & Sons wurde ein Passkey hinzugefügt",
            ],
            ["signs in without your password", "ohne Ihr Passwort an."],
        ),
        (
            passkeys(PasskeyChange::Removed),
            [
                "A passkey was removed from your account with Kestrel & Sons",
                "Aus Ihrem Konto bei Kestrel & Sons wurde ein Passkey entfernt",
            ],
            ["It opens nothing any more.", "Er öffnet nichts mehr."],
        ),
        (
            passkeys(PasskeyChange::AllRemoved),
            [
                "Your passkeys at Kestrel & Sons were removed",
                "Ihre Passkeys bei Kestrel & Sons wurden entfernt",
            ],
            ["add the passkeys of your devices anew", "die Passkeys Ihrer Geräte neu hinzu"],
        ),
        (
            passkeys(PasskeyChange::StepOn),
            [
                "A passkey after the password at Kestrel & Sons is on",
                "Ein Passkey nach dem Passwort bei Kestrel & Sons ist eingeschaltet",
            ],
            ["your password alone does not let anybody in", "genügt Ihr Passwort allein nicht mehr"],
        ),
        (
            passkeys(PasskeyChange::StepOff),
            [
                "A passkey after the password at Kestrel & Sons is off",
                "Ein Passkey nach dem Passwort bei Kestrel & Sons ist ausgeschaltet",
            ],
            ["no passkey is asked for after your password", "kein Passkey mehr verlangt"],
        ),
        (
            approved,
            ["Quote Q-<1> is approved", "Angebot Q-<1> ist angenommen"],
            [
                "Amount:       €1,234.50\nApproved by:  Maria Anders",
                "Betrag:          1.234,50\u{a0}€\nAngenommen von:  Maria Anders",
            ],
        ),
        (
            Content::Notification { name: NAME.into(), title: "It <came>".into(), path: "/portal".into() },
            ["It <came>", "It <came>"],
            [
                "there is news for you in the client portal of Kestrel & Sons: It <came>.",
                "gibt es Neuigkeiten für Sie: It <came>.",
            ],
        ),
        (
            messages(None, Some("Harbour"), 1),
            ["New message from Kestrel & Sons about Harbour", "Neue Nachricht von Kestrel & Sons zu Harbour"],
            [
                "in the client portal of Kestrel & Sons, about Harbour:",
                "gibt es etwas für Sie zu lesen, zu Harbour:",
            ],
        ),
        (
            messages(None, None, 1),
            ["New message from Kestrel & Sons", "Neue Nachricht von Kestrel & Sons"],
            ["  Files: a.pdf, b.png\n", "  Dateien: a.pdf, b.png\n"],
        ),
        (
            messages(Some("Alfreds"), None, 3),
            ["3 new messages from Alfreds", "3 neue Nachrichten von Alfreds"],
            ["Alfreds has written in the client portal:", "Alfreds hat im Kundenportal geschrieben:"],
        ),
    ]
}

fn letter(language: Language, content: &Content) -> Read {
    let to = "maria@alfki.example".parse().unwrap();
    let message = brand("Kestrel & Sons").letter(Some(language), content, &to, Uuid::nil()).unwrap();
    let header = format!("\r\nContent-Language: {}\r\n", language.tag());
    assert!(message.content().contains(&header), "{}", message.content());
    let mail = parse(&message, NAME);
    assert_eq!(mail.to.0, NAME);
    mail
}

/// What a person reads of an HTML page.
fn seen(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text += piece.split_once('>').map_or(piece, |(_, text)| text);
    }
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[test]
fn every_mail_is_said_in_the_readers_language_alone() {
    for (content, subjects, texts) in mails() {
        for (language, own, other) in [(Language::English, 0, 1), (Language::German, 1, 0)] {
            let mail = letter(language, &content);
            assert_eq!(mail.subject, subjects[own]);
            let text = mail.text.replace("\r\n", "\n");
            assert!(text.contains(texts[own]), "{}\n{text}", texts[own]);
            assert!(mail.html.contains(&format!("<html lang=\"{}\"", language.tag())), "{}", mail.html);
            let hello = ["Hello", "Guten Tag"];
            for page in [&mail.text, &seen(&mail.html)] {
                assert!(page.contains(hello[own]) && !page.contains(hello[other]), "{page}");
                let foreign = [
                    [
                        "You get",
                        "You choose",
                        "Questions?",
                        "copy this address",
                        "the portal",
                        "It was not me",
                        "View",
                    ],
                    ["Sie", "Fragen?", "Adresse", "Kundenportal", "Das war", "Ihr", "Portal ansehen"],
                ];
                assert!(foreign[other].iter().all(|words| !page.contains(words)), "{page}");
            }
            // What stands in sentences stands by itself, and is text.
            assert!(mail.html.contains("<bdi>Maria &lt;Anders&gt;</bdi>,"), "{}", mail.html);
            assert!(
                !mail.html.contains(['\u{2068}', '\u{2069}']) && !mail.html.contains("<Anders>"),
                "{}",
                mail.html
            );
            assert!(
                !mail.text.replace(&format!("\u{2068}{NAME}\u{2069}"), "").contains('\u{2068}'),
                "{}",
                mail.text
            );
            assert!(!mail.html.contains("<came>") && !mail.html.contains("Moin <b>"), "{}", mail.html);
        }
    }
}

#[test]
fn without_a_choice_mails_are_in_the_companys_language() {
    let to = "maria@alfki.example".parse().unwrap();
    let subject = |language, choice| {
        let brand = brand_in(language, "Kestrel");
        parse(&brand.letter(choice, &two_step(true), &to, Uuid::nil()).unwrap(), NAME).subject
    };
    let german = "Die Anmeldung in zwei Schritten bei Kestrel ist eingeschaltet";
    assert_eq!(subject(Language::German, None), german);
    assert_eq!(subject(Language::English, Some(Language::German)), german);
    assert_eq!(subject(Language::German, Some(Language::English)), "Two-step sign-in at Kestrel is on");
    for (is_reminder, subject) in
        [(false, "Ihr Kundenportal bei"), (true, "Erinnerung: Ihr Kundenportal bei")]
    {
        let form = brand_in(Language::German, "Kestrel").invitation_form(is_reminder).unwrap();
        let values = server::mail::form::Values {
            to: &to,
            name: NAME,
            message_id: Uuid::nil(),
            link: "https://portal.example/x",
            expiry: "Montag",
            date: at(),
        };
        let mail = parse(&form.fill(&values), NAME);
        assert!(mail.subject.starts_with(subject) && mail.text.contains("bis Montag."), "{}", mail.text);
    }
}
