//! `/invitation/{token}`, and `/invitation` without it in the address.

use super::{PASSWORD_HINT, contact, frame, link_cookie::Link, same_twice, set_status, visitor};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    page::page,
    ui::{Button, ButtonLook, Field, FormErrors, LinkButton, PasswordField},
};
use domain::{
    Conflict, Error,
    company::Company,
    invitation::acceptance::{self, Invited, Renewed},
};
use http::StatusCode;
use leptos::{prelude::*, server_fn::ServerFn};

/// `/invitation/{token}`
#[component]
pub fn InvitationLinkPage() -> impl IntoView {
    page(async {
        match Link::Invitation.trade() {
            Err(error) if error.status == 404 => Ok(refused(&Error::NotFound)),
            other => other.map(IntoAny::into_any),
        }
    })
}

/// `/invitation`
#[component]
pub fn InvitationPage() -> impl IntoView {
    page(load())
}

/// Accepts the invitation and signs in.
///
/// # Errors
/// As [`acceptance::accept`].
#[server(endpoint = "account/accept-invitation")]
pub async fn accept_invitation(
    #[server(default)] password: String,
    /// Absent where an existing account's password is asked for.
    password_again: Option<String>,
) -> Result<(), AppError> {
    let services = context::services()?;
    let token = Link::Invitation.token(&services).ok_or(Error::NotFound)?;
    if let Some(again) = &password_again {
        same_twice(&password, again)?;
    }
    let visitor = visitor::visitor(&services)?;
    let entry = acceptance::accept(&services.db, &services.hasher, &token, password.into(), &visitor).await?;
    Link::Invitation.forget(&services);
    flash::redirect(&visitor::enter(&services, entry, ""), None);
    Ok(())
}

/// Has a new link sent to the address on file.
///
/// # Errors
/// As [`acceptance::send_new_link`].
#[server(endpoint = "account/send-new-link")]
pub async fn send_new_link() -> Result<(), AppError> {
    let services = context::services()?;
    let token = Link::Invitation.token(&services).ok_or(Error::NotFound)?;
    let notice = match acceptance::send_new_link(&services.db, &token, &context::facts()?.origin).await? {
        Renewed::Invitation => "A new link is on its way to the e-mail address that we have on file for you.",
        Renewed::PasswordReset => {
            "You have an account already. A link with which you choose a new password is on its way to its e-mail address."
        }
    };
    flash::redirect("/invitation", Some(notice));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let services = context::services()?;
    let invited = match Link::Invitation.token(&services) {
        Some(token) => acceptance::look(&services.db, &token).await,
        None => Err(Error::NotFound),
    };
    match invited {
        Ok(invited) => Ok(form(invited, &context::company()?)),
        Err(refusal @ (Error::NotFound | Error::Conflict(_) | Error::Denied(_))) => Ok(refused(&refusal)),
        Err(other) => Err(other.into()),
    }
}

fn form(invited: Invited, company: &Company) -> AnyView {
    let form = flash::form::<AcceptInvitation>();
    let Invited { name, email, client_name, has_account } = invited;
    let message = form.message().filter(|_| form.has_no_fields());
    let (lead, fields) = if has_account {
        (
            format!(
                "{} gives you access to the papers of {client_name}. This e-mail address has an account already; \
                 sign in with its password to add {client_name} to it.",
                company.name
            ),
            known_person(&form),
        )
    } else {
        (
            format!(
                "{} gives you access to the projects, quotes, invoices and documents of {client_name}. \
                 Choose a password, and you are in.",
                company.name
            ),
            new_person(&form),
        )
    };
    let content = view! {
        <form class="form" method="post" action=AcceptInvitation::PATH>
            <FormErrors message/>
            <Field label="E-mail address" name="email" kind="email" value=email autocomplete="username" readonly=true/>
            {fields}
        </form>
    };
    frame(&format!("Welcome, {name}"), lead, content)
}

fn new_person(form: &FormState) -> AnyView {
    view! {
        <PasswordField
            label="Password"
            name="password"
            autocomplete="new-password"
            hint=PASSWORD_HINT
            error=form.error_at("password")
        />
        <PasswordField
            label="Repeat password"
            name="password_again"
            autocomplete="new-password"
            error=form.error_at("password_again")
        />
        <Button wide=true>"Choose password and sign in"</Button>
    }
    .into_any()
}

fn known_person(form: &FormState) -> AnyView {
    view! {
        <PasswordField
            label="Password"
            name="password"
            autocomplete="current-password"
            link=("/forgot-password", "Forgot your password?".into())
            error=form.error_at("password")
        />
        <Button wide=true>"Accept and sign in"</Button>
    }
    .into_any()
}

/// The page of a link that cannot be accepted: it says which, and what can be done.
fn refused(refusal: &Error) -> AnyView {
    let (status, title, text) = words(refusal);
    set_status(status);
    let form = flash::form::<SendNewLink>();
    let is_closed = matches!(
        refusal,
        Error::Conflict(Conflict::LinkUsed | Conflict::LinkExpired | Conflict::LinkRevoked)
    );
    let offers_sign_in = matches!(
        refusal,
        Error::Conflict(Conflict::LinkUsed | Conflict::LinkRevoked | Conflict::AlreadyHasAccess)
    );
    let content = view! {
        <FormErrors message=form.message()/>
        <div class="actions">
            {is_closed.then(|| view! {
                <form method="post" action=SendNewLink::PATH><Button>"Send me a new link"</Button></form>
            })}
            {offers_sign_in.then(|| view! { <LinkButton href="/login" look=ButtonLook::Secondary>"Sign in"</LinkButton> })}
        </div>
        {contact()}
    };
    frame(title, text, content)
}

fn words(refusal: &Error) -> (StatusCode, &'static str, String) {
    let gone = StatusCode::GONE;
    match refusal {
        Error::Conflict(Conflict::LinkUsed) => (
            gone,
            "This link has been used",
            "An invitation works once, and this one has been accepted. Sign in with the password that you chose then. \
             Or have a new link sent to the e-mail address that we have on file for you."
                .into(),
        ),
        Error::Conflict(Conflict::LinkExpired) => (
            gone,
            "This link has expired",
            "Invitations work for a few days only. Have a new link sent to the e-mail address that we have on file for you.".into(),
        ),
        Error::Conflict(Conflict::LinkRevoked) => (
            gone,
            "This link has been withdrawn",
            "It was replaced by a newer one, or we have withdrawn it. The newest mail from us has the link that works; or have \
             another one sent to the e-mail address that we have on file for you."
                .into(),
        ),
        Error::Conflict(Conflict::AlreadyHasAccess) => {
            (StatusCode::CONFLICT, "Access is set up already", "Somebody has access for this client already. Please ask us.".into())
        }
        Error::Conflict(_) => (
            StatusCode::CONFLICT,
            "This invitation cannot be accepted",
            "Its e-mail address belongs to an account of somebody else, so it cannot be used for this. Please ask us to invite \
             you at another address."
                .into(),
        ),
        Error::Denied(denied) => (StatusCode::FORBIDDEN, "This invitation cannot be accepted", denied.say(crate::words::language()).into_owned()),
        _ => (
            StatusCode::NOT_FOUND,
            "This link does not work",
            "Please check that the whole link was copied from the mail, or ask us for a new one.".into(),
        ),
    }
}
