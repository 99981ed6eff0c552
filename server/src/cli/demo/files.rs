//! The bytes of the demo's documents: small PDFs, pictures and texts, the same at every run.

use crate::storage::{Store, StoreError};
use domain::demo::Document;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use std::fmt::Write as _;

/// Files that are stored at once.
const AT_ONCE: usize = 8;
/// Width and height of pictures, and how large a tile of them is.
const PICTURE: (u32, u32) = (960, 640);
const TILE: u32 = 160;

/// Puts the bytes of all of them into the store.
///
/// # Errors
/// The store's failure.
pub(super) async fn store(store: &Store, documents: &[Document]) -> Result<(), StoreError> {
    let files = documents.iter().filter(|document| document.is_stored);
    stream::iter(
        files.map(|document| store.put(document.id, bytes(&document.name, document.content_type).into())),
    )
    .buffer_unordered(AT_ONCE)
    .try_collect()
    .await
}

/// A file of this name and type.
pub(super) fn bytes(name: &str, content_type: &str) -> Vec<u8> {
    let title = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match content_type {
        "application/pdf" => pdf(title),
        "image/png" => picture(title).unwrap_or_default(),
        "text/csv; charset=utf-8" => table(title).into_bytes(),
        _ => notes(title).into_bytes(),
    }
}

const PARAGRAPHS: [&str; 12] = [
    "This paper belongs to the demonstration of the client portal.",
    "Both sides meet every second week and decide on what comes next.",
    "Each step is finished when both have seen it and said so in writing.",
    "Changes are agreed on before work on them begins, with their price and their days.",
    "What is handed over stays with the client, with the right to use and to change it.",
    "Whatever is learned about the other side's business is kept to oneself.",
    "Questions are answered within two working days.",
    "Appointments can be moved until the evening before.",
    "Travel is paid by the kilometre, nights by their bill.",
    "A step that is late is told of as soon as it is known.",
    "Work that is to be done again because of us costs nothing.",
    "This ends when the last step is accepted, or with notice of one month.",
];

/// One page with a headline and paragraphs, in a font that every reader has.
fn pdf(title: &str) -> Vec<u8> {
    let mut page = String::from("BT /F1 22 Tf 64 760 Td (");
    page += &literal(title);
    page += ") Tj /F2 11 Tf 0 -22 Td (Halden Studio) Tj 0 -28 Td ";
    for (paragraph, number) in PARAGRAPHS.iter().zip(1..) {
        let _ = write!(page, "(\\247 {number}   {}) Tj 0 -24 Td ", literal(paragraph));
    }
    page += "ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ =
        write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// A text between a PDF's brackets; letters outside of Latin 1 become question marks.
fn literal(text: &str) -> String {
    let mut literal = String::new();
    for c in text.chars() {
        match (c, u32::from(c)) {
            ('(' | ')' | '\\', _) => literal.extend(['\\', c]),
            (_, 32..=126) => literal.push(c),
            ('–', _) => literal += "\\226",
            (_, code @ 160..=255) => _ = write!(literal, "\\{code:03o}"),
            _ => literal.push('?'),
        }
    }
    literal
}

/// Tiles of quiet colours.
fn picture(title: &str) -> Option<Vec<u8>> {
    let seed = title.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let (width, height) = PICTURE;
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let tile = seed
                .wrapping_add((x / TILE).wrapping_mul(2_654_435_761))
                .wrapping_add((y / TILE).wrapping_mul(40_503_001));
            let shade = 90 + (x % TILE + y % TILE) / 4;
            for part in 0..3_u32 {
                let tint = (tile >> (part * 7)) % 80;
                pixels.push(u8::try_from((shade + tint).min(245)).unwrap_or(u8::MAX));
            }
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(file)
}

fn table(title: &str) -> String {
    let mut rows = format!("{title}\nStep,Days,Amount\n");
    for (step, number) in ["Preparation", "Concept", "Design", "Production", "Acceptance"].iter().zip(2_u32..)
    {
        let _ = writeln!(rows, "{step},{},{}", number * 2, number * 1_450);
    }
    rows
}

fn notes(title: &str) -> String {
    format!("{title}\n\n{}\n", PARAGRAPHS.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_they_say_and_the_same_every_time() {
        for (name, content_type, begin) in [
            ("Contract – Harbour (1).pdf", "application/pdf", b"%PDF-1.4".as_slice()),
            ("Moodboard.png", "image/png", b"\x89PNG"),
            ("Budget.csv", "text/csv; charset=utf-8", b"Budget\nStep"),
            ("Notes.txt", "text/plain; charset=utf-8", b"Notes\n"),
        ] {
            let file = bytes(name, content_type);
            assert!(file.starts_with(begin) && file.len() > 100, "{name}");
            assert_eq!(file, bytes(name, content_type));
        }
    }
}
