//! Challenges, from the question to the session's row.

use super::{Answer, Challenge, network_limit};
use crate::{
    db::Db,
    error::{Conflict, Error, Result},
    id::UserId,
    passkey::{self, CHALLENGE_LIFE, Denied, RelyingParty, Signed, Used},
    rate_limit::{self, Counter, network_of},
    session::lifecycle::{self, Beginner, NewSession, Visitor},
    sign_in::{ADDRESS, Account, pg, second_step},
    token::Token,
};

/// A challenge for whoever wants in with a passkey alone.
///
/// # Errors
/// [`Error::TooManyAttempts`] for a network that asks too often.
pub async fn begin(db: &Db, party: &RelyingParty, visitor: &Visitor) -> Result<Challenge> {
    ask(db, party, &[], None, visitor).await
}

/// A challenge for somebody who has given the password. `pending` is what [`super::super::Entry::CodeNeeded`] gave.
///
/// # Errors
/// [`Conflict::SignInOver`] when the password has to be given again; [`Conflict::NoPasskey`] when the account has none;
/// [`Error::TooManyAttempts`].
pub async fn begin_step(
    db: &Db,
    party: &RelyingParty,
    pending: &Token,
    visitor: &Visitor,
) -> Result<Challenge> {
    let credential_ids = sqlx::query_scalar!(
        r#"select array(select k.credential_id from passkeys k where k.user_id = p.user_id) as "credential_ids!"
             from pending_sign_ins p where p.token_sha256 = $1 and p.expires_at > now()"#,
        &pending.hash()[..],
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Conflict::SignInOver)?;
    if credential_ids.is_empty() {
        return Err(Conflict::NoPasskey.into());
    }
    ask(db, party, &credential_ids, Some(pending), visitor).await
}

async fn ask(
    db: &Db,
    party: &RelyingParty,
    allowed: &[Vec<u8>],
    pending: Option<&Token>,
    visitor: &Visitor,
) -> Result<Challenge> {
    let counted = rate_limit::count(&db.0, &[network_limit(&visitor.origin)]).await?;
    if let Some(retry_after_seconds) = counted {
        return Err(Error::TooManyAttempts { retry_after_seconds });
    }
    let (options, state) = party.challenge(allowed)?;
    let token = Token::generate()?;
    // Each makes room for more than itself, so that looks at the sign-in page do not pile up.
    sqlx::query!(
        "with stale as (
             delete from passkey_challenges where token_sha256 in (
                 select token_sha256 from passkey_challenges where expires_at < now() order by expires_at limit 4 for update skip locked)
         )
         insert into passkey_challenges (token_sha256, pending_sha256, state, expires_at)
         values ($1, $2, $3, now() + make_interval(secs => $4))",
        &token.hash()[..],
        pending.map(|pending| pending.hash().to_vec()),
        state,
        CHALLENGE_LIFE.as_secs_f64(),
    )
    .execute(&db.0)
    .await?;
    Ok(Challenge { token, options })
}

/// Uses a challenge up, and gives what its answer is checked against.
async fn take(db: &Db, challenge: &Token, pending: Option<&Token>) -> Result<Vec<u8>> {
    Ok(sqlx::query_scalar!(
        "delete from passkey_challenges
          where token_sha256 = $1 and pending_sha256 is not distinct from $2 and expires_at > now() returning state",
        &challenge.hash()[..],
        pending.map(|pending| pending.hash().to_vec()),
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Conflict::PasskeyTooLate)?)
}

/// Signs in with a passkey and nothing else. The session that the browser had before ends.
///
/// # Errors
/// [`Conflict::PasskeyTooLate`]; [`Conflict::PasskeyRefused`]; [`Error::Denied`] when the passkey is right and the access rule says no;
/// [`Error::TooManyAttempts`].
pub async fn sign_in(
    db: &Db,
    party: &RelyingParty,
    answer: &Answer,
    remember: bool,
    visitor: &Visitor,
) -> Result<NewSession> {
    let signed = Signed::read(&answer.credential)?;
    let state = take(db, &answer.challenge, None).await?;
    let email = match signed.user_id() {
        Some(UserId(id)) => {
            sqlx::query_scalar!("select email from users where id = $1", id).fetch_optional(&db.0).await?
        }
        None => None,
    };
    let email = email.unwrap_or_default();
    let account = pg::look_up(db, &email, visitor).await?;
    let counters = match account.user {
        Some(_) => account.counters(&email, visitor),
        None => vec![ADDRESS.of(&[&network_of(visitor.origin.ip_address)])],
    };
    rate_limit::check(&db.0, &counters).await?;
    let Some((user_id, kind)) = account.user else {
        return refuse(db, &account, &counters, Denied::Unknown, visitor).await;
    };

    let mut tx = db.0.begin().await?;
    // A session that begins while passkeys are being removed or a report is made either ends with the others or does not begin.
    sqlx::query!("select id from users where id = $1 for share", user_id.0).fetch_one(&mut *tx).await?;
    if let Used::Denied(because) = passkey::use_up(&mut tx, party, user_id, &signed, &state).await? {
        drop(tx);
        return refuse(db, &account, &counters, because, visitor).await;
    }
    let client_id = match account.way_in() {
        Ok(client_id) => client_id,
        Err(denied) => {
            pg::record_failure(&mut tx, &account, None, visitor).await?;
            tx.commit().await?;
            return Err(Error::Denied(denied));
        }
    };
    rate_limit::forget(&mut *tx, counters.get(..1).unwrap_or_default()).await?;
    let who = Beginner { user_id, kind, client_id };
    let session = lifecycle::begin(&mut tx, who, remember, visitor).await?;
    tx.commit().await?;
    Ok(session)
}

/// Counts and notes a passkey that was not taken.
async fn refuse<T>(
    db: &Db,
    account: &Account,
    counters: &[Counter],
    because: Denied,
    visitor: &Visitor,
) -> Result<T> {
    let mut tx = db.0.begin().await?;
    rate_limit::count(&mut *tx, counters).await?;
    pg::record_failure(&mut tx, account, Some(because.label()), visitor).await?;
    tx.commit().await?;
    Err(Conflict::PasskeyRefused.into())
}

/// Takes a passkey in place of the code, and begins the session.
///
/// # Errors
/// As [`second_step::complete`], with [`Conflict::PasskeyRefused`] and [`Conflict::PasskeyTooLate`] in place of a wrong code.
pub async fn complete_step(
    db: &Db,
    party: &RelyingParty,
    pending: &Token,
    answer: &Answer,
    visitor: &Visitor,
) -> Result<NewSession> {
    let signed = Signed::read(&answer.credential)?;
    let attempt = second_step::attempt(db, pending, visitor).await?;
    let state = take(db, &answer.challenge, Some(pending)).await?;
    let mut tx = db.0.begin().await?;
    second_step::hold(&mut tx, &attempt).await?;
    let used = passkey::use_up(&mut tx, party, attempt.user_id(), &signed, &state).await?;
    if let Used::Denied(because) = used {
        drop(tx);
        second_step::note_failure(db, &attempt, because.label(), visitor).await?;
        return Err(Conflict::PasskeyRefused.into());
    }
    let session = second_step::finish(&mut tx, pending, &attempt, visitor).await?;
    tx.commit().await?;
    Ok(session)
}

/// Throws away what nobody has answered in time; called daily.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge(db: &Db) -> Result<()> {
    sqlx::query!(
        "with additions as (delete from passkey_additions where expires_at < now())
         delete from passkey_challenges where expires_at < now()"
    )
    .execute(&db.0)
    .await?;
    Ok(())
}
