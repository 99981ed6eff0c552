//! As the rows before them: made where they are stored, those of one client together.

use crate::error::Result;
use sqlx::PgConnection;

/// Each client gets three milestones a project, four lines a paper, a payment for each paid invoice, a transfer that is waited for
/// (of the second invoice, so that the first can be paid), a file that is asked for, two colleagues, two conversations of six
/// messages that are read, twenty notifications and ten sign-ins of before. The company can be paid by transfer.
pub(in crate::demo::benchmark) async fn fill(tx: &mut PgConnection) -> Result<()> {
    papers(tx).await?;
    payments(tx).await?;
    people(tx).await?;
    messages(tx).await
}

async fn papers(tx: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "insert into project_milestones (id, project_id, position, name, due_on, done_on)
         select uuid_v7(now(), k), p.id, k, 'Milestone ' || k, current_date + 14 * k, case when k = 1 then current_date end
           from projects p cross join generate_series(1, 3) k order by p.client_id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into lines (id, quote_id, invoice_id, position, description, quantity, unit_price_minor, total_minor)
         select uuid_v7(now(), k), p.quote_id, p.invoice_id, k, 'Work, part ' || k, 1, p.total_minor / 4, p.total_minor / 4
           from (select client_id, id as quote_id, null::uuid as invoice_id, total_minor from quotes
                 union all
                 select client_id, null, id, total_minor from invoices) p
          cross join generate_series(1, 4) k order by p.client_id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into document_requests (id, client_id, title, note, due_on)
         select uuid_v7(now(), 1), c.id, 'Signed contract', 'All of its pages, please.', current_date + 14 from clients c order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn payments(tx: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "update company set bank_account_holder = name, bank_account = 'DE89 3704 0044 0532 0130 00', bank_bic = 'COBADEFFXXX'"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference)
         select uuid_v7(now(), 1), i.id, i.total_minor, i.issued_on + 10, 'bank_transfer', i.number
           from invoices i where i.status = 'paid' order by i.client_id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "with transfer as (
             insert into payment_attempts (id, client_id, user_id, provider, currency, amount_minor, holds_until, paid_on, note)
             select uuid_v7(now() - interval '1 day', 1), c.id, c.portal_user_id, 'bank_transfer', i.currency, i.total_minor,
                    now() + interval '14 days', current_date - 1, 'From our account at the savings bank.'
               from clients c join invoices i on i.external_id = c.external_id || '-I2' order by c.id
             returning id, client_id, amount_minor
         )
         insert into payment_attempt_invoices (attempt_id, invoice_id, amount_minor)
         select t.id, i.id, t.amount_minor
           from transfer t join clients c on c.id = t.client_id join invoices i on i.external_id = c.external_id || '-I2'"
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn people(tx: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "insert into client_contacts (id, client_id, external_id, name, title, email)
         select uuid_v7(now(), k + 1), c.id, c.external_id || '-C' || k, 'Colleague ' || k || ' of ' || c.name, 'Buyer',
                lower('colleague-' || k || '-' || c.external_id) || '@bench.example'
           from clients c cross join generate_series(1, 2) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    // Older than the first four, and all read.
    sqlx::query!(
        "insert into notifications (id, user_id, client_id, kind, title, href, created_at, read_at)
         select uuid_v7(now() - make_interval(days => k), k), c.portal_user_id, c.id, 'invoice', 'Invoice ' || k || ' has arrived',
                '/portal/invoices', now() - make_interval(days => k), now()
           from clients c cross join generate_series(5, 24) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into client_portal_activities (id, occurred_at, kind, client_id, user_id, ip_address, user_agent, browser, platform)
         select uuid_v7(now() - make_interval(days => k), k), now() - make_interval(days => k), 'login', c.id, c.portal_user_id,
                '192.0.2.1', 'bench', 'Firefox', 'Linux'
           from clients c cross join generate_series(1, 10) k order by c.id"
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn messages(tx: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "insert into conversations (id, client_id, project_id, last_seq)
         select uuid_v7(now(), 1), c.id, null, 6 from clients c
         union all
         select uuid_v7(now(), 2), p.client_id, p.id, 6 from projects p where p.external_id like '%-P1'
          order by 2"
    )
    .execute(&mut *tx)
    .await?;
    // The client asks and the administrator answers, a message a day.
    sqlx::query!(
        "insert into messages (id, conversation_id, seq, author_id, is_from_staff, body, created_at)
         select uuid_v7(now() - make_interval(days => 7 - seq), seq), k.id, seq,
                case when seq % 2 = 0 then a.id else c.portal_user_id end, seq % 2 = 0,
                'This is message ' || seq || '. It says what there is to say, in two sentences.', now() - make_interval(days => 7 - seq)
           from conversations k
           join clients c on c.id = k.client_id
          cross join (select id from users where kind = 'staff') a
          cross join generate_series(1, 6) seq order by k.client_id, k.id, seq"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update conversations k set last_message_id = m.id from messages m where m.conversation_id = k.id and m.seq = k.last_seq"
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into conversation_members (conversation_id, user_id, is_staff, read_seq)
         select k.id, c.portal_user_id, false, 6 from conversations k join clients c on c.id = k.client_id
         union all
         select k.id, a.id, true, 6 from conversations k cross join users a where a.kind = 'staff'"
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
