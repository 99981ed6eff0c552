//! `/login`

use super::{SignInWithPasskey, contact, frame, next, passkey, visitor};
use crate::{
    context,
    error::AppError,
    flash,
    page::{lead_to, page},
    ui::{Alert, Button, Checkbox, Field, FormErrors, PasswordField, Tone},
    words::{language, say},
};
use domain::{
    session::{SignedOutBecause, Viewer},
    sign_in::{self as domain_sign_in, Credentials},
    user::Kind,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/login`
#[component]
pub fn SignInPage() -> impl IntoView {
    page(async { load() })
}

/// Signs in, and goes to the page that was wanted; with two-step sign-in first to the one that asks for the code.
///
/// # Errors
/// As [`domain_sign_in::sign_in`].
#[server(endpoint = "account/sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] remember: bool,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let services = context::services()?;
    let visitor = visitor::visitor(&services)?;
    let credentials = Credentials { email, password: password.into(), remember };
    let entry = domain_sign_in::sign_in(&services.db, &services.hasher, credentials, &visitor).await?;
    flash::redirect(&visitor::enter(&services, entry, &next), None);
    Ok(())
}

fn load() -> Result<AnyView, AppError> {
    let facts = context::facts()?;
    let wanted = context::query("next").unwrap_or_default();
    let because = match &facts.visit.viewer {
        Viewer::Client(_) => return Ok(already_in(&wanted, Kind::Client)),
        Viewer::Staff(_) => return Ok(already_in(&wanted, Kind::Staff)),
        Viewer::SignedOut(because) => *because,
    };
    let form = flash::form::<SignIn>();
    let by_passkey = flash::form::<SignInWithPasskey>();
    let carried = next::carried(&form.value("next").or_else(|| by_passkey.value("next")).unwrap_or(wanted));
    // One message at a time: what was just done or went wrong, before why one is here.
    let says_already = form.error.is_some()
        || by_passkey.error.is_some()
        || flash::notice().is_some()
        || flash::refusal().is_some();
    let reason = (!says_already).then(|| reason(because, carried.is_some())).flatten();
    let message = form.message().filter(|_| form.has_no_fields());
    let content = view! {
        {reason}
        <form class="form" method="post" action=SignIn::PATH>
            <FormErrors message/>
            <Field
                label=say!("account-email")
                name="email"
                kind="email"
                value=form.value("email").unwrap_or_default()
                error=form.error_at("email")
                autocomplete="username webauthn"
                autofocus=form.error.is_none() && by_passkey.error.is_none()
                maxlength=254
                required=true
            />
            <PasswordField
                label=say!("account-password")
                name="password"
                autocomplete="current-password"
                link=("/forgot-password", say!("account-forgot-password"))
                error=form.error_at("password")
            />
            <Checkbox name="remember" value="true" checked=form.value("remember").is_some()>
                {say!("account-keep-signed-in")}
            </Checkbox>
            {carried.clone().map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <Button wide=true>{say!("account-sign-in")}</Button>
        </form>
        {passkey::are_possible().then(|| passkey::sign_in_form(carried, by_passkey.message()))}
        {contact()}
    };
    Ok(frame(&say!("account-sign-in"), "", content))
}

fn already_in(wanted: &str, kind: Kind) -> AnyView {
    lead_to(&next::destination(wanted, kind));
    ().into_any()
}

/// Why somebody who wanted a page stands here instead.
fn reason(because: SignedOutBecause, wanted_a_page: bool) -> Option<AnyView> {
    let tone = match because {
        SignedOutBecause::NoSession if !wanted_a_page => return None,
        SignedOutBecause::NoSession => Tone::Info,
        SignedOutBecause::Expired
        | SignedOutBecause::PasswordChanged
        | SignedOutBecause::Reported
        | SignedOutBecause::EndedElsewhere
        | SignedOutBecause::Denied(_) => Tone::Warning,
    };
    Some(view! { <Alert tone><p>{because.say(language())}</p></Alert> }.into_any())
}
