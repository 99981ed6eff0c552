//! A person or a client as two letters or a picture.

use leptos::prelude::*;

/// The picture at the address, or else initials on a quiet colour that stays the same for the same name. Stands beside the name, so
/// it is not read out.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional_no_strip)] picture: Option<String>,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let class = if large { "avatar large" } else { "avatar" };
    match picture {
        Some(address) => view! { <img class=class src=address alt="" width="256" height="256"/> }.into_any(),
        None => view! { <span class=class data-hue=hue(&name) aria-hidden="true">{initials(&name)}</span> }
            .into_any(),
    }
}

/// First letter of the first and of the last word, or the first letter of the only one.
fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut letters = name.split_whitespace().filter_map(letter);
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}

fn hue(name: &str) -> &'static str {
    let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    ["0", "1", "2", "3", "4", "5"][(sum % 6) as usize]
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_first_and_last() {
        assert_eq!(initials("Maria Anders"), "MA");
        assert_eq!(initials("Ana Trujillo Emparedados y helados"), "AH");
        assert_eq!(initials("élan"), "É");
        assert_eq!(initials("“Bon” app’ (Marseille)"), "BM");
        assert_eq!(initials(" "), "");
    }
}
