//! Making, listing, revoking and recognising tokens.

use super::{ApiToken, MAX_NAME_CHARS, NewApiToken, Owner};
use crate::{
    activity::{ActivityKind, NewActivity, Origin, Subject, record},
    actor::{ApiScope, Policy, Staff},
    db::Db,
    error::{Error, FieldError, Result},
    id::{ApiTokenId, UserId},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
    token::Token,
    words::Sentence,
};
use sqlx::PgConnection;

/// A token's last use is written down at most once in this time, so that reading by API does not write.
const TOUCH_SECONDS: f64 = 60.0;
/// Most staff users among whom the owner of a new token is chosen.
const MAX_OWNERS: i64 = 500;

/// Makes a token. The secret that comes back is nowhere else afterwards.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators; [`Error::Invalid`] at `owner_email`, `name` or `scopes`.
pub async fn create(db: &Db, staff: &Staff, new: NewApiToken) -> Result<Token> {
    staff.require(Policy::ManageCompany)?;
    insert(db, new, Some(staff)).await
}

/// As [`create`], for the operator's command line; nobody signed in can call it.
///
/// # Errors
/// [`Error::Invalid`] at `owner_email`, `name` or `scopes`.
pub async fn create_by_operator(db: &Db, new: NewApiToken) -> Result<Token> {
    insert(db, new, None).await
}

async fn insert(db: &Db, new: NewApiToken, by: Option<&Staff>) -> Result<Token> {
    let mut transaction = db.0.begin().await?;
    let owner = sqlx::query!(
        "select id from users where email = lower(btrim($1)) and kind = 'staff' and is_active for share",
        new.owner_email
    )
    .fetch_optional(&mut *transaction)
    .await?;
    let name = new.name.trim();
    let mut wrong = Vec::new();
    let mut say = |field: &str, message: Sentence| wrong.push(FieldError { field: field.into(), message });
    if owner.is_none() {
        say("owner_email", "Choose an active staff account.".into());
    }
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control) {
        say("name", format!("Say what the token is for, in at most {MAX_NAME_CHARS} characters.").into());
    }
    if new.scopes.is_empty() {
        say("scopes", "Choose at least one scope.".into());
    }
    let (Some(owner), []) = (owner, wrong.as_slice()) else { return Err(Error::Invalid(wrong)) };
    let (id, token) = (ApiTokenId::generate(), Token::generate()?);
    let scopes: Vec<String> = ApiScope::ALL
        .into_iter()
        .filter(|scope| new.scopes.contains(scope))
        .map(|scope| scope.as_str().to_owned())
        .collect();
    sqlx::query!(
        "insert into api_tokens (id, user_id, name, token_sha256, scopes) values ($1, $2, $3, $4, $5)",
        id.0,
        owner.id,
        name,
        &token.hash()[..],
        &scopes,
    )
    .execute(&mut *transaction)
    .await?;
    let origin = Origin::default();
    let activity = NewActivity {
        kind: ActivityKind::CreateApiToken,
        client_id: None,
        user_id: None,
        // An operator acts for the staff user whose token it is.
        staff_id: Some(by.map_or(UserId(owner.id), Staff::id)),
        subject: Some(Subject { kind: "api_token", id: id.0, label: name }),
        origin: by.map_or(&origin, Staff::origin),
    };
    record(&mut *transaction, activity).await?;
    transaction.commit().await?;
    Ok(token)
}

/// What the list of tokens is narrowed to; the newest come first.
#[derive(Clone, Default, Debug)]
pub struct ApiTokenFilter {
    /// Part of the token's name or of its owner's name or address, any case.
    pub search: Option<String>,
    pub is_revoked: Option<bool>,
    pub page: PageRequest,
}

