//! The list's statement.

use super::{ClientFilter, ClientSort};
use crate::{
    actor::{Policy, Staff},
    client::{ClientSummary, PortalState},
    db::Db,
    error::{Error, Result},
    id::ClientId,
    page::{Cursor, PAGE_SIZE, Page},
};

/// The company's clients.
///
/// # Errors
/// [`Error::Forbidden`] without the policy; [`Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, staff: &Staff, filter: &ClientFilter) -> Result<Page<ClientSummary>> {
    staff.require(Policy::ViewRecords)?;
    let cursor = filter.page.cursor();
    let by_name = filter.sort != ClientSort::Newest;
    let descending = (filter.sort != ClientSort::Name) != filter.page.is_backwards();
    // The page is cut first; counts and sign-ins are looked up for its rows only.
    let rows = sqlx::query!(
        r#"
        with page as materialized (
            select c.id, c.name, c.email, c.is_active, c.portal_enabled, c.portal_user_id, state.name as portal_state
              from clients c
              cross join lateral (select case
                  when not c.is_active then 'inactive'
                  when c.portal_enabled and c.portal_user_id is not null then 'enabled'
                  when c.portal_user_id is not null then 'disabled'
                  when exists (select from invitations i where i.client_id = c.id and i.contact_id is null
                                  and i.state in ('queued', 'sent') and i.expires_at > now()) then 'invited'
                  else 'none' end as name) state
             where ($1::text is null or strpos(lower(concat_ws(' ', c.name, c.email, c.external_id)), lower($1)) > 0)
               and ($2::text is null or state.name = $2)
               and ($5::uuid is null
                    or ($3 and not $4 and (lower(c.name), c.id) > ($6, $5)) or ($3 and $4 and (lower(c.name), c.id) < ($6, $5))
                    or (not $3 and not $4 and c.id > $5) or (not $3 and $4 and c.id < $5))
             order by case when $3 and not $4 then lower(c.name) end, case when $3 and $4 then lower(c.name) end desc,
                      case when not $4 then c.id end, case when $4 then c.id end desc
             limit $7
        )
        select p.id, p.name, lower(p.name) as "key!", p.email, p.portal_state as "portal_state!",
               (select count(*) from client_contacts cc where cc.client_id = p.id) as "contacts!",
               (select max(s.created_at) from user_sessions s
                 where s.user_id = p.portal_user_id
                    or s.user_id in (select cc.user_id from client_contacts cc where cc.client_id = p.id)) as last_sign_in
          from page p
         order by case when $3 and not $4 then lower(p.name) end, case when $3 and $4 then lower(p.name) end desc,
                  case when not $4 then p.id end, case when $4 then p.id end desc
        "#,
        filter.search,
        filter.portal_state.map(PortalState::as_str),
        by_name,
        descending,
        cursor.map(|cursor| cursor.id),
        cursor.map(|cursor| &cursor.key),
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let summary = ClientSummary {
                id: ClientId(row.id),
                name: row.name,
                email: row.email,
                portal_state: row.portal_state.parse().map_err(Error::internal)?,
                contacts: row.contacts,
                last_sign_in: row.last_sign_in,
            };
            Ok((summary, row.key))
        })
        .collect::<Result<Vec<_>>>()?;
    // The database's own lower case: Rust's differs from it, and a key that differs skips names.
    let page = Page::from_rows(rows, PAGE_SIZE, &filter.page, |(client, key)| Cursor {
        key: if by_name { key.clone() } else { String::new() },
        id: client.id.0,
    });
    Ok(page.map(|(client, _)| client))
}
