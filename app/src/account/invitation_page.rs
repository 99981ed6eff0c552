//! `/invitation/{token}`, and `/invitation` without it in the address.

use super::{contact, frame, link_cookie::Link, password_hint, same_twice, set_status, visitor};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    page::page,
    ui::{Button, ButtonLook, Field, FormErrors, LinkButton, PasswordField, Words},
    words::{language, say},
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
        Renewed::Invitation => say!("invitation-new-link-sent"),
        Renewed::PasswordReset => say!("invitation-reset-sent"),
    };
    flash::redirect("/invitation", Some(&notice));
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
    let company = company.name.clone();
    let (lead, fields) = if has_account {
        (say!("invitation-lead-known", company = company, client = client_name), known_person(&form))
    } else {
        (say!("invitation-lead-new", company = company, client = client_name), new_person(&form))
    };
    let content = view! {
        <form class="form" method="post" action=AcceptInvitation::PATH>
            <FormErrors message/>
            <Field label=say!("account-email") name="email" kind="email" value=email autocomplete="username" readonly=true/>
            {fields}
        </form>
    };
    frame(&say!("invitation-title", name = name), lead, content)
}

fn new_person(form: &FormState) -> AnyView {
    view! {
        <PasswordField
            label=say!("account-password")
            name="password"
            autocomplete="new-password"
            hint=password_hint()
            error=form.error_at("password")
        />
        <PasswordField
            label=say!("account-password-again")
            name="password_again"
            autocomplete="new-password"
            error=form.error_at("password_again")
        />
        <Button wide=true>{say!("invitation-choose-password")}</Button>
    }
    .into_any()
}

fn known_person(form: &FormState) -> AnyView {
    view! {
        <PasswordField
            label=say!("account-password")
            name="password"
            autocomplete="current-password"
            link=("/forgot-password", say!("account-forgot-password"))
            error=form.error_at("password")
        />
        <Button wide=true>{say!("invitation-accept")}</Button>
    }
    .into_any()
}

/// The page of a link that cannot be accepted: it says which, and what can be done.
fn refused(refusal: &Error) -> AnyView {
    let (status, title, text) = explanation(refusal);
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
                <form method="post" action=SendNewLink::PATH><Button>{say!("invitation-new-link")}</Button></form>
            })}
            {offers_sign_in.then(|| view! {
                <LinkButton href="/login" look=ButtonLook::Secondary>{say!("account-sign-in")}</LinkButton>
            })}
        </div>
        {contact()}
    };
    frame(&title, text, content)
}

fn explanation(refusal: &Error) -> (StatusCode, Words, Words) {
    let gone = StatusCode::GONE;
    match refusal {
        Error::Conflict(Conflict::LinkUsed) => (gone, say!("invitation-used"), say!("invitation-used-text")),
        Error::Conflict(Conflict::LinkExpired) => {
            (gone, say!("invitation-expired"), say!("invitation-expired-text"))
        }
        Error::Conflict(Conflict::LinkRevoked) => {
            (gone, say!("invitation-withdrawn"), say!("invitation-withdrawn-text"))
        }
        Error::Conflict(Conflict::AlreadyHasAccess) => {
            (StatusCode::CONFLICT, say!("invitation-has-access"), say!("invitation-has-access-text"))
        }
        Error::Conflict(_) => {
            (StatusCode::CONFLICT, say!("invitation-refused"), say!("invitation-refused-text"))
        }
        Error::Denied(denied) => (StatusCode::FORBIDDEN, say!("invitation-refused"), denied.say(language())),
        _ => (StatusCode::NOT_FOUND, say!("invitation-unknown"), say!("invitation-unknown-text")),
    }
}
