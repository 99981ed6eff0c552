//! One's own name, telephone number and picture, and for a client's portal user the client's address.

use super::{company_details::company_details, oneself::Account, picture_form::picture_form};
use crate::{
    context,
    error::AppError,
    flash,
    page::page,
    ui::{Button, Field, FormErrors, PageHead, Section},
    words::say,
};
use domain::{client::change_request, user};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/portal/profile`
#[component]
pub fn ProfilePage() -> impl IntoView {
    page(async { load(Account::of_client()?).await })
}

/// `/staff/profile`
#[component]
pub fn StaffProfilePage() -> impl IntoView {
    page(async { load(Account::of_staff()?).await })
}

/// Changes one's own name and telephone number.
///
/// # Errors
/// As [`user::update_profile`].
#[server(endpoint = "account/update-profile")]
pub async fn update_profile(
    #[server(default)] name: String,
    #[server(default)] phone: String,
) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    user::update_profile(&context::services()?.db, &account.oneself()?, &name, &phone).await?;
    flash::redirect(account.profile_path(), Some(&say!("profile-saved")));
    Ok(())
}

async fn load(account: Account) -> Result<AnyView, AppError> {
    let phone = user::phone(&context::services()?.db, &account.oneself()?).await?;
    let person = account.person().clone();
    let company = context::company()?.name;
    let picture = picture_form(&person);
    let details = match &account {
        Account::Client(viewer) => change_request::own(&context::services()?.db, &viewer.scope)
            .await?
            .map(|own| (viewer.scope.client_id(), viewer.client_name.clone(), own)),
        Account::Staff(_) => None,
    };
    let zone = context::zone()?;
    let details = details.map(|(id, client, own)| company_details(id, &client, own, zone));
    let form = flash::form::<UpdateProfile>();
    // What is wrong at a field is said there.
    let message =
        form.message().filter(|_| form.error_at("name").is_none() && form.error_at("phone").is_none());
    let content = view! {
        <PageHead title=person.name.clone() lead=say!("profile-lead") avatar=true picture=person.picture_path()/>
        <div class="settings">
            <Section id="profile" title=say!("profile-title")>
                <form class="form" method="post" action=UpdateProfile::PATH>
                    <FormErrors message/>
                    <Field
                        label=say!("profile-name")
                        name="name"
                        value=form.value("name").unwrap_or(person.name)
                        error=form.error_at("name")
                        required=true
                        autocomplete="name"
                        maxlength=200
                    />
                    <Field
                        label=say!("profile-phone")
                        name="phone"
                        kind="tel"
                        value=form.value("phone").unwrap_or(phone)
                        error=form.error_at("phone")
                        autocomplete="tel"
                        maxlength=50
                    />
                    <Field
                        label=say!("account-email")
                        name="email"
                        kind="email"
                        value=person.email
                        readonly=true
                        hint=say!("profile-email-hint", company = company)
                    />
                    <div class="form-actions"><Button>{say!("save")}</Button></div>
                </form>
            </Section>
            {picture}
            {details}
        </div>
    };
    Ok(account.frame(say!("profile-title"), content))
}
