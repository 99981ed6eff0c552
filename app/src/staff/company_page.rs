//! The company's settings.

use super::{
    company_documents,
    company_papers::papers_form,
    frame::{failure, frame},
    payment_settings::payment_settings,
    reminders,
};
use crate::{
    context,
    error::AppError,
    flash,
    layout::StaffSection,
    page::page,
    ui::{Button, Choice, Confirm, Field, FormErrors, Icon, PageHead, Section, Select, TimeZones},
};
use domain::{
    actor::Policy,
    company::{
        Company, papers,
        settings::{self, CompanySettings, MAX_LOGO_BYTES},
    },
    language::Language,
    reminder,
};
use leptos::{prelude::*, server_fn::ServerFn};

pub(super) const PATH: &str = "/staff/company";
/// Takes a file, which a server function cannot; the server has a handler of its own for it.
const UPLOAD_PATH: &str = "/staff/company/logo";

/// `/staff/company`
#[component]
pub fn CompanyPage() -> impl IntoView {
    page(load())
}

/// Changes the settings.
///
/// # Errors
/// As [`settings::update`].
#[server(endpoint = "staff/update-company")]
pub async fn update_company(
    #[server(default)] name: String,
    #[server(default)] language: String,
    #[server(default)] time_zone: String,
    #[server(default)] brand_color: String,
    #[server(default)] invitation_days: String,
    #[server(default)] support_email: String,
) -> Result<(), AppError> {
    let typed = CompanySettings { name, language, time_zone, brand_color, invitation_days, support_email };
    settings::update(&context::services()?.db, &context::staff()?.staff, typed).await?;
    flash::redirect(PATH, Some("The settings are saved."));
    Ok(())
}

/// Goes back to the logo that came with the portal.
///
/// # Errors
/// As [`settings::set_logo`].
#[server(endpoint = "staff/remove-logo")]
pub async fn remove_logo() -> Result<(), AppError> {
    settings::set_logo(&context::services()?.db, &context::staff()?.staff, None).await?;
    flash::redirect(PATH, Some("The logo is removed."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    viewer.staff.require(Policy::ManageCompany)?;
    let company = context::company()?;
    let services = context::services()?;
    let db = &services.db;
    let documents = company_documents::load(&viewer.staff).await?;
    let papers = papers::get(db, &viewer.staff).await?;
    let reminders = reminder::settings(db, &viewer.staff).await?;
    let paid = domain::payment::settings::get(db, &viewer.staff).await?;
    let payments = payment_settings(paid, services.payments.takes_cards());
    let content = view! {
        <PageHead title="Company" lead="What clients see of you."/>
        <div class="settings">
            {settings_form(&company)}
            {logo_form(&company)}
            {payments}
            {papers_form(papers)}
            {documents}
            {reminders::company_section(reminders)}
        </div>
    };
    Ok(frame(viewer, StaffSection::Company, "Company", content))
}

fn settings_form(company: &Company) -> impl IntoView + use<> {
    let company = company.clone();
    let state = flash::form::<UpdateCompany>();
    let fields = ["name", "language", "time_zone", "brand_color", "invitation_days", "support_email"];
    let message = state.message().filter(|_| fields.iter().all(|field| state.error_at(field).is_none()));
    let typed = state.clone();
    let value = move |name: &str, stored: String| typed.value(name).unwrap_or(stored);
    view! {
        <Section id="company" title="Settings">
            <form class="form" method="post" action=UpdateCompany::PATH>
                <FormErrors message/>
                <Field label="Name" name="name" value=value("name", company.name.clone()) error=state.error_at("name") required=true maxlength=120/>
                <Select
                    label="Language"
                    name="language"
                    options=Language::ALL.map(|language| Choice::new(language.tag(), language.own_name())).to_vec()
                    value=value("language", company.language.tag().to_owned())
                    error=state.error_at("language")
                    hint="For clients who have chosen none. Your own pages are in English."
                />
                <div class="field">
                    <label for="f-time_zone">"Time zone"</label>
                    <input
                        class="field-control"
                        id="f-time_zone"
                        name="time_zone"
                        list="time-zones"
                        value=value("time_zone", company.time_zone.name().to_owned())
                        required=true
                        aria-invalid=state.error_at("time_zone").map(|_| "true")
                        aria-describedby="f-time_zone-hint"
                    />
                    {state.error_at("time_zone").map(|error| {
                        view! { <p class="field-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> }
                    })}
                    <p class="field-hint" id="f-time_zone-hint">"“Today” is a day in this time zone, such as Europe/Berlin."</p>
                    <TimeZones id="time-zones"/>
                </div>
                <Field
                    label="Brand colour"
                    name="brand_color"
                    kind="color"
                    value=value("brand_color", company.brand_color.clone())
                    error=state.error_at("brand_color")
                    hint="Buttons and links take it; shades for light and dark are made from it."
                />
                <Field
                    label="Days that an invitation’s link works"
                    name="invitation_days"
                    inputmode="numeric"
                    value=value("invitation_days", company.invitation_days.to_string())
                    error=state.error_at("invitation_days")
                    required=true
                    maxlength=2
                />
                <Field
                    label="Support address"
                    name="support_email"
                    kind="email"
                    value=value("support_email", company.support_email.clone().unwrap_or_default())
                    error=state.error_at("support_email")
                    hint="Where clients write when they need help. May be empty."
                    maxlength=254
                />
                <div class="form-actions"><Button>"Save"</Button></div>
            </form>
        </Section>
    }
}

fn logo_form(company: &Company) -> impl IntoView + use<> {
    let error =
        failure(&[UPLOAD_PATH, RemoveLogo::PATH]).map(|error| error.field("logo").unwrap_or(error.message));
    let version = company.updated_at.timestamp_micros();
    let present = company
        .has_logo
        .then(|| view! { <img class="logo-preview" src=format!("/brand/logo?v={version}") alt="The present logo"/> });
    let remove = company.has_logo.then(|| {
        view! {
            <Confirm id="remove-logo" label="Remove logo" title="Remove the logo?" yes="Remove" action=RemoveLogo::PATH>
                <p>"Pages and mails show the company’s name in its place. You can upload a logo again at any time."</p>
            </Confirm>
        }
    });
    view! {
        <Section id="logo" title="Logo">
            <div class="stack">
                {present}
                <form class="form" method="post" action=UPLOAD_PATH enctype="multipart/form-data">
                    <div class="field">
                        <label for="f-logo">"Picture"</label>
                        <input
                            class="field-control"
                            id="f-logo"
                            name="logo"
                            type="file"
                            accept="image/png,image/webp"
                            required=true
                            aria-describedby="f-logo-hint"
                        />
                        {error.map(|error| view! { <p class="field-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
                        <p class="field-hint" id="f-logo-hint">
                            {format!("PNG or WebP, at most {} KB. A wide one reads best.", MAX_LOGO_BYTES / 1024)}
                        </p>
                    </div>
                    <div class="form-actions"><Button>"Upload"</Button></div>
                </form>
                {remove}
            </div>
        </Section>
    }
}
