//! When clients are reminded: a part of the company's settings, and a switch on a client's page.

use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, ButtonLook, Field, FormErrors, Section},
};
use domain::{
    id::ClientId,
    reminder::{self, ReminderSettings},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Changes when clients are reminded.
///
/// # Errors
/// As [`ReminderSettings::read`] and [`reminder::update_settings`].
#[server(endpoint = "staff/update-reminders")]
pub async fn update_reminders(
    #[server(default)] quote_days: String,
    #[server(default)] invoice_days: String,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    viewer.staff.require(domain::actor::Policy::ManageCompany)?;
    let settings = ReminderSettings::read(&quote_days, &invoice_days)?;
    reminder::update_settings(&context::services()?.db, &viewer.staff, settings).await?;
    flash::redirect("/staff/company", Some("The reminders are saved."));
    Ok(())
}

/// Chooses whether a client is reminded.
///
/// # Errors
/// As [`reminder::set_for_client`].
#[server(endpoint = "staff/set-client-reminders")]
pub async fn set_client_reminders(
    client_id: ClientId,
    #[server(default)] enabled: bool,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    reminder::set_for_client(&context::services()?.db, &viewer.staff, client_id, enabled).await?;
    let notice =
        if enabled { "This client is reminded again." } else { "This client is not reminded any more." };
    flash::redirect(&format!("/staff/clients/{client_id}"), Some(notice));
    Ok(())
}

/// The section of the company's page.
pub(super) fn company_section(settings: ReminderSettings) -> impl IntoView {
    let form = flash::form::<UpdateReminders>();
    let (quotes, invoices) = (form.error_at("quote_days"), form.error_at("invoice_days"));
    let message = form.message().filter(|_| quotes.is_none() && invoices.is_none());
    let value = |name: &str, stored: Option<i32>| {
        form.value(name).unwrap_or_else(|| stored.map(|days| days.to_string()).unwrap_or_default())
    };
    let (quote_days, invoice_days) =
        (value("quote_days", settings.quote_days), value("invoice_days", settings.invoice_days));
    view! {
        <Section id="reminders" title="Reminders">
            <form class="form" method="post" action=format!("{}#reminders", UpdateReminders::PATH)>
                <FormErrors message/>
                <Field
                    label="Days before a quote lapses"
                    name="quote_days"
                    inputmode="numeric"
                    value=quote_days
                    error=quotes
                    hint="Empty: clients are not reminded of quotes."
                    maxlength=2
                />
                <Field
                    label="Days after an invoice was due"
                    name="invoice_days"
                    inputmode="numeric"
                    value=invoice_days
                    error=invoices
                    hint="Empty: clients are not reminded of invoices."
                    maxlength=2
                />
                <div class="form-actions"><Button>"Save"</Button></div>
            </form>
        </Section>
    }
}

/// The section of a client's page.
pub(super) fn client_section(client: ClientId, is_enabled: bool, may_change: bool) -> impl IntoView {
    let words = if is_enabled {
        "The client is reminded of quotes that are about to lapse and of invoices that were due."
    } else {
        "The client is not reminded of anything."
    };
    let button = may_change.then(|| {
        let enable = (!is_enabled).then(|| view! { <input type="hidden" name="enabled" value="true"/> });
        view! {
            <form method="post" action=SetClientReminders::PATH>
                <input type="hidden" name="client_id" value=client.to_string()/>
                {enable}
                <Button look=ButtonLook::Secondary small=true>{if is_enabled { "Stop reminders" } else { "Remind again" }}</Button>
            </form>
        }
    });
    view! { <Section id="reminders" title="Reminders"><div class="stack"><p>{words}</p>{button}</div></Section> }
}
