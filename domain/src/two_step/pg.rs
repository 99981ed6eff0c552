//! Rows of secrets and recovery codes.

use super::{Enrolment, RECOVERY_CODES, RecoveryCode, RecoveryCodes, SETUP_LIFE, Secret, TwoStep};
use crate::{
    activity::{ActivityKind, NewActivity, Origin, Subject, record},
    db::Db,
    email,
    error::{Conflict, Error, Result},
    id::UserId,
    outgoing_mail::{self, MailSubject, PasskeyChange},
    passkey,
    password::Hasher,
    user::{self, Oneself},
    words::sentence,
};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use sqlx::PgConnection;

/// How two-step sign-in stands for one's own account. The secret is shown only while it is being set up.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn state(db: &Db, oneself: &Oneself) -> Result<TwoStep> {
    let row = sqlx::query!(
        r#"select u.email, co.name as company, t.secret as "secret?", t.enabled_at as "enabled_at?",
                  t.created_at > now() - make_interval(secs => $2) as "is_fresh?",
                  (select count(*) from recovery_codes r where r.user_id = u.id and r.used_at is null) as "codes_left!"
             from users u cross join company co left join two_step t on t.user_id = u.id
            where u.id = $1"#,
        oneself.user_id().0,
        SETUP_LIFE.as_secs_f64(),
    )
    .fetch_one(&db.0)
    .await?;
    Ok(match (row.secret, row.enabled_at) {
        (Some(_), Some(since)) => {
            TwoStep::On { since, codes_left: u32::try_from(row.codes_left).unwrap_or_default() }
        }
        (Some(secret), None) if row.is_fresh == Some(true) => {
            let secret = Secret::stored(secret);
            TwoStep::BeingSetUp(Enrolment {
                secret: secret.as_text()?,
                address: secret.as_address(&row.email, &row.company)?,
            })
        }
        _ => TwoStep::Off,
    })
}

/// Begins to set it up: makes a secret, which [`state`] shows for half an hour. Nothing changes at sign-in yet. Asks for the
/// password, so that a device left open is not enough to lock its owner out.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`]; [`Conflict::TwoStepIsOn`].
pub async fn begin(db: &Db, hasher: &Hasher, oneself: &Oneself, password: SecretString) -> Result<()> {
    user::prove_own_password(db, hasher, oneself, password).await?;
    let secret = Secret::generate()?;
    let begun = sqlx::query!(
        "insert into two_step as t (user_id, secret) values ($1, $2)
         on conflict (user_id) do update set secret = excluded.secret, created_at = now(), last_step = 0
          where t.enabled_at is null",
        oneself.user_id().0,
        secret.as_bytes(),
    )
    .execute(&db.0)
    .await?;
    if begun.rows_affected() == 0 { Err(Conflict::TwoStepIsOn.into()) } else { Ok(()) }
}

/// Switches it on with a code of the secret that is being set up; from the next sign-in on it is asked for. `now` is the time
/// that codes are checked against.
///
/// # Errors
/// [`Error::Invalid`] at `code`; [`Conflict::TwoStepIsOn`]; [`Conflict::SetupOver`] when nothing is being set up.
pub async fn enable(db: &Db, oneself: &Oneself, code: &str, now: DateTime<Utc>) -> Result<RecoveryCodes> {
    let user_id = oneself.user_id();
    let mut tx = db.0.begin().await?;
    lock_account(&mut tx, user_id).await?;
    let row = sqlx::query!(
        r#"select secret, enabled_at, created_at > now() - make_interval(secs => $2) as "is_fresh!"
             from two_step where user_id = $1 for update"#,
        user_id.0,
        SETUP_LIFE.as_secs_f64(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .filter(|row| row.enabled_at.is_some() || row.is_fresh)
    .ok_or(Conflict::SetupOver)?;
    if row.enabled_at.is_some() {
        return Err(Conflict::TwoStepIsOn.into());
    }
    let Some(step) = Secret::stored(row.secret).step_of(code, now)? else {
        return Err(Error::field("code", sentence!("code-not-of-secret")));
    };
    sqlx::query!(
        "update two_step set enabled_at = now(), last_step = $2 where user_id = $1",
        user_id.0,
        step
    )
    .execute(&mut *tx)
    .await?;
    let codes = new_codes(&mut tx, user_id).await?;
    record(&mut *tx, oneself.activity(ActivityKind::EnableTwoStep)).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::TwoStepOn(user_id)).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Makes ten new recovery codes; those from before work no more.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`]; [`Conflict::TwoStepIsOff`].
pub async fn renew_codes(
    db: &Db,
    hasher: &Hasher,
    oneself: &Oneself,
    password: SecretString,
) -> Result<RecoveryCodes> {
    user::prove_own_password(db, hasher, oneself, password).await?;
    let mut tx = db.0.begin().await?;
    lock_account(&mut tx, oneself.user_id()).await?;
    if !is_on(&mut tx, oneself.user_id()).await? {
        return Err(Conflict::TwoStepIsOff.into());
    }
    let codes = new_codes(&mut tx, oneself.user_id()).await?;
    record(&mut *tx, oneself.activity(ActivityKind::RenewRecoveryCodes)).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Switches it off, and forgets the secret; the recovery codes as well, unless a passkey is asked for after the password.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`]; [`Conflict::TwoStepIsOff`].
pub async fn disable(db: &Db, hasher: &Hasher, oneself: &Oneself, password: SecretString) -> Result<()> {
    user::prove_own_password(db, hasher, oneself, password).await?;
    let mut tx = db.0.begin().await?;
    lock_account(&mut tx, oneself.user_id()).await?;
    let gone = sqlx::query!(
        "delete from two_step where user_id = $1 and enabled_at is not null",
        oneself.user_id().0
    )
    .execute(&mut *tx)
    .await?;
    if gone.rows_affected() == 0 {
        return Err(Conflict::TwoStepIsOff.into());
    }
    forget_codes_of_no_use(&mut tx, oneself.user_id()).await?;
    record(&mut *tx, oneself.activity(ActivityKind::DisableTwoStep)).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::TwoStepOff(oneself.user_id())).await?;
    Ok(tx.commit().await?)
}

