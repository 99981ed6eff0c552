//! Several lines of a form.

use super::field::{FieldIds, FieldNotes};
use leptos::prelude::*;

/// As [`super::Field`], for a text of several lines. There is no longest length in the markup: a browser would cut what is pasted
/// without a word.
#[component]
pub fn TextArea(
    label: &'static str,
    name: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] placeholder: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
) -> impl IntoView {
    let ids = FieldIds::new(id, name);
    view! {
        <div class="field">
            <label for=ids.input.clone()>{label}</label>
            <textarea
                class="field-control"
                id=ids.input.clone()
                name=name
                rows="5"
                required=required
                autofocus=error.is_some()
                placeholder=placeholder
                dir="auto"
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=ids.described_by(&hint, &error)
            >
                {as_content(&value)}
            </textarea>
            <FieldNotes ids hint error/>
        </div>
    }
}

/// The renderer writes the content of a textarea as it is, so it is escaped here. A line end at the beginning is not the text's: the
/// parser of HTML drops the first one.
fn as_content(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_field() {
        let html = Owner::new().with(|| {
            let value = "</textarea><script>alert(1)</script> &amp;";
            view! { <TextArea label="Message" name="body" value/> }.to_html()
        });
        assert!(
            html.contains(">\n&lt;/textarea>&lt;script>alert(1)&lt;/script> &amp;amp;</textarea>"),
            "{html}"
        );
    }
}
