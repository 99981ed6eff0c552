//! Whose fault it is when a mail server says no, by RFC 5321 (codes) and RFC 4954 (authentication).

use super::Delivery;
use domain::user_agent;

/// Longest words of a mail server that are kept; they are shown on a page and stand in a table a hundred thousand times.
const MAX_WORDS: usize = 300;

/// A mail server's words as they are shown: one line, nothing invisible, bounded.
#[must_use]
pub fn clean_words(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    user_agent::clean(&line).chars().take(MAX_WORDS).collect()
}

/// What an answer to a recipient's address or to a whole mail means. `server` is for the sentence to staff.
pub(super) fn about_recipient(code: u16, words: &str, server: &str) -> Delivery {
    let answer = clean_words(&format!("{code} {words}"));
    match code {
        421 => Delivery::Failed(busy(server, &answer)),
        // Authentication or encryption is missing, whoever the recipient is.
        503 | 530 | 534 | 535 | 538 => {
            Delivery::Failed(format!("The mail server {server} wants to be talked to otherwise: {answer}"))
        }
        // It does not send mail on for us: a wrong setting, which would make every recipient a failed one.
        550..=559 if is_about_relaying(words) => Delivery::Failed(format!(
            "The mail server {server} does not send mail on for this portal: {answer}"
        )),
        400..=499 => Delivery::Deferred(answer),
        _ => Delivery::Refused(answer),
    }
}

fn is_about_relaying(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    [
        "relay access denied",
        "relaying denied",
        "unable to relay",
        "relay not permitted",
        "not permitted to relay",
    ]
    .iter()
    .any(|phrase| words.contains(phrase))
}

pub(super) fn busy(server: &str, answer: &str) -> String {
    format!("The mail server {server} is too busy or is shutting down: {answer}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_has_its_meaning() {
        let about = |code, words| about_recipient(code, words, "mail:25");
        assert_eq!(about(550, "5.1.1 No such user"), Delivery::Refused("550 5.1.1 No such user".into()));
        assert_eq!(about(554, "5.7.1 Spam"), Delivery::Refused("554 5.7.1 Spam".into()));
        assert_eq!(about(451, "4.7.1 Greylisted"), Delivery::Deferred("451 4.7.1 Greylisted".into()));
        assert_eq!(about(452, "4.2.2 Mailbox full"), Delivery::Deferred("452 4.2.2 Mailbox full".into()));
        for (code, words) in [
            (421, "Too busy"),
            (530, "5.7.0 Authentication required"),
            (554, "5.7.1 <a@b.example>: Relay access denied"),
        ] {
            assert!(matches!(about(code, words), Delivery::Failed(_)), "{code} {words}");
        }
    }

    #[test]
    fn words_are_one_bounded_line() {
        assert_eq!(clean_words("no\r\n  such\u{202e} user\u{7}"), "no such user");
        assert_eq!(clean_words(&"é".repeat(5_000)).chars().count(), MAX_WORDS);
    }
}
