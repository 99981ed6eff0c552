//! A client who reads German finds no English on a page, whatever state its papers are in.

mod english;
mod money;

use crate::{
    isolation::{Audience, Client, PAGES, Record, World},
    support::{Answer, Ask},
};
use axum::http::StatusCode;
use domain::token::Token;
use english::{english, said};
use sqlx::PgPool;
use uuid::Uuid;

/// All texts that somebody has written begin with it.
const WRITTEN: &str = "canary";

#[track_caller]
fn assert_german(path: &str, page: &Answer) {
    assert!(page.body.contains("<html lang=\"de\""), "{path}: {}", page.body);
    assert_eq!(english(&page.body), Vec::new(), "{path}");
}

/// Everybody and everything, and a client of whom nothing is in English but what it is looked for.
struct Musterhaus {
    world: World,
    client: Client,
    session: String,
}

impl Musterhaus {
    async fn new(pool: &PgPool) -> Self {
        let world = World::new(pool).await;
        let client = Client::new(pool, WRITTEN, world.run_id).await;
        let session = world.portal.session_of(client.user_id).await;
        let here = Self { world, client, session };
        here.execute("update company set name = 'Musterhaus', support_email = 'hilfe@musterhaus.example'")
            .await;
        here.execute("update users set name = 'canary-staff' where kind = 'staff'").await;
        here.execute("update users set language = 'de' where id = {user}").await;
        // What the world says in words of its own.
        here.execute("update notifications set title = 'canary-' || title").await;
        here
    }

