//! The client that a session looks at.

use crate::{
    db::Db,
    error::{Error, Result},
    id::ClientId,
    session::ClientViewer,
};

/// Lets the session look at another of the person's clients from now on. The access rule has let the person in to each of
/// `viewer.choices` at this request, and is asked again at the next.
///
/// # Errors
/// [`Error::NotFound`] for a client that is not among them.
pub async fn to_client(db: &Db, viewer: &ClientViewer, client: ClientId) -> Result<()> {
    if !viewer.choices.iter().any(|choice| choice.id == client) {
        return Err(Error::NotFound);
    }
    sqlx::query!(
        "update user_sessions set client_id = $3 where id = $1 and user_id = $2 and ended_at is null",
        viewer.scope.origin().session_id.map(|id| id.0),
        viewer.scope.user_id().0,
        client.0,
    )
    .execute(&db.0)
    .await?;
    Ok(())
}
