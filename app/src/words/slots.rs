//! Sentences with more than words in the middle: a link, an amount in bold, a date for machines.

use leptos::prelude::*;

/// What stands in a sentence for the views of [`filled`]. No text has these characters (private use).
pub(crate) const SLOTS: [&str; 2] = ["\u{e000}", "\u{e001}"];

/// The sentence with each of the views at its slot, in the order that its language has.
pub(crate) fn filled<const N: usize>(sentence: &str, views: [AnyView; N]) -> Vec<AnyView> {
    let mut views = views.map(Some);
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((before, slot, after)) = next(rest) {
        if !before.is_empty() {
            parts.push(before.to_owned().into_any());
        }
        parts.extend(views.get_mut(slot).and_then(Option::take));
        rest = after;
    }
    // An empty text would be written as a space.
    if !rest.is_empty() {
        parts.push(rest.to_owned().into_any());
    }
    parts
}

/// What stands before the first slot, which one it is, and what stands after it.
fn next(text: &str) -> Option<(&str, usize, &str)> {
    let slots = SLOTS.iter().enumerate();
    let split =
        slots.filter_map(|(slot, mark)| text.split_once(mark).map(|(before, after)| (before, slot, after)));
    split.min_by_key(|(before, ..)| before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_stand_where_the_language_has_them() {
        let html = |sentence: String| {
            Owner::new().with(|| {
                let views = ["one", "two"].map(|word| view! { <b>{word}</b> }.into_any());
                let html = filled(&sentence, views).to_html();
                html.replace("<!>", "")
            })
        };
        let [first, second] = SLOTS;
        assert_eq!(html(format!("See {first}, then {second}.")), "See <b>one</b>, then <b>two</b>.");
        assert_eq!(html(format!("Nach {second} siehe {first}")), "Nach <b>two</b> siehe <b>one</b>");
        assert_eq!(html(format!("{first} {first}")), "<b>one</b> ", "a view stands once");
        assert_eq!(html("No slots".into()), "No slots");
    }
}
