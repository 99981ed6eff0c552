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
    passkey_button::{PasskeyMaker, PasskeyWords},
    ui::{Alert, Button, ButtonLook, DateText, Field, FormErrors, Icon, Section, Tone},
    words::{SLOTS, filled, say},
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
    back(&account, &say!("passkey-added"));
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
    back(&account, &say!("passkey-renamed"));
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
    let notice = if removed.ends_asking { say!("passkey-removed-last") } else { say!("passkey-removed") };
    back(&account, &notice);
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
    back(&account, &say!("passkey-asking-stopped"));
    Ok(())
}

/// Without a place of its own the address would keep the form's, past the good news.
fn back(account: &Account, notice: &str) {
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
        _ if !is_possible => view! { <p class="muted">{say!("passkeys-impossible")}</p> }.into_any(),
        Some(options) => being_added(options, user_agent).into_any(),
        None if count >= MAX_PASSKEYS => {
            view! { <p class="muted">{say!("passkeys-most", most = MAX_PASSKEYS)}</p> }.into_any()
        }
        None => add().into_any(),
    };
    let asking = match own.asked_since {
        Some(since) => Some(asked(&format::time(since, zone), count, has_codes, own.codes_left).into_any()),
        None if count > 0 => Some(not_asked().into_any()),
        None => None,
    };
    Ok(view! {
        <Section id="passkeys" title=say!("passkeys-title") icon=icondata::LuKeyRound>
            <div class="stack">
                <p class="muted">{say!("passkeys-about")}</p>
                {list}
                <noscript><p class="muted">{say!("passkeys-no-javascript")}</p></noscript>
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
            <div class="form-actions"><Button>{say!("passkey-add")}</Button></div>
        </form>
    }
}

fn being_added(options: String, user_agent: &str) -> impl IntoView + use<> {
    let form = flash::form::<AddPasskey>();
    let message = form.message().filter(|_| form.has_no_fields());
    let device = user_agent::parse(user_agent);
    let suggested = crate::words::device(&device.browser, &device.platform);
    let name = form.value("name").unwrap_or_else(|| suggested.chars().take(MAX_NAME_CHARS).collect());
    view! {
        <form class="form needs-script" method="post" action=format!("{}#passkeys", AddPasskey::PATH)>
            <FormErrors message/>
            <Field
                label=say!("passkey-name")
                name="name"
                id="passkey-name"
                value=name
                hint=say!("passkey-name-hint")
                error=form.error_at("name")
                autocomplete="off"
                maxlength=60
                required=true
            />
            <PasskeyMaker options words=PasskeyWords::new(say!("passkey-continue"))/>
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
    let [slot, _] = SLOTS;
    let added = format::time(passkey.created_at, zone);
    let added = view! { <DateText iso=passkey.created_at.to_rfc3339() text=added/> }.into_any();
    let added = filled(&say!("passkey-added-at", when = slot), [added]);
    let used = match passkey.last_used_at {
        Some(at) => {
            let time = view! { <DateText iso=at.to_rfc3339() text=format::time(at, zone)/> }.into_any();
            view! { <span>{filled(&say!("passkey-last-used", when = slot), [time])}</span> }.into_any()
        }
        None => view! { <span>{say!("passkey-not-used-yet")}</span> }.into_any(),
    };
    let warning = ends_asking
        .then(|| view! { <Alert tone=Tone::Warning><p>{say!("passkey-last-warning")}</p></Alert> });
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
                        <span>{added}</span>
                        {used}
                    </span>
                </div>
            </div>
            <details class="disclosure" open=is_open>
                <summary>{say!("passkey-rename-or-remove")}<span class="sr-only" dir="auto">" "{about}</span></summary>
                <form class="form" method="post" action=format!("{}#passkeys", RenamePasskey::PATH)>
                    <FormErrors message/>
                    <input type="hidden" name="passkey_id" value=id.clone()/>
                    <Field
                        label=say!("passkey-new-name")
                        name="name"
                        id=format!("name-{id}")
                        value=rename.value("name").unwrap_or(passkey.name)
                        error=rename.error_at("name")
                        autocomplete="off"
                        maxlength=60
                        required=true
                    />
                    <div class="form-actions"><Button look=ButtonLook::Secondary>{say!("passkey-rename")}</Button></div>
                </form>
                <form class="form" method="post" action=format!("{}#passkeys", RemovePasskey::PATH)>
                    {warning}
                    <input type="hidden" name="passkey_id" value=id.clone()/>
                    {password_again(&remove, format!("remove-{id}"))}
                    <div class="form-actions"><Button look=ButtonLook::Danger>{say!("passkey-remove")}</Button></div>
                </form>
            </details>
        </li>
    }
}

fn not_asked() -> impl IntoView {
    let form = flash::form::<AskForPasskey>();
    view! {
        <details class="disclosure" open=form.error.is_some()>
            <summary>{say!("passkey-ask-title")}</summary>
            <form class="form" method="post" action=format!("{}#passkeys", AskForPasskey::PATH)>
                <p class="muted">{say!("passkey-ask-text")}</p>
                {password_again(&form, "ask-password")}
                <div class="form-actions"><Button look=ButtonLook::Secondary>{say!("passkey-ask")}</Button></div>
            </form>
        </details>
    }
}

fn asked(since: &str, count: usize, has_codes: bool, codes_left: u32) -> impl IntoView + use<> {
    let form = flash::form::<StopAskingForPasskey>();
    let none_left =
        (count == 0).then(|| view! { <Alert tone=Tone::Warning><p>{say!("passkey-none-left")}</p></Alert> });
    let codes = (!has_codes).then(|| recovery_codes_left(codes_left, "passkeys"));
    view! {
        {none_left}
        <p>{say!("passkey-asked-since", since = since)}</p>
        {codes}
        <details class="disclosure" open=form.error.is_some()>
            <summary>{say!("passkey-stop-title")}</summary>
            <form class="form" method="post" action=format!("{}#passkeys", StopAskingForPasskey::PATH)>
                {password_again(&form, "stop-password")}
                <div class="form-actions"><Button look=ButtonLook::Danger>{say!("passkey-stop")}</Button></div>
            </form>
        </details>
    }
}
