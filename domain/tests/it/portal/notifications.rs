//! What the bell holds, and for whom.

use super::seed::{Client, Invoice, Quote, Seed, day, today};
use domain::{
    Error,
    activity::Origin,
    actor::ClientScope,
    id::{ConversationId, NotificationId, UserId},
    language::Language,
    message::{self, Topic},
    notification::{
        self, BellOwner, Notification, NotificationFilter,
        preference::{self, Event},
    },
    outgoing_mail,
    page::{Page, PageRequest},
    password_reset,
    quote::{self, Signature},
    reminder,
    session::{self, Viewer},
    token::Token,
};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

async fn put(seed: &Seed, user: UserId, client: Option<Client>, title: &str) -> NotificationId {
    let id = NotificationId(Uuid::now_v7());
    sqlx::query("insert into notifications (id, user_id, client_id, kind, title, href) values ($1, $2, $3, 'test', $4, '/portal')")
        .bind(id.0)
        .bind(user.0)
        .bind(client.map(|client| client.id.0))
        .bind(title)
        .execute(&seed.pool)
        .await
        .unwrap();
    id
}

async fn list(seed: &Seed, scope: &ClientScope, page: PageRequest) -> Page<Notification> {
    let filter = NotificationFilter { page, ..NotificationFilter::default() };
    notification::list(&seed.db, scope.into(), &filter).await.unwrap()
}

async fn bell(seed: &Seed, client: Client, user: UserId) -> Vec<Notification> {
    list(seed, &client.scope_of(user), PageRequest::First).await.items
}

#[sqlx::test(migrations = "../migrations")]
async fn a_person_sees_and_reads_their_own_of_this_client(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let own = put(&seed, mine.user, Some(mine), "own").await;
    let account = put(&seed, mine.user, None, "about the account").await;
    let elsewhere = put(&seed, mine.user, Some(other), "at another client").await;
    let theirs = put(&seed, other.user, Some(other), "theirs").await;

    let shown = bell(&seed, mine, mine.user).await;
    assert_eq!(shown.iter().map(|n| (n.id, n.is_read)).collect::<Vec<_>>(), [(account, false), (own, false)]);
    for id in [elsewhere, theirs, NotificationId(Uuid::now_v7())] {
        assert!(matches!(
            notification::open(&seed.db, (&mine.scope()).into(), id).await,
            Err(Error::NotFound)
        ));
    }
    assert_eq!(notification::open(&seed.db, (&mine.scope()).into(), own).await.unwrap(), "/portal");
    assert_eq!(
        notification::open(&seed.db, (&mine.scope()).into(), own).await.unwrap(),
        "/portal",
        "again leads there again"
    );
    assert_eq!(notification::mark_all_read(&seed.db, (&mine.scope()).into()).await.unwrap(), 1);
    assert_eq!(notification::mark_all_read(&seed.db, (&mine.scope()).into()).await.unwrap(), 0);
    assert!(bell(&seed, mine, mine.user).await.iter().all(|n| n.is_read));
    let unread = "select count(*) from notifications where read_at is null and id in ($1, $2)";
    assert_eq!(seed.count(unread, &[elsewhere.0, theirs.0]).await, 2, "nobody else's are touched");
}

