//! Rows of passkeys.

use super::{
    CHALLENGE_LIFE, MAX_PASSKEYS, OwnPasskey, OwnPasskeys, RelyingParty, Removed, normalize_name,
    party::{Denied, ForWhom, Signed},
};
use crate::{
    activity::{ActivityKind, NewActivity, Subject, record},
    db::Db,
    error::{Conflict, Error, OnConstraint as _, Result},
    id::{PasskeyId, UserId},
    outgoing_mail::{self, MailSubject, PasskeyChange},
    password::Hasher,
    two_step::{self, RecoveryCodes},
    user::{self, Oneself},
};
use secrecy::SecretString;
use sqlx::{PgConnection, types::Json};

/// One's own passkeys, and what is asked of the device for the one that is being added in this session.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, oneself: &Oneself) -> Result<OwnPasskeys> {
    let row = sqlx::query!(
        r#"
        select u.passkey_step_since,
               (select count(*) from recovery_codes r where r.user_id = u.id and r.used_at is null) as "codes_left!",
               (select a.options from passkey_additions a
                 where a.session_id = $2 and a.user_id = u.id and a.expires_at > now()) as options,
               coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'created_at', p.created_at,
                                                             'last_used_at', p.last_used_at) order by p.created_at, p.id)
                           from passkeys p where p.user_id = u.id), '[]') as "passkeys!: Json<Vec<OwnPasskey>>"
          from users u where u.id = $1
        "#,
        oneself.user_id().0,
        oneself.origin().session_id.map(|id| id.0),
    )
    .fetch_one(&db.0)
    .await?;
    let being_added = row.options.map(String::from_utf8).transpose().map_err(Error::internal)?;
    Ok(OwnPasskeys {
        passkeys: row.passkeys.0,
        being_added,
        asked_since: row.passkey_step_since,
        codes_left: u32::try_from(row.codes_left).unwrap_or_default(),
    })
}

