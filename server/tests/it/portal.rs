//! The client's pages and forms through the whole server, as a browser without script uses them.

use crate::support::{Answer, Portal};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

const HTML: &str = "text/html,application/xhtml+xml;q=0.9";

/// A client, its portal user's session, and one quote.
struct World {
    portal: Portal,
    session: String,
    client_id: Uuid,
    user_id: Uuid,
    quote_id: Uuid,
}

impl World {
    async fn new(pool: &PgPool) -> Self {
        let portal = Portal::new(pool);
        let (client_id, user_id, quote_id) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let statements = [
            "insert into users (id, kind, email, name) values ($2, 'client', 'maria@alfreds.example', 'Maria Anders')",
            "insert into clients (id, name, portal_enabled, portal_user_id) values ($1, 'Alfreds', true, $2)",
            "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor, terms)
             values ($3, $1, 'Q-2031', 'Relaunch <script>alert(1)</script> & more', 'sent', current_date, current_date + 5, 'EUR', 125000,
                     'Half now.')",
            "insert into lines (id, quote_id, position, description, quantity, unit_price_minor, total_minor)
             values (gen_random_uuid(), $3, 1, '<b>Concept</b>', 1, 125000, 125000)",
        ];
        portal.seed(&[client_id, user_id, quote_id], &statements).await;
        let session = portal.session_of(user_id).await;
        Self { portal, session, client_id, user_id, quote_id }
    }

    async fn get(&self, path: &str) -> Answer {
        self.portal.get(path).session(&self.session).send().await
    }

    /// Posts a form from the page `from`; the page that the browser shows then, with the cookies that it was given.
    async fn post(&self, from: &str, path: &str, fields: &[(&str, &str)]) -> (Answer, Answer) {
        let answer = self
            .portal
            .form(path, fields)
            .header("accept", HTML)
            .header("referer", &format!("https://portal.example{from}"))
            .session(&self.session)
            .send()
            .await;
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let page = self
            .portal
            .get(answer.location().split('#').next().unwrap())
            .header("cookie", &format!("__Host-session={}; {flash}", self.session))
            .send()
            .await;
        (answer, page)
    }