/// A page of tokens, the newest first.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators.
pub async fn list(db: &Db, staff: &Staff, filter: &ApiTokenFilter) -> Result<Page<ApiToken>> {
    staff.require(Policy::ManageCompany)?;
    let rows = sqlx::query!(
        r#"select t.id, t.name, t.scopes, t.created_at, t.last_used_at, t.revoked_at,
                  u.id as user_id, u.name as user_name, u.email, u.role as "role!", u.is_active
             from api_tokens t join users u on u.id = t.user_id
            where ($1::text is null or strpos(lower(concat_ws(' ', t.name, u.name, u.email)), lower($1)) > 0)
              and ($2::boolean is null or (t.revoked_at is not null) = $2)
              and ($4::uuid is null or case when $3 then t.id > $4 else t.id < $4 end)
            order by case when $3 then t.id end, case when not $3 then t.id end desc limit $5"#,
        filter.search,
        filter.is_revoked,
        filter.page.is_backwards(),
        filter.page.cursor().map(|cursor| cursor.id),
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let tokens = rows
        .into_iter()
        .map(|row| {
            Ok(ApiToken {
                id: ApiTokenId(row.id),
                name: row.name,
                owner: Owner {
                    id: UserId(row.user_id),
                    name: row.user_name,
                    email: row.email,
                    role: row.role.parse().map_err(Error::internal)?,
                    is_active: row.is_active,
                },
                scopes: parse_scopes(&row.scopes),
                created_at: row.created_at,
                last_used_at: row.last_used_at,
                revoked_at: row.revoked_at,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(tokens, PAGE_SIZE, &filter.page, |token| Cursor {
        key: String::new(),
        id: token.id.0,
    }))
}

/// The staff users to whom a token can belong, by name.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators.
pub async fn owners(db: &Db, staff: &Staff) -> Result<Vec<Owner>> {
    staff.require(Policy::ManageCompany)?;
    let rows = sqlx::query!(
        r#"select id, name, email, role as "role!", is_active from users
            where kind = 'staff' and is_active order by lower(name), id limit $1"#,
        MAX_OWNERS,
    )
    .fetch_all(&db.0)
    .await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse().map_err(Error::internal)?;
            Ok(Owner { id: UserId(row.id), name: row.name, email: row.email, role, is_active: row.is_active })
        })
        .collect()
}

/// Ends a token for good. Doing it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] to all but administrators; [`Error::NotFound`].
pub async fn revoke(db: &Db, staff: &Staff, id: ApiTokenId) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let mut transaction = db.0.begin().await?;
    let token = sqlx::query!("select name, revoked_at from api_tokens where id = $1 for update", id.0)
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or(Error::NotFound)?;
    if token.revoked_at.is_none() {
        sqlx::query!("update api_tokens set revoked_at = now() where id = $1", id.0)
            .execute(&mut *transaction)
            .await?;
        let subject = Subject { kind: "api_token", id: id.0, label: &token.name };
        record(
            &mut *transaction,
            NewActivity::of_staff(staff, ActivityKind::RevokeApiToken, None, Some(subject)),
        )
        .await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Revokes all tokens of a staff user, where the account may be in other hands.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn revoke_all(tx: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!(
        "update api_tokens set revoked_at = now() where user_id = $1 and revoked_at is null",
        user.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The staff user who speaks through a token, with the role of this moment. `None` when the token is unknown or revoked, or its
/// staff user is inactive.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn authenticate(db: &Db, token: &Token, origin: Origin) -> Result<Option<Staff>> {
    let row = sqlx::query!(
        r#"
        with found as materialized (
            select t.id, t.scopes, t.last_used_at, u.id as user_id, u.role
              from api_tokens t join users u on u.id = t.user_id
             where t.token_sha256 = $1 and t.revoked_at is null and u.is_active and u.kind = 'staff'
        ), touched as (
            update api_tokens t set last_used_at = now() from found
             where t.id = found.id and (found.last_used_at is null or found.last_used_at < now() - make_interval(secs => $2))
        )
        select user_id, role as "role!", scopes from found
        "#,
        &token.hash()[..],
        TOUCH_SECONDS,
    )
    .fetch_optional(&db.0)
    .await?;
    row.map(|row| {
        Ok(Staff {
            id: UserId(row.user_id),
            role: row.role.parse().map_err(Error::internal)?,
            token_scopes: Some(parse_scopes(&row.scopes)),
            origin,
        })
    })
    .transpose()
}

/// A scope that this version does not know gives nothing.
fn parse_scopes(names: &[String]) -> Vec<ApiScope> {
    names.iter().filter_map(|name| name.parse().ok()).collect()
}
