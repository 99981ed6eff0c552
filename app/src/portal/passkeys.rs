//! Passkeys on the page about the safety of one's account.

use super::{
    oneself::Account,
    two_step::{password_again, recovery_codes_left, show_codes},
};
use crate::{
    context,
    error::AppError,
    flash::{self, FormState},
    format,
    passkey_button::PasskeyMaker,
    ui::{Alert, Button, ButtonLook, DateText, Field, FormErrors, Icon, Section, Tone},
};
use chrono_tz::Tz;
use domain::{
    id::PasskeyId,
    passkey::{self, MAX_NAME_CHARS, MAX_PASSKEYS, OwnPasskey, OwnPasskeys, RelyingParty},
    user_agent,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Begins to add one.
///
/// # Errors
/// As [`passkey::begin`].
#[server(endpoint = "account/begin-passkey")]
pub async fn begin_passkey(#[server(default)] current_password: String) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let party = RelyingParty::at(&services.public_url)?;
    let (oneself, password) = (account.oneself()?, current_password.into());
    passkey::begin(&services.db, &services.hasher, &party, &oneself, password).await?;
    flash::redirect(&format!("{}#passkeys", account.security_path()), None);
    Ok(())
}

/// Adds what the device has made.
///
/// # Errors
/// As [`passkey::add`].
#[server(endpoint = "account/add-passkey")]
pub async fn add_passkey(
    #[server(default)] name: String,
    #[server(default)] credential: String,
) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let party = RelyingParty::at(&services.public_url)?;
    passkey::add(&services.db, &party, &account.oneself()?, &name, &credential).await?;
    say(&account, "The passkey is added. From now on you can sign in with it.");
    Ok(())
}

/// Gives one another name.
///
/// # Errors
/// As [`passkey::rename`].
#[server(endpoint = "account/rename-passkey")]
pub async fn rename_passkey(passkey_id: PasskeyId, #[server(default)] name: String) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    passkey::rename(&context::services()?.db, &account.oneself()?, passkey_id, &name).await?;
    say(&account, "The passkey has its new name.");
    Ok(())
}

/// Removes one.
///
/// # Errors
/// As [`passkey::remove`].
#[server(endpoint = "account/remove-passkey")]
pub async fn remove_passkey(
    passkey_id: PasskeyId,
    #[server(default)] current_password: String,
) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let (oneself, password) = (account.oneself()?, current_password.into());
    let removed = passkey::remove(&services.db, &services.hasher, &oneself, passkey_id, password).await?;
    let notice = if removed.ends_asking {
        "The passkey is removed. It was your last one, so no passkey is asked for after your password any more."
    } else {
        "The passkey is removed and opens nothing any more. You may want to delete it on your device, too."
    };
    say(&account, notice);
    Ok(())
}

/// Has a passkey asked for after the password.
///
/// # Errors
/// As [`passkey::ask_after_password`].
#[server(endpoint = "account/ask-for-passkey")]
pub async fn ask_for_passkey(#[server(default)] current_password: String) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let (oneself, password) = (account.oneself()?, current_password.into());
    let codes = passkey::ask_after_password(&services.db, &services.hasher, &oneself, password).await?;
    show_codes(&account, &codes);
    Ok(())
}

/// Has none asked for any more.
///
/// # Errors
/// As [`passkey::stop_asking`].
#[server(endpoint = "account/stop-asking-for-passkey")]
pub async fn stop_asking_for_passkey(#[server(default)] current_password: String) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let (oneself, password) = (account.oneself()?, current_password.into());
    passkey::stop_asking(&services.db, &services.hasher, &oneself, password).await?;
    say(&account, "No passkey is asked for after your password any more.");
    Ok(())
}

/// Without a place of its own the address would keep the form's, past the good news.
fn say(account: &Account, notice: &str) {
    flash::redirect(&format!("{}#main", account.security_path()), Some(notice));
}

