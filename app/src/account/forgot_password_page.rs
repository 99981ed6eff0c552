//! `/forgot-password`

use super::frame;
use crate::{
    context,
    error::AppError,
    flash,
    page::page,
    ui::{Button, Field, FormErrors},
    words::say,
};
use domain::password_reset;
use leptos::{prelude::*, server_fn::ServerFn};

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
    // Said to everybody, whoever's address it is.
    flash::redirect("/forgot-password", Some(&say!("forgot-sent")));
    Ok(())
}

fn form() -> AnyView {
    let form = flash::form::<RequestPasswordReset>();
    let message = form.message().filter(|_| form.has_no_fields());
    let content = view! {
        <form class="form" method="post" action=RequestPasswordReset::PATH>
            <FormErrors message/>
            <Field
                label=say!("account-email")
                name="email"
                kind="email"
                value=form.value("email").unwrap_or_default()
                error=form.error_at("email")
                autocomplete="username"
                maxlength=254
                required=true
            />
            <Button wide=true>{say!("forgot-send")}</Button>
        </form>
        <p><a href="/login">{say!("account-back-to-sign-in")}</a></p>
    };
    frame(&say!("account-forgot-password"), say!("forgot-lead"), content)
}
