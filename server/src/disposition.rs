//! `Content-Disposition`: under which name a browser saves what it gets.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What `ext-value` of RFC 8187 leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The header for a name in any language (RFC 6266, RFC 8187): what old programs read in ASCII, and the name itself. What would be a
/// folder, or is no letter, becomes `_` in both. `how` is `attachment` or `inline`.
pub(crate) fn disposition(how: &str, name: &str) -> String {
    let name: String =
        name.chars().map(|c| if c.is_control() || matches!(c, '/' | '\\') { '_' } else { c }).collect();
    let plain: String = name
        .chars()
        .map(|c| if c == ' ' || c.is_ascii_graphic() && !matches!(c, '"' | '%') { c } else { '_' })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, ENCODED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_name_stays_inside_its_header() {
        for (name, header) in [
            (
                "Grundriß \"A\".pdf",
                "attachment; filename=\"Grundri_ _A_.pdf\"; filename*=UTF-8''Grundri%C3%9F%20%22A%22.pdf",
            ),
            ("Quote Q-1.pdf", "attachment; filename=\"Quote Q-1.pdf\"; filename*=UTF-8''Quote%20Q-1.pdf"),
            (
                "Quote 7/\\ü\"\r\nx: *.pdf",
                "attachment; filename=\"Quote 7______x: *.pdf\"; filename*=UTF-8''Quote%207__%C3%BC%22__x%3A%20%2A.pdf",
            ),
        ] {
            assert_eq!(disposition("attachment", name), header);
        }
        assert!(HeaderValue::from_str(&disposition("inline", "設計 🏗️\r\n\0.png")).is_ok());
    }
}
