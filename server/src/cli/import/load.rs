//! Reading a CSV file into records, with everything that is wrong in it.

use super::{
    finding::Finding,
    quotation::{self, Fault},
};
use domain::record::{Column, MAX_RECORDS, Read, Record, read, shown};
use std::collections::HashSet;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
const UTF_16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// What a file holds.
pub(super) struct Loaded<T> {
    pub(super) records: Vec<T>,
    /// The line on which each of `records` begins.
    pub(super) lines: Vec<u64>,
    pub(super) bad: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
    /// The keys of bad rows, as far as they can be read.
    pub(super) spoiled: HashSet<String>,
    /// With a wrong header no row could be read; `bad` still names the rows that are no rows of this table.
    pub(super) is_header_good: bool,
}

pub(super) fn load<T: Record>(bytes: &[u8]) -> Loaded<T> {
    let mut loaded = Loaded {
        records: Vec::new(),
        lines: Vec::new(),
        bad: Vec::new(),
        warnings: Vec::new(),
        spoiled: HashSet::new(),
        is_header_good: true,
    };
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut rows = Rows::new(bytes);
    let header = match rows.next() {
        Some(header) if !UTF_16_MARKS.iter().any(|mark| bytes.starts_with(mark)) => header,
        found => {
            let found = if found.is_some() { "UTF-16: save the file as UTF-8" } else { "an empty file" };
            let expected = expected_header(T::COLUMNS);
            loaded
                .bad
                .push(Finding::of_row(1, format!("expected the header {expected} in UTF-8, found {found}")));
            loaded.is_header_good = false;
            return loaded;
        }
    };
    let columns = match header_columns(&header, T::COLUMNS) {
        Ok(columns) => Some(columns),
        Err(text) => {
            loaded.bad.push(Finding::of_row(header.line, text));
            loaded.is_header_good = false;
            None
        }
    };
    let key_at = columns.as_ref().and_then(|columns| columns.iter().position(|column| *column == T::KEY[0]));
    for (number, row) in rows.enumerate() {
        if number == MAX_RECORDS {
            let text = format!("expected at most {MAX_RECORDS} rows: divide the file");
            loaded.bad.push(Finding::of_row(row.line, text));
            break;
        }
        let names = columns.as_deref().unwrap_or_default();
        let key = || {
            key_at.and_then(|at| row.fields.get(at)).map(|key| String::from_utf8_lossy(key).trim().to_owned())
        };
        if let Some(finding) = row.fault(header.fields.len(), names) {
            loaded.bad.push(finding);
            loaded.spoiled.extend(key());
        } else if columns.is_some() {
            // Faulty ones do not come this far.
            let values: Vec<_> =
                row.fields.iter().map(|field| std::str::from_utf8(field).unwrap_or_default()).collect();
            let Read { record, warnings } = read::<T>(names, &values);
            let found = |problem: domain::record::Problem| Finding {
                line: row.line,
                column: Some(problem.field.to_owned()),
                text: problem.to_string(),
            };
            loaded.warnings.extend(warnings.into_iter().map(found));
            match record {
                Ok(record) => {
                    loaded.records.push(record);
                    loaded.lines.push(row.line);
                }
                Err(problems) => {
                    loaded.bad.extend(problems.into_iter().map(found));
                    loaded.spoiled.extend(key());
                }
            }
        }
    }
    loaded
}

/// A row as it stands in the file.
struct Row<'a> {
    /// On which it begins, and on which it ends.
    line: u64,
    last_line: u64,
    raw: &'a [u8],
    fields: csv::ByteRecord,
}

impl Row<'_> {
    /// Why this is no row of a table with so many fields in UTF-8.
    fn fault(&self, fields: usize, names: &[&str]) -> Option<Finding> {
        let of_row = |text: String| Some(Finding::of_row(self.line, text));
        match quotation::fault(self.raw) {
            Some(Fault::NeverClosed) => {
                return of_row("expected a closing quotation mark, found the end of the file".into());
            }
            Some(Fault::TextAfterMark) => {
                let text = "expected a comma or the end of the line after a closing quotation mark, found other text";
                return of_row(format!("{text} (a mark inside of a quoted field is written twice)"));
            }
            None => {}
        }
        if self.fields.len() != fields {
            let to = if self.last_line > self.line {
                format!(" up to line {}", self.last_line)
            } else {
                String::new()
            };
            return of_row(format!(
                "expected {fields} fields as in the header, found {}{to}",
                self.fields.len()
            ));
        }
        let (at, field) =
            self.fields.iter().enumerate().find(|(_, field)| std::str::from_utf8(field).is_err())?;
        let text = format!("expected UTF-8 text, found {}", shown_bytes(field));
        Some(Finding {
            column: names.get(at).map(|&name| name.to_owned()),
            ..Finding::of_row(self.line, text)
        })
    }
}

