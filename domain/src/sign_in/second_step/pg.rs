//! Rows of those who still owe the second step.

use super::{BY_ACCOUNT, BY_BROWSER, Entry, LIFE, Owed};
use crate::{
    activity::{ActivityKind, NewActivity, record},
    db::Db,
    error::{Conflict, Error, Result},
    id::{ClientId, UserId},
    rate_limit::{self, Counter},
    session::lifecycle::{self, Beginner, NewSession, Visitor},
    sign_in::{Account, pg},
    token::Token,
    two_step::{self, UsedCode},
    user::Kind,
};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Lets somebody in whose password was right, or has them asked for the second step; in the transaction that confirmed the password.
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

/// The one who owes the second step, and how it can be made.
///
/// # Errors
/// [`Conflict::SignInOver`] when it was too long ago, or the password was changed since.
pub async fn look(db: &Db, token: &Token) -> Result<Owed> {
    Ok(sqlx::query_as!(
        Owed,
        r#"select u.email,
                  exists (select from two_step t where t.user_id = u.id and t.enabled_at is not null) as "takes_codes!",
                  exists (select from passkeys k where k.user_id = u.id) as "takes_passkeys!"
             from pending_sign_ins p join users u on u.id = p.user_id
            where p.token_sha256 = $1 and p.expires_at > now()"#,
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
        return Err(Error::field("code", "Enter the code."));
    }
    let attempt = attempt(db, token, visitor).await?;
    let mut tx = db.0.begin().await?;
    hold(&mut tx, &attempt).await?;
    let used = match two_step::use_code(&mut tx, attempt.user_id, code, now).await {
        Ok(used) => used,
        Err(error @ Error::Invalid(_)) => {
            drop(tx);
            note_failure(db, &attempt, "Wrong code", visitor).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    if used == UsedCode::Recovery {
        let activity = NewActivity {
            kind: ActivityKind::UseRecoveryCode,
            client_id: attempt.client_id,
            user_id: Some(attempt.user_id),
            staff_id: None,
            subject: None,
            origin: &visitor.origin,
        };
        record(&mut *tx, activity).await?;
    }
    let session = finish(&mut tx, token, &attempt, visitor).await?;
    tx.commit().await?;
    Ok(session)
}

/// One try at the second step, by somebody whom the access rule lets in.
#[derive(Debug)]
pub(in crate::sign_in) struct Attempt {
    account: Account,
    user_id: UserId,
    kind: Kind,
    client_id: Option<ClientId>,
    counter: [Counter; 1],
}

impl Attempt {
    pub(in crate::sign_in) fn user_id(&self) -> UserId {
        self.user_id
    }
}

/// Counts a try, of whichever kind, before anything is looked at, so that tries at the same moment are not more than the limit
/// either.
pub(in crate::sign_in) async fn attempt(db: &Db, token: &Token, visitor: &Visitor) -> Result<Attempt> {
    let account = pg::look_up(db, &look(db, token).await?.email, visitor).await?;
    let Some((user_id, kind)) = account.user else { return Err(Conflict::SignInOver.into()) };
    let counter = [match &visitor.device {
        Some(device) if account.knows_browser => BY_BROWSER.of(&[user_id.0.as_bytes(), &device.hash()]),
        _ => BY_ACCOUNT.of(&[user_id.0.as_bytes()]),
    }];
    if let Some(retry_after_seconds) = rate_limit::count(&db.0, &counter).await? {
        return Err(Error::TooManyAttempts { retry_after_seconds });
    }
    let client_id = account.way_in().map_err(Error::Denied)?;
    Ok(Attempt { account, user_id, kind, client_id, counter })
}

/// Whoever changes the password meanwhile waits, and then ends this session with the others; or was faster, and [`finish`] finds
/// nothing that is owed.
pub(in crate::sign_in) async fn hold(tx: &mut PgConnection, attempt: &Attempt) -> Result<()> {
    sqlx::query!("select id from users where id = $1 for share", attempt.user_id.0).fetch_one(tx).await?;
    Ok(())
}

/// The second step is made: nothing is owed any more, and the session begins.
pub(in crate::sign_in) async fn finish(
    tx: &mut PgConnection,
    token: &Token,
    attempt: &Attempt,
    visitor: &Visitor,
) -> Result<NewSession> {
    let Attempt { user_id, kind, client_id, counter, .. } = attempt;
    let remember = sqlx::query_scalar!(
        "delete from pending_sign_ins where token_sha256 = $1 and user_id = $2 and expires_at > now() returning remember",
        &token.hash()[..],
        user_id.0,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Conflict::SignInOver)?;
    rate_limit::forget(&mut *tx, counter).await?;
    let who = Beginner { user_id: *user_id, kind: *kind, client_id: *client_id };
    lifecycle::begin(tx, who, remember, visitor).await
}

/// Notes what was not taken; in a transaction of its own, since that of the try is given up.
pub(in crate::sign_in) async fn note_failure(
    db: &Db,
    attempt: &Attempt,
    what: &str,
    visitor: &Visitor,
) -> Result<()> {
    let mut tx = db.0.begin().await?;
    pg::record_failure(&mut tx, &attempt.account, Some(what), visitor).await?;
    Ok(tx.commit().await?)
}

/// Throws away those whose time is over; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    sqlx::query!("delete from pending_sign_ins where expires_at < now()").execute(&db.0).await?;
    Ok(())
}
