//! What is wrong in a file, and where.

/// One thing that is wrong in one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The physical line on which the row begins, from 1.
    pub line: u64,
    /// `None` for what concerns the row.
    pub column: Option<String>,
    /// What was expected and what was found.
    pub text: String,
}

impl Finding {
    pub(super) fn of_row(line: u64, text: impl Into<String>) -> Self {
        Self { line, column: None, text: text.into() }
    }

    /// `clients.csv, line 8, column email: expected …, found …`
    #[must_use]
    pub fn in_file(&self, file: &str) -> String {
        let Self { line, column, text } = self;
        match column {
            Some(column) => format!("{file}, line {line}, column {column}: {text}"),
            None => format!("{file}, line {line}: {text}"),
        }
    }
}
