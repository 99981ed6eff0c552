//! One's own theme, time zone, password and open sessions.

use super::{
    language_form::language_form, notification_settings, oneself::Account, parts::address_and_place,
    time_zone_form::time_zone_form,
};
use crate::{
    account::password_hint,
    context,
    error::AppError,
    flash, format,
    page::page,
    session_cookie,
    ui::{
        Button, ButtonLook, Checkbox, Confirm, FormErrors, Icon, LinkButton, PageHead, PasswordField,
        Section, StatusChip, Tone,
    },
    words::{InWords as _, device, say},
};
use chrono::Utc;
use domain::{
    access_preset::Section as Part,
    actor::ClientScope,
    id::SessionId,
    notification::preference,
    place::Places,
    session::lifecycle::{self, OpenSession},
    user::{self, Theme},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/portal/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    page(async { load(Account::of_client()?).await })
}

/// `/staff/settings`
#[component]
pub fn StaffSettingsPage() -> impl IntoView {
    page(async { load(Account::of_staff()?).await })
}

/// Changes how pages look to oneself.
///
/// # Errors
/// As [`user::set_theme`].
#[server(endpoint = "account/set-theme")]
pub async fn set_theme(theme: Theme) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    user::set_theme(&context::services()?.db, &account.oneself()?, theme).await?;
    flash::redirect(account.settings_path(), Some(&say!("settings-theme-saved")));
    Ok(())
}

/// Changes one's own password.
///
/// # Errors
/// As [`user::change_password`].
#[server(endpoint = "account/change-password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let (account, services) = (Account::of_anybody()?, context::services()?);
    let oneself = account.oneself()?;
    let changed = user::change_password(
        &services.db,
        &services.hasher,
        &oneself,
        current_password.into(),
        password.into(),
    )
    .await?;
    if let Some(changed) = changed {
        session_cookie::give(services.secure_cookies, &changed.token, changed.max_age());
    }
    flash::redirect(account.settings_path(), Some(&say!("settings-password-changed")));
    Ok(())
}

/// Ends one of one's own sessions.
///
/// # Errors
/// As [`lifecycle::end_own`].
#[server(endpoint = "account/end-session")]
pub async fn end_session(session_id: SessionId) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    lifecycle::end_own(&context::services()?.db, &account.oneself()?, session_id).await?;
    flash::redirect(account.settings_path(), Some(&say!("sessions-ended")));
    Ok(())
}

/// Ends all of one's own sessions but this one.
///
/// # Errors
/// As [`lifecycle::end_others`].
#[server(endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    lifecycle::end_others(&context::services()?.db, &account.oneself()?).await?;
    flash::redirect(account.settings_path(), Some(&say!("sessions-others-ended")));
    Ok(())
}

async fn load(account: Account) -> Result<AnyView, AppError> {
    let services = context::services()?;
    let db = &services.db;
    let sessions = lifecycle::list_own(db, &account.oneself()?).await?;
    let preferences = preference::preferences(db, account.bell()?).await?;
    let theme = account.person().theme.clone();
    let company = context::company()?;
    let zone = time_zone_form(account.person().time_zone, company.time_zone);
    // The staff's side has one language.
    let language = account.is_client().then(|| language_form(account.person().language, company.language));
    let content = view! {
        <PageHead title=say!("settings-title")/>
        {account.settings_tabs(account.settings_path())}
        <div class="settings">
            {theme_form(&theme)}
            {language}
            {zone}
            {notification_settings::form(preferences)}
            {password_form()}
            {session_list(sessions, &services.places)?}
            {account.scope().map(your_data)}
        </div>
    };
    Ok(account.frame(say!("settings-title"), content))
}

fn theme_form(chosen: &str) -> impl IntoView + use<> {
    let option = |theme: Theme| {
        let checked = theme.as_str() == chosen;
        view! { <Checkbox kind="radio" name="theme" value=theme.as_str() checked>{theme.words()}</Checkbox> }
    };
    let options = Theme::ALL.map(option).collect_view();
    view! {
        <Section id="appearance" title=say!("settings-appearance")>
            <form class="form" method="post" action=SetTheme::PATH>
                <fieldset class="field">
                    <legend>{say!("settings-theme")}</legend>
                    <div class="choices">{options}</div>
                </fieldset>
                <div class="form-actions"><Button>{say!("save")}</Button></div>
            </form>
        </Section>
    }
}

