//! The picture on one's own profile.

use super::oneself::Account;
use crate::{
    context,
    error::AppError,
    flash::{self, Flash},
    ui::{Button, Confirm, Icon, Section},
    words::say,
};
use domain::{
    picture::{self, MAX_BYTES},
    session::Person,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// A form with a file is taken by the server itself.
const UPLOAD_PATH: &str = "/account/picture";

/// Goes back to initials.
///
/// # Errors
/// As [`picture::remove`].
#[server(endpoint = "account/remove-picture")]
pub async fn remove_picture() -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    picture::remove(&context::services()?.db, &account.oneself()?).await?;
    flash::redirect(account.profile_path(), Some(&say!("picture-removed")));
    Ok(())
}

pub(super) fn picture_form(person: &Person) -> impl IntoView + use<> {
    let is_upload = |flash: &Flash| matches!(flash, Flash::Failed { path, .. } if path == UPLOAD_PATH);
    let error = match flash::say(is_upload).as_deref() {
        Some(Flash::Failed { error, .. }) => Some(error.field("picture").unwrap_or(error.message.clone())),
        _ => None,
    };
    let described_by = if error.is_some() { "f-picture-error f-picture-hint" } else { "f-picture-hint" };
    let remove = person.picture_id.map(|_| {
        view! {
            <Confirm
                id="remove-picture"
                label=say!("picture-remove")
                title=say!("picture-remove-title")
                yes=say!("picture-remove-yes")
                action=RemovePicture::PATH
            >
                <p>{say!("picture-remove-text")}</p>
            </Confirm>
        }
    });
    view! {
        <Section id="picture" title=say!("picture-title")>
            <div class="stack">
                <form class="form" method="post" action=format!("{UPLOAD_PATH}#picture") enctype="multipart/form-data">
                    <div class="field">
                        <label for="f-picture">{say!("picture-label")}</label>
                        <input
                            class="field-control"
                            id="f-picture"
                            name="picture"
                            type="file"
                            accept="image/jpeg,image/png,image/webp"
                            required=true
                            autofocus=error.is_some()
                            aria-invalid=error.is_some().then_some("true")
                            aria-describedby=described_by
                        />
                        {error.map(|error| {
                            view! { <p class="field-error" id="f-picture-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> }
                        })}
                        <p class="field-hint" id="f-picture-hint">
                            {say!("picture-hint", megabytes = (MAX_BYTES / 1024 / 1024))}
                        </p>
                    </div>
                    <div class="form-actions"><Button>{say!("picture-upload")}</Button></div>
                </form>
                {remove}
            </div>
        </Section>
    }
}