/// The part of the page. `has_codes` when the section about two-step sign-in shows the recovery codes.
pub(super) fn section(
    own: OwnPasskeys,
    has_codes: bool,
    user_agent: &str,
    zone: Tz,
) -> Result<impl IntoView + use<>, AppError> {
    let is_possible = RelyingParty::at(&context::services()?.public_url).is_ok();
    let (rename, remove) = (flash::form::<RenamePasskey>(), flash::form::<RemovePasskey>());
    let count = own.passkeys.len();
    let is_asked = own.asked_since.is_some();
    let rows = own
        .passkeys
        .into_iter()
        .map(|passkey| row(passkey, is_asked && count == 1, &rename, &remove, zone))
        .collect_view();
    let list = (count > 0).then(|| view! { <ul class="passkeys">{rows}</ul> });
    let adding = match own.being_added {
        _ if !is_possible => {
            let text = "Passkeys cannot be used here: the portal needs an address with a name, and https.";
            view! { <p class="muted">{text}</p> }.into_any()
        }
        Some(options) => being_added(options, user_agent).into_any(),
        None if count >= MAX_PASSKEYS => {
            let text = format!(
                "These are {MAX_PASSKEYS}, as many as an account can have. Remove one to add another."
            );
            view! { <p class="muted">{text}</p> }.into_any()
        }
        None => add().into_any(),
    };
    let asking = match own.asked_since {
        Some(since) => Some(asked(&format::time(since, zone), count, has_codes, own.codes_left).into_any()),
        None if count > 0 => Some(not_asked().into_any()),
        None => None,
    };
    Ok(view! {
        <Section id="passkeys" title="Passkeys" icon=icondata::LuKeyRound>
            <div class="stack">
                <p class="muted">
                    "With a passkey you sign in by the fingerprint, face or PIN of your device, without your password. It works for this \
                     portal alone, so that nobody can trick you out of it."
                </p>
                {list}
                <noscript><p class="muted">"Adding and using passkeys needs JavaScript. Everything else works without it."</p></noscript>
                {adding}
                {asking}
            </div>
        </Section>
    })
}

fn add() -> impl IntoView {
    let form = flash::form::<BeginPasskey>();
    // What the form after this one was refused for, when its time is over.
    let late = flash::form::<AddPasskey>().message();
    view! {
        <form class="form needs-script" method="post" action=format!("{}#passkeys", BeginPasskey::PATH)>
            <FormErrors message=late/>
            {password_again(&form, "passkey-password")}
            <div class="form-actions"><Button>"Add a passkey"</Button></div>
        </form>
    }
}

fn being_added(options: String, user_agent: &str) -> impl IntoView + use<> {
    let form = flash::form::<AddPasskey>();
    let message = form.message().filter(|_| form.has_no_fields());
    let device = user_agent::parse(user_agent);
    let suggested = user_agent::label(&device.browser, &device.platform);
    let name = form.value("name").unwrap_or_else(|| suggested.chars().take(MAX_NAME_CHARS).collect());
    view! {
        <form class="form needs-script" method="post" action=format!("{}#passkeys", AddPasskey::PATH)>
            <FormErrors message/>
            <Field
                label="Name of the passkey"
                name="name"
                id="passkey-name"
                value=name
                hint="So that you know it again in the list. Your device asks for the rest, within five minutes."
                error=form.error_at("name")
                autocomplete="off"
                maxlength=60
                required=true
            />
            <PasskeyMaker options label="Continue on your device".to_owned()/>
        </form>
    }
}