/// Bytes that are no UTF-8 as `\xE9`.
fn shown_bytes(field: &[u8]) -> String {
    let mut text = String::new();
    for chunk in field.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")));
    }
    shown(&text)
}

/// The rows of a file with their lines. The reader's own line number is where it stopped before, which is not where the row
/// begins when there are empty lines or CRLF between.
struct Rows<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    /// `line` is the line of the byte at `offset`.
    offset: usize,
    line: u64,
}

impl<'a> Rows<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        Self { bytes, reader, offset: 0, line: 1 }
    }

    /// The line of the byte at `offset`, which is not before the last one asked for.
    fn line_at(&mut self, offset: usize) -> u64 {
        self.line += line_ends(&self.bytes[self.offset..offset], self.bytes.get(offset));
        self.offset = offset;
        self.line
    }
}

/// How many lines end in `bytes`, which `next` follows: LF, CRLF or CR.
fn line_ends(bytes: &[u8], next: Option<&u8>) -> u64 {
    let following = bytes.iter().skip(1).chain(next);
    let mut ends = 0;
    for (byte, following) in bytes.iter().zip(following.map(Some).chain([None])) {
        ends += u64::from(*byte == b'\n' || (*byte == b'\r' && following != Some(&b'\n')));
    }
    ends
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let from = usize::try_from(self.reader.position().byte()).ok()?;
        let mut fields = csv::ByteRecord::new();
        // Reading bytes from memory with any number of fields does not fail.
        if !self.reader.read_byte_record(&mut fields).ok()? {
            return None;
        }
        let to = usize::try_from(self.reader.position().byte()).ok()?;
        let start =
            from + self.bytes[from..to].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let raw = &self.bytes[start..to];
        let end = start + raw.trim_ascii_end().len();
        Some(Row { line: self.line_at(start), last_line: self.line_at(end), raw, fields })
    }
}

fn expected_header(columns: &[Column]) -> String {
    let required = columns.iter().filter(|column| column.is_required).map(|column| column.name);
    let optional: Vec<_> =
        columns.iter().filter(|column| !column.is_required).map(|column| column.name).collect();
    let required: Vec<_> = required.collect();
    match optional.as_slice() {
        [] => required.join(","),
        _ => format!("{} (and perhaps {})", required.join(","), optional.join(",")),
    }
}

/// The columns in the order of the file, or what is wrong with the header.
fn header_columns(header: &Row<'_>, known: &[Column]) -> Result<Vec<&'static str>, String> {
    let mut columns = Vec::new();
    let mut problems = Vec::new();
    let mut unknown = Vec::new();
    for name in &header.fields {
        let text = String::from_utf8_lossy(name);
        match known.iter().find(|column| column.name == text.trim()) {
            None => unknown.push(shown(text.trim())),
            Some(column) if columns.contains(&column.name) => {
                problems.push(format!("{} is there twice", column.name))
            }
            Some(column) => columns.push(column.name),
        }
    }
    let missing: Vec<_> = known
        .iter()
        .filter(|c| c.is_required && !columns.contains(&c.name))
        .map(|column| column.name)
        .collect();
    if !missing.is_empty() {
        problems.push(format!("missing {}", missing.join(", ")));
    }
    if !unknown.is_empty() {
        problems.push(format!("unknown {}", unknown.join(", ")));
    }
    if problems.is_empty() {
        return Ok(columns);
    }
    let is_single = header.fields.len() == 1 && header.raw.iter().any(|byte| matches!(byte, b';' | b'\t'));
    let hint = if is_single { " (the fields must be separated by commas)" } else { "" };
    Err(format!(
        "wrong header: {}; expected the header {}{hint}",
        problems.join("; "),
        expected_header(known)
    ))
}