#[sqlx::test(migrations = "../migrations")]
async fn they_are_read_by_key_in_both_directions(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    for i in 0..60 {
        put(&seed, mine.user, Some(mine), &i.to_string()).await;
    }
    let scope = mine.scope();
    let first = list(&seed, &scope, PageRequest::First).await;
    let second = list(&seed, &scope, PageRequest::After(first.next.unwrap())).await;
    let third = list(&seed, &scope, PageRequest::After(second.next.clone().unwrap())).await;
    let titles = |page: &[Notification]| page.iter().map(|n| n.title.clone()).collect::<Vec<_>>();
    let all = [titles(&first.items), titles(&second.items), titles(&third.items)].concat();
    assert_eq!(all, (0..60).rev().map(|i| i.to_string()).collect::<Vec<_>>());
    assert!(third.next.is_none());
    let back = list(&seed, &scope, PageRequest::Before(third.previous.unwrap())).await;
    assert_eq!(titles(&back.items), titles(&second.items));

    let narrowed = async |search: Option<&str>, only_unread| {
        let filter =
            NotificationFilter { search: search.map(Into::into), only_unread, page: PageRequest::First };
        titles(&notification::list(&seed.db, (&scope).into(), &filter).await.unwrap().items)
    };
    assert_eq!(narrowed(Some("59"), false).await, ["59"]);
    notification::open(&seed.db, (&scope).into(), first.items[0].id).await.unwrap();
    assert!(narrowed(Some("59"), true).await.is_empty());
    assert_eq!(narrowed(None, true).await[0], "58");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_approval_tells_the_others_who_get_in(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let colleague = seed.contact(mine, "colleague@clients.example").await;
    let locked_out = seed.contact(mine, "locked@clients.example").await;
    let gone = seed.contact(mine, "gone@clients.example").await;
    seed.run("update client_contacts set portal_access = false where user_id = $1", &[locked_out.0])
        .await
        .unwrap();
    seed.run("update users set is_active = false where id = $1", &[gone.0]).await.unwrap();
    let id = seed.quote(mine, Quote::default()).await;
    let signature = Signature { typed_name: "Maria Anders".into(), terms_accepted: true, revision: 1 };
    quote::approve(&seed.db, &mine.scope(), id, &signature, today()).await.unwrap();

    let told = bell(&seed, mine, colleague).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].title, "Quote Q-1 was approved by Maria Anders");
    assert_eq!(told[0].href, format!("/portal/quotes/{id}"));
    for (client, user) in [(mine, mine.user), (mine, locked_out), (mine, gone), (other, other.user)] {
        assert!(bell(&seed, client, user).await.is_empty());
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn people_choose_how_they_hear_of_news(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let colleague = seed.contact(mine, "colleague@clients.example").await;
    let owner = BellOwner::from(&mine.scope_of(colleague));
    let before = preference::preferences(&seed.db, owner).await.unwrap();
    assert!(before.iter().all(|one| one.in_portal), "{before:?}");
    let mailed: Vec<Event> = before.iter().filter(|one| one.by_mail).map(|one| one.event).collect();
    assert_eq!(mailed, [Event::Quote, Event::Invoice, Event::Request, Event::Message]);
    preference::set_preferences(&seed.db, owner, &[Event::Message], &[Event::Project]).await.unwrap();
    for chosen in preference::preferences(&seed.db, owner).await.unwrap() {
        let wanted = (chosen.event == Event::Message, chosen.event == Event::Project);
        assert_eq!((chosen.in_portal, chosen.by_mail), wanted, "{chosen:?}");
    }

    let by_mail = seed.contact(mine, "by-mail@clients.example").await;
    let in_portal = seed.contact(mine, "in-portal@clients.example").await;
    for (person, bell, mail) in
        [(by_mail, &[][..], &[Event::Invoice][..]), (in_portal, &[Event::Invoice], &[])]
    {
        let owner = BellOwner::from(&mine.scope_of(person));
        preference::set_preferences(&seed.db, owner, bell, mail).await.unwrap();
    }
    seed.invoice(mine, Invoice { due_on: Some(day("2026-11-20")), ..Invoice::default() }).await;
    reminder::remind(&seed.db, today()).await.unwrap();
    for (person, heard) in [(colleague, (0, 0)), (by_mail, (0, 1)), (in_portal, (1, 0))] {
        let mails = "select count(*) from outgoing_mails where kind = 'notification' and user_id = $1";
        let mails: i64 = sqlx::query_scalar(mails).bind(person.0).fetch_one(&seed.pool).await.unwrap();
        assert_eq!((bell(&seed, mine, person).await.len(), mails), heard);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn each_reader_is_told_in_their_language(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let english = seed.contact(mine, "english@clients.example").await;
    let german = seed.contact(mine, "german@clients.example").await;
    seed.run("update users set language = 'en' where id = $1", &[english.0]).await.unwrap();
    seed.run("update users set language = 'de' where id = $1", &[german.0]).await.unwrap();
    let staff = seed.user("staff@company.example").await;
    seed.run("update users set kind = 'staff', role = 'admin', language = 'de' where id = $1", &[staff.0])
        .await
        .unwrap();
    let invoice = Invoice { due_on: Some(day("2026-11-20")), ..Invoice::default() };
    seed.invoice(mine, Invoice { number: "INV-1", ..invoice }).await;
    reminder::remind(&seed.db, today()).await.unwrap();
    let title = async |user| bell(&seed, mine, user).await.into_iter().map(|n| n.title).collect::<Vec<_>>();
    assert_eq!(title(mine.user).await, ["Invoice INV-1 was due on 20 Nov 2026"], "the company's");
    assert_eq!(title(english).await, ["Invoice INV-1 was due on 20 Nov 2026"]);
    assert_eq!(title(german).await, ["Rechnung INV-1 war am 20.11.2026 fällig"]);

    seed.run("update company set language = 'de'", &[]).await.unwrap();
    let id = seed.quote(mine, Quote::default()).await;
    let signature = Signature { typed_name: "Maria Anders".into(), terms_accepted: true, revision: 1 };
    quote::approve(&seed.db, &mine.scope_of(german), id, &signature, today()).await.unwrap();
    assert_eq!(title(mine.user).await[0], "Angebot Q-1 wurde von Maria Anders angenommen");
    assert_eq!(title(english).await[0], "Quote Q-1 was approved by Maria Anders");
    let told: Vec<String> = sqlx::query_scalar("select title from notifications where user_id = $1")
        .bind(staff.0)
        .fetch_all(&seed.pool)
        .await
        .unwrap();
    assert!(told[0].starts_with("Quote Q-1 was approved by Maria Anders"), "{told:?}");
}

/// In which language each queued mail is written.
async fn languages(seed: &Seed) -> Vec<(String, Option<Language>)> {
    let mut languages = Vec::new();
    for mail in outgoing_mail::take(&seed.db, 100, Duration::from_secs(60)).await.unwrap() {
        let letter = outgoing_mail::write(&seed.db, &mail).await.unwrap().unwrap();
        languages.push((letter.email, letter.language));
    }
    languages.sort_by(|a, b| a.0.cmp(&b.0));
    languages
}

#[sqlx::test(migrations = "../migrations")]
async fn mails_are_in_the_language_of_their_reader(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let german = seed.contact(mine, "german@clients.example").await;
    let undecided = seed.contact(mine, "undecided@clients.example").await;
    let staff = seed.user("staff@company.example").await;
    seed.run("update users set kind = 'staff', role = 'admin', language = 'de' where id = $1", &[staff.0])
        .await
        .unwrap();
    seed.run("update users set language = 'de' where id = $1", &[german.0]).await.unwrap();
    for (kind, users) in [
        ("password_changed", [german, undecided, staff]),
        ("two_step_on", [german, undecided, staff]),
        ("two_step_off", [german, undecided, staff]),
        ("passkey_added", [german, undecided, staff]),
    ] {
        for user in users {
            sqlx::query(
                "insert into outgoing_mails (id, kind, subject_id) values (gen_random_uuid(), $1, $2)",
            )
            .bind(kind)
            .bind(user.0)
            .execute(&seed.pool)
            .await
            .unwrap();
        }
    }
    let of = |email: &str, language| vec![(email.to_owned(), language); 4];
    assert_eq!(
        languages(&seed).await,
        [
            of("german@clients.example", Some(Language::German)),
            of("staff@company.example", Some(Language::English)),
            of("undecided@clients.example", None),
        ]
        .concat()
    );

    seed.run("delete from outgoing_mails", &[]).await.unwrap();
    let id = seed.quote(mine, Quote::default()).await;
    let signature = Signature { typed_name: "Gerda".into(), terms_accepted: true, revision: 1 };
    quote::approve(&seed.db, &mine.scope_of(german), id, &signature, today()).await.unwrap();
    password_reset::request(&seed.db, "german@clients.example", &Origin::default()).await.unwrap();
    message::send(&seed.db, &mine.scope(), Topic::General, "Hello?", None, &[]).await.unwrap();
    for (kind, subject, reader) in [
        ("notification", put(&seed, german, Some(mine), "news").await.0, german),
        ("notification", put(&seed, staff, Some(mine), "news").await.0, staff),
    ] {
        sqlx::query("insert into outgoing_mails (id, kind, subject_id, user_id) values (gen_random_uuid(), $1, $2, $3)")
            .bind(kind)
            .bind(subject)
            .bind(reader.0)
            .execute(&seed.pool)
            .await
            .unwrap();
    }
    seed.run("update outgoing_mails set not_before = now()", &[]).await.unwrap();
    let german = ("german@clients.example".to_owned(), Some(Language::German));
    let staff = ("staff@company.example".to_owned(), Some(Language::English));
    assert_eq!(
        languages(&seed).await,
        [[german.clone(), german.clone(), german].as_slice(), &[staff.clone(), staff]].concat()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn notices_of_hidden_parts_are_neither_shown_nor_counted(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let colleague = seed.contact(mine, "colleague@clients.example").await;
    let token = Token::generate().unwrap();
    let session = "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until,
                                              absolute_until)
                   values (gen_random_uuid(), $1, $2, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 day')";
    sqlx::query(session).bind(token.hash().to_vec()).bind(colleague.0).execute(&seed.pool).await.unwrap();
    for (kind, section) in [
        ("quote_sent", "quotes"),
        ("message", "messages"),
        ("document_shared", "documents"),
        ("project_done", "projects"),
    ] {
        sqlx::query("insert into notifications (id, user_id, client_id, kind, section, title, href) values ($1, $2, $3, $4, $5, $4, '/portal')")
            .bind(Uuid::now_v7())
            .bind(colleague.0)
            .bind(mine.id.0)
            .bind(kind)
            .bind(section)
            .execute(&seed.pool)
            .await
            .unwrap();
    }
    put(&seed, colleague, None, "about the account").await;
    let look =
        async || match session::authenticate(&seed.db, Some(&token), Origin::default()).await.unwrap().viewer
        {
            Viewer::Client(viewer) => *viewer,
            other => panic!("{other:?}"),
        };
    for (preset, unread) in
        [("everything", 5), ("projects_and_documents_only", 3), ("invoices_only", 1), ("everything", 5)]
    {
        sqlx::query("update client_contacts set access_preset = $1 where user_id = $2")
            .bind(preset)
            .bind(colleague.0)
            .execute(&seed.pool)
            .await
            .unwrap();
        let viewer = look().await;
        assert_eq!(
            (viewer.unread, viewer.bell.len()),
            (unread, usize::try_from(unread).unwrap()),
            "{preset}"
        );
        let page = list(&seed, &viewer.scope, PageRequest::First).await;
        assert_eq!(page.items.len(), viewer.bell.len(), "{preset}");
        let hidden: NotificationId = NotificationId(
            sqlx::query_scalar("select id from notifications where kind = 'quote_sent'")
                .fetch_one(&seed.pool)
                .await
                .unwrap(),
        );
        let opened = notification::open(&seed.db, (&viewer.scope).into(), hidden).await;
        assert_eq!(opened.is_ok(), preset == "everything", "{preset}");
        seed.run("update notifications set read_at = null", &[]).await.unwrap();
        let quiet = session::identify(&seed.db, Some(&token), Origin::default()).await.unwrap().viewer;
        let Viewer::Client(quiet) = quiet else { panic!("{quiet:?}") };
        assert_eq!((quiet.unread, quiet.bell.len(), quiet.unread_messages), (0, 0, 0), "nobody looks at it");
    }
    sqlx::query("update client_contacts set access_preset = 'invoices_only' where user_id = $1")
        .bind(colleague.0)
        .execute(&seed.pool)
        .await
        .unwrap();
    let read = notification::mark_all_read(&seed.db, (&look().await.scope).into()).await.unwrap();
    assert_eq!(read, 1, "what is hidden stays as it is");
}

#[sqlx::test(migrations = "../migrations")]
async fn unread_messages_are_those_that_one_may_read(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let clara = super::messages::staff(&seed, "member", "Clara").await;
    let project = seed.project(mine, "Harbour", "active", None).await;
    let colleague = seed.contact(mine, "colleague@clients.example").await;
    let token = Token::generate().unwrap();
    let session = "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until,
                                              absolute_until)
                   values (gen_random_uuid(), $1, $2, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 day')";
    sqlx::query(session).bind(token.hash().to_vec()).bind(colleague.0).execute(&seed.pool).await.unwrap();
    for topic in [Topic::General, Topic::Project(project)] {
        message::send(&seed.db, &mine.scope(), topic, "question", None, &[]).await.unwrap();
        let id = sqlx::query_scalar("select id from conversations where project_id is not distinct from $1")
            .bind(topic.project().map(|id| id.0))
            .fetch_one(&seed.pool)
            .await
            .unwrap();
        message::staff::answer(&seed.db, &clara.staff, ConversationId(id), "answer", &[]).await.unwrap();
    }
    for (preset, unread) in [("everything", 2), ("projects_and_documents_only", 1), ("invoices_only", 0)] {
        sqlx::query("update client_contacts set access_preset = $1 where user_id = $2")
            .bind(preset)
            .bind(colleague.0)
            .execute(&seed.pool)
            .await
            .unwrap();
        let visit = session::authenticate(&seed.db, Some(&token), Origin::default()).await.unwrap();
        let Viewer::Client(viewer) = visit.viewer else { panic!("{:?}", visit.viewer) };
        assert_eq!((viewer.unread_messages, viewer.unread), (unread, unread), "{preset}");
    }
}
