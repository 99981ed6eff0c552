//! Rows of those who still owe the code.

use super::{BY_ACCOUNT, BY_BROWSER, Entry, LIFE};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    db::Db,
    error::{Conflict, Error, Result},
    id::UserId,
    rate_limit,
    session::lifecycle::{self, Beginner, NewSession, Visitor},
    sign_in::{Account, pg},
    token::Token,
    two_step::{self, UsedCode},
    words::sentence,
};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Lets somebody in whose password was right, or has them asked for the code; in the transaction that confirmed the password.
pub(crate) async fn enter(
    tx: &mut PgConnection,
    who: Beginner,
    remember: bool,
    visitor: &Visitor,
) -> Result<Entry> {
    if !two_step::is_on(tx, who.user_id).await? {
        return Ok(Entry::Session(lifecycle::begin(tx, who, remember, visitor).await?));
    }
    let token = Token::generate()?;
    sqlx::query!(
        "insert into pending_sign_ins (token_sha256, user_id, remember, expires_at)
         values ($1, $2, $3, now() + make_interval(secs => $4))",
        &token.hash()[..],
        who.user_id.0,
        remember,
        LIFE.as_secs_f64(),
    )
    .execute(tx)
    .await?;
    Ok(Entry::CodeNeeded(token))
}

/// The e-mail address of the one who owes the code.
///
/// # Errors
/// [`Conflict::SignInOver`] when it was too long ago, or the password was changed since.
pub async fn look(db: &Db, token: &Token) -> Result<String> {
    Ok(sqlx::query_scalar!(
        "select u.email from pending_sign_ins p join users u on u.id = p.user_id
          where p.token_sha256 = $1 and p.expires_at > now()",
        &token.hash()[..],
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Conflict::SignInOver)?)
}

/// Takes the code and begins the session. `now` is the time that codes are checked against.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is wrong or was used before; [`Conflict::SignInOver`] when the password has to be given
/// again; [`Error::TooManyAttempts`]; [`Error::Denied`].
pub async fn complete(
    db: &Db,
    token: &Token,
    code: &str,
    visitor: &Visitor,
    now: DateTime<Utc>,
) -> Result<NewSession> {
    if code.trim().is_empty() {
        return Err(Error::field("code", sentence!("code-missing")));
    }
    let account = pg::look_up(db, &look(db, token).await?, visitor).await?;
    let Some((user_id, kind)) = account.user else { return Err(Conflict::SignInOver.into()) };
    let counter = [match &visitor.device {
        Some(device) if account.knows_browser => BY_BROWSER.of(&[user_id.0.as_bytes(), &device.hash()]),
        _ => BY_ACCOUNT.of(&[user_id.0.as_bytes()]),
    }];
    // Counted before it is looked at, so that tries at the same moment are not more than the limit either.
    if let Some(retry_after_seconds) = rate_limit::count(&db.0, &counter).await? {
        return Err(Error::TooManyAttempts { retry_after_seconds });
    }
    let client_id = match account.way_in() {
        Ok(client_id) => client_id,
        Err(denied) => return Err(Error::Denied(denied)),
    };

    let mut tx = db.0.begin().await?;
    // Whoever changes the password meanwhile waits, and then ends this session with the others; or was faster, and the row
    // below is gone.
    sqlx::query!("select id from users where id = $1 for share", user_id.0).fetch_one(&mut *tx).await?;
    let used = match two_step::use_code(&mut tx, user_id, code, now).await {
        Ok(used) => used,
        Err(error @ Error::Invalid(_)) => {
            drop(tx);
            note_failure(db, &account, user_id, visitor).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    let remember = sqlx::query_scalar!(
        "delete from pending_sign_ins where token_sha256 = $1 and user_id = $2 and expires_at > now() returning remember",
        &token.hash()[..],
        user_id.0,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Conflict::SignInOver)?;
    rate_limit::forget(&mut *tx, &counter).await?;
    if used == UsedCode::Recovery {
        let activity = NewActivity {
            kind: ActivityKind::UseRecoveryCode,
            client_id,
            user_id: Some(user_id),
            staff_id: None,
            subject: None,
            origin: &visitor.origin,
        };
        record(&mut *tx, activity).await?;
    }
    let session = lifecycle::begin(&mut tx, Beginner { user_id, kind, client_id }, remember, visitor).await?;
    tx.commit().await?;
    Ok(session)
}

async fn note_failure(db: &Db, account: &Account, user_id: UserId, visitor: &Visitor) -> Result<()> {
    let activity = NewActivity {
        kind: ActivityKind::FailedLogin,
        client_id: account.client_id(),
        user_id: Some(user_id),
        staff_id: None,
        subject: Some(Subject { kind: "user", id: user_id.0, label: "Wrong code" }),
        origin: &visitor.origin,
    };
    record(&db.0, activity).await
}

/// Throws away those whose time is over; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    sqlx::query!("delete from pending_sign_ins where expires_at < now()").execute(&db.0).await?;
    Ok(())
}
