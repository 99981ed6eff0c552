//! The activity log: what its filters let through, its pages, the log as other systems read it, and its partitions.

use crate::bulk_invitation::staff;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Db, Error,
    activity::{
        ActivityKind,
        log::{self, Activity, ActivityFilter, ActivitySubject, NamedClient, Person},
    },
    actor::Staff,
    id::{ClientId, SessionId},
    page::PageRequest,
};
use sqlx::{PgExecutor, PgPool};
use std::time::Duration;
use uuid::Uuid;

/// Writes a line as all operations do, its time left to the table.
async fn write(executor: impl PgExecutor<'_>, label: &str) {
    sqlx::query(
        "insert into client_portal_activities (id, kind, subject_type, subject_id, subject_label) values ($1, 'view_quote', 'quote', $1, $2)",
    )
    .bind(Uuid::now_v7())
    .bind(label)
    .execute(executor)
    .await
    .unwrap();
}

fn labels(lines: &[Activity]) -> Vec<String> {
    lines.iter().map(|line| line.subject.as_ref().map_or_else(String::new, |s| s.label.clone())).collect()
}

struct World {
    pool: PgPool,
    db: Db,
    staff: Staff,
}

impl World {
    async fn new(pool: PgPool) -> Self {
        Self { db: pool.clone().into(), staff: staff(&pool, "member").await, pool }
    }

    async fn client(&self, name: &str) -> Uuid {
        let id = Uuid::now_v7();
        let sql = "insert into clients (id, name) values ($1, $2)";
        sqlx::query(sql).bind(id).bind(name).execute(&self.pool).await.unwrap();
        id
    }

    async fn person(&self, name: &str, email: &str) -> Uuid {
        let id = Uuid::now_v7();
        let sql = "insert into users (id, kind, email, name) values ($1, 'client', $2, $3)";
        sqlx::query(sql).bind(id).bind(email).bind(name).execute(&self.pool).await.unwrap();
        id
    }

    /// A line of the past; each is called by what it is about.
    async fn line(
        &self,
        (label, kind, minutes_ago): (&str, ActivityKind, i32),
        client: Option<Uuid>,
        [user, by]: [Option<Uuid>; 2],
        address: &str,
    ) -> Uuid {
        let id = Uuid::now_v7();
        sqlx::query(
            "insert into client_portal_activities (id, occurred_at, kind, client_id, user_id, staff_id, subject_type, subject_id, subject_label,
                                                   ip_address)
             values ($1, now() - make_interval(mins => $2), $3, $4, $5, $6, 'thing', $1, $7, nullif($8, '')::inet)",
        )
        .bind(id)
        .bind(minutes_ago)
        .bind(kind.as_str())
        .bind(client)
        .bind(user)
        .bind(by)
        .bind(label)
        .bind(address)
        .execute(&self.pool)
        .await
        .unwrap();
        id
    }

    /// What a filter lets through, on one page.
    async fn listed(&self, filter: &ActivityFilter) -> Vec<String> {
        labels(&log::list(&self.db, &self.staff, filter, 100).await.unwrap().items)
    }

    async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&self.pool).await.unwrap()
    }
}

const DAY: i32 = 24 * 60;

/// Six lines of two clients, the oldest from last month.
async fn with_lines(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let [alfreds, bottom] = [world.client("Alfreds Futterkiste").await, world.client("100% Bottom").await];
    let maria = Some(world.person("Maria Anders", "maria@alfki.example").await);
    let otto = Some(world.person("Otto Ohm", "o.ohm@bottom.example").await);
    let petra =
        Uuid::try_from(world.texts("select id::text from users where kind = 'staff'").await[0].as_str());
    let (alfreds, bottom, petra) = (Some(alfreds), Some(bottom), petra.ok());
    use ActivityKind::{ApproveQuote, EnablePortal, FailedLogin, Login, PayInvoice, ViewInvoice};
    world.line(("sign-in", Login, 10), alfreds, [maria, None], "192.0.2.1").await;
    world.line(("guess", FailedLogin, 20), None, [None, None], "198.51.100.7").await;
    world.line(("Q-1", ApproveQuote, 30), alfreds, [maria, None], "192.0.2.1").await;
    world.line(("access", EnablePortal, 40), bottom, [None, petra], "").await;
    world.line(("INV-7", ViewInvoice, 2 * DAY), bottom, [otto, None], "2001:db8::5").await;
    world.line(("INV-9", PayInvoice, 40 * DAY), alfreds, [maria, None], "192.0.2.1").await;
    world
}

