//! `/login/code`: the second step.

use super::{contact, frame, next, visitor};
use crate::{
    context,
    error::AppError,
    flash,
    page::{lead_to, page},
    ui::{Button, Field, FormErrors},
    words::say,
};
use chrono::Utc;
use domain::{Conflict, Error, session::Viewer, sign_in::second_step, user::Kind};
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
    let email = match visitor::pending(&services) {
        Some(token) => second_step::look(&services.db, &token).await,
        None => Err(Conflict::SignInOver.into()),
    };
    match email {
        Ok(email) => Ok(form(email, &wanted)),
        Err(Error::Conflict(_)) => Ok(lead_on(&next::with_wanted("/login", &wanted))),
        Err(other) => Err(other.into()),
    }
}

fn lead_on(path: &str) -> AnyView {
    lead_to(path);
    ().into_any()
}

fn form(email: String, wanted: &str) -> AnyView {
    let form = flash::form::<ConfirmSignIn>();
    let carried = next::carried(&form.value("next").unwrap_or_else(|| wanted.to_owned()));
    let message = form.message().filter(|_| form.has_no_fields());
    let content = view! {
        <form class="form" method="post" action=ConfirmSignIn::PATH>
            <FormErrors message/>
            <Field
                label=say!("code-label")
                name="code"
                error=form.error_at("code")
                hint=say!("code-hint")
                autocomplete="one-time-code"
                autofocus=form.error.is_none()
                maxlength=40
                required=true
            />
            {carried.map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <Button wide=true>{say!("account-sign-in")}</Button>
        </form>
        <p class="small"><a href="/login">{say!("code-another-account")}</a></p>
        {contact()}
    };
    frame(&say!("code-title"), say!("code-lead", email = email), content)
}
