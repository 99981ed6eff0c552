//! Rows of pictures.

use super::draw;
use crate::{
    activity::{ActivityKind, record},
    db::Db,
    error::{Error, Result},
    id::{PictureId, UserId},
    user::Oneself,
};
use sqlx::PgConnection;

/// Takes a new picture of oneself in the place of the one before.
///
/// # Errors
/// [`Error::Invalid`] at `picture` when it is too large or nothing that we can read.
pub async fn set(db: &Db, oneself: &Oneself, bytes: Vec<u8>) -> Result<()> {
    let drawn = draw(bytes).await?;
    let id = PictureId::generate();
    let mut tx = db.0.begin().await?;
    clear(&mut tx, oneself.user_id()).await?;
    sqlx::query!(
        "insert into user_pictures (id, user_id, content) values ($1, $2, $3)",
        id.0,
        oneself.user_id().0,
        drawn
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update users set picture_id = $2 where id = $1", oneself.user_id().0, id.0)
        .execute(&mut *tx)
        .await?;
    record(&mut *tx, oneself.activity(ActivityKind::UpdateProfile)).await?;
    Ok(tx.commit().await?)
}

/// Goes back to initials; without a picture nothing changes.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove(db: &Db, oneself: &Oneself) -> Result<()> {
    let mut tx = db.0.begin().await?;
    if clear(&mut tx, oneself.user_id()).await? {
        record(&mut *tx, oneself.activity(ActivityKind::UpdateProfile)).await?;
    }
    Ok(tx.commit().await?)
}

/// Behind the lock of the account's row, so that of two at once the last one's picture is there alone.
async fn clear(tx: &mut PgConnection, user_id: UserId) -> Result<bool> {
    sqlx::query!("update users set picture_id = null where id = $1", user_id.0).execute(&mut *tx).await?;
    let gone = sqlx::query!("delete from user_pictures where user_id = $1", user_id.0).execute(tx).await?;
    Ok(gone.rows_affected() > 0)
}

/// One's own picture, by the id that changes with it.
///
/// # Errors
/// [`Error::NotFound`] for a missing one and for somebody else's alike.
pub async fn get(db: &Db, oneself: &Oneself, id: PictureId) -> Result<Vec<u8>> {
    sqlx::query_scalar!(
        "select content from user_pictures where id = $1 and user_id = $2",
        id.0,
        oneself.user_id().0
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)
}
