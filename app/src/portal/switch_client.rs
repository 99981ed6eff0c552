//! Looking at another client; the form is in the user menu.

use crate::{context, error::AppError, flash};
use domain::{id::ClientId, session::switch};
use leptos::prelude::*;

/// Changes the client that this session looks at.
///
/// # Errors
/// As [`switch::to_client`].
#[server(endpoint = "account/switch-client")]
pub async fn switch_client(client_id: ClientId) -> Result<(), AppError> {
    let viewer = context::client()?;
    switch::to_client(&context::services()?.db, &viewer, client_id).await?;
    flash::redirect("/portal", None);
    Ok(())
}
