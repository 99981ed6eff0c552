//! The client's own telephone number and address on the profile of its portal user: staff confirm what changes.

use crate::{
    context,
    error::AppError,
    flash, format,
    ui::{Alert, Button, Field, FormErrors, Section, Tone},
    words::say,
};
use chrono_tz::Tz;
use domain::{
    client::change_request::{self, ChangeState, OwnParticulars, Particulars},
    id::ClientId,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Asks for a change of what is on file.
///
/// # Errors
/// As [`change_request::request`].
#[server(endpoint = "portal/request-client-change")]
pub async fn request_client_change(
    #[server(default)] company_phone: String,
    #[server(default)] address: String,
    #[server(default)] postal_code: String,
    #[server(default)] city: String,
    #[server(default)] region: String,
    #[server(default)] country: String,
    #[server(default)] client_id: Option<ClientId>,
) -> Result<(), AppError> {
    let viewer = context::client_of_form(client_id)?;
    let wanted = Particulars { phone: company_phone, address, city, region, postal_code, country };
    change_request::request(&context::services()?.db, &viewer.scope, &wanted).await?;
    flash::redirect("/portal/profile#main", Some(&say!("particulars-asked")));
    Ok(())
}

/// What is on file, how the newest request stands, and the form.
pub(super) fn company_details(
    id: ClientId,
    client: &str,
    own: OwnParticulars,
    zone: Tz,
) -> impl IntoView + use<> {
    let form = flash::form::<RequestClientChange>();
    let message = form.message().filter(|_| form.has_no_fields());
    let OwnParticulars { on_file, newest } = own;
    let state = newest.as_ref().and_then(|request| match &request.state {
        ChangeState::Pending => {
            let text = say!("particulars-waits", time = format::time(request.created_at, zone));
            Some(view! { <Alert tone=Tone::Info><p>{text}</p></Alert> }.into_any())
        }
        ChangeState::Refused(reason) => {
            let title = say!("particulars-refused");
            let reason = reason.clone();
            Some(view! { <Alert tone=Tone::Warning title><p dir="auto">{reason}</p></Alert> }.into_any())
        }
        ChangeState::Accepted => None,
    });
    // What waits is what the person wants to go on with.
    let shown = match newest {
        Some(request) if request.state == ChangeState::Pending => request.wanted,
        _ => on_file,
    };
    let typed = form.clone();
    let value = move |name: &str, stored: &String| typed.value(name).unwrap_or_else(|| stored.clone());
    view! {
        <Section id="company-details" title=say!("particulars-title", client = client)>
            <div class="stack">
                {state}
                <form class="form" method="post" action=format!("{}#company-details", RequestClientChange::PATH)>
                    <FormErrors message/>
                    <input type="hidden" name="client_id" value=id.to_string()/>
                    <Field label=say!("particulars-street") name="address" value=value("address", &shown.address) error=form.error_at("address") autocomplete="street-address" maxlength=200/>
                    <Field label=say!("particulars-postal-code") name="postal_code" value=value("postal_code", &shown.postal_code) error=form.error_at("postal_code") autocomplete="postal-code" maxlength=200/>
                    <Field label=say!("particulars-city") name="city" value=value("city", &shown.city) error=form.error_at("city") autocomplete="address-level2" maxlength=200/>
                    <Field label=say!("particulars-region") name="region" value=value("region", &shown.region) error=form.error_at("region") autocomplete="address-level1" maxlength=200/>
                    <Field label=say!("particulars-country") name="country" value=value("country", &shown.country) error=form.error_at("country") autocomplete="country-name" maxlength=200/>
                    <Field
                        label=say!("particulars-telephone")
                        name="company_phone"
                        kind="tel"
                        value=value("company_phone", &shown.phone)
                        error=form.error_at("phone")
                        hint=say!("particulars-hint")
                        maxlength=50
                    />
                    <div class="form-actions"><Button>{say!("particulars-ask")}</Button></div>
                </form>
            </div>
        </Section>
    }
}
