//! The bundled list of common passwords; `data/passwords/README.md` says where it is from.

/// One password a line, lower-case, sorted by byte. Part of the program's file, so it takes no memory until it is looked at.
static COMMON: &str = include_str!("../../data/passwords/common.txt");

/// Whether a lower-cased password stands in the list.
pub(super) fn contains(password: &str) -> bool {
    let (mut from, mut to) = (0, COMMON.len());
    // Between `from` and `to` lie whole lines; the middle is moved back to the start of the line that it falls into.
    while from < to {
        let middle = from + (to - from) / 2;
        let (before, after) = COMMON.split_at(middle);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1).max(from);
        let end = after.find('\n').map_or(COMMON.len(), |newline| middle + newline);
        match password.cmp(COMMON.get(start..end).unwrap_or_default()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => to = start,
            std::cmp::Ordering::Greater => from = end + 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::MIN_CHARS;

    #[test]
    fn the_list_is_sorted() {
        let lines: Vec<_> = COMMON.lines().collect();
        assert!(lines.len() > 10_000);
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(
            lines
                .iter()
                .all(|line| line.is_ascii() && line.len() >= MIN_CHARS && !line.contains(char::is_uppercase))
        );
    }

    #[test]
    fn every_line_is_found_and_nothing_else() {
        assert!(COMMON.lines().all(contains));
        for absent in [
            "",
            "\n",
            "!",
            "123qweasdzx",
            "123qweasdzxcc",
            "glass onion sunday",
            "~~~~~~~~~~~~~~~~",
            "zürich am morgen",
        ] {
            assert!(!contains(absent), "{absent:?}");
        }
    }
}
