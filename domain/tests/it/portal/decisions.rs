//! Declining a quote, revising it, and what an approval leads to.

use super::seed::{Client, Quote, Seed, day, today};
use crate::bulk_invitation::staff;
use domain::{
    Conflict, Error,
    actor::Staff,
    company::papers::{self, PaperSettingsInput},
    id::QuoteId,
    invoice::{self, InvoiceStatus},
    money::{Currency, Money},
    paper::{self, Reader},
    quote::{self, LineInput, QuoteFilter, QuoteStatus, RevisionInput, Signature, staff as staff_quotes},
};
use sqlx::PgPool;
use uuid::Uuid;

fn signed(revision: i32) -> Signature {
    Signature { typed_name: "Maria Anders".into(), terms_accepted: true, revision }
}

fn offer(price: &str) -> RevisionInput {
    let line = LineInput {
        description: "Concept".into(),
        quantity: "2".into(),
        unit_price: price.into(),
        discount: String::new(),
    };
    RevisionInput {
        title: "Website relaunch, smaller".into(),
        valid_until: "2026-12-24".into(),
        lines: vec![line],
        other: String::new(),
        terms: "All at the end.".into(),
    }
}

struct World {
    seed: Seed,
    mine: Client,
    staff: Staff,
}

impl World {
    async fn new(pool: PgPool) -> Self {
        let staff = staff(&pool, "admin").await;
        let seed = Seed::new(pool);
        let mine = seed.client("Mine").await;
        Self { seed, mine, staff }
    }

    async fn quote(&self) -> QuoteId {
        self.seed.quote(self.mine, Quote::default()).await
    }

    async fn revise(&self, id: QuoteId, seen: i32, typed: &RevisionInput) -> domain::Result<i32> {
        quote::revise(&self.seed.db, &self.staff, id, seen, typed, today()).await
    }

    async fn approve(&self, id: QuoteId, revision: i32) -> domain::Result<()> {
        quote::approve(&self.seed.db, &self.mine.scope(), id, &signed(revision), today()).await
    }

