//! How one wants to hear of news: a part of the settings, of clients' people and of staff.

use super::oneself::Account;
use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, FormErrors, Section, Words},
    words::{InWords as _, say},
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
    flash::redirect(account.settings_path(), Some(&say!("settings-news-saved")));
    Ok(())
}

pub(super) fn form(preferences: Vec<Preference>) -> impl IntoView {
    let refused = flash::form::<SetNotificationPreferences>().message();
    let rows = preferences.into_iter().enumerate().map(|(n, preference)| row(n, preference)).collect_view();
    view! {
        <Section id="notification-settings" title=say!("notifications-title")>
            <form class="form" method="post" action=format!("{}#notification-settings", SetNotificationPreferences::PATH)>
                <FormErrors message=refused/>
                <table class="matrix">
                    <caption class="sr-only">{say!("settings-news-caption")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say!("settings-news-about")}</th>
                            <th scope="col">{say!("settings-news-in-portal")}</th>
                            <th scope="col">{say!("settings-news-by-mail")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="muted small">{say!("settings-news-hint")}</p>
                <div class="form-actions"><Button>{say!("save")}</Button></div>
            </form>
        </Section>
    }
}

fn row(n: usize, preference: Preference) -> impl IntoView {
    let Preference { event, in_portal, by_mail } = preference;
    let cell = |field: &str, label: Words, checked: bool| {
        let name = format!("{field}[{n}]");
        view! { <td><input type="checkbox" name=name value=event.as_str() checked=checked aria-label=label/></td> }
    };
    view! {
        <tr>
            <th scope="row">{event.words()}</th>
            {cell("in_portal", say!("settings-news-event-in-portal", event = event.words()), in_portal)}
            {cell("by_mail", say!("settings-news-event-by-mail", event = event.words()), by_mail)}
        </tr>
    }
}
