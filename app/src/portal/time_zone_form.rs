//! The time zone in which a person reads times.

use super::oneself::Account;
use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, FormErrors, Icon, Section, TimeZones},
    words::say,
};
use chrono_tz::Tz;
use domain::user;
use leptos::{prelude::*, server_fn::ServerFn};

/// Chooses the time zone in which times are shown to oneself; empty for the company's.
///
/// # Errors
/// As [`user::set_time_zone`].
#[server(endpoint = "account/set-time-zone")]
pub async fn set_time_zone(#[server(default)] time_zone: String) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    user::set_time_zone(&context::services()?.db, &account.oneself()?, &time_zone).await?;
    flash::redirect(&format!("{}#main", account.settings_path()), Some(&say!("settings-time-zone-saved")));
    Ok(())
}

pub(super) fn time_zone_form(chosen: Option<Tz>, of_company: Tz) -> impl IntoView + use<> {
    let form = flash::form::<SetTimeZone>();
    let error = form.error_at("time_zone");
    let message = form.message().filter(|_| error.is_none());
    let value = form.value("time_zone").unwrap_or_else(|| chosen.map_or("", |zone| zone.name()).to_owned());
    let described_by =
        if error.is_some() { "f-time_zone-error f-time_zone-hint" } else { "f-time_zone-hint" };
    view! {
        <Section id="time" title=say!("settings-time")>
            <form class="form" method="post" action=format!("{}#time", SetTimeZone::PATH)>
                <FormErrors message/>
                <div class="field">
                    <label for="f-time_zone">{say!("settings-time-zone")}</label>
                    <input
                        class="field-control"
                        id="f-time_zone"
                        name="time_zone"
                        list="time-zones"
                        value=value
                        placeholder=of_company.name()
                        maxlength=64
                        autofocus=error.is_some()
                        aria-invalid=error.is_some().then_some("true")
                        aria-describedby=described_by
                    />
                    {error.map(|error| {
                        view! { <p class="field-error" id="f-time_zone-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> }
                    })}
                    <p class="field-hint" id="f-time_zone-hint">
                        {say!("settings-time-zone-hint", zone = of_company.name())}
                    </p>
                    <TimeZones id="time-zones"/>
                </div>
                <div class="form-actions"><Button>{say!("save")}</Button></div>
            </form>
        </Section>
    }
}
