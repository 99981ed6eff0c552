//! Lists and detail pages: what is in them, in which order, and what never is.

use super::seed::{Client, Invoice, Quote, Seed, day, today};
use chrono::Days;
use domain::{
    Error,
    document::{self, DocumentFilter, DocumentSort},
    id::{InvoiceId, ProjectId, QuoteId},
    invoice::{self, InvoiceFilter, InvoiceShow, InvoiceSort, InvoiceStatus},
    page::{PAGE_SIZE, Page, PageRequest},
    project::{self, ProjectFilter, ProjectSort, ProjectStatus},
    quote::{self, QuoteFilter, QuoteSort, QuoteStatus},
};
use sqlx::PgPool;
use uuid::Uuid;

async fn quote_numbers(seed: &Seed, client: Client, filter: QuoteFilter) -> Vec<String> {
    let page = quote::list(&seed.db, &client.scope(), today(), &filter).await.unwrap();
    page.items.into_iter().map(|quote| quote.number).collect()
}

async fn invoice_numbers(seed: &Seed, client: Client, filter: InvoiceFilter) -> Vec<String> {
    let page = invoice::list(&seed.db, &client.scope(), today(), &filter).await.unwrap();
    page.items.into_iter().map(|invoice| invoice.number).collect()
}

async fn document_names(seed: &Seed, client: Client, filter: DocumentFilter) -> Vec<String> {
    let page = document::list(&seed.db, &client.scope(), &filter).await.unwrap();
    page.items.into_iter().map(|document| document.name).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn lists_hold_the_clients_own_and_neither_drafts_nor_unshared(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    for (client, name) in [(mine, "mine"), (other, "other")] {
        seed.project(client, &format!("P {name}"), "active", None).await;
        for status in ["sent", "draft"] {
            let number = format!("{status} {name}");
            seed.quote(client, Quote { number: &number, status, ..Quote::default() }).await;
            seed.invoice(client, Invoice { number: &number, status, ..Invoice::default() }).await;
        }
        seed.document(client, &format!("shared {name}"), None, true).await;
        seed.document(client, &format!("kept {name}"), None, false).await;
    }
    assert_eq!(quote_numbers(&seed, mine, QuoteFilter::default()).await, ["sent mine"]);
    assert_eq!(invoice_numbers(&seed, mine, InvoiceFilter::default()).await, ["sent mine"]);
    assert_eq!(document_names(&seed, mine, DocumentFilter::default()).await, ["shared mine"]);
    let projects = project::list(&seed.db, &mine.scope(), &ProjectFilter::default()).await.unwrap();
    assert_eq!(projects.items.into_iter().map(|project| project.name).collect::<Vec<_>>(), ["P mine"]);

    seed.project(mine, "P done", "completed", None).await;
    let unfinished = project::unfinished(&seed.db, &mine.scope()).await.unwrap();
    assert_eq!(unfinished.into_iter().map(|project| project.name).collect::<Vec<_>>(), ["P mine"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn another_clients_record_a_draft_and_a_missing_one_are_the_same(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let nobody = Uuid::now_v7();
    let scope = mine.scope();

    for id in [seed.project(other, "Theirs", "active", None).await, ProjectId(nobody)] {
        assert!(matches!(project::view(&seed.db, &scope, id, today()).await, Err(Error::NotFound)));
    }
    let theirs = seed.quote(other, Quote::default()).await;
    let draft = seed.quote(mine, Quote { number: "Q-2", status: "draft", ..Quote::default() }).await;
    let signature = quote::Signature { typed_name: "Eve".into(), terms_accepted: true, revision: 1 };
    for id in [theirs, draft, QuoteId(nobody)] {
        assert!(matches!(quote::view(&seed.db, &scope, id, today()).await, Err(Error::NotFound)));
        assert!(matches!(
            quote::approve(&seed.db, &scope, id, &signature, today()).await,
            Err(Error::NotFound)
        ));
    }
    let theirs = seed.invoice(other, Invoice::default()).await;
    let draft = seed.invoice(mine, Invoice { number: "INV-2", status: "draft", ..Invoice::default() }).await;
    for id in [theirs, draft, InvoiceId(nobody)] {
        assert!(matches!(invoice::view(&seed.db, &scope, id, today()).await, Err(Error::NotFound)));
    }
    assert_eq!(
        seed.count("select count(*) from client_portal_activities", &[]).await,
        0,
        "what was not seen is not logged"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_project_holds_its_own_visible_papers(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let project = seed.project(mine, "Relaunch", "active", Some(day("2026-08-03"))).await;
    for (position, name, done) in [(2, "Launch", None), (1, "Concept", Some(day("2026-09-01")))] {
        sqlx::query("insert into project_milestones (id, project_id, position, name, done_on) values ($1, $2, $3, $4, $5)")
            .bind(Uuid::now_v7())
            .bind(project.0)
            .bind(position)
            .bind(name)
            .bind(done)
            .execute(&seed.pool)
            .await
            .unwrap();
    }
    seed.document(mine, "shared.pdf", Some(project), true).await;
    seed.document(mine, "kept.pdf", Some(project), false).await;
    // Another client's papers that a wrong import has put under this project.
    seed.document(other, "theirs.pdf", Some(project), true).await;
    let theirs = seed.quote(other, Quote { number: "Q-theirs", ..Quote::default() }).await;
    let sent = seed
        .quote(mine, Quote { number: "Q-sent", valid_until: Some(day("2026-11-22")), ..Quote::default() })
        .await;
    let draft = seed.quote(mine, Quote { number: "Q-draft", status: "draft", ..Quote::default() }).await;
    let paid = seed.invoice(mine, Invoice { status: "paid", paid_minor: 50_000, ..Invoice::default() }).await;
    for quote in [theirs, sent, draft] {
        seed.run("update quotes set project_id = $1 where id = $2", &[project.0, quote.0]).await.unwrap();
    }
    seed.run("update invoices set project_id = $1 where id = $2", &[project.0, paid.0]).await.unwrap();

    let found = project::view(&seed.db, &mine.scope(), project, today()).await.unwrap();
    assert_eq!(
        found.milestones.iter().map(|milestone| milestone.name.as_str()).collect::<Vec<_>>(),
        ["Concept", "Launch"]
    );
    assert_eq!(
        found.documents.iter().map(|document| document.name.as_str()).collect::<Vec<_>>(),
        ["shared.pdf"]
    );
    assert_eq!(
        found.quotes.iter().map(|quote| (quote.number.as_str(), quote.status)).collect::<Vec<_>>(),
        [("Q-sent", QuoteStatus::Expired)]
    );
    assert_eq!(
        found.invoices.iter().map(|invoice| (invoice.balance.minor, invoice.status)).collect::<Vec<_>>(),
        [(0, InvoiceStatus::Paid)]
    );

    let shown = quote::view(&seed.db, &mine.scope(), sent, today()).await.unwrap();
    assert_eq!(shown.project, Some((project, "Relaunch".to_owned())));
    let shown = quote::view(&seed.db, &other.scope(), theirs, today()).await.unwrap();
    assert_eq!(shown.project, None, "the project is not theirs");
    let shown = invoice::view(&seed.db, &mine.scope(), paid, today()).await.unwrap();
    assert_eq!(shown.payments.iter().map(|payment| payment.amount.minor).collect::<Vec<_>>(), [50_000]);

    let logged: Vec<(String, String)> =
        sqlx::query_as("select kind, subject_label from client_portal_activities order by id")
            .fetch_all(&seed.pool)
            .await
            .unwrap();
    let logged: Vec<_> = logged.iter().map(|(kind, label)| (kind.as_str(), label.as_str())).collect();
    assert_eq!(
        logged,
        [
            ("view_project", "Relaunch"),
            ("view_quote", "Q-sent"),
            ("view_quote", "Q-theirs"),
            ("view_invoice", "INV-1")
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn searching_takes_every_character_as_it_is(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for (number, title) in [("Q-100%", "Straße"), ("Q_1", "ZEBRA’s home"), ("Q-2", "")] {
        seed.quote(mine, Quote { number, title, ..Quote::default() }).await;
    }
    let search = |text: &str| QuoteFilter { search: Some(text.into()), ..QuoteFilter::default() };
    assert_eq!(quote_numbers(&seed, mine, search("%")).await, ["Q-100%"]);
    assert_eq!(quote_numbers(&seed, mine, search("_")).await, ["Q_1"]);
    assert_eq!(quote_numbers(&seed, mine, search("zebra’S")).await, ["Q_1"]);
    assert_eq!(quote_numbers(&seed, mine, search("strasse")).await, [""; 0]);
    assert_eq!(quote_numbers(&seed, mine, search("q-2")).await, ["Q-2"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn states_are_filtered_as_they_are_shown(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let (yesterday, later) = (Some(day("2026-11-22")), Some(day("2026-12-01")));
    for (number, status, valid_until) in [
        ("open", "sent", later),
        ("last day", "sent", Some(today())),
        ("lapsed", "sent", yesterday),
        ("no", "declined", yesterday),
    ] {
        seed.quote(mine, Quote { number, status, valid_until, ..Quote::default() }).await;
    }
    let quotes =
        |status| QuoteFilter { status: Some(status), sort: QuoteSort::Oldest, ..QuoteFilter::default() };
    assert_eq!(quote_numbers(&seed, mine, quotes(QuoteStatus::Sent)).await, ["open", "last day"]);
    assert_eq!(quote_numbers(&seed, mine, quotes(QuoteStatus::Expired)).await, ["lapsed"]);
    assert_eq!(quote_numbers(&seed, mine, quotes(QuoteStatus::Declined)).await, ["no"]);

    for (number, status, due_on, paid_minor) in [
        ("pending", "sent", later, 100),
        ("late", "sent", yesterday, 0),
        ("covered", "sent", yesterday, 50_000),
        ("paid", "paid", yesterday, 50_000),
        ("void", "cancelled", yesterday, 0),
    ] {
        seed.invoice(mine, Invoice { number, status, due_on, paid_minor, ..Invoice::default() }).await;
    }
    let invoices = |show| InvoiceFilter { show, sort: InvoiceSort::Oldest, ..InvoiceFilter::default() };
    assert_eq!(invoice_numbers(&seed, mine, invoices(InvoiceShow::Pending)).await, ["pending", "late"]);
    assert_eq!(invoice_numbers(&seed, mine, invoices(InvoiceShow::Overdue)).await, ["late"]);
    assert_eq!(invoice_numbers(&seed, mine, invoices(InvoiceShow::Paid)).await, ["paid"]);
    assert_eq!(invoice_numbers(&seed, mine, invoices(InvoiceShow::Cancelled)).await, ["void"]);
    assert_eq!(invoice_numbers(&seed, mine, invoices(InvoiceShow::All)).await.len(), 5);

    for status in ProjectStatus::ALL {
        seed.project(mine, status.label(), status.as_str(), None).await;
    }
    for status in ProjectStatus::ALL {
        let filter = ProjectFilter { status: Some(status), ..ProjectFilter::default() };
        let found = project::list(&seed.db, &mine.scope(), &filter).await.unwrap();
        assert_eq!(found.items.into_iter().map(|project| project.name).collect::<Vec<_>>(), [status.label()]);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn amounts_sort_by_value_each_currency_for_itself(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for (number, currency, total_minor) in [
        ("credit", "EUR", -500),
        ("big", "EUR", 1_000_000),
        ("small", "EUR", 900),
        ("zero", "EUR", 0),
        ("yen", "JPY", 5),
    ] {
        seed.quote(mine, Quote { number, currency, total_minor, ..Quote::default() }).await;
    }
    let by_amount = QuoteFilter { sort: QuoteSort::Amount, ..QuoteFilter::default() };
    assert_eq!(quote_numbers(&seed, mine, by_amount).await, ["yen", "big", "small", "zero", "credit"]);
}

/// Walks a list to its end and back; both ways must show the same rows, each once.
async fn walk<T, F, L>(what: &str, rows: usize, load: L) -> Vec<T>
where
    T: Clone + PartialEq + std::fmt::Debug,
    F: Future<Output = Page<T>>,
    L: Fn(PageRequest) -> F,
{
    let mut forth = Vec::new();
    let mut page = load(PageRequest::First).await;
    assert!(page.previous.is_none(), "{what}: nothing is before the first page");
    while let Some(next) = page.next.clone() {
        forth.push(page.items);
        page = load(PageRequest::After(next)).await;
    }
    forth.push(page.items.clone());
    assert_eq!(forth.iter().map(Vec::len).sum::<usize>(), rows, "{what}: every row once");

    let mut back = vec![page.items.clone()];
    while let Some(previous) = page.previous.clone() {
        page = load(PageRequest::Before(previous)).await;
        back.insert(0, page.items.clone());
    }
    let (forth, back) = (forth.concat(), back.concat());
    assert_eq!(forth, back, "{what}: back is the same way");
    forth
}

#[sqlx::test(migrations = "../migrations")]
async fn every_order_is_read_by_key_in_both_directions(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let rows = usize::try_from(PAGE_SIZE).unwrap() * 2 + 7;
    for i in 0..rows {
        // Ties, gaps and odd names on purpose.
        let on = today() - Days::new(i as u64 % 5);
        let known = (i % 3 != 0).then_some(on);
        let (number, minor) = (format!("{i:03}~é"), i as i64 % 7 * 100 - 200);
        seed.quote(
            mine,
            Quote {
                number: &number,
                issued_on: on,
                valid_until: known,
                total_minor: minor,
                ..Quote::default()
            },
        )
        .await;
        seed.invoice(
            mine,
            Invoice {
                number: &number,
                issued_on: on,
                due_on: known,
                total_minor: minor,
                ..Invoice::default()
            },
        )
        .await;
        let project =
            seed.project(mine, &format!("{} {}", ["ä", "Zoë", "a"][i % 3], i % 4), "active", known).await;
        seed.document(mine, &format!("~{}", i % 4), (i % 2 == 0).then_some(project), true).await;
    }
    let (db, scope) = (&seed.db, &mine.scope());
    for sort in QuoteSort::ALL {
        let load = async |page| {
            let filter = QuoteFilter { sort, page, ..QuoteFilter::default() };
            quote::list(db, scope, today(), &filter)
                .await
                .unwrap()
                .map(|quote| (quote.number, quote.valid_until))
        };
        let all = walk(sort.as_str(), rows, load).await;
        if sort == QuoteSort::ValidUntil {
            assert!(all.is_sorted_by_key(|(_, until)| (until.is_none(), *until)), "no last day comes last");
        }
    }
    for sort in InvoiceSort::ALL {
        let load = async |page| {
            let filter = InvoiceFilter { sort, page, ..InvoiceFilter::default() };
            invoice::list(db, scope, today(), &filter)
                .await
                .unwrap()
                .map(|invoice| (invoice.number, invoice.total.minor))
        };
        let all = walk(sort.as_str(), rows, load).await;
        if sort == InvoiceSort::Amount {
            assert!(all.is_sorted_by_key(|(_, minor)| -minor), "largest first");
        }
    }
    for sort in ProjectSort::ALL {
        let load = async |page| {
            let filter = ProjectFilter { sort, page, ..ProjectFilter::default() };
            project::list(db, scope, &filter).await.unwrap().map(|project| (project.id, project.starts_on))
        };
        let all = walk(sort.as_str(), rows, load).await;
        if matches!(sort, ProjectSort::Newest | ProjectSort::Oldest) {
            assert!(all.last().unwrap().1.is_none(), "no first day comes last");
        }
    }
    for sort in DocumentSort::ALL {
        let load = async |page| {
            let filter = DocumentFilter { sort, page, ..DocumentFilter::default() };
            document::list(db, scope, &filter)
                .await
                .unwrap()
                .map(|document| (document.id, document.project.is_none()))
        };
        let all = walk(sort.as_str(), rows, load).await;
        if sort == DocumentSort::Project {
            assert!(all.is_sorted_by_key(|(_, has_none)| *has_none), "no project comes last");
        }
    }
}
