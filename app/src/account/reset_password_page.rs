//! `/reset-password/{token}`, and `/reset-password` without it in the address.

use super::{contact, frame, link_cookie::Link, password_hint, same_twice, set_status, visitor};
use crate::{
    context,
    error::AppError,
    flash,
    page::page,
    ui::{Button, Field, FormErrors, LinkButton, PasswordField},
    words::say,
};
use domain::{
    Conflict, Error,
    password_reset::{self, Owner},
};
use http::StatusCode;
use leptos::{prelude::*, server_fn::ServerFn};

/// `/reset-password/{token}`
#[component]
pub fn ResetPasswordLinkPage() -> impl IntoView {
    page(async {
        match Link::PasswordReset.trade() {
            Err(error) if error.status == 404 => Ok(refused(&Error::NotFound)),
            other => other.map(IntoAny::into_any),
        }
    })
}

/// `/reset-password`
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    page(load())
}

/// Sets the new password; whoever did it signs in with it next.
///
/// # Errors
/// As [`password_reset::complete`].
#[server(endpoint = "account/reset-password")]
pub async fn reset_password(
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<(), AppError> {
    let services = context::services()?;
    let token = Link::PasswordReset.token(&services).ok_or(Error::NotFound)?;
    same_twice(&password, &password_again)?;
    let visitor = visitor::visitor(&services)?;
    let reset =
        password_reset::complete(&services.db, &services.hasher, &token, password.into(), &visitor).await?;
    visitor::remember_device(&services, &reset.device);
    Link::PasswordReset.forget(&services);
    flash::redirect("/login", Some(&say!("reset-done")));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let services = context::services()?;
    let owner = match Link::PasswordReset.token(&services) {
        Some(token) => password_reset::look(&services.db, &token).await,
        None => Err(Error::NotFound),
    };
    match owner {
        Ok(owner) => Ok(form(owner)),
        Err(refusal @ (Error::NotFound | Error::Conflict(_))) => Ok(refused(&refusal)),
        Err(other) => Err(other.into()),
    }
}

fn form(owner: Owner) -> AnyView {
    let form = flash::form::<ResetPassword>();
    let message = form.message().filter(|_| form.has_no_fields());
    let content = view! {
        <form class="form" method="post" action=ResetPassword::PATH>
            <FormErrors message/>
            <Field label=say!("account-email") name="email" kind="email" value=owner.email autocomplete="username" readonly=true/>
            <PasswordField
                label=say!("account-new-password")
                name="password"
                autocomplete="new-password"
                hint=password_hint()
                error=form.error_at("password")
            />
            <PasswordField
                label=say!("account-new-password-again")
                name="password_again"
                autocomplete="new-password"
                error=form.error_at("password_again")
            />
            <Button wide=true>{say!("reset-save")}</Button>
        </form>
    };
    frame(&say!("reset-title"), say!("reset-lead", name = owner.name), content)
}

fn refused(refusal: &Error) -> AnyView {
    let (status, text) = match refusal {
        Error::Conflict(Conflict::LinkUsed) => (StatusCode::GONE, say!("reset-link-used")),
        Error::Conflict(Conflict::LinkExpired) => (StatusCode::GONE, say!("reset-link-expired")),
        Error::Conflict(_) => (StatusCode::GONE, say!("reset-link-over")),
        _ => (StatusCode::NOT_FOUND, say!("reset-link-unknown")),
    };
    set_status(status);
    let content = view! {
        <div class="actions">
            <LinkButton href="/forgot-password">{say!("reset-link-ask")}</LinkButton>
        </div>
        {contact()}
    };
    frame(&say!("reset-link-title"), text, content)
}
