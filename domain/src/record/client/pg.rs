//! Clients by the other system's key.

use super::ClientRecord;
use crate::{
    error::Result,
    id::ClientId,
    record::{
        Counts, Problem,
        pg::{
            column, counts,
            store::{Permitted, Store},
        },
    },
};
use std::collections::HashSet;

impl Store for ClientRecord {
    async fn check(_: Permitted<'_>, _: &[&Self], _: &HashSet<String>) -> Result<Vec<(usize, Problem)>> {
        Ok(Vec::new())
    }

    async fn write(Permitted(db): Permitted<'_>, records: &[&Self]) -> Result<Counts> {
        let row = sqlx::query!(
            r#"
            with input as (
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                                     $9::text[], $10::text[], $11::boolean[], $12::text[])
                    as i (id, external_id, name, email, phone, address, city, region, postal_code, country, is_active, currency)
            ), differing as (
                select i.id, i.external_id, i.name, i.email, i.phone, i.address, i.city, i.region, i.postal_code, i.country,
                       i.is_active, coalesce(i.currency, c.currency, 'USD') as currency
                  from input i left join clients c on c.external_id = i.external_id
                 where c.id is null
                    or (c.name, c.email, c.phone, c.address, c.city, c.region, c.postal_code, c.country, c.is_active, c.currency)
                       is distinct from
                       (i.name, i.email, i.phone, i.address, i.city, i.region, i.postal_code, i.country, i.is_active,
                        coalesce(i.currency, c.currency))
            ), written as (
                insert into clients (id, external_id, name, email, phone, address, city, region, postal_code, country, is_active, currency)
                select * from differing
                on conflict (external_id) do update
                   set name = excluded.name, email = excluded.email, phone = excluded.phone, address = excluded.address,
                       city = excluded.city, region = excluded.region, postal_code = excluded.postal_code,
                       country = excluded.country, is_active = excluded.is_active, currency = excluded.currency
                returning xmax = 0 as is_new
            )
            select count(*) filter (where is_new) as "created!", count(*) filter (where not is_new) as "changed!" from written
            "#,
            &column(records, |_| ClientId::generate().0),
            &column(records, |r| r.external_id.as_str()) as &[&str],
            &column(records, |r| r.name.as_str()) as &[&str],
            &column(records, |r| r.email.as_deref()) as &[Option<&str>],
            &column(records, |r| r.phone.as_str()) as &[&str],
            &column(records, |r| r.address.as_str()) as &[&str],
            &column(records, |r| r.city.as_str()) as &[&str],
            &column(records, |r| r.region.as_str()) as &[&str],
            &column(records, |r| r.postal_code.as_str()) as &[&str],
            &column(records, |r| r.country.as_str()) as &[&str],
            &column(records, |r| r.is_active),
            &column(records, |r| r.currency.map(|currency| currency.code())) as &[Option<&str>],
        )
        .fetch_one(db)
        .await?;
        Ok(counts(records.len(), row.created, row.changed))
    }
}
