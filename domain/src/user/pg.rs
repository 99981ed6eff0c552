//! Making accounts and changing one's own.

use super::{Kind, MAX_NAME_CHARS, MAX_PHONE_CHARS, Oneself, Theme, normalize_name};
use crate::{
    activity::{ActivityKind, record},
    actor::Role,
    company,
    db::Db,
    email,
    error::{Conflict, Error, FieldError, OnConstraint as _, Result},
    id::UserId,
    language::Language,
    outgoing_mail::{self, MailSubject},
    password::{self, About, Hasher},
    rate_limit,
    session::lifecycle::{self, ChangedToken, EndedBecause},
    sign_in,
    words::{Sentence, sentence},
};
use secrecy::{ExposeSecret as _, SecretString};

/// A staff account that is about to be made.
#[derive(Debug)]
pub struct NewStaff {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub password: SecretString,
}

/// Makes a staff account, for the operator's command line; nobody signed in can call it.
///
/// # Errors
/// [`Error::Invalid`] at `email`, `name` or `password`; [`Conflict::EmailTaken`].
pub async fn create_staff(db: &Db, hasher: &Hasher, new: NewStaff) -> Result<UserId> {
    let (email, name) = (email::normalize(&new.email), normalize_name(&new.name));
    let company = company::get(db).await?;
    let about = About { email: &new.email, names: &[&new.name, &company.name] };
    let mut wrong = Vec::new();
    let mut say = |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
    if email.is_none() {
        say("email", email::expected());
    }
    if name.is_none() {
        say("name", expected_name());
    }
    if let Err(weak) = password::validate_new(&new.password, about) {
        say("password", weak.sentence());
    }
    let (Some(email), Some(name), []) = (email, name, wrong.as_slice()) else {
        return Err(Error::Invalid(wrong));
    };
    let hash = hasher.hash(new.password).await?;
    let id = UserId::generate();
    sqlx::query!(
        "insert into users (id, kind, role, email, name, password_hash, password_changed_at) values ($1, $2, $3, $4, $5, $6, now())",
        id.0,
        Kind::Staff.as_str(),
        new.role.as_str(),
        email,
        name,
        hash,
    )
    .execute(&db.0)
    .await
    .on_constraint("users_email_key", Conflict::EmailTaken)?;
    Ok(id)
}

fn expected_name() -> Sentence {
    sentence!("field-name", characters = MAX_NAME_CHARS)
}

/// Changes one's own password; every other session of the account ends, and this one gets another token.
///
/// # Errors
/// [`Error::Invalid`] at `current_password` or `password`; [`Error::TooManyAttempts`].
pub async fn change_password(
    db: &Db,
    hasher: &Hasher,
    oneself: &Oneself,
    current: SecretString,
    new: SecretString,
) -> Result<Option<ChangedToken>> {
    let user = sqlx::query!(
        r#"select u.email, u.name, u.password_hash, co.name as company from users u cross join company co where u.id = $1"#,
        oneself.user_id().0
    )
    .fetch_one(&db.0)
    .await?;
    let names = [user.name.as_str(), user.company.as_str()];
    password::validate_new(&new, About { email: &user.email, names: &names })
        .map_err(|weak| weak.at("password"))?;

    // A stolen session must not be a way to try passwords without end.
    let counter = [sign_in::own_password_limit(oneself.user_id())];
    let turn = hasher.turn().await?;
    rate_limit::check(&db.0, &counter).await?;
    if !turn.verify(current, user.password_hash.clone()).await?.ok {
        rate_limit::count(&db.0, &counter).await?;
        return Err(Error::field("current_password", sentence!("field-not-current-password")));
    }
    let hash = turn.hash(new).await?;
    drop(turn);

    let mut tx = db.0.begin().await?;
    let changed = sqlx::query!(
        "update users set password_hash = $2, password_changed_at = now() where id = $1 and password_hash = $3",
        oneself.user_id().0,
        hash,
        user.password_hash,
    )
    .execute(&mut *tx)
    .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::field("current_password", sentence!("field-password-just-changed")));
    }
    lifecycle::end_all(
        &mut *tx,
        oneself.user_id(),
        oneself.origin().session_id,
        EndedBecause::PasswordChanged,
    )
    .await?;
    let changed = match oneself.origin().session_id {
        Some(id) => Some(lifecycle::change_token(&mut tx, id).await?),
        None => None,
    };
    record(&mut *tx, oneself.activity(ActivityKind::PasswordReset)).await?;
    rate_limit::forget(&mut *tx, &counter).await?;
    outgoing_mail::enqueue(&mut tx, MailSubject::PasswordChanged(oneself.user_id())).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Makes sure that the one who asks knows the password, before what a stolen session must not do. Counts failures as
