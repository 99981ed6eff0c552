//! `client-portal demo`: a company in which every state can be seen, on any day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Db,
    password::{self, About, Hasher},
};
use secrecy::SecretString;
use server::{
    cli::demo::{DemoArgs, DemoError, make, run},
    storage::Store,
};
use sqlx::{PgPool, Row};
use std::sync::Arc;

const COMPANY: DemoArgs =
    DemoArgs { if_empty: false, clients: None, without_accounts: false, with_history: false };

async fn fill(pool: &PgPool, args: DemoArgs) -> Result<(), DemoError> {
    let store = Store::new(Arc::new(object_store::memory::InMemory::new()));
    run(args, &Db::from(pool.clone()), &store).await
}

async fn number(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// The words of the first column, sorted.
async fn words(pool: &PgPool, sql: &'static str) -> Vec<String> {
    let mut words: Vec<String> =
        sqlx::query(sql).fetch_all(pool).await.unwrap().iter().map(|row| row.get(0)).collect();
    words.sort();
    words
}

#[sqlx::test(migrations = "../migrations")]
async fn every_state_is_there(pool: PgPool) {
    fill(&pool, COMPANY).await.unwrap();
    assert_eq!(
        words(&pool, "select distinct status from projects").await,
        ["active", "cancelled", "completed", "on_hold", "planned"]
    );
    let quotes = "select distinct case when status = 'sent' and valid_until < (now() at time zone time_zone)::date then 'expired' else status end
                    from quotes cross join company";
    assert_eq!(words(&pool, quotes).await, ["approved", "cancelled", "declined", "draft", "expired", "sent"]);
    let invoices = "select distinct case when status <> 'sent' then status
                                         else case when due_on < (now() at time zone time_zone)::date then 'overdue' else 'open' end
                                              || case when paid_minor > 0 then ' part-paid' else '' end end
                      from invoices cross join company";
    assert_eq!(
        words(&pool, invoices).await,
        ["cancelled", "draft", "open", "open part-paid", "overdue", "overdue part-paid", "paid"]
    );
    assert_eq!(
        words(&pool, "select distinct invitation_group from bulk_invitation_groups").await,
        ["already_invited", "eligible", "has_account", "inactive", "no_email", "unusable_email"]
    );
    let invitations = "select distinct case when state = 'sent' and expires_at < now() then 'expired' else state end from invitations";
    assert_eq!(words(&pool, invitations).await, ["accepted", "expired", "failed", "revoked", "sent"]);
    assert_eq!(
        words(&pool, "select distinct outcome from bulk_invitation_recipients").await,
        ["failed", "skipped", "success"]
    );
    assert_eq!(
        words(&pool, "select distinct role from users where role is not null").await,
        ["admin", "member", "power_user"]
    );
    assert!(number(&pool, "select count(distinct currency) from invoices").await >= 8);
    assert!(
        number(&pool, "select count(*) from clients where portal_user_id is not null and not portal_enabled")
            .await
            >= 3
    );
    assert_eq!(number(&pool, "select count(distinct is_shared_with_client) from documents").await, 2);
    assert_eq!(number(&pool, "select count(distinct device_type) from client_portal_activities").await, 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_there_fits_together(pool: PgPool) {
    fill(&pool, COMPANY).await.unwrap();
    for (wrong, sql) in [
        ("totals", "select count(*) from (select id, total_minor from quotes union all select id, total_minor from invoices) d
                     where total_minor <> (select sum(l.total_minor) from lines l where d.id in (l.quote_id, l.invoice_id))"),
        ("payments", "select count(*) from invoices where paid_minor > total_minor or (status = 'paid') <> (paid_minor = total_minor)"),
        ("days", "select count(*) from client_portal_activities where occurred_at > now()"),
        ("payment days", "select count(*) from payments p join invoices i on i.id = p.invoice_id where paid_on > current_date or paid_on < issued_on"),
        ("invitations", "select count(*) from invitations where accepted_at not between sent_at and expires_at or created_at > now()"),
        ("runs", "select count(*) from bulk_invitation_runs r where total <> (select sum(success + failed + skipped) from bulk_invitation_progress p where p.run_id = r.id)"),
        ("contacts", "select count(*) from client_contacts k join users u on u.id = k.user_id where u.email <> k.email"),
        ("evidence", "select count(*) from quote_approvals where frozen_sha256 <> sha256(convert_to(frozen_quote, 'UTF8'))"),
        ("hrefs", "select count(*) from notifications n where href ~ '/quotes/' and not exists (
                       select from quotes q where q.client_id = n.client_id and n.href = '/portal/quotes/' || q.id)"),
    ] {
        assert_eq!(number(&pool, sql).await, 0, "{wrong}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_printed_sign_ins_work(pool: PgPool) {
    let (demo, sign_ins) = make(Utc::now()).unwrap();
    assert!(domain::demo::fill(&Db::from(pool.clone()), &demo).await.unwrap());
    assert_eq!(sign_ins.len(), 5);
    let hasher = Hasher::default();
    for sign_in in &sign_ins {
        let stored: String =
            sqlx::query_scalar("select password_hash from users where email = $1 and is_active")
                .bind(&sign_in.email)
                .fetch_one(&pool)
                .await
                .unwrap();
        let typed = SecretString::from(sign_in.password);
        assert!(hasher.verify(typed.clone(), Some(stored)).await.unwrap().ok, "{sign_in:?}");
        let about = About { email: &sign_in.email, names: &[&sign_in.name, "Kestrel Yard"] };
        assert!(password::validate_new(&typed, about).is_ok(), "{sign_in:?}");
    }
    let last = "select count(*) from users u where email = 'mateo.rivas@casarivas.example' and
                    exists (select from clients c where c.portal_user_id = u.id and c.portal_enabled) and
                    exists (select from client_contacts k join clients c on c.id = k.client_id
                             where k.user_id = u.id and k.portal_access and c.portal_enabled and c.portal_user_id <> u.id)";
    assert_eq!(number(&pool, last).await, 1, "one person, two clients");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_showcase_has_something_of_everything(pool: PgPool) {
    fill(&pool, COMPANY).await.unwrap();
    let row = sqlx::query(
        "with c as (select c.id, (now() at time zone company.time_zone)::date as today from clients c join users u on u.id = c.portal_user_id
                     cross join company where u.email = 'clara.whitfield@fairwaterferries.example' and c.portal_enabled)
         select (select count(*) from projects p join c on c.id = p.client_id where p.status in ('active', 'planned')) as projects,
                (select count(*) from quotes q join c on c.id = q.client_id where q.status = 'sent' and q.valid_until >= c.today) as quotes,
                (select count(*) from quotes q join c on c.id = q.client_id where q.status = 'sent' and q.valid_until = c.today + 2) as lapsing,
                (select count(*) from invoices i join c on c.id = i.client_id where i.status <> 'draft') as invoices,
                (select count(*) from documents d join c on c.id = d.client_id where d.is_shared_with_client) as documents,
                (select count(*) from notifications n join c on c.id = n.client_id where n.read_at is null) as unread",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    let count = |name: &str| row.get::<i64, _>(name);
    assert_eq!((count("projects"), count("quotes"), count("lapsing")), (4, 3, 1));
    assert!(count("invoices") >= 8 && count("documents") >= 8 && count("unread") >= 3);
}

#[test]
fn the_same_day_gives_the_same_company() {
    let now: DateTime<Utc> = "2027-03-01T09:00:00Z".parse().unwrap();
    let (first, second) = (make(now).unwrap().0, make(now).unwrap().0);
    let shape = |demo: &domain::demo::Demo| {
        format!("{:?} {:?} {:?} {:?}", demo.clients, demo.quotes, demo.invitations, demo.activities)
    };
    assert_eq!(shape(&first), shape(&second));
    // The day in Amsterdam, where it is tomorrow already; and the turn of a year and a leap day.
    for (now, today) in [("2027-12-31T23:30:00Z", "2028-01-01"), ("2028-02-29T12:00:00Z", "2028-02-29")] {
        let today: NaiveDate = today.parse().unwrap();
        let demo = make(now.parse().unwrap()).unwrap().0;
        let lapsing = |quote: &&domain::demo::Quote| {
            quote.status == "sent" && quote.valid_until == today.checked_add_days(chrono::Days::new(2))
        };
        assert!(demo.quotes.iter().any(|quote| lapsing(&quote)), "{now}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_an_empty_database_is_filled(pool: PgPool) {
    fill(&pool, COMPANY).await.unwrap();
    let before = number(&pool, "select count(*) from clients").await;
    for args in [COMPANY, DemoArgs { clients: Some(3), ..COMPANY }] {
        assert!(matches!(fill(&pool, args).await, Err(DemoError::NotEmpty)));
    }
    fill(&pool, DemoArgs { if_empty: true, ..COMPANY }).await.unwrap();
    assert_eq!(number(&pool, "select count(*) from clients").await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn many_clients_for_measuring(pool: PgPool) {
    fill(&pool, DemoArgs { clients: Some(40), ..COMPANY }).await.unwrap();
    assert_eq!(
        number(&pool, "select count(*) from clients where portal_enabled and portal_user_id is not null")
            .await,
        40
    );
    assert_eq!(number(&pool, "select count(*) from invoices").await, 400);
    assert_eq!(
        number(&pool, "select count(*) from bulk_invitation_groups where invitation_group = 'has_account'")
            .await,
        40
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn many_clients_to_be_invited(pool: PgPool) {
    fill(&pool, DemoArgs { clients: Some(40), without_accounts: true, ..COMPANY }).await.unwrap();
    assert_eq!(
        number(&pool, "select count(*) from bulk_invitation_groups where invitation_group = 'eligible'")
            .await,
        40
    );
    assert_eq!(number(&pool, "select count(*) from users").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn many_clients_with_a_history(pool: PgPool) {
    fill(&pool, DemoArgs { clients: Some(10), with_history: true, ..COMPANY }).await.unwrap();
    for (sql, expected) in [
        ("select count(*) from payments", 80),
        ("select count(*) from invoices where (paid_minor = total_minor) <> (status = 'paid')", 0),
        // Lines say what their paper says.
        (
            "select count(*) from quotes q where total_minor <> (select sum(total_minor) from lines where quote_id = q.id)",
            0,
        ),
        (
            "select count(*) from invoices i where total_minor <> (select sum(total_minor) from lines where invoice_id = i.id)",
            0,
        ),
        (
            "select count(*) from payment_attempts a join payment_attempt_invoices i on i.attempt_id = a.id",
            10,
        ),
        ("select count(*) from messages", 120),
        (
            "select count(*) from conversations k join messages m on m.id = k.last_message_id and m.seq = k.last_seq",
            20,
        ),
        ("select count(*) from notifications where read_at is null", 10),
        ("select count(*) from client_contacts", 30),
    ] {
        assert_eq!(number(&pool, sql).await, expected, "{sql}");
    }
}
