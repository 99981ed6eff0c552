//! One attempt to sign in, from the look at the account to the session's row.

use super::{Account, Credentials, Entry, PasswordHash, as_typed, second_step};
use crate::{
    access::AccessFacts,
    activity::{ActivityKind, NewActivity, Subject, record},
    db::Db,
    error::{Error, Result},
    id::UserId,
    password::{Hasher, Turn},
    rate_limit::{self, Counter},
    session::lifecycle::{self, Beginner, DEVICE_LIFE, Visitor},
    user::Kind,
};
use secrecy::SecretString;
use sqlx::{PgConnection, types::Json};

/// Signs in, or with two-step sign-in has the code asked for. The session that the browser had before ends; the new one has a
/// token of its own.
///
/// # Errors
/// [`Error::Invalid`] when a field is empty; [`Error::WrongCredentials`]; [`Error::Denied`] when the password is right and the
/// access rule says no; [`Error::TooManyAttempts`].
pub async fn sign_in(db: &Db, hasher: &Hasher, credentials: Credentials, visitor: &Visitor) -> Result<Entry> {
    credentials.check()?;
    let turn = hasher.turn().await?;
    let proved = prove(db, &turn, &credentials.email, credentials.password, visitor).await?;
    drop(turn);
    let client_id = match proved.account.way_in() {
        Ok(client_id) => client_id,
        Err(denied) => {
            let mut tx = db.0.begin().await?;
            record_failure(&mut tx, &proved.account, None, visitor).await?;
            tx.commit().await?;
            return Err(Error::Denied(denied));
        }
    };
    let mut tx = db.0.begin().await?;
    confirm(&mut tx, &proved).await?;
    let who = Beginner { user_id: proved.user_id, kind: proved.kind, client_id };
    let entry = second_step::enter(&mut tx, who, credentials.remember, visitor).await?;
    tx.commit().await?;
    Ok(entry)
}

/// Somebody who knew the password a moment ago; [`confirm`] it in the transaction that relies on it.
#[derive(Debug)]
pub(crate) struct Proved {
    pub(crate) user_id: UserId,
    pub(crate) kind: Kind,
    pub(crate) account: Account,
    stored: PasswordHash,
    /// The same password at today's cost, where the stored one is cheaper.
    rehashed: Option<PasswordHash>,
    counters: Vec<Counter>,
}

/// Whether address and password belong together. A failure is counted and written to the log. Takes the same statements and
/// the same hash whether or not there is such an account.
pub(crate) async fn prove(
    db: &Db,
    turn: &Turn,
    email: &str,
    password: SecretString,
    visitor: &Visitor,
) -> Result<Proved> {
    let email = as_typed(email);
    let account = look_up(db, &email, visitor).await?;
    let counters = account.counters(&email, visitor);
    rate_limit::check(&db.0, &counters).await?;
    let stored = account.password_hash.clone();
    let verified = turn.verify(password.clone(), stored.clone().map(|hash| hash.0)).await?;
    if let (true, Some((user_id, kind)), Some(stored)) = (verified.ok, account.user, stored) {
        let rehashed =
            if verified.needs_rehash { Some(PasswordHash(turn.hash(password).await?)) } else { None };
        return Ok(Proved { user_id, kind, account, stored, rehashed, counters });
    }
    let mut tx = db.0.begin().await?;
    rate_limit::count(&mut *tx, &counters).await?;
    record_failure(&mut tx, &account, None, visitor).await?;
    tx.commit().await?;
    Err(Error::WrongCredentials)
}

/// The account that has this address, and how it knows the visitor.
pub(super) async fn look_up(db: &Db, email: &str, visitor: &Visitor) -> Result<Account> {
    let (browser, address) = lifecycle::place_subjects(visitor);
    let row = sqlx::query!(
        r#"
        select u.id as "id?", u.kind as "kind?", u.is_active as "is_active?", u.password_hash as "password_hash?",
               exists (select from known_places p where p.user_id = u.id and p.subject = $2
                          and p.last_used_at > now() - make_interval(secs => $4)) as "knows_browser!",
               exists (select from known_places p where p.user_id = u.id and p.subject = $3
                          and p.last_used_at > now() - make_interval(secs => $4)) as "knows_address!",
               coalesce((
                   select jsonb_agg(jsonb_build_object(
                       'client_id', c.id, 'client_name', c.name, 'client_is_active', c.is_active,
                       'portal_enabled', c.portal_enabled, 'is_portal_user', coalesce(c.portal_user_id = u.id, false),
                       'contact', case when cc.id is null then null else jsonb_build_object(
                           'id', cc.id, 'is_active', cc.is_active, 'portal_access', cc.portal_access,
                           'has_email', cc.email is not null, 'preset', cc.access_preset, 'is_administrator', cc.is_administrator) end
                   ) order by lower(c.name), c.id)
                   from clients c left join client_contacts cc on cc.client_id = c.id and cc.user_id = u.id
                   where u.kind = 'client' and c.id in (
                       select id from clients where portal_user_id = u.id
                       union select client_id from client_contacts where user_id = u.id)
               ), '[]') as "access!: Json<Vec<AccessFacts>>"
          from (select $1::text as email) typed left join users u on u.email = typed.email
        "#,
        email,
        browser,
        address,
        DEVICE_LIFE.as_secs_f64(),
    )
    .fetch_one(&db.0)
    .await?;
    let user = match (row.id, row.kind) {
        (Some(id), Some(kind)) => Some((UserId(id), kind.parse().map_err(Error::internal)?)),
        _ => None,
    };
    Ok(Account {
        user,
        is_active: row.is_active == Some(true),
        password_hash: row.password_hash.map(PasswordHash),
        access: row.access.0,
        knows_browser: row.knows_browser,
        knows_address: row.knows_address,
    })
}

/// Makes sure that the password is still the account's, and holds it so until the transaction ends: a session that begins
/// while the password is being changed either ends with the others or does not begin. Forgets the failures of this place.
pub(crate) async fn confirm(tx: &mut PgConnection, proved: &Proved) -> Result<()> {
    let still = match &proved.rehashed {
        Some(PasswordHash(rehashed)) => {
            sqlx::query_scalar!(
                "update users set password_hash = $3 where id = $1 and password_hash = $2 returning id",
                proved.user_id.0,
                proved.stored.0,
                rehashed,
            )
            .fetch_optional(&mut *tx)
            .await?
        }
        None => {
            sqlx::query_scalar!(
                "select id from users where id = $1 and password_hash = $2 for share",
                proved.user_id.0,
                proved.stored.0,
            )
            .fetch_optional(&mut *tx)
            .await?
        }
    };
    if still.is_none() {
        return Err(Error::WrongCredentials);
    }
    rate_limit::forget(&mut *tx, proved.counters.get(..1).unwrap_or_default()).await
}

/// Writes a failure to the log of the account, with what exactly has failed where that tells its owner something.
pub(super) async fn record_failure(
    tx: &mut PgConnection,
    account: &Account,
    what: Option<&str>,
    visitor: &Visitor,
) -> Result<()> {
    let user_id = account.user.map(|(id, _)| id);
    let activity = NewActivity {
        kind: ActivityKind::FailedLogin,
        client_id: account.client_id(),
        user_id,
        staff_id: None,
        subject: user_id.zip(what).map(|(id, label)| Subject { kind: "user", id: id.0, label }),
        origin: &visitor.origin,
    };
    record(tx, activity).await
}