/// Takes every second step away from an owner who has lost both device and recovery codes, and their passkeys too, which lie on that
/// device; for the operator's command line, nobody signed in can call it. The owner is told by mail.
///
/// # Errors
/// [`Error::NotFound`] when no account with this address has a second step or a passkey.
pub async fn reset_by_operator(db: &Db, email: &str) -> Result<()> {
    let email = email::normalize(email).ok_or(Error::NotFound)?;
    let mut tx = db.0.begin().await?;
    let user_id = sqlx::query_scalar!("select id from users where email = $1 for no key update", email)
        .fetch_optional(&mut *tx)
        .await?
        .map(UserId)
        .ok_or(Error::NotFound)?;
    let had_step = is_on(&mut tx, user_id).await?;
    sqlx::query!("delete from two_step where user_id = $1", user_id.0).execute(&mut *tx).await?;
    sqlx::query!("update users set passkey_step_since = null where id = $1", user_id.0)
        .execute(&mut *tx)
        .await?;
    forget_codes_of_no_use(&mut tx, user_id).await?;
    let had_passkeys = passkey::remove_all(&mut tx, user_id).await? > 0;
    if !had_step && !had_passkeys {
        return Err(Error::NotFound);
    }
    for (is_gone, kind, mail) in [
        (had_step, ActivityKind::DisableTwoStep, MailSubject::TwoStepOff(user_id)),
        (
            had_passkeys,
            ActivityKind::RemovePasskey,
            MailSubject::Passkeys(PasskeyChange::AllRemoved, user_id),
        ),
    ] {
        if is_gone {
            let activity = NewActivity {
                kind,
                client_id: None,
                user_id: Some(user_id),
                staff_id: None,
                subject: Some(Subject { kind: "user", id: user_id.0, label: "By the operator" }),
                origin: &Origin::default(),
            };
            record(&mut *tx, activity).await?;
            outgoing_mail::enqueue(&mut tx, mail).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Whoever changes the second steps or the passkeys of an account does so one after the other, and no sign-in comes in between.
pub(crate) async fn lock_account(tx: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query!("select id from users where id = $1 for no key update", user_id.0).fetch_one(tx).await?;
    Ok(())
}

/// Forgets the recovery codes of an account without any second step.
pub(crate) async fn forget_codes_of_no_use(tx: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query!(
        "delete from recovery_codes r using users u
          where r.user_id = $1 and u.id = r.user_id and u.passkey_step_since is null
            and not exists (select from two_step t where t.user_id = u.id and t.enabled_at is not null)",
        user_id.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Replaces the account's recovery codes; behind the lock of the account.
pub(crate) async fn new_codes(tx: &mut PgConnection, user_id: UserId) -> Result<RecoveryCodes> {
    let codes =
        std::iter::repeat_with(RecoveryCode::generate).take(RECOVERY_CODES).collect::<Result<Vec<_>>>()?;
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| code.hash(user_id)).collect();
    sqlx::query!("delete from recovery_codes where user_id = $1", user_id.0).execute(&mut *tx).await?;
    sqlx::query!(
        "insert into recovery_codes (user_id, code_sha256) select $1, unnest($2::bytea[])",
        user_id.0,
        &hashes,
    )
    .execute(tx)
    .await?;
    Ok(RecoveryCodes(codes.iter().map(RecoveryCode::to_text).collect()))
}

/// Whether signing in takes more than the password: a code, or a passkey.
pub(crate) async fn is_on(tx: &mut PgConnection, user_id: UserId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from two_step where user_id = $1 and enabled_at is not null)
               or exists (select from users where id = $1 and passkey_step_since is not null) as "is_on!""#,
        user_id.0
    )
    .fetch_one(tx)
    .await?)
}

/// What a code was that has just been used up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UsedCode {
    OfDevice,
    Recovery,
}

/// Uses a code up, whichever of the two kinds it is: of two who send the same at the same moment one is refused.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is wrong or has been used; [`Conflict::SignInOver`] when no second step is asked for.
pub(crate) async fn use_code(
    tx: &mut PgConnection,
    user_id: UserId,
    code: &str,
    now: DateTime<Utc>,
) -> Result<UsedCode> {
    if !is_on(tx, user_id).await? {
        return Err(Conflict::SignInOver.into());
    }
    let wrong = || Error::field("code", sentence!("code-wrong"));
    if let Some(code) = RecoveryCode::typed(code) {
        let used = sqlx::query!(
            "update recovery_codes set used_at = now() where user_id = $1 and code_sha256 = $2 and used_at is null",
            user_id.0,
            code.hash(user_id),
        )
        .execute(tx)
        .await?;
        return if used.rows_affected() == 1 { Ok(UsedCode::Recovery) } else { Err(wrong()) };
    }
    // One after the other: the row's lock decides who is first.
    let row = sqlx::query!(
        "select secret, last_step from two_step where user_id = $1 and enabled_at is not null for update",
        user_id.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or_else(wrong)?;
    let step = Secret::stored(row.secret).step_of(code, now)?;
    let step = step.filter(|step| *step > row.last_step).ok_or_else(wrong)?;
    sqlx::query!("update two_step set last_step = $2 where user_id = $1", user_id.0, step)
        .execute(tx)
        .await?;
    Ok(UsedCode::OfDevice)
}
