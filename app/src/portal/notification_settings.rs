//! How one wants to hear of news: a part of the settings, of clients' people and of staff.

use super::oneself::Account;
use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, FormErrors, Section},
};
use domain::notification::preference::{self, Event, Preference};
use leptos::{prelude::*, server_fn::ServerFn};

/// Chooses for all events at once; what is not named is not wanted.
///
/// # Errors
/// As [`preference::set_preferences`].
#[server(endpoint = "account/set-notification-preferences")]
pub async fn set_notification_preferences(
    #[server(default)] in_portal: Vec<Event>,
    #[server(default)] by_mail: Vec<Event>,
) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    preference::set_preferences(&context::services()?.db, account.bell()?, &in_portal, &by_mail).await?;
    flash::redirect(account.settings_path(), Some("Your choice of notifications is saved."));
    Ok(())
}

pub(super) fn form(preferences: Vec<Preference>) -> impl IntoView {
    let refused = flash::form::<SetNotificationPreferences>().message();
    let rows = preferences.into_iter().enumerate().map(|(n, preference)| row(n, preference)).collect_view();
    view! {
        <Section id="notification-settings" title="Notifications">
            <form class="form" method="post" action=format!("{}#notification-settings", SetNotificationPreferences::PATH)>
                <FormErrors message=refused/>
                <table class="matrix">
                    <caption class="sr-only">"How you hear of news"</caption>
                    <thead>
                        <tr><th scope="col">"About"</th><th scope="col">"In the portal"</th><th scope="col">"By e-mail"</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="muted small">"Messages are mailed when you have not read them within ten minutes."</p>
                <div class="form-actions"><Button>"Save"</Button></div>
            </form>
        </Section>
    }
}

fn row(n: usize, preference: Preference) -> impl IntoView {
    let Preference { event, in_portal, by_mail } = preference;
    let cell = |field: &str, place: &str, checked: bool| {
        let (name, label) = (format!("{field}[{n}]"), format!("{} {place}", event.label()));
        view! { <td><input type="checkbox" name=name value=event.as_str() checked=checked aria-label=label/></td> }
    };
    view! {
        <tr>
            <th scope="row">{event.label()}</th>
            {cell("in_portal", "in the portal", in_portal)}
            {cell("by_mail", "by e-mail", by_mail)}
        </tr>
    }
}