#[sqlx::test(migrations = "../migrations")]
async fn each_filter_lets_through_what_it_says(pool: PgPool) {
    let world = with_lines(pool).await;
    let all = ActivityFilter::default;
    let some = |text: &str| Some(text.to_owned());
    let client = |name| ActivityFilter { client: some(name), ..all() };
    let search = |text| ActivityFilter { search: some(text), ..all() };
    let of_kind = |kind| ActivityFilter { kind: Some(kind), ..all() };
    let last = |days| ActivityFilter { from: Some(Utc::now() - TimeDelta::days(days)), ..all() };
    let security = ActivityFilter { security_only: true, ..all() };
    let financial = ActivityFilter { financial_only: true, ..all() };
    for (filter, expected) in [
        (all(), "sign-in guess Q-1 access INV-7 INV-9"),
        (of_kind(ActivityKind::ApproveQuote), "Q-1"),
        (of_kind(ActivityKind::EnablePortal), "access"),
        (of_kind(ActivityKind::Logout), ""),
        (security.clone(), "sign-in guess"),
        (financial.clone(), "INV-7 INV-9"),
        (ActivityFilter { kind: Some(ActivityKind::FailedLogin), ..security.clone() }, "guess"),
        (ActivityFilter { kind: Some(ActivityKind::ApproveQuote), ..security.clone() }, ""),
        (ActivityFilter { financial_only: true, ..security }, ""),
        (last(1), "sign-in guess Q-1 access"),
        (last(3), "sign-in guess Q-1 access INV-7"),
        (last(365), "sign-in guess Q-1 access INV-7 INV-9"),
        (ActivityFilter { from: Some(Utc::now()), ..all() }, ""),
        (client("alfreds"), "sign-in Q-1 INV-9"),
        (client("FUTTER"), "sign-in Q-1 INV-9"),
        (client("0% b"), "access INV-7"),
        (client("%"), "access INV-7"),
        (client("_"), ""),
        (search("MARIA"), "sign-in Q-1 INV-9"),
        (search("@bottom.example"), "INV-7"),
        (search("petra"), "access"),
        (search("inv-"), "INV-7 INV-9"),
        (search("198.51.100.7"), "guess"),
        (search("2001:DB8"), "INV-7"),
        (search("' or true --"), ""),
        (ActivityFilter { search: some("inv-"), ..client("alfreds") }, "INV-9"),
        (ActivityFilter { client: some("alfreds"), from: last(30).from, ..financial.clone() }, ""),
        (ActivityFilter { client: some("alfreds"), from: last(60).from, ..financial }, "INV-9"),
    ] {
        assert_eq!(world.listed(&filter).await.join(" "), expected, "{filter:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_line_says_who_did_what_when_and_from_where(pool: PgPool) {
    let world = World::new(pool).await;
    let client = world.client("Alfreds").await;
    let maria = world.person("Maria Anders", "maria@alfki.example").await;
    let [id, session, quote] = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
    let at: DateTime<Utc> = "2026-10-31T23:59:59.123456Z".parse().unwrap();
    sqlx::query(
        "insert into client_portal_activities (id, occurred_at, kind, client_id, user_id, staff_id, subject_type, subject_id, subject_label,
                                               session_id, ip_address, user_agent, device_type, browser, platform)
         values ($1, $2, 'approve_quote', $3, $4, (select id from users where kind = 'staff'), 'quote', $5, 'Q-1', $6, '192.0.2.1', 'Agent/1',
                 'tablet', 'Firefox', 'Android')",
    )
    .bind(id)
    .bind(at)
    .bind(client)
    .bind(maria)
    .bind(quote)
    .bind(session)
    .execute(&world.pool)
    .await
    .unwrap();
    let listed = log::list(&world.db, &world.staff, &ActivityFilter::default(), 10).await.unwrap().items;
    let (given_out, _) = log::since(&world.db, &world.staff, None, 10).await.unwrap();
    for lines in [listed, given_out] {
        let [line] = lines.try_into().unwrap();
        assert_eq!((line.id.0, line.occurred_at, line.kind), (id, at, ActivityKind::ApproveQuote));
        assert_eq!(line.client, Some(NamedClient { id: ClientId(client), name: "Alfreds".into() }));
        let person = Person { name: "Maria Anders".into(), email: "maria@alfki.example".into() };
        assert_eq!(line.person, Some(person));
        assert_eq!(line.staff.unwrap().name, "Petra Power");
        let subject = ActivitySubject { kind: "quote".into(), id: quote, label: "Q-1".into() };
        assert_eq!(line.subject, Some(subject));
        assert_eq!((line.session_id, line.user_agent.as_str()), (Some(SessionId(session)), "Agent/1"));
        assert_eq!(line.ip_address, Some("192.0.2.1".parse().unwrap()));
        assert_eq!((&*line.device_type, &*line.browser, &*line.platform), ("tablet", "Firefox", "Android"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_are_turned_by_key_both_ways(pool: PgPool) {
    let world = World::new(pool).await;
    // Three of one moment, told apart by their ids, over the edge of a page and of a month.
    for (label, minutes_ago) in
        [("a", 10), ("b", 20), ("c", 30), ("d", 30), ("e", 30), ("f", 40), ("g", 45 * DAY)]
    {
        world.line((label, ActivityKind::Login, minutes_ago), None, [None, None], "").await;
    }
    // Each was written by a statement of its own, so that one moment has to be made.
    sqlx::query("update client_portal_activities set occurred_at = (select occurred_at from client_portal_activities where subject_label = 'c') where subject_label in ('d', 'e')")
        .execute(&world.pool)
        .await
        .unwrap();
    let page = async |page: PageRequest, kind: Option<ActivityKind>| {
        let filter = ActivityFilter { page, kind, ..ActivityFilter::default() };
        let page = log::list(&world.db, &world.staff, &filter, 3).await.unwrap();
        (labels(&page.items).concat(), page.previous, page.next)
    };
    let (first, none, next) = page(PageRequest::First, None).await;
    assert_eq!((first.as_str(), none), ("abe", None), "of one moment the later id is the newer line");
    let (second, previous, after) = page(PageRequest::After(next.unwrap()), None).await;
    assert_eq!(second, "dcf");
    let (last, previous_of_last, none) = page(PageRequest::After(after.clone().unwrap()), None).await;
    assert_eq!((last.as_str(), none), ("g", None));

    let (back, ..) = page(PageRequest::Before(previous_of_last.unwrap()), None).await;
    assert_eq!(back, "dcf");
    let (back, none, next) = page(PageRequest::Before(previous.unwrap()), None).await;
    assert_eq!((back.as_str(), none), ("abe", None));
    assert_eq!(page(PageRequest::After(next.unwrap()), None).await.0, "dcf", "there and back again");

    // What stands in an address may be nonsense.
    for key in ["yesterday", "", "-200000-01-01T00:00:00Z", "+262000-01-01T00:00:00Z"] {
        let cursor = format!("{key}~{}", Uuid::nil()).parse().unwrap();
        assert_eq!(page(PageRequest::After(cursor), None).await.0, "abe", "{key}");
    }
    assert_eq!(page(PageRequest::First, Some(ActivityKind::Logout)).await, (String::new(), None, None));
}

/// Another system, which reads the log from time to time and goes on where it was.
struct Reader<'a> {
    world: &'a World,
    next: Option<String>,
    seen: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(world: &'a World) -> Self {
        Self { world, next: None, seen: Vec::new() }
    }

    /// Reads until nothing more comes; everything that was seen so far.
    async fn read(&mut self) -> String {
        loop {
            let Self { world, next, .. } = self;
            let (lines, next) = log::since(&world.db, &world.staff, next.as_deref(), 2).await.unwrap();
            assert!(lines.len() <= 2);
            if lines.is_empty() {
                assert_eq!(next, self.next, "there is nothing to go on with but the same");
                return self.seen.join(" ");
            }
            self.next = next;
            self.seen.extend(labels(&lines));
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn other_systems_read_the_oldest_first_and_go_on_where_they_were(pool: PgPool) {
    let world = with_lines(pool).await;
    let mut reader = Reader::new(&world);
    assert_eq!(reader.read().await, "INV-9 INV-7 access Q-1 guess sign-in");
    write(&world.pool, "more").await;
    assert_eq!(reader.read().await, "INV-9 INV-7 access Q-1 guess sign-in more");
    for after in [
        "",
        "7",
        "yesterday~7",
        &format!("yesterday~{}", Uuid::nil()),
        &format!("-200000-01-01T00:00:00Z~{}", Uuid::nil()),
    ] {
        let refused = log::since(&world.db, &world.staff, Some(after), 2).await.unwrap_err();
        let Error::Invalid(fields) = refused else { panic!("{after}: {refused:?}") };
        assert_eq!((fields.len(), fields[0].field.as_str()), (1, "after"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_line_that_is_committed_late_is_not_missed(pool: PgPool) {
    let world = World::new(pool).await;
    world.line(("old", ActivityKind::Login, 1), None, [None, None], "").await;
    let mut reader = Reader::new(&world);

    // One that has written and waits, and others that are done before it.
    let mut slow = world.pool.begin().await.unwrap();
    write(&mut *slow, "slow").await;
    write(&world.pool, "quick").await;
    assert_eq!(reader.read().await, "old", "what is far older than the one that waits does not wait for it");
    slow.commit().await.unwrap();
    assert_eq!(reader.read().await, "old slow quick");

    // One that began before another and writes after it. Until it writes nobody waits for it.
    let mut early = world.pool.begin().await.unwrap();
    sqlx::query("select now()").execute(&mut *early).await.unwrap();
    write(&world.pool, "first").await;
    assert_eq!(reader.read().await, "old slow quick first");
    write(&mut *early, "second").await;
    early.commit().await.unwrap();
    assert_eq!(reader.read().await, "old slow quick first second");

    // One that gives up.
    let mut never = world.pool.begin().await.unwrap();
    write(&mut *never, "never").await;
    write(&world.pool, "last").await;
    never.rollback().await.unwrap();
    assert_eq!(reader.read().await, "old slow quick first second last");
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_is_missed_while_many_write(pool: PgPool) {
    const WRITERS: usize = 3;
    const LINES: usize = 80;
    let world = World::new(pool).await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let pool = world.pool.clone();
            tokio::spawn(async move {
                for n in 0..LINES {
                    let mut tx = pool.begin().await.unwrap();
                    for label in [Some(format!("{writer}.{n}")), None] {
                        sqlx::query("select pg_sleep(random() * 0.02)").execute(&mut *tx).await.unwrap();
                        if let Some(label) = label {
                            write(&mut *tx, &label).await;
                        }
                    }
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let mut reader = Reader::new(&world);
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        reader.read().await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(!reader.seen.is_empty(), "it does not wait until nobody writes");
    reader.read().await;
    let written = "select subject_label from client_portal_activities order by occurred_at, id";
    assert_eq!(reader.seen, world.texts(written).await);
    assert_eq!(reader.seen.len(), WRITERS * LINES);
}

#[sqlx::test(migrations = "../migrations")]
async fn months_have_their_partitions_before_they_begin(pool: PgPool) {
    let world = World::new(pool).await;
    // Where a line of each of the months from the last one on is stored, and where it belongs.
    let months = async || {
        let sql = "with month as (select date_trunc('month', now() at time zone 'UTC') + make_interval(months => n) as start, n
                                    from generate_series(-1, 4) n),
                        written as (insert into client_portal_activities (id, occurred_at, kind)
                                    select gen_random_uuid(), (start + make_interval(days => 27, hours => 23)) at time zone 'UTC', 'login' from month
                                    returning occurred_at, tableoid::regclass::text as partition)
                   select format('%s %s', n, case partition when 'client_portal_activities_default' then 'default'
                                                  when to_char(start, '\"client_portal_activities_\"YYYY_MM') then 'own' else partition end)
                     from written join month on occurred_at at time zone 'UTC' >= start and occurred_at at time zone 'UTC' < start + interval '1 month'
                    order by n";
        let places = world.texts(sql).await;
        sqlx::query("delete from client_portal_activities").execute(&world.pool).await.unwrap();
        places
    };
    let ahead = ["-1 own", "0 own", "1 own", "2 own", "3 own", "4 default"];
    assert_eq!(months().await, ahead, "as the migrations leave it");

    // As time passes: the months that were made ahead are used up.
    sqlx::query(
        "do $$ begin
             for ahead in 1..3 loop
                 execute to_char(date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead),
                                 '\"drop table client_portal_activities_\"YYYY_MM');
             end loop;
         end $$",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    assert_eq!(months().await[2..], ["1 default", "2 default", "3 default", "4 default"]);
    let ensured = tokio::join!(
        domain::db::ensure_activity_partitions(&world.db),
        domain::db::ensure_activity_partitions(&world.db),
    );
    assert!(ensured.0.is_ok() && ensured.1.is_ok(), "{ensured:?}");
    assert_eq!(months().await, ahead);
}