fn row(
    passkey: OwnPasskey,
    ends_asking: bool,
    rename: &FormState,
    remove: &FormState,
    zone: Tz,
) -> impl IntoView + use<> {
    let id = passkey.id.to_string();
    let of_this = |form: &FormState| match form.value("passkey_id") {
        Some(of) if of == id => form.clone(),
        _ => FormState::default(),
    };
    let (rename, remove) = (of_this(rename), of_this(remove));
    let added = format::time(passkey.created_at, zone);
    let used = match passkey.last_used_at {
        Some(at) => {
            view! { <span>"Last used " <DateText iso=at.to_rfc3339() text=format::time(at, zone)/></span> }
                .into_any()
        }
        None => view! { <span>"Not used yet"</span> }.into_any(),
    };
    let warning = ends_asking.then(|| {
        let text =
            "This is your last passkey. Without it, no passkey is asked for after your password any more.";
        view! { <Alert tone=Tone::Warning><p>{text}</p></Alert> }
    });
    let message = rename.message().filter(|_| rename.has_no_fields());
    let is_open = rename.error.is_some() || remove.error.is_some();
    let about = passkey.name.clone();
    view! {
        <li class="passkey">
            <div class="passkey-head">
                <Icon icon=icondata::LuKeyRound/>
                <div class="row-main">
                    <span class="row-title" dir="auto">{passkey.name.clone()}</span>
                    <span class="row-sub dots">
                        <span>"Added " <DateText iso=passkey.created_at.to_rfc3339() text=added/></span>
                        {used}
                    </span>
                </div>
            </div>
            <details class="disclosure" open=is_open>
                <summary>"Rename or remove"<span class="sr-only" dir="auto">" "{about}</span></summary>
                <form class="form" method="post" action=format!("{}#passkeys", RenamePasskey::PATH)>
                    <FormErrors message/>
                    <input type="hidden" name="passkey_id" value=id.clone()/>
                    <Field
                        label="Name"
                        name="name"
                        id=format!("name-{id}")
                        value=rename.value("name").unwrap_or(passkey.name)
                        error=rename.error_at("name")
                        autocomplete="off"
                        maxlength=60
                        required=true
                    />
                    <div class="form-actions"><Button look=ButtonLook::Secondary>"Rename"</Button></div>
                </form>
                <form class="form" method="post" action=format!("{}#passkeys", RemovePasskey::PATH)>
                    {warning}
                    <input type="hidden" name="passkey_id" value=id.clone()/>
                    {password_again(&remove, format!("remove-{id}"))}
                    <div class="form-actions"><Button look=ButtonLook::Danger>"Remove"</Button></div>
                </form>
            </details>
        </li>
    }
}

fn not_asked() -> impl IntoView {
    let form = flash::form::<AskForPasskey>();
    view! {
        <details class="disclosure" open=form.error.is_some()>
            <summary>"Ask for a passkey after the password"</summary>
            <form class="form" method="post" action=format!("{}#passkeys", AskForPasskey::PATH)>
                <p class="muted">
                    "Then your password alone does not let anybody in: signing in with it also takes a passkey. You get recovery codes for \
                     the day on which your device is not at hand."
                </p>
                {password_again(&form, "ask-password")}
                <div class="form-actions"><Button look=ButtonLook::Secondary>"Ask for a passkey"</Button></div>
            </form>
        </details>
    }
}

fn asked(since: &str, count: usize, has_codes: bool, codes_left: u32) -> impl IntoView + use<> {
    let form = flash::form::<StopAskingForPasskey>();
    let none_left = (count == 0).then(|| {
        let text = "You have no passkey at the moment, so signing in with your password takes a recovery code each time. Add a passkey, \
                    or switch this off.";
        view! { <Alert tone=Tone::Warning><p>{text}</p></Alert> }
    });
    let codes = (!has_codes).then(|| recovery_codes_left(codes_left, "passkeys"));
    view! {
        {none_left}
        <p>"Since " {since.to_owned()} ", a passkey is asked for after your password."</p>
        {codes}
        <details class="disclosure" open=form.error.is_some()>
            <summary>"Stop asking for a passkey"</summary>
            <form class="form" method="post" action=format!("{}#passkeys", StopAskingForPasskey::PATH)>
                {password_again(&form, "stop-password")}
                <div class="form-actions"><Button look=ButtonLook::Danger>"Stop asking"</Button></div>
            </form>
        </details>
    }
}
