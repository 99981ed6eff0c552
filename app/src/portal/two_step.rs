//! Two-step sign-in on the page about the safety of one's account.

use super::{oneself::Account, qr_code::qr_code};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    format,
    ui::{Alert, Button, ButtonLook, Field, FormErrors, PasswordField, Section, Tone},
    words::{SLOTS, filled, say},
};
use chrono::Utc;
use chrono_tz::Tz;
use domain::two_step::{self, Enrolment, RecoveryCodes, TwoStep};
use leptos::{prelude::*, server_fn::ServerFn};

/// Before the recovery codes in what a form says; the page knows them by it.
const CODES: &str = "Recovery codes: ";

/// Begins to set it up.
///
/// # Errors
/// As [`two_step::begin`].
#[server(endpoint = "account/begin-two-step")]
pub async fn begin_two_step(#[server(default)] current_password: String) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    two_step::begin(&services.db, &services.hasher, &account.oneself()?, current_password.into()).await?;
    flash::redirect(account.security_path(), None);
    Ok(())
}

/// Switches it on with the first code.
///
/// # Errors
/// As [`two_step::enable`].
#[server(endpoint = "account/enable-two-step")]
pub async fn enable_two_step(#[server(default)] code: String) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    let codes = two_step::enable(&context::services()?.db, &account.oneself()?, &code, Utc::now()).await?;
    show_codes(&account, &codes);
    Ok(())
}

/// Makes new recovery codes.
///
/// # Errors
/// As [`two_step::renew_codes`].
#[server(endpoint = "account/renew-recovery-codes")]
pub async fn renew_recovery_codes(#[server(default)] current_password: String) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let codes =
        two_step::renew_codes(&services.db, &services.hasher, &account.oneself()?, current_password.into())
            .await?;
    show_codes(&account, &codes);
    Ok(())
}

/// Switches it off.
///
/// # Errors
/// As [`two_step::disable`].
#[server(endpoint = "account/disable-two-step")]
pub async fn disable_two_step(#[server(default)] current_password: String) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    two_step::disable(&services.db, &services.hasher, &account.oneself()?, current_password.into()).await?;
    // Without a place of its own the address would keep the form's, past the good news.
    flash::redirect(&format!("{}#main", account.security_path()), Some(&say!("two-step-switched-off")));
    Ok(())
}

/// The codes travel once, to the page that shows them.
pub(super) fn show_codes(account: &Account, codes: &RecoveryCodes) {
    let page = format!("{}#recovery-codes", account.security_path());
    flash::redirect(&page, Some(&format!("{CODES}{}", codes.as_slice().join(" "))));
}

/// The part of the page, by how it stands.
pub(super) fn section(state: TwoStep, zone: Tz) -> impl IntoView {
    let content = match state {
        TwoStep::Off => off().into_any(),
        TwoStep::BeingSetUp(enrolment) => being_set_up(&enrolment).into_any(),
        TwoStep::On { since, codes_left } => on(&format::time(since, zone), codes_left).into_any(),
    };
    view! {
        <Section id="two-step" title=say!("two-step-title") icon=icondata::LuShieldCheck><div class="stack">{content}</div></Section>
    }
}

/// The new recovery codes, if the form before has made some.
pub(super) fn new_codes() -> Option<impl IntoView + use<>> {
    let codes = flash::notice_after(CODES)?;
    let codes = codes
        .split_whitespace()
        .map(|code| view! { <li><code class="secret">{code.to_owned()}</code></li> })
        .collect_view();
    Some(view! {
        <div id="recovery-codes">
            <Alert tone=Tone::Success title=say!("codes-title")>
                <p>{say!("codes-text")}</p>
                <ul class="recovery-codes" tabindex="0" aria-label=say!("codes-label")>{codes}</ul>
            </Alert>
        </div>
    })
}

fn off() -> impl IntoView {
    let form = flash::form::<BeginTwoStep>();
    view! {
        <p class="muted">{say!("two-step-about")}</p>
        <form class="form" method="post" action=format!("{}#two-step", BeginTwoStep::PATH)>
            {password_again(&form, "begin-password")}
            <div class="form-actions"><Button>{say!("two-step-set-up")}</Button></div>
        </form>
    }
}

fn being_set_up(enrolment: &Enrolment) -> impl IntoView + use<> {
    let form = flash::form::<EnableTwoStep>();
    let message = form.message().filter(|_| form.has_no_fields());
    let [slot, _] = SLOTS;
    let key = view! { <code class="secret" tabindex="0">{enrolment.secret.clone()}</code> }.into_any();
    view! {
        <ol class="steps">
            <li>
                <p>{say!("two-step-scan")}</p>
                {qr_code(&enrolment.address, say!("two-step-qr-code"))}
                <p>{filled(&say!("two-step-type-key", key = slot), [key])}</p>
            </li>
            <li>
                <p>{say!("two-step-enter-code")}</p>
                <form class="form" method="post" action=format!("{}#two-step", EnableTwoStep::PATH)>
                    <FormErrors message/>
                    <Field
                        label=say!("code-label")
                        name="code"
                        value=form.value("code").unwrap_or_default()
                        error=form.error_at("code")
                        autocomplete="one-time-code"
                        inputmode="numeric"
                        maxlength=10
                        required=true
                    />
                    <div class="form-actions"><Button>{say!("two-step-switch-on")}</Button></div>
                </form>
            </li>
        </ol>
    }
}

fn on(since: &str, codes_left: u32) -> impl IntoView + use<> {
    let disable = flash::form::<DisableTwoStep>();
    view! {
        <p>{say!("two-step-on-since", since = since)}</p>
        {recovery_codes_left(codes_left, "two-step")}
        <details class="disclosure" open=disable.error.is_some()>
            <summary>{say!("two-step-off-title")}</summary>
            <form class="form" method="post" action=format!("{}#two-step", DisableTwoStep::PATH)>
                {password_again(&disable, "disable-password")}
                <div class="form-actions"><Button look=ButtonLook::Danger>{say!("two-step-switch-off")}</Button></div>
            </form>
        </details>
    }
}

/// How many recovery codes are left, and a way to new ones. `section` is the part of the page that has it.
pub(super) fn recovery_codes_left(codes_left: u32, section: &'static str) -> impl IntoView + use<> {
    let renew = flash::form::<RenewRecoveryCodes>();
    let left = match codes_left {
        0 => view! { <Alert tone=Tone::Warning><p>{say!("codes-none-left")}</p></Alert> }.into_any(),
        left => view! { <p class="muted">{say!("codes-left", left = left)}</p> }.into_any(),
    };
    view! {
        {left}
        <details class="disclosure" open=renew.error.is_some()>
            <summary>{say!("codes-renew-title")}</summary>
            <form class="form" method="post" action=format!("{}#{section}", RenewRecoveryCodes::PATH)>
                {password_again(&renew, "renew-password")}
                <div class="form-actions"><Button look=ButtonLook::Secondary>{say!("codes-renew")}</Button></div>
            </form>
        </details>
    }
}

pub(super) fn password_again<I: Into<String>>(form: &FormState, id: I) -> impl IntoView + use<I> {
    let id: String = id.into();
    let message = form.message().filter(|_| form.has_no_fields());
    view! {
        <FormErrors message/>
        <PasswordField
            label=say!("settings-current-password")
            name="current_password"
            autocomplete="current-password"
            error=form.error_at("current_password")
            id
        />
    }
}
