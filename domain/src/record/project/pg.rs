//! Projects by the other system's key.

use super::ProjectRecord;
use crate::{
    error::Result,
    id::ProjectId,
    record::{
        Counts, Problem,
        news::NewsOf,
        pg::{
            client_problem, column, counts, position,
            store::{Permitted, Store},
        },
    },
};
use chrono::NaiveDate;
use std::collections::HashSet;

impl Store for ProjectRecord {
    const NEWS: Option<NewsOf> = Some(NewsOf::Projects);

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
              left join projects e on e.external_id = i.external_id
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
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[],
                                     $9::smallint[])
                    as i (id, external_id, client_external_id, name, description, status, starts_on, ends_on, progress_percent)
            ), differing as (
                select i.id, c.id as client_id, i.external_id, i.name, i.description, i.status, i.starts_on, i.ends_on,
                       i.progress_percent
                  from input i
                  join clients c on c.external_id = i.client_external_id
                  left join projects e on e.external_id = i.external_id
                 where e.id is null
                    or (e.name, e.description, e.status, e.starts_on, e.ends_on, e.progress_percent)
                       is distinct from (i.name, i.description, i.status, i.starts_on, i.ends_on, i.progress_percent)
            ), written as (
                insert into projects (id, client_id, external_id, name, description, status, starts_on, ends_on, progress_percent)
                select * from differing
                on conflict (external_id) do update
                   set name = excluded.name, description = excluded.description, status = excluded.status,
                       starts_on = excluded.starts_on, ends_on = excluded.ends_on, progress_percent = excluded.progress_percent
                returning xmax = 0 as is_new
            )
            select count(*) filter (where is_new) as "created!", count(*) filter (where not is_new) as "changed!" from written
            "#,
            &column(records, |_| ProjectId::generate().0),
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.client_external_id.as_str()) as &[&str],
            &column(records, |r| r.name.as_str()) as &[&str],
            &column(records, |r| r.description.as_str()) as &[&str],
            &column(records, |r| r.status.as_str()) as &[&str],
            &column(records, |r| r.starts_on) as &[Option<NaiveDate>],
            &column(records, |r| r.ends_on) as &[Option<NaiveDate>],
            &column(records, |r| r.progress_percent),
        )
        .fetch_one(db)
        .await?;
        Ok(counts(records.len(), row.created, row.changed))
    }
}
