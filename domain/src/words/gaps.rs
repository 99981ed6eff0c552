//! Comparing a translation with what it translates.

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn gaps(english: &str, other: &str) -> Vec<String> {
    let mut gaps = Vec::new();
    let english = sentences(english, &mut gaps);
    let other = sentences(other, &mut gaps);
    for (id, values) in &english {
        match other.get(id) {
            None => gaps.push(format!("{id} is missing")),
            Some(theirs) if theirs != values => {
                gaps.push(format!("{id} takes {theirs:?} in place of {values:?}"));
            }
            Some(_) => {}
        }
    }
    gaps.extend(
        other.keys().filter(|id| !english.contains_key(*id)).map(|id| format!("{id} is not asked for")),
    );
    gaps
}

/// Each sentence with the values that it takes.
fn sentences(text: &str, gaps: &mut Vec<String>) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, errors)| {
        gaps.extend(errors.into_iter().map(|error| error.to_string()));
        readable
    });
    let mut sentences = BTreeMap::new();
    for entry in resource.entries() {
        let Entry::Message(message) = entry else { continue };
        let mut values = BTreeSet::new();
        if let Some(pattern) = &message.value {
            collect(pattern, &mut values);
        }
        let id = message.id.name.to_owned();
        if sentences.insert(id.clone(), values).is_some() {
            gaps.push(format!("{id} stands there twice"));
        }
    }
    sentences
}

fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, values),
            Expression::Select { selector, variants } => {
                collect_inline(selector, values);
                for variant in variants {
                    collect(&variant.value, values);
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inline) = expression.as_ref() {
                collect_inline(inline, values);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::gaps;

    #[test]
    fn what_differs_is_named() {
        let english = "a = A { $x }\nb = B\nc = { $n ->\n    [one] one\n   *[other] { $n }\n}\n";
        assert_eq!(gaps(english, english), Vec::<String>::new());
        let german = "a = A { $y }\nc = { $n ->\n   *[other] viele\n}\nd = D\nd = E\n";
        let found = gaps(english, german);
        assert_eq!(
            found,
            [
                "d stands there twice",
                r#"a takes {"y"} in place of {"x"}"#,
                "b is missing",
                "d is not asked for",
            ]
        );
        assert!(!gaps("a = A\n", "a = { \n").is_empty(), "what cannot be read is told");
    }
}