/// Begins to add one: what [`list`] has the device asked for the next five minutes, in this session. Asks for the password, so that
/// a device left open is not enough to come back without it.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`]; [`Conflict::TooManyPasskeys`].
pub async fn begin(
    db: &Db,
    hasher: &Hasher,
    party: &RelyingParty,
    oneself: &Oneself,
    password: SecretString,
) -> Result<()> {
    user::prove_own_password(db, hasher, oneself, password).await?;
    let (user_id, session_id) = (oneself.user_id(), oneself.origin().session_id.ok_or(Error::NotFound)?);
    let row = sqlx::query!(
        r#"select u.email, u.name, co.name as company,
                  array(select p.credential_id from passkeys p where p.user_id = u.id) as "credential_ids!"
             from users u cross join company co where u.id = $1"#,
        user_id.0,
    )
    .fetch_one(&db.0)
    .await?;
    if row.credential_ids.len() >= MAX_PASSKEYS {
        return Err(Conflict::TooManyPasskeys(MAX_PASSKEYS).into());
    }
    let whom = ForWhom { user_id, email: &row.email, name: &row.name, company: &row.company };
    let (options, state) = party.begin_adding(&whom, row.credential_ids)?;
    sqlx::query!(
        "insert into passkey_additions (session_id, user_id, options, state, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))
         on conflict (session_id) do update
            set options = excluded.options, state = excluded.state, expires_at = excluded.expires_at",
        session_id.0,
        user_id.0,
        options,
        state,
        CHALLENGE_LIFE.as_secs_f64(),
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

/// Adds the passkey that the device has made. `answer` is its `RegistrationResponseJSON`.
///
/// # Errors
/// [`Error::Invalid`] at `name`; [`Conflict::PasskeyTooLate`] when nothing is being added in this session;
/// [`Conflict::PasskeyRefused`], [`Conflict::PasskeyTaken`], [`Conflict::TooManyPasskeys`].
pub async fn add(db: &Db, party: &RelyingParty, oneself: &Oneself, name: &str, answer: &str) -> Result<()> {
    let name = normalize_name(name)?;
    let (user_id, session_id) = (oneself.user_id(), oneself.origin().session_id.ok_or(Error::NotFound)?);
    // Used up, whatever comes of it.
    let state = sqlx::query_scalar!(
        "delete from passkey_additions where session_id = $1 and user_id = $2 and expires_at > now() returning state",
        session_id.0,
        user_id.0,
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Conflict::PasskeyTooLate)?;
    let (credential_id, credential) = party.finish_adding(answer, &state)?;

    let mut tx = db.0.begin().await?;
    two_step::lock_account(&mut tx, user_id).await?;
    // Whoever ended this session meanwhile, with a new password or a report, has shut it out.
    let now = sqlx::query!(
        r#"select exists (select from user_sessions where id = $2 and user_id = $1 and ended_at is null) as "is_in!",
                  (select count(*) from passkeys where user_id = $1) as "count!""#,
        user_id.0,
        session_id.0,
    )
    .fetch_one(&mut *tx)
    .await?;
    if !now.is_in {
        return Err(Conflict::PasskeyTooLate.into());
    }
    if usize::try_from(now.count).is_ok_and(|count| count >= MAX_PASSKEYS) {
        return Err(Conflict::TooManyPasskeys(MAX_PASSKEYS).into());
    }
    let id = PasskeyId::generate();
    sqlx::query!(
        "insert into passkeys (id, user_id, credential_id, credential, name) values ($1, $2, $3, $4, $5)",
        id.0,
        user_id.0,
        credential_id,
        credential,
        name,
    )
    .execute(&mut *tx)
    .await
    .on_constraint("passkeys_credential_id_key", Conflict::PasskeyTaken)?;
    note(&mut tx, oneself, ActivityKind::AddPasskey, id, &name).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::Passkeys(PasskeyChange::Added, user_id)).await?;
    Ok(tx.commit().await?)
}

/// Gives one of one's own another name.
///
/// # Errors
/// [`Error::Invalid`] at `name`; [`Error::NotFound`].
pub async fn rename(db: &Db, oneself: &Oneself, id: PasskeyId, name: &str) -> Result<()> {
    let name = normalize_name(name)?;
    let mut tx = db.0.begin().await?;
    let renamed = sqlx::query!(
        "update passkeys set name = $3 where id = $1 and user_id = $2",
        id.0,
        oneself.user_id().0,
        name
    )
    .execute(&mut *tx)
    .await?;
    if renamed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    note(&mut tx, oneself, ActivityKind::RenamePasskey, id, &name).await?;
    Ok(tx.commit().await?)
}

/// Removes one of one's own. With the last one none is asked for after the password any more.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`].
pub async fn remove(
    db: &Db,
    hasher: &Hasher,
    oneself: &Oneself,
    id: PasskeyId,
    password: SecretString,
) -> Result<Removed> {
    let user_id = oneself.user_id();
    sqlx::query!("select id from passkeys where id = $1 and user_id = $2", id.0, user_id.0)
        .fetch_optional(&db.0)
        .await?
        .ok_or(Error::NotFound)?;
    user::prove_own_password(db, hasher, oneself, password).await?;
    let mut tx = db.0.begin().await?;
    two_step::lock_account(&mut tx, user_id).await?;
    let name = sqlx::query_scalar!(
        "delete from passkeys where id = $1 and user_id = $2 returning name",
        id.0,
        user_id.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::NotFound)?;
    note(&mut tx, oneself, ActivityKind::RemovePasskey, id, &name).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::Passkeys(PasskeyChange::Removed, user_id)).await?;
    let has_others = sqlx::query_scalar!(
        r#"select exists (select from passkeys where user_id = $1) as "has_others!""#,
        user_id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    let ends_asking = !has_others && end_asking(&mut tx, oneself).await?;
    tx.commit().await?;
    Ok(Removed { ends_asking })
}

/// Has a passkey asked for after the password, from the next sign-in on. New recovery codes are for the day on which no passkey is
/// at hand.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`]; [`Conflict::NoPasskey`]; [`Conflict::PasskeyStepIsOn`].
pub async fn ask_after_password(
    db: &Db,
    hasher: &Hasher,
    oneself: &Oneself,
    password: SecretString,
) -> Result<RecoveryCodes> {
    user::prove_own_password(db, hasher, oneself, password).await?;
    let user_id = oneself.user_id();
    let mut tx = db.0.begin().await?;
    two_step::lock_account(&mut tx, user_id).await?;
    let has_passkey = sqlx::query_scalar!(
        r#"select exists (select from passkeys where user_id = $1) as "has_passkey!""#,
        user_id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    if !has_passkey {
        return Err(Conflict::NoPasskey.into());
    }
    let asked = sqlx::query!(
        "update users set passkey_step_since = now() where id = $1 and passkey_step_since is null",
        user_id.0
    )
    .execute(&mut *tx)
    .await?;
    if asked.rows_affected() == 0 {
        return Err(Conflict::PasskeyStepIsOn.into());
    }
    let codes = two_step::new_codes(&mut tx, user_id).await?;
    record(&mut *tx, oneself.activity(ActivityKind::EnablePasskeyStep)).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::Passkeys(PasskeyChange::StepOn, user_id)).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Has no passkey asked for after the password any more.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`]; [`Conflict::PasskeyStepIsOff`].
pub async fn stop_asking(db: &Db, hasher: &Hasher, oneself: &Oneself, password: SecretString) -> Result<()> {
    user::prove_own_password(db, hasher, oneself, password).await?;
    let mut tx = db.0.begin().await?;
    two_step::lock_account(&mut tx, oneself.user_id()).await?;
    if !end_asking(&mut tx, oneself).await? {
        return Err(Conflict::PasskeyStepIsOff.into());
    }
    Ok(tx.commit().await?)
}

/// Ends the asking after the password, behind the lock of the account; whether there was any.
async fn end_asking(tx: &mut PgConnection, oneself: &Oneself) -> Result<bool> {
    let user_id = oneself.user_id();
    let ended = sqlx::query!(
        "update users set passkey_step_since = null where id = $1 and passkey_step_since is not null",
        user_id.0
    )
    .execute(&mut *tx)
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(false);
    }
    two_step::forget_codes_of_no_use(tx, user_id).await?;
    record(&mut *tx, oneself.activity(ActivityKind::DisablePasskeyStep)).await?;
    outgoing_mail::enqueue(tx, MailSubject::Passkeys(PasskeyChange::StepOff, user_id)).await?;
    Ok(true)
}

/// Removes all passkeys of an account, and what is being added; behind the lock of the account. How many there were.
pub(crate) async fn remove_all(tx: &mut PgConnection, user_id: UserId) -> Result<u64> {
    let removed = sqlx::query!(
        "with forgotten as (delete from passkey_additions where user_id = $1)
         delete from passkeys where user_id = $1",
        user_id.0
    )
    .execute(tx)
    .await?;
    Ok(removed.rows_affected())
}

async fn note(
    tx: &mut PgConnection,
    oneself: &Oneself,
    kind: ActivityKind,
    id: PasskeyId,
    name: &str,
) -> Result<()> {
    let subject = Subject { kind: "passkey", id: id.0, label: name };
    record(tx, NewActivity { subject: Some(subject), ..oneself.activity(kind) }).await
}

/// What came of the answer of a device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Used {
    Taken,
    Denied(Denied),
}

/// Checks what a device has signed against the account's passkey, and keeps how often it was used. Two uses at once come one after
/// the other. Call it behind a lock of the account.
pub(crate) async fn use_up(
    tx: &mut PgConnection,
    party: &RelyingParty,
    user_id: UserId,
    answer: &Signed,
    state: &[u8],
) -> Result<Used> {
    let row = sqlx::query!(
        "select id, credential from passkeys where user_id = $1 and credential_id = $2 for update",
        user_id.0,
        answer.credential_id(),
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(Used::Denied(Denied::Unknown)) };
    let verified = match party.verify(answer, state, &row.credential)? {
        Ok(verified) => verified,
        Err(denied) => return Ok(Used::Denied(denied)),
    };
    sqlx::query!(
        "update passkeys set credential = $2, last_used_at = now() where id = $1",
        row.id,
        verified.0
    )
    .execute(tx)
    .await?;
    Ok(Used::Taken)
}
