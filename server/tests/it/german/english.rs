//! Finding English on a page.

use super::WRITTEN;
use std::collections::BTreeSet;

/// Words that no page does without in English, and that are none in German.
const ENGLISH: &str = "
    a and are as at been by can for from has have here is it its no of on or that the there these this to what when which who with yet you your
    accept access account add again amount any apply approve approved approval archive ask back balance by cancel card change choose city
    client clients close colleague company confirm country dark decide decline declined delete description discount document documents
    done download due earlier empty end ended enter everything expired file files find first forgot go hidden invite invited invoice invoices issued
    know language last light line lines list made message messages milestones mine more new newest next nothing notification notifications
    number oldest only open order other others overview own page paid password pay payment payments people phone picture please present previous price
    profile progress project projects quantity question quote quotes reached read reason receipt remove repeat replaced request requested reset
    running save saved search security see sees send sent session sessions settings show sign since size something sorted start starts statement
    street summary switch take terms theme time title today tomorrow total until unread upload used valid waiting week welcome write wrong
    yesterday";

/// What a page says: its text, and what stands in attributes that are shown or read out.
pub(super) fn said(html: &str) -> Vec<String> {
    const SPOKEN: [&str; 5] = ["aria-label", "placeholder", "alt", "title", "data-label"];
    let mut said = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        said.push(text.to_owned());
        rest = after;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name: String = rest.chars().take_while(|c| !c.is_whitespace() && !">/".contains(*c)).collect();
        // Attributes: values are in double quotes, as Leptos writes them, and may hold a `>`.
        while let Some(at) = rest.find(['"', '>']) {
            let (before, after) = rest.split_at(at);
            rest = &after[1..];
            if after.starts_with('>') {
                break;
            }
            let (value, after) = rest.split_once('"').unwrap_or((rest, ""));
            let attribute = before.trim_end_matches('=').rsplit(char::is_whitespace).next().unwrap();
            if SPOKEN.contains(&attribute) {
                said.push(value.to_owned());
            }
            rest = after;
        }
        if ["script", "style"].contains(&name.as_str()) {
            rest = rest.split_once(&format!("</{name}")).map_or("", |(_, after)| after);
        }
    }
    said.push(rest.to_owned());
    said
}

/// The English words among what a page says, with the text around each.
pub(super) fn english(html: &str) -> Vec<(String, String)> {
    let known: BTreeSet<&str> = ENGLISH.split_whitespace().collect();
    let mut found = Vec::new();
    for text in said(html) {
        let ours = text.split_whitespace().filter(|word| !word.contains(WRITTEN));
        for word in ours.flat_map(|word| word.split(|c: char| !c.is_alphanumeric())) {
            let lower = word.to_lowercase();
            if known.contains(lower.as_str()) {
                found.push((lower, text.clone()));
            }
        }
    }
    found
}

#[test]
fn english_is_found_wherever_it_is_said() {
    for html in [
        "<p>Alles bezahlt <b>until</b></p>",
        "<button aria-label=\"Save\"></button>",
        "<a data-x=\"a > b\" title=\"Your quote\">x</a>",
        "<title>Quotes · Musterhaus</title>",
        "<p>Angebot<!-- x --> or <!>",
    ] {
        assert!(!english(html).is_empty(), "{html}");
    }
    let german = "<script>let the = 1;</script><p data-props=\"the\" class=\"open\">Angebot <i value=\"for\">canary-quote</i></p>";
    assert_eq!(english(german), Vec::new());
}
