//! What a contact sees of the portal, and whether it keeps its colleagues' access: shown and changed on the Contacts tab.

use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, ButtonLook, Choice, ToolbarSelect},
};
use domain::{
    access_preset::AccessPreset,
    contact::{self, Contact},
    id::ContactId,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Changes a contact's rights.
///
/// # Errors
/// As [`contact::set_rights`].
#[server(endpoint = "staff/set-contact-rights")]
pub async fn set_contact_rights(
    contact_id: ContactId,
    preset: AccessPreset,
    #[server(default)] is_administrator: bool,
) -> Result<(), AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    contact::set_rights(&db, &viewer.staff, contact_id, preset, is_administrator).await?;
    flash::back(Some("Saved. It holds from the contact’s next click on."));
    Ok(())
}

/// The rights in words, which open to the form for those who may change them.
pub(super) fn contact_rights(contact: &Contact, may_manage: bool) -> AnyView {
    if contact.is_portal_user {
        return view! { "Everything, as portal user" }.into_any();
    }
    let administrator = if contact.is_administrator { ", administrator" } else { "" };
    let words = format!("{}{administrator}", contact.preset.label());
    if may_manage { view! { <Rights contact=contact.clone() words/> }.into_any() } else { words.into_any() }
}

#[component]
fn Rights(contact: Contact, words: String) -> impl IntoView {
    let choices = AccessPreset::ALL.map(|preset| Choice::new(preset.as_str(), preset.label())).to_vec();
    let checkbox = format!("administrator-{}", contact.id);
    view! {
        <details class="unfold">
            <summary>{words}<span class="sr-only">", change what "{contact.name}" sees"</span></summary>
            <form class="inline-form" method="post" action=SetContactRights::PATH>
                <input type="hidden" name="contact_id" value=contact.id.to_string()/>
                <ToolbarSelect label="Sees" name="preset" choices value=contact.preset.as_str()/>
                <span class="check">
                    <input id=checkbox.clone() type="checkbox" name="is_administrator" value="true" checked=contact.is_administrator/>
                    <label for=checkbox>"Lets colleagues in"</label>
                </span>
                <Button look=ButtonLook::Secondary small=true>"Save"</Button>
            </form>
        </details>
    }
}