    fn quote_path(&self) -> String {
        format!("/portal/quotes/{}", self.quote_id)
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.portal.pool).await.unwrap()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quote_is_approved_by_a_plain_form(pool: PgPool) {
    let world = World::new(&pool).await;
    let (path, id) = (world.quote_path(), world.quote_id.to_string());
    let fields = [
        ("quote_id", id.as_str()),
        ("revision", "1"),
        ("typed_name", "Maria Anders"),
        ("terms_accepted", "true"),
    ];
    let (answer, page) = world.post(&path, "/fn/portal/approve-quote", &fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("{path}#main").as_str()));
    for words in ["Thank you. The quote is approved.", "Approved by", "Maria Anders", "SHA-256"] {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(!page.body.contains("Approve quote"), "there is nothing left to approve");

    let (_, page) = world.post(&path, "/fn/portal/approve-quote", &fields).await;
    assert!(page.body.contains("This quote has already been approved."));
    assert_eq!(world.count("select count(*) from quote_approvals").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_approval_keeps_what_was_typed_and_says_what_is_missing(pool: PgPool) {
    let world = World::new(&pool).await;
    let (path, id) = (world.quote_path(), world.quote_id.to_string());
    let fields = [("quote_id", id.as_str()), ("revision", "1"), ("typed_name", "Maria \"M\" Anders")];
    let (answer, page) = world.post(&path, "/fn/portal/approve-quote", &fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, path.as_str()));
    assert!(page.body.contains("Please accept the terms to approve this quote."));
    assert!(page.body.contains("value=\"Maria &quot;M&quot; Anders\""), "{}", page.body);
    assert!(page.body.contains("aria-invalid=\"true\""));
    assert_eq!(world.count("select count(*) from quote_approvals").await, 0);

    let program = world.portal.form("/fn/portal/approve-quote", &fields).session(&world.session).send().await;
    assert_eq!(program.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(program.body.contains("terms_accepted"), "{}", program.body);
    let nonsense = [("quote_id", "7; drop table quotes")];
    let program =
        world.portal.form("/fn/portal/approve-quote", &nonsense).session(&world.session).send().await;
    assert_eq!(program.status, StatusCode::BAD_REQUEST);
    assert!(
        !program.body.to_lowercase().contains("uuid"),
        "the parser's words are not for people: {}",
        program.body
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_expired_quote_says_so_and_offers_what_works(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("update quotes set valid_until = current_date - 3").execute(&pool).await.unwrap();
    let page = world.get(&world.quote_path()).await;
    assert!(page.body.contains("This quote has expired"));
    assert!(!page.body.contains("Approve quote") && !page.body.contains("Decline this quote"));
    let ask = format!("href=\"/portal/messages?quote={}&amp;ask=new-quote\"", world.quote_id);
    assert!(page.body.contains("Ask for a new quote") && page.body.contains(&ask), "{}", page.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_people_wrote_is_text_and_never_markup(pool: PgPool) {
    let world = World::new(&pool).await;
    for path in ["/portal", "/portal/quotes", &world.quote_path()] {
        let page = world.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<b>Concept"), "{path}");
        assert!(page.body.contains("Relaunch &lt;script&gt;"), "{path}");
    }
    let (_, page) = world
        .post(
            "/portal/profile",
            "/fn/account/update-profile",
            &[("name", "<i>Maria</i>"), ("phone", "1 & 2")],
        )
        .await;
    assert!(page.body.contains("Your profile is saved.") && !page.body.contains("<i>Maria"));
    assert_eq!(
        world.count("select count(*) from client_portal_activities where kind = 'update_profile'").await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn odd_addresses_of_lists_are_still_lists(pool: PgPool) {
    let world = World::new(&pool).await;
    for list in ["projects", "quotes", "invoices", "documents", "notifications"] {
        for query in [
            "q=%00",
            "q=%25_%27",
            "status=draft",
            "sort=;drop",
            "after=x",
            "before=~",
            "after=%00~00000000-0000-7000-8000-000000000000",
            "q=%F0%9F%92%A9&sort=amount",
        ] {
            let page = world.get(&format!("/portal/{list}?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{list}?{query}");
        }
    }
    let page = world.get("/portal/quotes?q=zebra").await;
    assert!(page.body.contains("Nothing matches “zebra”") && page.body.contains("Show all quotes"));
}

#[sqlx::test(migrations = "../migrations")]
async fn notifications_are_read_by_opening_them_or_all_at_once(pool: PgPool) {
    let world = World::new(&pool).await;
    let ids = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
    for id in ids {
        sqlx::query("insert into notifications (id, user_id, client_id, kind, title, href) values ($1, $2, $3, 'x', 'News', '/portal/quotes')")
            .bind(id)
            .bind(world.user_id)
            .bind(world.client_id)
            .execute(&pool)
            .await
            .unwrap();
    }
    let unread = "select count(*) from notifications where read_at is null";
    world.get("/portal/notifications").await;
    assert_eq!(world.count(unread).await, 3, "looking changes nothing");
    let id = ids[1].to_string();
    let (answer, _) =
        world.post("/portal", "/fn/portal/open-notification", &[("notification_id", &id)]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/portal/quotes"));
    assert_eq!(world.count(unread).await, 2);
    let (_, page) = world.post("/portal/notifications", "/fn/portal/mark-all-notifications-read", &[]).await;
    assert!(
        page.body.contains("All notifications are marked as read.") && page.body.contains("Nothing unread")
    );
    assert_eq!(world.count(unread).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn settings_keep_the_theme_and_end_sessions(pool: PgPool) {
    let world = World::new(&pool).await;
    let (_, page) = world.post("/portal/settings", "/fn/account/set-theme", &[("theme", "dark")]).await;
    assert!(page.body.contains("data-theme=\"dark\"") && page.body.contains("The theme is saved."));
    let program =
        world.portal.form("/fn/account/set-theme", &[("theme", "pink")]).session(&world.session).send().await;
    assert_eq!(program.status, StatusCode::BAD_REQUEST);

    let other = world.portal.session_of(world.user_id).await;
    let (_, page) = world.post("/portal/settings", "/fn/account/end-other-sessions", &[]).await;
    assert!(page.body.contains("All your other sessions have ended."));
    let answer = world.portal.get("/portal").session(&other).send().await;
    assert!(answer.location().starts_with("/login"), "{answer:?}");
    assert_eq!(world.get("/portal").await.status, StatusCode::OK, "this one goes on");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_that_fails_half_way_is_a_whole_page(pool: PgPool) {
    let world = World::new(&pool).await;
    // The session is looked up, and then the page waits for a table, until its connection is cut.
    let mut blocker = pool.begin().await.unwrap();
    sqlx::query("lock table projects").execute(&mut *blocker).await.unwrap();
    let cut = async {
        let waiting = "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
        while sqlx::query(waiting).fetch_optional(&pool).await.unwrap().is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let (page, ()) = tokio::join!(world.get("/portal"), cut);
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    for part in ["<title>We will be back in a moment</title>", "tries again by itself"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert_eq!(
        (&page.headers["refresh"], &page.headers["retry-after"]),
        (&"5".parse().unwrap(), &"5".parse().unwrap())
    );
    drop(blocker);

    sqlx::query("alter table projects rename to elsewhere").execute(&pool).await.unwrap();
    let page = world.get("/portal").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.body.contains("<title>Something went wrong</title>"), "{}", page.body);
    assert!(
        !page.body.contains("relation") && !page.body.contains("SQL"),
        "nobody is shown what the database said"
    );
}
