//! Signing in with a passkey, on `/login` and `/login/code`: the form that a device's answer goes with.

use super::{next, visitor};
use crate::{
    context,
    error::AppError,
    flash,
    passkey_button::{PasskeyChallenge, PasskeySignIn, PasskeyWords},
    ui::{FormErrors, Words},
    words::say,
};
use domain::{
    Conflict, Error,
    passkey::RelyingParty,
    sign_in::passkey::{self, Answer, Challenge},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// What a device is to sign in place of address and password.
///
/// # Errors
/// As [`passkey::begin`].
#[server(endpoint = "account/start-passkey-sign-in")]
pub async fn start_passkey_sign_in() -> Result<PasskeyChallenge, AppError> {
    let services = context::services()?;
    let party = RelyingParty::at(&services.public_url)?;
    Ok(to_browser(passkey::begin(&services.db, &party, &visitor::visitor(&services)?).await?))
}

/// Signs in with what the device has signed, and goes to the page that was wanted.
///
/// # Errors
/// As [`passkey::sign_in`].
#[server(endpoint = "account/sign-in-with-passkey")]
pub async fn sign_in_with_passkey(
    #[server(default)] challenge: String,
    #[server(default)] remember: String,
    #[server(default)] next: String,
    #[server(default)] credential: String,
) -> Result<(), AppError> {
    let services = context::services()?;
    let party = RelyingParty::at(&services.public_url)?;
    let visitor = visitor::visitor(&services)?;
    let answer = Answer::new(&challenge, credential)?;
    let session = passkey::sign_in(&services.db, &party, &answer, remember == "true", &visitor).await?;
    visitor::welcome(&services, &session);
    visitor::forget_pending(&services);
    flash::redirect(&next::destination(&next, session.kind), None);
    Ok(())
}

/// What a device is to sign after the password.
///
/// # Errors
/// As [`passkey::begin_step`].
#[server(endpoint = "account/start-passkey-step")]
pub async fn start_passkey_step() -> Result<PasskeyChallenge, AppError> {
    let services = context::services()?;
    let party = RelyingParty::at(&services.public_url)?;
    let pending = visitor::pending(&services).ok_or(Error::Conflict(Conflict::SignInOver))?;
    let visitor = visitor::visitor(&services)?;
    Ok(to_browser(passkey::begin_step(&services.db, &party, &pending, &visitor).await?))
}

/// Takes what the device has signed in place of the code, and begins the session.
///
/// # Errors
/// As [`passkey::complete_step`].
#[server(endpoint = "account/confirm-with-passkey")]
pub async fn confirm_with_passkey(
    #[server(default)] challenge: String,
    #[server(default)] next: String,
    #[server(default)] credential: String,
) -> Result<(), AppError> {
    let services = context::services()?;
    let party = RelyingParty::at(&services.public_url)?;
    let pending = visitor::pending(&services).ok_or(Error::Conflict(Conflict::SignInOver))?;
    let visitor = visitor::visitor(&services)?;
    let answer = Answer::new(&challenge, credential)?;
    let session = passkey::complete_step(&services.db, &party, &pending, &answer, &visitor).await?;
    visitor::welcome(&services, &session);
    visitor::forget_pending(&services);
    flash::redirect(&next::destination(&next, session.kind), None);
    Ok(())
}

fn to_browser(challenge: Challenge) -> PasskeyChallenge {
    PasskeyChallenge { token: challenge.token.to_string(), options: challenge.options }
}

/// Whether passkeys work under the portal's address.
pub(super) fn are_possible() -> bool {
    context::services().is_ok_and(|services| RelyingParty::at(&services.public_url).is_ok())
}

/// The form in place of address and password. `message` is why the one before was refused.
pub(super) fn sign_in_form(next: Option<String>, message: Option<String>) -> impl IntoView {
    form(SignInWithPasskey::PATH, StartPasskeySignIn::PATH, say!("passkey-sign-in"), true, next, message)
}

/// The form in place of the code.
pub(super) fn step_form(next: Option<String>, message: Option<String>) -> impl IntoView {
    form(ConfirmWithPasskey::PATH, StartPasskeyStep::PATH, say!("passkey-use"), false, next, message)
}

fn form(
    action: &'static str,
    start: &'static str,
    label: Words,
    autofill: bool,
    next: Option<String>,
    message: Option<String>,
) -> impl IntoView {
    let words = PasskeyWords::new(label);
    view! {
        <form class="form passkey-form" method="post" action=action>
            <FormErrors message/>
            {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <PasskeySignIn start=start.to_owned() words autofill/>
        </form>
    }
}
