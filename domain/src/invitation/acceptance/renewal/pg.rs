//! From an old link to a new one.

use super::{BY_ADDRESS, BY_PERSON, Renewed};
use crate::{
    activity::Origin,
    db::Db,
    error::{Error, Result},
    id::InvitationId,
    invitation, password_reset,
    rate_limit::{self, Limit, network_of},
    token::Token,
};

/// Sends a new link to the address on file of the person that an old link was for. The old one stops working.
///
/// # Errors
/// [`Error::NotFound`] for what is no link; [`Error::TooManyAttempts`]; as [`invitation::send_new_link`], among them
/// [`crate::Conflict::InvitationWithdrawn`] when staff have withdrawn the invitation, so that only they can send another.
pub async fn send_new_link(db: &Db, token: &Token, origin: &Origin) -> Result<Renewed> {
    limit(db, BY_ADDRESS, &network_of(origin.ip_address)).await?;
    let link = sqlx::query!(
        r#"
        select i.id, coalesce(i.contact_id, i.client_id) as "person!",
               (select u.email from users u
                 where u.id = case when i.contact_id is null then c.portal_user_id else cc.user_id end
                   and u.is_active and u.password_hash is not null) as account_email
          from invitation_tokens t
          join invitations i on i.id = t.invitation_id
          join clients c on c.id = i.client_id
          left join client_contacts cc on cc.id = i.contact_id
         where t.token_sha256 = $1
        "#,
        &token.hash()[..],
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    limit(db, BY_PERSON, link.person.as_bytes()).await?;
    match link.account_email {
        Some(email) => {
            password_reset::request(db, &email, origin).await?;
            Ok(Renewed::PasswordReset)
        }
        None => {
            invitation::send_new_link(db, InvitationId(link.id), origin).await?;
            Ok(Renewed::Invitation)
        }
    }
}

async fn limit(db: &Db, limit: Limit, subject: &[u8]) -> Result<()> {
    match rate_limit::count(&db.0, &[limit.of(&[subject])]).await? {
        Some(retry_after_seconds) => Err(Error::TooManyAttempts { retry_after_seconds }),
        None => Ok(()),
    }
}
