//! What a file is, by its content and never by what somebody says.

/// As many of a file's first bytes as it takes to tell.
pub(super) const HEAD_BYTES: usize = 8 * 1024;

const TEXT: &str = "text/plain; charset=utf-8";
const UNKNOWN: &str = "application/octet-stream";

/// The content type of a file that begins with these bytes. A name only tells plain texts apart, none of which a browser runs.
pub(super) fn of(head: &[u8], name: &str) -> &'static str {
    let found = infer::get(head).map(|found| found.mime_type());
    if let Some(found) = found.filter(|found| !found.starts_with("text/")) {
        return found;
    }
    let Some(text) = text(head) else { return UNKNOWN };
    let begin =
        text.trim_start_matches('\u{feff}').trim_start().get(..512).unwrap_or(text).to_ascii_lowercase();
    if begin.contains("<svg") {
        "image/svg+xml"
    } else if found == Some("text/html")
        || begin.starts_with("<!doctype html")
        || begin.contains("<html")
        || begin.contains("<script")
    {
        "text/html"
    } else if begin.starts_with("<?xml") {
        "text/xml"
    } else if name.to_ascii_lowercase().ends_with(".csv") {
        "text/csv; charset=utf-8"
    } else {
        TEXT
    }
}

/// The text that these bytes are; the last letter may be cut.
fn text(head: &[u8]) -> Option<&str> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let is_text = !text.is_empty()
        && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    is_text.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_and_not_the_name() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        for (bytes, name, kind) in [
            (png.as_slice(), "a.pdf", "image/png"),
            (b"%PDF-1.7\n", "a.png", "application/pdf"),
            (b"GIF89a....", "a.txt", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "a", "image/webp"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "a", "image/jpeg"),
            (b"PK\x03\x04\x14\0\0\0", "a.png", "application/zip"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "a.png", "text/html"),
            (b"  <html><body>", "a.png", "text/html"),
            (b"<script>alert(1)</script>", "a.png", "text/html"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>", "a.png", "image/svg+xml"),
            (b"<?xml version='1.0'?>\n<!-- x --><svg>", "a.png", "image/svg+xml"),
            ("Grüße".as_bytes(), "a.png", "text/plain; charset=utf-8"),
            (b"a;b\n1;2\n", "A.CSV", "text/csv; charset=utf-8"),
            (b"\0\x01\x02\x03", "a.png", "application/octet-stream"),
            (b"\xfe\xfa\xfb", "a.txt", "application/octet-stream"),
            (b"", "a.txt", "application/octet-stream"),
        ] {
            let found = of(bytes, name);
            assert_eq!(found, kind, "{name}");
        }
    }

    #[test]
    fn a_letter_that_is_cut_is_no_harm() {
        assert_eq!(of("Grü".as_bytes().split_last().unwrap().1, "a"), TEXT);
    }
}
