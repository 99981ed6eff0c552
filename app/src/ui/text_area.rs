//! Several lines of a form.

use super::{
    Words,
    field::{FieldIds, FieldNotes},
};
use leptos::prelude::*;

/// As [`super::Field`], for words with line breaks. For pages: what the server writes is read by the browser as it was given.
#[component]
pub fn TextArea(
    #[prop(into)] label: Words,
    name: &'static str,
    #[prop(default = 3)] rows: u32,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional, into)] placeholder: Option<Words>,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id.as_deref(), name);
    view! {
        <div class="field">
            <label for=ids.input.clone()>{label}</label>
            <textarea
                class="field-control"
                id=ids.input.clone()
                name=name
                rows=rows.to_string()
                required=required
                maxlength=maxlength.map(|most| most.to_string())
                placeholder=placeholder
                dir="auto"
                autofocus=error.is_some()
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=ids.described_by(&hint, &error)
            >{content(&value)}</textarea>
            <FieldNotes ids hint error/>
        </div>
    }
}

/// What stands inside the element. Leptos writes it there as it is, and a browser drops a line break at its beginning.
fn content(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_inside() {
        let html = Owner::new().with(|| {
            let value = "\n</textarea><script>alert(1)</script> &lt;";
            view! { <TextArea label="Reason" name="reason" value/> }.to_html()
        });
        assert!(
            html.contains(">\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;</textarea>"),
            "{html}"
        );
    }
}
