//! What components write, for the parts that people with assistive technology and the Content-Security-Policy depend on.

use super::*;
use leptos::prelude::*;

fn html<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

/// Whether these pieces occur in this order.
#[track_caller]
fn assert_in_order(html: &str, pieces: &[&str]) {
    let mut rest = html;
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else {
            panic!("{piece:?} is missing or too early in {html}")
        };
        rest = after;
    }
}

#[test]
fn a_field_keeps_its_value_and_names_its_error() {
    let error = Some("Enter a complete address.".to_owned());
    let html = html(|| {
        view! { <Field label="E-mail address" name="email" kind="email" value="a\"b<c" hint="At work" error required=true/> }
    });
    assert_in_order(
        &html,
        &["for=\"f-email\"", "E-mail address", "id=\"f-email\"", "value=\"a&quot;b&lt;c\""],
    );
    assert_in_order(&html, &["aria-invalid=\"true\"", "aria-describedby=\"f-email-error f-email-hint\""]);
    assert_in_order(
        &html,
        &["id=\"f-email-error\"", "Enter a complete address.", "id=\"f-email-hint\"", "At work"],
    );
}

#[test]
fn a_field_without_error_is_quiet() {
    let html = html(|| view! { <Field label="Name" name="name" error=None/> });
    assert!(!html.contains("aria-"), "{html}");
}

#[test]
fn a_radio_button_has_an_id_for_each_value() {
    let html =
        html(|| view! { <Checkbox name="theme" kind="radio" value="dark" checked=true>"Dark"</Checkbox> });
    assert_in_order(&html, &["id=\"f-theme-dark\"", "checked", "for=\"f-theme-dark\"", "Dark"]);
}

#[test]
fn progress_says_how_far_it_is() {
    let html = html(
        || view! { <ProgressBar label="Invitations" total=200_u64 done=100_u64 failed=20_u64 skipped=1_u64/> },
    );
    assert_in_order(&html, &["role=\"progressbar\"", "aria-label=\"Invitations\""]);
    assert_in_order(
        &html,
        &["aria-valuemax=\"200\"", "aria-valuenow=\"121\"", "aria-valuetext=\"121 of 200\""],
    );
    assert_in_order(
        &html,
        &["width=\"50.0%\"", "x=\"50.0%\"", "width=\"10.0%\"", "x=\"60.0%\"", "width=\"0.5%\""],
    );
}

#[test]
fn failures_interrupt_and_news_wait() {
    assert!(html(|| view! { <FormErrors message=Some("No".to_owned())/> }).contains("role=\"alert\""));
    assert!(html(|| view! { <Alert tone=Tone::Success><p>"Yes"</p></Alert> }).contains("role=\"status\""));
    assert!(!html(|| view! { <FormErrors message=None/> }).contains("alert"));
}

#[test]
fn a_balance_shows_each_currency() {
    let values = vec!["€3,120.00".to_owned(), "$480.00".to_owned()];
    let html = html(
        || view! { <StatCard label="Outstanding Balance" href="/portal/invoices" icon=icondata::LuWallet values/> },
    );
    assert_in_order(&html, &["href=\"/portal/invoices\"", "Outstanding Balance", "€3,120.00", "$480.00"]);
}

#[test]
fn the_current_link_says_so() {
    let item =
        |label: &str, current| LinkItem { href: "?".into(), label: label.into(), count: Some(3), current };
    let html =
        html(|| view! { <Tabs label="Client" items=vec![item("Projects", false), item("Contacts", true)]/> });
    assert_in_order(&html, &["Projects", "aria-current=\"page\"", "Contacts"]);
    assert_eq!(html.matches("aria-current").count(), 1);
}

#[test]
fn a_list_that_is_all_there_has_no_pages() {
    assert!(!html(|| view! { <Pagination/> }).contains("nav"));
    assert!(html(|| view! { <Pagination next=Some("?after=x".to_owned())/> }).contains("href=\"?after=x\""));
}

#[test]
fn a_section_is_a_landmark_with_its_heading_as_name() {
    let html = html(|| {
        view! {
            <Section id="invoices" title="Recent Invoices" count=4 more=("/portal/invoices".to_owned(), "View All Invoices") flush=true>
                "…"
            </Section>
        }
    });
    assert_in_order(
        &html,
        &["aria-labelledby=\"invoices\"", "id=\"invoices\"", "Recent Invoices", "View All Invoices", "…"],
    );
}

#[test]
fn no_component_has_an_inline_style() {
    let html = html(|| {
        view! {
            <PageHead title="Alfreds" lead="Berlin" status=("Enabled", Tone::Success) avatar=true><Button>"Go"</Button></PageHead>
            <ProgressBar label="p" total=3_u64 done=1_u64/>
            <DialogFrame id="d" title="t">"…"</DialogFrame>
            <PasswordField label="Password" name="password" autocomplete="current-password"/>
            <Toolbar action="/" placeholder="Search"><ToolbarSelect label="Type" name="type" choices=vec![Choice::new("a", "A")]/></Toolbar>
            <table><thead><tr><SortHeader label="Due" href="?" order=Some(Order::Ascending)/></tr></thead></table>
            <EmptyState icon=icondata::LuFiles title="Nothing" text="yet"/>
            <Breadcrumbs trail=vec![("/".into(), "Home".into())] here="Here"/>
        }
    });
    assert!(!html.contains(" style="), "{html}");
}