fn password_form() -> impl IntoView {
    let form = flash::form::<ChangePassword>();
    let at_field = form.error_at("current_password").is_some() || form.error_at("password").is_some();
    view! {
        <Section id="password" title=say!("account-password")>
            // The fragment brings the browser back here when something is wrong.
            <form class="form" method="post" action=format!("{}#password", ChangePassword::PATH)>
                <FormErrors message=form.message().filter(|_| !at_field)/>
                <PasswordField
                    label=say!("settings-current-password")
                    name="current_password"
                    autocomplete="current-password"
                    error=form.error_at("current_password")
                />
                <PasswordField
                    label=say!("account-new-password")
                    name="password"
                    autocomplete="new-password"
                    hint=password_hint()
                    error=form.error_at("password")
                />
                <div class="form-actions"><Button>{say!("settings-change-password")}</Button></div>
            </form>
        </Section>
    }
}

/// Everything that the person sees, to take along.
fn your_data(scope: &ClientScope) -> impl IntoView + use<> {
    let parts = [
        (Part::Documents, say!("data-documents")),
        (Part::Quotes, say!("data-quotes")),
        (Part::Invoices, say!("data-invoices")),
    ];
    let parts = parts.into_iter().filter(|(part, _)| scope.may(*part)).map(|(_, words)| words);
    let list = parts.chain([say!("data-lists")]);
    let list = list.map(|words| view! { <li>{words}</li> }).collect_view();
    view! {
        <Section id="your-data" title=say!("data-title")>
            <div class="stack">
                <p>{say!("data-lead")}</p>
                <ul>{list}</ul>
                <div class="actions">
                    <LinkButton href="/portal/everything.zip" look=ButtonLook::Secondary icon=icondata::LuFileArchive>
                        {say!("data-download")}
                    </LinkButton>
                </div>
                <p class="muted small">{say!("data-hint")}</p>
            </div>
        </Section>
    }
}

fn session_list(sessions: Vec<OpenSession>, places: &Places) -> Result<impl IntoView, AppError> {
    let zone = context::zone()?;
    let now = Utc::now();
    let side = (sessions.len() > 1).then(|| {
        view! {
            <Confirm
                id="end-others"
                label=say!("sessions-end-others")
                title=say!("sessions-end-others-title")
                yes=say!("sessions-end-others-yes")
                action=EndOtherSessions::PATH
                small=true
            >
                <p>{say!("sessions-end-others-text")}</p>
            </Confirm>
        }
    });
    let row = |session: OpenSession| {
        let icon = match session.device_type.as_str() {
            "mobile" => icondata::LuSmartphone,
            "tablet" => icondata::LuTablet,
            _ => icondata::LuMonitor,
        };
        let about = format!("session-{}", session.id);
        let device = device(&session.browser, &session.platform);
        let address = session.ip_address.map(|address| address_and_place(address, places));
        let seen = say!("sessions-last-used", when = format::when(session.last_seen_at, now, zone));
        view! {
            <li class="row">
                <Icon icon/>
                <div class="row-main" id=about.clone()>
                    <span class="row-title">{device}</span>
                    <span class="row-sub dots">{address}<span>{seen}</span></span>
                </div>
                <div class="row-side">
                    {if session.is_this_one {
                        view! { <StatusChip label=say!("sessions-this") tone=Tone::Success/> }.into_any()
                    } else {
                        view! {
                            <form method="post" action=EndSession::PATH>
                                <input type="hidden" name="session_id" value=session.id.to_string()/>
                                <Button look=ButtonLook::Secondary small=true attr:aria-describedby=about>
                                    {say!("sessions-end")}
                                </Button>
                            </form>
                        }
                        .into_any()
                    }}
                </div>
            </li>
        }
    };
    let rows = sessions.into_iter().map(row).collect_view();
    Ok(view! {
        <Section id="sessions" title=say!("sessions-title") flush=true side=side.into_any()>
            <ul class="rows">{rows}</ul>
        </Section>
    })
}
