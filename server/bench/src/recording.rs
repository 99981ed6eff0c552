//! Statements as PostgreSQL's log tells of them: `bench` takes them down, and `bare` sends them again.

use serde::{Deserialize, Serialize};

/// One statement as it was sent; each is a round trip.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    pub sql: String,
    /// The values of `$1`, `$2` and so on, written as text; `None` for a statement that was sent as it is, such as `BEGIN`.
    pub parameters: Option<Vec<Option<String>>>,
}

/// The statements in a piece of a log that is written with `log_min_duration_statement`, in their order. What parses and binds goes in
/// the same round trip as what executes, and is left out.
#[must_use]
pub fn statements(log: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    // Whether what comes next may tell the parameters of the last one.
    let mut is_open = false;
    for entry in entries(log) {
        // After the time and the process.
        let said = entry.split_once("] ").map_or("", |(_, said)| said);
        if let Some(detail) = said.strip_prefix("DETAIL:  ") {
            if let Some(last) = statements.last_mut().filter(|_| is_open) {
                last.parameters = Some(parameters(detail));
            }
            is_open = false;
        } else {
            let statement = said.strip_prefix("LOG:  duration: ").and_then(statement);
            is_open = statement.as_ref().is_some_and(|statement| statement.parameters.is_some());
            statements.extend(statement);
        }
    }
    statements
}

/// What belongs together: lines after the first begin with a tab that is none of theirs.
fn entries(log: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(entry)) => {
                entry.push('\n');
                entry.push_str(more);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    entries
}

/// `0.123 ms  execute sqlx_s_1: select …`, `0.012 ms  statement: BEGIN`.
fn statement(text: &str) -> Option<Statement> {
    let (_, what) = text.split_once(" ms  ")?;
    if let Some(sql) = what.strip_prefix("statement: ") {
        return Some(Statement { sql: sql.to_owned(), parameters: None });
    }
    let (_, sql) = what.strip_prefix("execute ")?.split_once(": ")?;
    Some(Statement { sql: sql.to_owned(), parameters: Some(Vec::new()) })
}

/// `Parameters: $1 = 'it''s', $2 = NULL`.
fn parameters(detail: &str) -> Vec<Option<String>> {
    let mut parameters = Vec::new();
    let mut rest = detail;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(mut quoted) = value.strip_prefix('\'') else {
            parameters.push(None);
            rest = value;
            continue;
        };
        let mut text = String::new();
        rest = loop {
            let Some((part, after)) = quoted.split_once('\'') else { break "" };
            text.push_str(part);
            match after.strip_prefix('\'') {
                Some(more) => {
                    text.push('\'');
                    quoted = more;
                }
                None => break after,
            }
        };
        parameters.push(Some(text));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_come_with_their_parameters() {
        let log = "\
2026-01-02 03:04:05.678 UTC [42] LOG:  duration: 0.210 ms  parse sqlx_s_1: select a
\t  from b
2026-01-02 03:04:05.679 UTC [42] LOG:  duration: 0.110 ms  bind sqlx_s_1: select a
\t  from b
2026-01-02 03:04:05.679 UTC [42] DETAIL:  Parameters: $1 = 'not this'
2026-01-02 03:04:05.680 UTC [42] LOG:  duration: 0.310 ms  execute sqlx_s_1: select a: 1
\t\tfrom b
\t
\twhere c = $1 and d = $2 and e = $3
2026-01-02 03:04:05.680 UTC [42] DETAIL:  Parameters: $1 = 'it''s, $2 = ''x''
\tover two lines', $2 = NULL, $3 = ''
2026-01-02 03:04:05.681 UTC [43] LOG:  checkpoint starting: time
2026-01-02 03:04:05.681 UTC [43] DETAIL:  of something else
2026-01-02 03:04:05.682 UTC [42] LOG:  duration: 0.001 ms  statement: BEGIN
2026-01-02 03:04:05.683 UTC [42] LOG:  duration: 0.001 ms  execute sqlx_s_2: select 1
";
        let sent = |sql: &str, parameters| Statement { sql: sql.to_owned(), parameters };
        let values = vec![Some("it's, $2 = 'x'\nover two lines".to_owned()), None, Some(String::new())];
        assert_eq!(
            statements(log),
            [
                sent("select a: 1\n\tfrom b\n\nwhere c = $1 and d = $2 and e = $3", Some(values)),
                sent("BEGIN", None),
                sent("select 1", Some(Vec::new())),
            ]
        );
    }
}
