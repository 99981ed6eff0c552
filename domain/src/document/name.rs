//! Names of files, as people gave them and as others may safely save them.

use std::collections::HashSet;

/// Longest name that is kept, in characters; file systems take 255 bytes.
pub const MAX_NAME_CHARS: usize = 120;
const MAX_NAME_BYTES: usize = 200;
/// Longest ending that is kept when a name is shortened, in characters, with its dot.
const MAX_ENDING_CHARS: usize = 12;

/// A name without folders, without what has no shape on paper, and not too long; its ending stays. Letters of all languages and
/// emoji stay as they are.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = name
        .chars()
        .filter(|c| !c.is_control() && !is_direction(*c))
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    let words = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = words.trim_matches(['.', ' ']);
    if name.is_empty() { "File".to_owned() } else { shorten(name) }
}

/// Characters that change the direction of what follows: they can make “exe.fdp” look like “pdf.exe”, and are no part of a word.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= MAX_NAME_CHARS && name.len() <= MAX_NAME_BYTES {
        return name.to_owned();
    }
    let (stem, ending) = split_ending(name);
    let room = MAX_NAME_BYTES - ending.len();
    let mut short = String::new();
    for c in stem.chars().take(MAX_NAME_CHARS - ending.chars().count()) {
        if short.len() + c.len_utf8() > room {
            break;
        }
        short.push(c);
    }
    format!("{}{ending}", short.trim_end())
}

/// A name and its ending with the dot, when it has one.
fn split_ending(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 && name[dot..].chars().count() <= MAX_ENDING_CHARS => name.split_at(dot),
        _ => (name, ""),
    }
}

/// Gives each file of an archive a name of its own, also where capital letters make no difference.
#[derive(Debug, Default)]
pub struct UniqueNames(HashSet<String>);

impl UniqueNames {
    /// The name, or with a number where it is taken. A folder is a part of the name.
    pub fn take(&mut self, name: &str) -> String {
        if self.0.insert(name.to_lowercase()) {
            return name.to_owned();
        }
        let (stem, ending) = split_ending(name);
        let mut number = 2_u32;
        loop {
            let numbered = format!("{stem} ({number}){ending}");
            if self.0.insert(numbered.to_lowercase()) {
                return numbered;
            }
            number = number.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folders_and_what_cannot_be_seen() {
        for (given, kept) in [
            ("Offer.pdf", "Offer.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Maria\\Plan.docx", "Plan.docx"),
            ("a\0b\u{7}c\n.txt", "abc.txt"),
            ("\u{202e}fdp.exe", "fdp.exe"),
            ("  Site   photos .zip ", "Site photos .zip"),
            ("Grundriß 🏗️ 設計.png", "Grundriß 🏗️ 設計.png"),
            ("a<b>:\"c|d?e*.txt", "a_b___c_d_e_.txt"),
            ("..", "File"),
            ("...hidden", "hidden"),
            ("", "File"),
            ("folder/", "File"),
        ] {
            assert_eq!(clean_name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let long = clean_name(&format!("{}.pdf", "x".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with("xx.pdf")), (MAX_NAME_CHARS, true));
        let wide = clean_name(&format!("{}.pdf", "設".repeat(300)));
        assert!(wide.len() <= MAX_NAME_BYTES && wide.ends_with("設.pdf"), "{wide}");
        assert_eq!(clean_name(&"y".repeat(300)).chars().count(), MAX_NAME_CHARS);
        let odd = clean_name(&format!("a.{}", "z".repeat(300)));
        assert_eq!(odd.chars().count(), MAX_NAME_CHARS);
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = UniqueNames::default();
        let taken: Vec<String> = ["a.txt", "A.txt", "a (2).txt", "a.txt", "b", "b", "p/a.txt"]
            .iter()
            .map(|name| names.take(name))
            .collect();
        assert_eq!(taken, ["a.txt", "A (2).txt", "a (2) (2).txt", "a (3).txt", "b", "b (2)", "p/a.txt"]);
    }
}
