//! `/forgot-password`

use super::frame;
use crate::{
    context,
    error::AppError,
    flash,
    page::page,
    ui::{Button, Field, FormErrors},
};
use domain::password_reset;
use leptos::{prelude::*, server_fn::ServerFn};

/// Said to everybody, whoever's address it is.
const SENT: &str = "If this e-mail address belongs to an account, a mail with a link is on its way to it. The link works for one hour.";

/// `/forgot-password`
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    page(async { Ok(form()) })
}

/// Asks for a link by mail.
///
/// # Errors
/// As [`password_reset::request`].
#[server(endpoint = "account/request-password-reset")]
pub async fn request_password_reset(#[server(default)] email: String) -> Result<(), AppError> {
    password_reset::request(&context::services()?.db, &email, &context::facts()?.origin).await?;
    flash::redirect("/forgot-password", Some(SENT));
    Ok(())
}

fn form() -> AnyView {
    let form = flash::form::<RequestPasswordReset>();
    let message = form.message().filter(|_| form.has_no_fields());
    let lead =
        "Enter the e-mail address of your account. We send you a link with which you choose a new password.";
    let content = view! {
        <form class="form" method="post" action=RequestPasswordReset::PATH>
            <FormErrors message/>
            <Field
                label="E-mail address"
                name="email"
                kind="email"
                value=form.value("email").unwrap_or_default()
                error=form.error_at("email")
                autocomplete="username"
                maxlength=254
                required=true
            />
            <Button wide=true>"Send me a link"</Button>
        </form>
        <p><a href="/login">"Back to sign-in"</a></p>
    };
    frame("Forgot your password?", lead, content)
}
