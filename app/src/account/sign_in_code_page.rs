//! `/login/code`: the second step.

use super::{ConfirmWithPasskey, contact, frame, next, passkey, visitor};
use crate::{
    context,
    error::AppError,
    flash,
    page::{lead_to, page},
    ui::{Button, ButtonLook, Field, FormErrors},
    words::say,
};
use chrono::Utc;
use domain::{
    Conflict, Error,
    session::Viewer,
    sign_in::second_step::{self, Owed},
    user::Kind,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/login/code`
#[component]
pub fn SignInCodePage() -> impl IntoView {
    page(load())
}

/// Takes the code and begins the session.
///
/// # Errors
/// As [`second_step::complete`].
#[server(endpoint = "account/confirm-sign-in")]
pub async fn confirm_sign_in(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let services = context::services()?;
    let token = visitor::pending(&services).ok_or(Error::Conflict(Conflict::SignInOver))?;
    let visitor = visitor::visitor(&services)?;
    let session = second_step::complete(&services.db, &token, &code, &visitor, Utc::now()).await?;
    visitor::welcome(&services, &session);
    visitor::forget_pending(&services);
    flash::redirect(&next::destination(&next, session.kind), None);
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let services = context::services()?;
    let wanted = context::query("next").unwrap_or_default();
    match context::facts()?.visit.viewer {
        Viewer::Client(_) => return Ok(lead_on(&next::destination(&wanted, Kind::Client))),
        Viewer::Staff(_) => return Ok(lead_on(&next::destination(&wanted, Kind::Staff))),
        Viewer::SignedOut(_) => {}
    }
    let owed = match visitor::pending(&services) {
        Some(token) => second_step::look(&services.db, &token).await,
        None => Err(Conflict::SignInOver.into()),
    };
    match owed {
        Ok(owed) => Ok(form(&owed, &wanted)),
        Err(Error::Conflict(_)) => Ok(lead_on(&next::with_wanted("/login", &wanted))),
        Err(other) => Err(other.into()),
    }
}

fn lead_on(path: &str) -> AnyView {
    lead_to(path);
    ().into_any()
}

fn form(owed: &Owed, wanted: &str) -> AnyView {
    let form = flash::form::<ConfirmSignIn>();
    let by_passkey = flash::form::<ConfirmWithPasskey>();
    let typed = form.value("next").or_else(|| by_passkey.value("next"));
    let carried = next::carried(&typed.unwrap_or_else(|| wanted.to_owned()));
    let message = form.message().filter(|_| form.has_no_fields());
    let takes_passkeys = owed.takes_passkeys && passkey::are_possible();
    let passkey = takes_passkeys.then(|| passkey::step_form(carried.clone(), by_passkey.message()));
    let (label, hint) = if owed.takes_codes {
        (say!("code-label"), say!("code-hint"))
    } else {
        (say!("code-recovery-label"), say!("code-recovery-hint"))
    };
    let code = view! {
        <form class="form" method="post" action=ConfirmSignIn::PATH>
            <FormErrors message/>
            <Field
                label
                name="code"
                error=form.error_at("code")
                hint
                autocomplete="one-time-code"
                autofocus=owed.takes_codes && form.error.is_none() && by_passkey.error.is_none()
                maxlength=40
                required=true
            />
            {carried.map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <Button wide=true look=if owed.takes_codes || !takes_passkeys { ButtonLook::Primary } else { ButtonLook::Secondary }>
                {say!("account-sign-in")}
            </Button>
        </form>
    };
    let forms = if owed.takes_codes {
        view! { {code}{passkey} }.into_any()
    } else {
        view! {
            {passkey}
            <noscript><p class="muted">{say!("code-no-javascript")}</p></noscript>
            {code}
        }
        .into_any()
    };
    let content = view! {
        {forms}
        <p class="small"><a href="/login">{say!("code-another-account")}</a></p>
        {contact()}
    };
    let email = owed.email.clone();
    let (title, lead) = if owed.takes_codes {
        (say!("code-title"), say!("code-lead", email = email))
    } else if takes_passkeys {
        (say!("code-passkey-title"), say!("code-passkey-lead", email = email))
    } else {
        (say!("code-recovery-title"), say!("code-recovery-lead", email = email))
    };
    frame(&title, lead, content)
}
