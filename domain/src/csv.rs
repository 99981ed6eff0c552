//! Comma-separated values that people download (RFC 4180).

/// Text that a spreadsheet does not take for a formula (OWASP, "CSV Injection"): an apostrophe goes before what would begin one.
#[must_use]
pub fn plain_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One line with its end. Every cell is quoted, so that no separator of any program splits one.
#[must_use]
pub fn line<Cell: AsRef<str>>(cells: impl IntoIterator<Item = Cell>) -> String {
    let quoted: Vec<String> =
        cells.into_iter().map(|cell| format!("\"{}\"", cell.as_ref().replace('"', "\"\""))).collect();
    format!("{}\r\n", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        assert_eq!(plain_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(plain_cell("Alfreds = good"), "Alfreds = good");
        assert_eq!(line(["a,b", "say \"hi\"", "c\nd"]), "\"a,b\",\"say \"\"hi\"\"\",\"c\nd\"\r\n");
    }
}