    async fn decline(&self, id: QuoteId, revision: i32, reason: &str) -> domain::Result<()> {
        quote::decline(&self.seed.db, &self.mine.scope(), id, revision, reason, today()).await
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_declined_quote_keeps_who_when_and_why(pool: PgPool) {
    let world = World::new(pool).await;
    let colleague = world.seed.contact(world.mine, "colleague@clients.example").await;
    let id = world.quote().await;
    world.decline(id, 1, " Too dear.\r\nSorry. ").await.unwrap();

    let shown = quote::view(&world.seed.db, &world.mine.scope(), id, today()).await.unwrap();
    let decline = shown.decline.unwrap();
    assert_eq!((shown.summary.status, decline.reason.as_str()), (QuoteStatus::Declined, "Too dear.\nSorry."));
    assert_eq!(decline.person_name, "mine@clients.example");
    let seen = staff_quotes::get(&world.seed.db, &world.staff, id, today()).await.unwrap();
    let (_, evidence) = seen.decline.unwrap();
    assert_eq!(evidence.ip_address.as_deref(), Some("203.0.113.9"));
    assert_eq!(evidence.device_type, "mobile");

    let count = async |sql| world.seed.count(sql, &[]).await;
    assert_eq!(count("select count(*) from client_portal_activities where kind = 'decline_quote'").await, 1);
    assert_eq!(count("select count(*) from notifications where href like '/staff/quotes/%'").await, 1);
    let told = "select count(*) from notifications where user_id = $1 and title = 'Quote Q-1 was declined by mine@clients.example'";
    assert_eq!(world.seed.count(told, &[colleague.0]).await, 1);

    let again = world.decline(id, 1, "No").await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::QuoteAlreadyDeclined))), "{again:?}");
    let approved = world.approve(id, 1).await;
    assert!(
        matches!(approved, Err(Error::Conflict(Conflict::QuoteNotOpen(QuoteStatus::Declined)))),
        "{approved:?}"
    );
    assert_eq!(count("select count(*) from quote_approvals").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_an_open_quote_is_declined_and_only_with_a_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.quote().await;
    let empty = world.decline(id, 1, " \n ").await;
    assert!(matches!(empty, Err(Error::Invalid(ref fields)) if fields[0].field == "reason"), "{empty:?}");
    let scope = world.mine.scope();
    let late = quote::decline(&world.seed.db, &scope, id, 1, "No", day("2026-12-13")).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::QuoteLapsed(_)))), "{late:?}");
    let other = world.seed.client("Other").await;
    let foreign = quote::decline(&world.seed.db, &other.scope(), id, 1, "No", today()).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    world.approve(id, 1).await.unwrap();
    let decided = world.decline(id, 1, "No").await;
    assert!(matches!(decided, Err(Error::Conflict(Conflict::QuoteAlreadyApproved))), "{decided:?}");
    assert_eq!(world.seed.count("select count(*) from quote_declines", &[]).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_who_decide_at_the_same_instant_give_one_decision(pool: PgPool) {
    let world = World::new(pool).await;
    for round in 0..20 {
        let id =
            world.seed.quote(world.mine, Quote { number: &format!("Q-{round}"), ..Quote::default() }).await;
        let (approved, declined) = tokio::join!(world.approve(id, 1), world.decline(id, 1, "Too dear"));
        match (approved, declined) {
            (Ok(()), Err(Error::Conflict(Conflict::QuoteAlreadyApproved)))
            | (Err(Error::Conflict(Conflict::QuoteNotOpen(QuoteStatus::Declined))), Ok(())) => {}
            both => panic!("{both:?}"),
        }
        let (one, other) = tokio::join!(world.decline(id, 1, "No"), world.decline(id, 1, "No"));
        assert!(one.is_err() && other.is_err());
    }
    let decided = "select (select count(*) from quote_approvals) + (select count(*) from quote_declines)";
    assert_eq!(world.seed.count(decided, &[]).await, 20);
    let logged =
        "select count(*) from client_portal_activities where kind in ('approve_quote', 'decline_quote')";
    assert_eq!(world.seed.count(logged, &[]).await, 20);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_revision_takes_the_place_of_the_quote_and_the_old_one_can_be_read(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.quote().await;
    assert_eq!(world.revise(id, 1, &offer("400.00")).await.unwrap(), 2);

    let scope = world.mine.scope();
    let shown = quote::view(&world.seed.db, &scope, id, today()).await.unwrap();
    assert_eq!((shown.revision, shown.older[0].revision, shown.lines.len()), (2, 1, 1));
    assert_eq!(shown.summary.total, Money::new(80_000, Currency::EUR));
    assert_eq!((shown.summary.issued_on, shown.terms.as_str()), (today(), "All at the end."));
    let older = quote::older(&world.seed.db, &scope, id, 1).await.unwrap();
    assert_eq!((older.revision, older.title.as_str()), (1, "Website relaunch"));
    assert_eq!((older.total, older.lines[0].total.minor), (Money::new(100_000, Currency::EUR), 2_250));
    for (scope, revision) in [(&scope, 2), (&world.seed.client("Other").await.scope(), 1)] {
        let missing = quote::older(&world.seed.db, scope, id, revision).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
    }
    let told = "select count(*) from notifications where user_id = $1 and kind = 'quote_revised'";
    assert_eq!(world.seed.count(told, &[world.mine.user.0]).await, 1);
    let logged =
        "select count(*) from client_portal_activities where kind = 'revise_quote' and staff_id = $1";
    assert_eq!(world.seed.count(logged, &[world.staff.id().0]).await, 1);

    for stale in [world.approve(id, 1).await, world.decline(id, 1, "No").await] {
        assert!(matches!(stale, Err(Error::Conflict(Conflict::QuoteRevised(2)))), "{stale:?}");
    }
    let stale = world.revise(id, 1, &offer("1")).await;
    assert!(matches!(stale, Err(Error::Conflict(Conflict::QuoteRevised(2)))), "{stale:?}");
    world.approve(id, 2).await.unwrap();
    let frozen: String = sqlx::query_scalar("select frozen_quote from quote_approvals")
        .fetch_one(&world.seed.pool)
        .await
        .unwrap();
    assert!(frozen.contains(r#""revision":2"#), "{frozen}");
    let late = world.revise(id, 2, &offer("1")).await;
    assert!(
        matches!(late, Err(Error::Conflict(Conflict::QuoteNotRevisable(QuoteStatus::Approved)))),
        "{late:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_declined_or_expired_quote_is_open_again_once_it_is_revised(pool: PgPool) {
    let world = World::new(pool).await;
    let declined = world.quote().await;
    world.decline(declined, 1, "Too dear").await.unwrap();
    let expired = Quote { number: "Q-2", valid_until: Some(day("2026-11-01")), ..Quote::default() };
    let expired = world.seed.quote(world.mine, expired).await;
    for id in [declined, expired] {
        assert_eq!(world.revise(id, 1, &offer("1")).await.unwrap(), 2);
        let shown = quote::view(&world.seed.db, &world.mine.scope(), id, today()).await.unwrap();
        assert_eq!(shown.summary.status, QuoteStatus::Sent);
        assert!(shown.decline.is_none());
    }
    world.decline(declined, 2, "Still too dear").await.unwrap();
    world.approve(expired, 2).await.unwrap();
    assert_eq!(world.seed.count("select count(*) from quote_declines", &[]).await, 2);
    for status in ["draft", "cancelled"] {
        let id = world.seed.quote(world.mine, Quote { number: status, status, ..Quote::default() }).await;
        let refused = world.revise(id, 1, &offer("1")).await;
        assert!(
            matches!(refused, Err(Error::Conflict(Conflict::QuoteNotRevisable(found))) if found.as_str() == status),
            "{refused:?}"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_typed_and_refused_is_kept_for_the_one_who_typed_it(pool: PgPool) {
    let world = World::new(pool).await;
    let other = staff(&world.seed.pool, "member").await;
    let id = world.quote().await;
    let mut typed = offer("a lot");
    typed.terms = "x\0y".repeat(10);
    let refused = world.revise(id, 1, &typed).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let draft = |seen: staff_quotes::StaffQuote| seen.draft;
    let mine = draft(staff_quotes::get(&world.seed.db, &world.staff, id, today()).await.unwrap()).unwrap();
    assert_eq!((mine.lines[0].unit_price.as_str(), mine.terms), ("a lot", "xy".repeat(10)));
    assert!(draft(staff_quotes::get(&world.seed.db, &other, id, today()).await.unwrap()).is_none());
    world.revise(id, 1, &offer("1")).await.unwrap();
    assert!(draft(staff_quotes::get(&world.seed.db, &world.staff, id, today()).await.unwrap()).is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_see_all_of_a_clients_quotes_by_page(pool: PgPool) {
    let world = World::new(pool).await;
    let other = world.seed.client("Other").await;
    world.seed.quote(other, Quote { number: "X-1", ..Quote::default() }).await;
    for number in 0..30 {
        let status = if number % 10 == 0 { "draft" } else { "sent" };
        let number = format!("Q-{number:02}");
        world.seed.quote(world.mine, Quote { number: &number, status, ..Quote::default() }).await;
    }
    let list = async |filter: QuoteFilter| {
        staff_quotes::list(&world.seed.db, &world.staff, world.mine.id, today(), &filter).await.unwrap()
    };
    let first = list(QuoteFilter::default()).await;
    assert_eq!(first.items.len(), 25);
    let next = domain::page::PageRequest::After(first.next.unwrap());
    assert_eq!(list(QuoteFilter { page: next, ..QuoteFilter::default() }).await.items.len(), 5);
    let drafts = QuoteFilter { status: Some(QuoteStatus::Draft), ..QuoteFilter::default() };
    assert_eq!(list(drafts).await.items.len(), 3);
    let search = QuoteFilter { search: Some("q-07".into()), ..QuoteFilter::default() };
    assert_eq!(list(search).await.items[0].number, "Q-07");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_makes_one_draft_invoice_where_the_company_wants_it(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.quote().await;
    world.approve(id, 1).await.unwrap();
    assert_eq!(world.seed.count("select count(*) from invoices", &[]).await, 0, "it is off by default");

    let settings = PaperSettingsInput {
        address: "1 Road".into(),
        footer: String::new(),
        quote_becomes_invoice: true,
        invoice_prefix: "2026-".into(),
        next_invoice_number: "7".into(),
    };
    let member = staff(&world.seed.pool, "member").await;
    let refused = papers::update(&world.seed.db, &member, settings.clone()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    papers::update(&world.seed.db, &world.staff, settings).await.unwrap();
    let taken = "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
                 values ($1, $2, '2026-8', 'sent', current_date, 'EUR', 1)";
    world.seed.run(taken, &[Uuid::now_v7(), world.mine.id.0]).await.unwrap();

    // Two people at one quote, while others approve other quotes: one invoice each, and no number twice.
    let mut ids = Vec::new();
    for round in 0..6 {
        let number = format!("N-{round}");
        ids.push(world.seed.quote(world.mine, Quote { number: &number, ..Quote::default() }).await);
    }
    for pair in ids.chunks(2) {
        let outcomes = tokio::join!(
            world.approve(pair[0], 1),
            world.approve(pair[0], 1),
            world.approve(pair[1], 1),
            world.approve(pair[1], 1)
        );
        let done = [outcomes.0, outcomes.1, outcomes.2, outcomes.3].into_iter().filter(Result::is_ok).count();
        assert_eq!(done, 2);
    }
    let numbers: Vec<String> = sqlx::query_scalar(
        "select i.number from invoices i join quotes q on q.id = i.quote_id
          where i.status = 'draft' and i.total_minor = q.total_minor and i.terms = q.terms and i.issued_on = '2026-11-23'
            and exists (select from lines l where l.invoice_id = i.id and l.description = 'Concept' and l.total_minor = 2250)
          order by length(i.number), i.number",
    )
    .fetch_all(&world.seed.pool)
    .await
    .unwrap();
    assert_eq!(numbers, ["2026-7", "2026-9", "2026-10", "2026-11", "2026-12", "2026-13"]);
    let seen = staff_quotes::get(&world.seed.db, &world.staff, ids[0], today()).await.unwrap();
    let (made, number, status) = seen.invoice.expect("an invoice");
    assert_eq!(status, InvoiceStatus::Draft);
    let (db, scope) = (&world.seed.db, world.mine.scope());
    assert!(
        matches!(invoice::view(db, &scope, made, today()).await, Err(Error::NotFound)),
        "nobody sees it yet"
    );
    for due_on in ["", "soon", "2026-11-22"] {
        let refused = invoice::staff::send(db, &member, made, due_on, today()).await;
        assert!(
            matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "due_on"),
            "{refused:?}"
        );
    }
    invoice::staff::send(db, &member, made, "2026-12-07", today()).await.unwrap();
    let sent = invoice::view(db, &scope, made, today()).await.unwrap().summary;
    assert_eq!((sent.status, sent.due_on), (InvoiceStatus::Sent, Some(day("2026-12-07"))));
    let again = invoice::staff::send(db, &member, made, "2026-12-07", today()).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::InvoiceSent(sent))) if sent == number));
    let told = "select count(*) from notifications where kind = 'invoice_sent'";
    assert_eq!(world.seed.count(told, &[]).await, 1);
    let told = "select count(*) from notifications where title like 'Quote N-% was approved by Maria Anders; invoice 2026-% is a draft'";
    assert!(world.seed.count(told, &[]).await >= 6);
}

#[sqlx::test(migrations = "../migrations")]
async fn papers_are_for_those_who_see_the_record_and_are_logged(pool: PgPool) {
    let world = World::new(pool).await;
    let other = world.seed.client("Other").await;
    let id = world.quote().await;
    let (mine, foreign) = (world.mine.scope(), other.scope());
    let (db, client) = (&world.seed.db, Reader::Client(&mine));
    let paper = paper::quote(db, client, id, today()).await.unwrap();
    assert_eq!((paper.quote.number.as_str(), paper.letterhead.client.as_str()), ("Q-1", "Mine"));
    assert!(matches!(paper::approval(db, client, id).await, Err(Error::NotFound)), "nobody has approved it");
    world.approve(id, 1).await.unwrap();
    let proof = paper::approval(db, client, id).await.unwrap();
    assert_eq!(
        (proof.typed_name.as_str(), proof.ip_address.as_deref()),
        ("Maria Anders", Some("203.0.113.9"))
    );
    assert_eq!(proof.quote.lines[0].total.minor, 2_250);
    for reader in [Reader::Client(&foreign)] {
        assert!(matches!(paper::quote(db, reader, id, today()).await, Err(Error::NotFound)));
        assert!(matches!(paper::approval(db, reader, id).await, Err(Error::NotFound)));
    }
    paper::quote(db, Reader::Staff(&world.staff), id, today()).await.unwrap();
    let logged = "select count(*) from client_portal_activities
                   where kind = 'download_file' and subject_type = 'quote' and subject_label = 'Q-1' and (user_id is null) = $1::text::bool";
    let by = async |staff: &str| -> i64 {
        sqlx::query_scalar(logged).bind(staff).fetch_one(&world.seed.pool).await.unwrap()
    };
    assert_eq!((by("false").await, by("true").await), (2, 1));
}