/// [`change_password`] does.
///
/// # Errors
/// [`Error::Invalid`] at `current_password`; [`Error::TooManyAttempts`].
pub(crate) async fn prove_own_password(
    db: &Db,
    hasher: &Hasher,
    oneself: &Oneself,
    password: SecretString,
) -> Result<()> {
    if password.expose_secret().is_empty() {
        return Err(Error::field("current_password", sentence!("field-current-password")));
    }
    let counter = [sign_in::own_password_limit(oneself.user_id())];
    let turn = hasher.turn().await?;
    rate_limit::check(&db.0, &counter).await?;
    let stored = sqlx::query_scalar!("select password_hash from users where id = $1", oneself.user_id().0)
        .fetch_one(&db.0)
        .await?;
    if turn.verify(password, stored).await?.ok {
        rate_limit::forget(&db.0, &counter).await
    } else {
        rate_limit::count(&db.0, &counter).await?;
        Err(Error::field("current_password", sentence!("field-not-current-password")))
    }
}

/// One's own telephone number; name and address come with the session.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn phone(db: &Db, oneself: &Oneself) -> Result<String> {
    Ok(sqlx::query_scalar!("select phone from users where id = $1", oneself.user_id().0)
        .fetch_one(&db.0)
        .await?)
}

/// Changes one's own name and telephone number.
///
/// # Errors
/// [`Error::Invalid`] at `name` or `phone`.
pub async fn update_profile(db: &Db, oneself: &Oneself, name: &str, phone: &str) -> Result<()> {
    let name = normalize_name(name).ok_or_else(|| Error::field("name", expected_name()))?;
    let phone: String = phone.split_whitespace().collect::<Vec<_>>().join(" ");
    if phone.chars().count() > MAX_PHONE_CHARS || phone.chars().any(char::is_control) {
        return Err(Error::field("phone", sentence!("field-phone", characters = MAX_PHONE_CHARS)));
    }
    let mut tx = db.0.begin().await?;
    sqlx::query!("update users set name = $2, phone = $3 where id = $1", oneself.user_id().0, name, phone)
        .execute(&mut *tx)
        .await?;
    record(&mut *tx, oneself.activity(ActivityKind::UpdateProfile)).await?;
    Ok(tx.commit().await?)
}

/// Chooses the time zone in which times are shown to oneself; empty for the company's.
///
/// # Errors
/// [`Error::Invalid`] at `time_zone` when there is none of this name.
pub async fn set_time_zone(db: &Db, oneself: &Oneself, name: &str) -> Result<()> {
    let zone = match name.trim() {
        "" => None,
        name => Some(
            name.parse::<chrono_tz::Tz>()
                .map_err(|_| Error::field("time_zone", sentence!("field-time-zone")))?,
        ),
    };
    sqlx::query!(
        "update users set time_zone = $2 where id = $1",
        oneself.user_id().0,
        zone.map(|zone| zone.name())
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

/// Chooses the language in which one is spoken to; `None` for that of the browser, and in mails the company's.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn set_language(db: &Db, oneself: &Oneself, language: Option<Language>) -> Result<()> {
    sqlx::query!(
        "update users set language = $2 where id = $1",
        oneself.user_id().0,
        language.map(Language::tag)
    )
    .execute(&db.0)
    .await?;
    Ok(())
}

/// Changes how pages look to oneself.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn set_theme(db: &Db, oneself: &Oneself, theme: Theme) -> Result<()> {
    sqlx::query!("update users set theme = $2 where id = $1", oneself.user_id().0, theme.as_str())
        .execute(&db.0)
        .await?;
    Ok(())
}