    async fn execute(&self, sql: &str) {
        let sql = sql
            .replace("{user}", &format!("'{}'", self.client.user_id))
            .replace("{client}", &format!("'{}'", self.client.id))
            .replace("{project}", &format!("'{}'", self.client.id_of(Record::Project)))
            .replace("{quote}", &format!("'{}'", self.client.id_of(Record::Quote)));
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&self.world.portal.pool).await.unwrap();
    }

    /// A page for the client's person, whose browser asks for English: what a person has chosen counts more.
    async fn get(&self, path: &str) -> Answer {
        self.html(self.world.portal.get(path).session(&self.session).header("accept-language", "en-GB")).await
    }

    /// A page for somebody who is not signed in, in a German browser.
    async fn get_signed_out(&self, path: &str) -> Answer {
        self.html(self.world.portal.get(path).header("accept-language", "de-DE,de;q=0.9,en;q=0.5")).await
    }

    async fn html(&self, ask: Ask<'_>) -> Answer {
        ask.header("accept", "text/html").send().await
    }

    /// Posts a form, and the page that the browser shows then.
    async fn post(&self, path: &str, fields: &[(&str, &str)], from: &str) -> Answer {
        let form = self.world.portal.form(path, fields).header("accept", "text/html");
        let answer = form
            .header("referer", &format!("https://portal.example{from}"))
            .session(&self.session)
            .send()
            .await;
        let cookies = answer.cookies();
        let flash = cookies.iter().find_map(|cookie| cookie.split(';').next()).unwrap_or_default();
        let location = answer.location().split('#').next().unwrap();
        let cookie = format!("__Host-session={}; {flash}", self.session);
        self.world.portal.get(location).header("cookie", &cookie).header("accept", "text/html").send().await
    }

    fn quote_path(&self) -> String {
        format!("/portal/quotes/{}", self.client.id_of(Record::Quote))
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_clients_pages_speak_german(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    let mut looked_at = 0;
    for (pattern, audience, record) in PAGES {
        let is_clients = audience.is_of_clients();
        if !is_clients && *audience != Audience::Everybody {
            continue;
        }
        let id =
            if pattern.contains("{id}") { here.client.id_of(*record).to_string() } else { String::new() };
        let path = pattern.replace("{id}", &id).replace("{token}", &"a1".repeat(32));
        let page = if is_clients { here.get(&path).await } else { here.get_signed_out(&path).await };
        if page.status.is_redirection() {
            continue;
        }
        assert!(page.status == StatusCode::OK || *audience == Audience::Everybody, "{path}: {}", page.status);
        assert_german(&path, &page);
        looked_at += 1;
    }
    assert!(looked_at > 12, "{looked_at}");

    for path in [
        "/portal/quotes?q=nirgends",
        "/portal/quotes?status=approved&sort=amount",
        "/portal/invoices?q=nirgends",
        "/portal/statement?from=2020-01-01&to=2020-01-02",
        "/portal/projects?q=nirgends",
        "/portal/notifications?status=unread",
        "/portal/people?q=nirgends",
        "/portal/quotes/0192f0c1-1111-7111-8111-111111111111",
        "/keine/solche/seite",
    ] {
        assert_german(path, &here.get(path).await);
    }
    for path in ["/login?next=/portal", "/portal/quotes/7", "/keine/solche/seite"] {
        let page = here.get_signed_out(path).await;
        assert!(page.status.is_redirection() || page.body.contains("lang=\"de\""), "{path}");
        if !page.status.is_redirection() {
            assert_german(path, &page);
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn lists_that_are_empty_speak_german(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    here.execute("delete from quote_approvals").await;
    for table in ["payment_attempts", "invoices", "quotes", "documents", "projects", "notifications"] {
        here.execute(&format!("delete from {table}")).await;
    }
    here.execute("delete from client_contacts").await;
    for path in [
        "/portal",
        "/portal/quotes",
        "/portal/invoices",
        "/portal/pay",
        "/portal/statement",
        "/portal/projects",
        "/portal/documents",
        "/portal/messages",
        "/portal/notifications",
        "/portal/people",
    ] {
        assert_german(path, &here.get(path).await);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quote_speaks_german_in_every_state(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    let path = here.quote_path();
    let german = |path: &str, page: &Answer, words: &[&str]| {
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_german(path, page);
        for words in words {
            assert!(page.body.contains(words), "{path} lacks {words}: {}", page.body);
        }
    };

    // A discount, and charges that are no lines; a revision that was replaced.
    here.execute(
        "update quotes set currency = 'EUR', total_minor = 123450, revision = 10, issued_on = '2020-11-23' where id = {quote}",
    )
    .await;
    here.execute(
        "update lines set quantity = 2.5, unit_price_minor = 50000, discount_percent = 12.5, total_minor = 109375 where quote_id = {quote}",
    )
    .await;
    here.execute(
        "update quote_revisions set frozen_quote = '{\"number\":\"canary\",\"revision\":9,\"title\":\"\",\"issued_on\":\"2026-01-01\",\
         \"valid_until\":null,\"lines\":[],\"total\":\"1.00\",\"currency\":\"USD\",\"terms\":\"canary\"}' where quote_id = {quote}",
    )
    .await;
    let amounts = [
        "1.234,50\u{a0}€",
        "2,5",
        "−12,5 %",
        "23.11.2020",
        "Steuern und sonstige Beträge",
        "Frühere Revisionen",
    ];
    german(&path, &here.get(&path).await, &amounts);
    let older = format!("{path}?revision=9");
    german(&older, &here.get(&older).await, &["Diese Revision wurde ersetzt", "1,00\u{a0}$", "01.01.2026"]);

    let id = here.client.id_of(Record::Quote).to_string();
    let fields = [("quote_id", id.as_str()), ("revision", "10"), ("typed_name", "")];
    let refused = here.post("/fn/portal/approve-quote", &fields, &path).await;
    let wrong = ["Bitte tippen Sie Ihren vollen Namen.", "Das Angebot wurde nicht angenommen"];
    german("refused approval", &refused, &wrong);
    let fields = [("quote_id", id.as_str()), ("revision", "10"), ("reason", "canary-teuer")];
    let declined = here.post("/fn/portal/decline-quote", &fields, &path).await;
    german("declined", &declined, &["Das Angebot ist abgelehnt.", "Abgelehnt von"]);

    here.execute("update quotes set status = 'sent', issued_on = current_date - 9, valid_until = current_date - 1 where id = {quote}").await;
    german(
        "expired",
        &here.get(&path).await,
        &["Dieses Angebot ist abgelaufen", "kann nicht mehr angenommen werden"],
    );
    let approved = format!("/portal/quotes/{}", here.client.id_of(Record::ApprovedQuote));
    german(&approved, &here.get(&approved).await, &["Angenommen von", "Annahmebescheinigung"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn projects_and_people_speak_german_in_every_state(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    here.execute(
        "insert into project_milestones (id, project_id, position, name, due_on, done_on)
         values (gen_random_uuid(), {project}, 2, 'canary-a', '2026-05-01', '2026-05-02'),
                (gen_random_uuid(), {project}, 3, 'canary-b', '2027-03-01', null)",
    )
    .await;
    here.execute("update invoices set issued_on = '2020-11-01', due_on = '2020-11-23', status = 'paid'")
        .await;
    here.execute(
        "insert into projects (id, client_id, name, status, starts_on, ends_on)
         values (gen_random_uuid(), {client}, 'canary-c', 'planned', current_date + 9, current_date + 200),
                (gen_random_uuid(), {client}, 'canary-d', 'on_hold', current_date - 9, null)",
    )
    .await;
    let path = format!("/portal/projects/{}", here.client.id_of(Record::Project));
    let project = here.get(&path).await;
    assert_german(&path, &project);
    let text = said(&project.body).concat();
    assert!(text.contains("Erledigt am 02.05.2026") && text.contains("Fällig am 23.11.2020"), "{text}");
    assert_german("/portal/projects", &here.get("/portal/projects").await);

    here.execute("insert into users (id, kind, email, name) values ('0192f0c1-1111-7111-8111-111111111111', 'client', 'canary@c.example', 'canary-c')").await;
    here.execute(
        "insert into client_contacts (id, client_id, name, email, portal_access, user_id, access_preset)
         values (gen_random_uuid(), {client}, 'canary-in', 'canary-in@c.example', true, '0192f0c1-1111-7111-8111-111111111111', 'invoices_only'),
                (gen_random_uuid(), {client}, 'canary-off', 'canary-off@c.example', false, null, 'projects_and_documents_only')",
    )
    .await;
    let people = here.get("/portal/people").await;
    assert_german("/portal/people", &people);
    assert!(
        people.body.contains("Nur Rechnungen") && people.body.contains("Zugang entziehen"),
        "{}",
        people.body
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn forms_are_answered_in_german(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    here.world.portal.session_of(here.client.user_id).await;
    /// A form's address and fields, where it leads, and what is said there.
    type Answer<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);
    let answers: [Answer<'_>; 9] = [
        (
            "/fn/account/set-theme",
            &[("theme", "dark")],
            "/portal/settings",
            "Das Farbschema ist gespeichert.",
        ),
        (
            "/fn/account/set-theme",
            &[("theme", "x")],
            "/portal/settings",
            "Das Formular konnte nicht gelesen werden.",
        ),
        (
            "/fn/account/set-time-zone",
            &[("time_zone", "Nirgends")],
            "/portal/settings",
            "Bitte geben Sie eine Zeitzone",
        ),
        (
            "/fn/account/set-time-zone",
            &[("time_zone", "")],
            "/portal/settings",
            "Die Zeitzone ist gespeichert.",
        ),
        (
            "/fn/account/set-notification-preferences",
            &[],
            "/portal/settings",
            "Ihre Auswahl der Benachrichtigungen ist gespeichert.",
        ),
        (
            "/fn/account/update-profile",
            &[("name", "canary-user")],
            "/portal/profile",
            "Ihr Profil ist gespeichert.",
        ),
        (
            "/fn/portal/request-client-change",
            &[("city", "canary-stadt")],
            "/portal/profile",
            "Vielen Dank. Wir sehen uns das an",
        ),
        (
            "/fn/portal/mark-all-notifications-read",
            &[],
            "/portal/notifications",
            "Alle Benachrichtigungen sind als gelesen markiert.",
        ),
        (
            "/fn/account/end-other-sessions",
            &[],
            "/portal/settings",
            "Alle Ihre anderen Sitzungen sind beendet.",
        ),
    ];
    for (path, fields, from, words) in answers {
        let page = here.post(path, fields, from).await;
        assert_german(path, &page);
        assert!(page.body.contains(words), "{path} lacks {words}: {}", page.body);
    }
    // The language that was just chosen is that of the answer.
    let page = here.post("/fn/account/set-language", &[("language", "en")], "/portal/settings").await;
    assert!(
        page.body.contains("<html lang=\"en\"") && page.body.contains("The language is saved."),
        "{}",
        page.body
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn invitations_speak_german(pool: PgPool) {
    let here = Musterhaus::new(&pool).await;
    let (client, invitation) = (Uuid::now_v7(), Uuid::now_v7());
    let token = Token::generate().unwrap();
    here.execute(&format!(
        "insert into clients (id, name, email) values ('{client}', 'canary-neu', 'neu@c.example')"
    ))
    .await;
    here.execute(&format!(
        "insert into invitations (id, client_id, name, email, state, expires_at)
         values ('{invitation}', '{client}', 'canary-neu', 'canary-neu@c.example', 'sent', now() + interval '7 days')"
    ))
    .await;
    sqlx::query("insert into invitation_tokens (token_sha256, invitation_id) values ($1, $2)")
        .bind(token.hash().to_vec())
        .bind(invitation)
        .execute(&pool)
        .await
        .unwrap();
    for (change, words) in [
        ("expires_at = expires_at", "Passwort wählen und anmelden"),
        ("email = 'canary@mail.example'", "Diese Einladung kann nicht angenommen werden"),
        ("expires_at = now() - interval '1 hour'", "Dieser Link ist abgelaufen"),
        ("state = 'revoked'", "Dieser Link wurde zurückgezogen"),
        ("state = 'accepted'", "Dieser Link wurde bereits benutzt"),
    ] {
        here.execute(&format!("update invitations set {change} where id = '{invitation}'")).await;
        let ask = here.world.portal.get("/invitation").header("accept-language", "de-AT");
        let page = here.html(ask.header("cookie", &format!("__Host-invitation={token}"))).await;
        assert_german(change, &page);
        assert!(page.body.contains(words), "{change} lacks {words}: {}", page.body);
    }
}
