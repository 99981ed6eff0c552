//! The rows are made where they are stored.

use super::{Benchmark, MAX_CLIENTS, history};
use crate::{
    db::Db,
    demo::pg::begin_if_empty,
    error::{Error, Result},
    id::UserId,
};

/// Fills an empty database; `false` when it has clients or accounts already, and then nothing is changed.
///
/// Each client has a contact, three projects, three quotes, two documents of which one is shared, and ten invoices, two of which are
/// open (the paid ones have no rows of payments, which no page of a list reads); with an account there are four notifications, too,
/// one of them unread. What belongs to one client was made at the same time, as it is in a company that works, so that its rows lie
/// close to each other. [`Benchmark::has_history`] adds to it.
///
/// # Errors
/// [`Error::Invalid`] for more than [`MAX_CLIENTS`]; [`Error::Unavailable`].
pub async fn fill_for_benchmark(db: &Db, benchmark: &Benchmark) -> Result<bool> {
    if benchmark.clients > MAX_CLIENTS {
        return Err(Error::field("clients", format!("Expected at most {MAX_CLIENTS} clients.")));
    }
    let clients = i32::try_from(benchmark.clients).map_err(Error::internal)?;
    let Some(mut tx) = begin_if_empty(db).await? else { return Ok(false) };
    sqlx::query!(
        "insert into users (id, kind, role, email, name, password_hash, password_changed_at)
         values ($1, 'staff', 'admin', $2, 'Bench Administrator', $3, now())",
        UserId::generate().0,
        benchmark.admin_email,
        benchmark.password_hash,
    )
    .execute(&mut *tx)
    .await?;
    // Ids that grow with the client's number, a second for each, so that joins below find them again.
    if benchmark.has_accounts {
        sqlx::query!(
            "insert into users (id, kind, email, name, password_hash, password_changed_at)
             select uuid_v7(timestamptz '2020-01-01Z' + make_interval(secs => n), 1), 'client', 'client-' || n || '@bench.example',
                    'Person ' || n, $2, now()
               from generate_series(1, $1::integer) n",
            clients,
            benchmark.password_hash,
        )
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query!(
        "insert into clients (id, external_id, name, email, phone, address, city, postal_code, country, portal_enabled, portal_user_id)
         select uuid_v7(timestamptz '2020-01-01Z' + make_interval(secs => n), 2), 'B' || n, 'Client ' || n,
                'client-' || n || '@bench.example', '+1 555 0100', n || ' Long Street', 'Springfield', '12345', 'United States',
                u.id is not null, u.id
           from generate_series(1, $1::integer) n
           left join users u on u.email = 'client-' || n || '@bench.example'",
        clients,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into projects (id, client_id, external_id, name, description, status, starts_on, ends_on, progress_percent)
         select uuid_v7(now() - make_interval(days => k), k), c.id, c.external_id || '-P' || k, 'Project ' || k, 'What is to be done.',
                (array['active', 'planned', 'completed'])[k], current_date - 30 * k, current_date + 60, 25 * k
           from clients c cross join generate_series(1, 3) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into quotes (id, client_id, external_id, number, title, status, issued_on, valid_until, currency, total_minor)
         select uuid_v7(now() - make_interval(days => k), k), c.id, c.external_id || '-Q' || k, c.external_id || '-Q' || k, 'Quote ' || k,
                (array['sent', 'sent', 'declined'])[k], current_date - 10 * k, current_date + 20, c.currency, 100000 * k
           from clients c cross join generate_series(1, 3) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into invoices (id, client_id, external_id, number, title, status, issued_on, due_on, currency, total_minor, paid_minor)
         select uuid_v7(now() - make_interval(days => 30 * k), k), c.id, c.external_id || '-I' || k, c.external_id || '-I' || k,
                'Invoice ' || k, case when k <= 2 then 'sent' else 'paid' end, current_date - 30 * k, current_date - 30 * k + 30,
                c.currency, 50000 * k, case when k <= 2 then 0 else 50000 * k end
           from clients c cross join generate_series(1, 10) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into client_contacts (id, client_id, external_id, name, email, user_id)
         select uuid_v7(now(), 1), c.id, c.external_id || '-C', 'Contact of ' || c.name, c.email, c.portal_user_id
           from clients c order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into documents (id, client_id, name, content_type, size_bytes, is_shared_with_client)
         select uuid_v7(now() - make_interval(days => k), k), c.id, 'Document ' || k || '.pdf', 'application/pdf', 100000, k = 1
           from clients c cross join generate_series(1, 2) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into notifications (id, user_id, client_id, kind, section, title, href, created_at, read_at)
         select uuid_v7(now() - make_interval(days => k), k), c.portal_user_id, c.id, 'quote', 'quotes', 'Quote ' || k || ' is waiting for you',
                '/portal/quotes', now() - make_interval(days => k), case when k > 1 then now() end
           from clients c cross join generate_series(1, 4) k where c.portal_user_id is not null order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    if benchmark.has_accounts && benchmark.has_history {
        history::fill(&mut tx).await?;
    }
    tx.commit().await?;
    // Statistics, and pages whose rows are known to be visible to all, as after a night of a real server.
    sqlx::query!("vacuum analyze").execute(&db.0).await?;
    Ok(true)
}
