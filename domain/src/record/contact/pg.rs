//! Contacts by the other system's key.

use super::ContactRecord;
use crate::{
    error::Result,
    id::ContactId,
    record::{
        Counts, Problem,
        pg::{
            client_problem, column, counts, position,
            store::{Permitted, Store},
        },
    },
};
use std::collections::HashSet;

impl Store for ContactRecord {
    async fn check(
        Permitted(db): Permitted<'_>,
        records: &[&Self],
        _: &HashSet<String>,
    ) -> Result<Vec<(usize, Problem)>> {
        let rows = sqlx::query!(
            r#"
            select i.position as "position!", c.id is not null as "has_client!", before.external_id as "before?"
              from unnest($1::text[], $2::text[]) with ordinality as i (external_id, client_external_id, position)
              left join clients c on c.external_id = i.client_external_id
              left join client_contacts e on e.external_id = i.external_id
              left join clients before on before.id = e.client_id
             where c.id is null or e.client_id <> c.id
            "#,
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
        )
        .fetch_all(db)
        .await?;
        rows.into_iter()
            .map(|row| {
                let at = position(row.position)?;
                Ok((
                    at,
                    client_problem(&records[at].client_external_id, row.has_client, row.before.as_deref()),
                ))
            })
            .collect()
    }

    async fn write(Permitted(db): Permitted<'_>, records: &[&Self]) -> Result<Counts> {
        let row = sqlx::query!(
            r#"
            with input as (
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[])
                    as i (id, external_id, client_external_id, name, title, email, phone, is_active)
            ), differing as (
                select i.id, c.id as client_id, i.external_id, i.name, i.title, i.email, i.phone, i.is_active
                  from input i
                  join clients c on c.external_id = i.client_external_id
                  left join client_contacts e on e.external_id = i.external_id
                 where e.id is null
                    or (e.name, e.title, e.email, e.phone, e.is_active)
                       is distinct from (i.name, i.title, i.email, i.phone, i.is_active)
            ), written as (
                insert into client_contacts (id, client_id, external_id, name, title, email, phone, is_active)
                select * from differing
                on conflict (external_id) do update
                   set name = excluded.name, title = excluded.title, email = excluded.email, phone = excluded.phone,
                       is_active = excluded.is_active
                returning xmax = 0 as is_new
            )
            select count(*) filter (where is_new) as "created!", count(*) filter (where not is_new) as "changed!" from written
            "#,
            &column(records, |_| ContactId::generate().0),
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
            &column(records, |r| r.name.as_str()) as &[&str],
            &column(records, |r| r.title.as_str()) as &[&str],
            &column(records, |r| r.email.as_deref()) as &[Option<&str>],
            &column(records, |r| r.phone.as_str()) as &[&str],
            &column(records, |r| r.is_active),
        )
        .fetch_one(db)
        .await?;
        Ok(counts(records.len(), row.created, row.changed))
    }
}
