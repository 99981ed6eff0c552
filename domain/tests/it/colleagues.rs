//! The people at one client: what each sees, and what its administrator may do about it.

use domain::{
    Conflict, Db, Error, Result,
    access_preset::AccessPreset,
    activity::Origin,
    actor::ClientScope,
    colleague::{self, NewColleague},
    contact::{Contact, ContactFilter},
    dashboard,
    document::{self, DocumentFilter},
    id::{ContactId, InvoiceId, ProjectId, QuoteId},
    invoice::{self, InvoiceFilter},
    project::{self, ProjectFilter},
    quote::{self, QuoteFilter},
    session::{Viewer, authenticate},
    token::Token,
};
use sqlx::PgPool;
use uuid::Uuid;

struct World {
    pool: PgPool,
    db: Db,
    client: Uuid,
    /// The portal user's.
    administrator: ClientScope,
}

impl World {
    async fn new(pool: PgPool) -> Self {
        let (db, client) = (Db::from(pool.clone()), Uuid::now_v7());
        let maria = user(&pool, "maria@alfki.example").await;
        sqlx::query(
            "insert into clients (id, name, email, portal_enabled, portal_user_id) values ($1, 'Alfreds', 'office@alfki.example', true, $2)",
        )
        .bind(client)
        .bind(maria)
        .execute(&pool)
        .await
        .unwrap();
        let administrator = scope(&pool, maria).await.unwrap();
        Self { pool, db, client, administrator }
    }

    /// A contact who has accepted an invitation.
    async fn contact(&self, email: &str, preset: AccessPreset, is_administrator: bool) -> (ContactId, Uuid) {
        let (id, user) = (Uuid::now_v7(), user(&self.pool, email).await);
        sqlx::query(
            "insert into client_contacts (id, client_id, name, email, portal_access, user_id, access_preset, is_administrator)
             values ($1, $2, $3, $3, true, $4, $5, $6)",
        )
        .bind(id)
        .bind(self.client)
        .bind(email)
        .bind(user)
        .bind(preset.as_str())
        .bind(is_administrator)
        .execute(&self.pool)
        .await
        .unwrap();
        (ContactId(id), user)
    }

    async fn people(&self) -> Vec<Contact> {
        colleague::list(&self.db, &self.administrator, &ContactFilter::default()).await.unwrap().items
    }

    async fn text(&self, sql: &'static str) -> String {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }
}

async fn user(pool: &PgPool, email: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, email, name) values ($1, 'client', $2, $2)")
        .bind(id)
        .bind(email)
        .execute(pool)
        .await
        .unwrap();
    id
}

/// What the access rule makes of a session that begins now.
async fn scope(pool: &PgPool, user: Uuid) -> Option<ClientScope> {
    let token = Token::generate().unwrap();
    sqlx::query(
        "insert into user_sessions (id, token_sha256, user_id, remember, user_agent, device_type, browser, platform, idle_until, absolute_until)
         values (gen_random_uuid(), $1, $2, false, '', 'desktop', '', '', now() + interval '1 hour', now() + interval '1 hour')",
    )
    .bind(&token.hash()[..])
    .bind(user)
    .execute(pool)
    .await
    .unwrap();
    match authenticate(&Db::from(pool.clone()), Some(&token), Origin::default()).await.unwrap().viewer {
        Viewer::Client(viewer) => Some(viewer.scope),
        _ => None,
    }
}

fn new(email: &str, preset: AccessPreset) -> NewColleague {
    NewColleague { name: "Ana Trujillo".into(), email: email.into(), preset }
}

fn is_missing<T>(result: &Result<T>) -> bool {
    matches!(result, Err(Error::NotFound))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_colleague_is_invited_once_with_what_was_chosen(pool: PgPool) {
    let world = World::new(pool).await;
    let ana = new("Ana@Alfki.example", AccessPreset::InvoicesOnly);
    colleague::invite(&world.db, &world.administrator, &ana).await.unwrap();

    let people = world.people().await;
    let [person] = people.as_slice() else { panic!("{people:?}") };
    assert_eq!((person.preset, person.is_administrator), (AccessPreset::InvoicesOnly, false));
    let written = world
        .text(
            "select i.state || ' ' || i.email || ' ' || m.kind || ' ' || a.kind || ' ' || a.subject_label
               from invitations i, outgoing_mails m, client_portal_activities a
              where m.subject_id = i.id and a.subject_id = i.contact_id and a.client_id = i.client_id and a.user_id is not null",
        )
        .await;
    assert_eq!(written, "queued ana@alfki.example invitation send_invitation Ana Trujillo");

    let again = colleague::invite(&world.db, &world.administrator, &ana).await;
    assert!(matches!(&again, Err(Error::Invalid(errors)) if errors[0].field == "email"), "{again:?}");
    assert_eq!(world.people().await.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_who_add_the_same_person_at_once_add_it_once(pool: PgPool) {
    let world = World::new(pool).await;
    let ana = new("ana@alfki.example", AccessPreset::Everything);
    let (one, other) = tokio::join!(
        colleague::invite(&world.db, &world.administrator, &ana),
        colleague::invite(&world.db, &world.administrator, &ana),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(world.people().await.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_preset_holds_in_every_operation(pool: PgPool) {
    let world = World::new(pool).await;
    let papers = [
        "insert into projects (id, client_id, name, status, starts_on) values ($2, $1, 'Mole', 'active', current_date)",
        "insert into quotes (id, client_id, project_id, number, status, issued_on, currency, total_minor)
         values ($2, $1, $2, 'Q-1', 'sent', current_date, 'EUR', 100)",
        "insert into invoices (id, client_id, project_id, number, status, issued_on, due_on, currency, total_minor)
         values ($2, $1, $2, 'I-1', 'sent', current_date, current_date, 'EUR', 100)",
        "insert into documents (id, client_id, project_id, name, is_shared_with_client) values ($2, $1, $2, 'Plan', true)",
    ];
    let id = Uuid::now_v7();
    for sql in papers {
        sqlx::query(sql).bind(world.client).bind(id).execute(&world.pool).await.unwrap();
    }
    let today = sqlx::query_scalar("select current_date").fetch_one(&world.pool).await.unwrap();

    for (preset, projects, quotes, invoices, documents) in [
        (AccessPreset::Everything, true, true, true, true),
        (AccessPreset::InvoicesOnly, false, false, true, false),
        (AccessPreset::ProjectsAndDocumentsOnly, true, false, false, true),
    ] {
        let (_, user) = world.contact(&format!("{}@alfki.example", preset.as_str()), preset, false).await;
        let scope = scope(&world.pool, user).await.unwrap();
        let db = &world.db;

        let list = project::list(db, &scope, &ProjectFilter::default()).await;
        assert_eq!(!is_missing(&list), projects, "{preset:?}");
        assert_eq!(!is_missing(&project::unfinished(db, &scope).await), projects, "{preset:?}");
        let detail = project::view(db, &scope, ProjectId(id), today).await;
        assert_eq!(!is_missing(&detail), projects, "{preset:?}");
        if let Ok(detail) = detail {
            assert_eq!((detail.quotes.len(), detail.invoices.len()), (quotes.into(), invoices.into()));
        }
        let list = quote::list(db, &scope, today, &QuoteFilter::default()).await;
        assert_eq!(!is_missing(&list), quotes, "{preset:?}");
        assert_eq!(!is_missing(&quote::view(db, &scope, QuoteId(id), today).await), quotes, "{preset:?}");
        let list = invoice::list(db, &scope, today, &InvoiceFilter::default()).await;
        assert_eq!(!is_missing(&list), invoices, "{preset:?}");
        let detail = invoice::view(db, &scope, InvoiceId(id), today).await;
        assert_eq!(!is_missing(&detail), invoices, "{preset:?}");
        if let Ok(detail) = detail {
            assert_eq!(detail.project.is_some(), projects, "{preset:?}");
        }
        let list = document::list(db, &scope, &DocumentFilter::default()).await;
        assert_eq!(!is_missing(&list), documents, "{preset:?}");

        let board = dashboard::load(db, &scope, today).await.unwrap();
        assert_eq!(
            [board.active_projects, board.pending_quotes_total, board.pending_invoices, board.documents],
            [projects, quotes, invoices, documents].map(i64::from),
            "{preset:?}"
        );
        assert_eq!(board.recent_invoices.len(), usize::from(invoices), "{preset:?}");
        assert_eq!(board.outstanding[0].minor > 0, invoices, "{preset:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_an_administrator_keeps_colleagues(pool: PgPool) {
    let world = World::new(pool).await;
    let (ana, ana_user) = world.contact("ana@alfki.example", AccessPreset::Everything, false).await;
    let (bo, bo_user) = world.contact("bo@alfki.example", AccessPreset::InvoicesOnly, true).await;
    let (db, ana_scope) = (&world.db, scope(&world.pool, ana_user).await.unwrap());

    assert!(is_missing(&colleague::list(db, &ana_scope, &ContactFilter::default()).await));
    assert!(is_missing(
        &colleague::invite(db, &ana_scope, &new("x@y.example", AccessPreset::Everything)).await
    ));
    assert!(is_missing(&colleague::set_preset(db, &ana_scope, bo, AccessPreset::Everything).await));
    assert!(is_missing(&colleague::shut_out(db, &ana_scope, bo).await));
    assert!(is_missing(&colleague::let_in(db, &ana_scope, bo).await));

    // An administrator gives no more than an administrator has, and changes nothing of their own.
    let bo_scope = scope(&world.pool, bo_user).await.unwrap();
    for refused in [
        colleague::set_preset(db, &bo_scope, ana, AccessPreset::Everything).await,
        colleague::invite(db, &bo_scope, &new("x@y.example", AccessPreset::Everything)).await,
        colleague::let_in(db, &bo_scope, ana).await,
    ] {
        assert!(
            matches!(&refused, Err(Error::Invalid(errors)) if errors[0].field == "preset"),
            "{refused:?}"
        );
    }
    for refused in [
        colleague::set_preset(db, &bo_scope, bo, AccessPreset::InvoicesOnly).await,
        colleague::shut_out(db, &bo_scope, bo).await,
    ] {
        assert!(matches!(refused, Err(Error::Conflict(Conflict::OwnAccess))), "{refused:?}");
    }
    colleague::set_preset(db, &bo_scope, ana, AccessPreset::InvoicesOnly).await.unwrap();
    assert!(!is_missing(&quote::list(db, &ana_scope, chrono::NaiveDate::MIN, &QuoteFilter::default()).await));
    let ana_scope = scope(&world.pool, ana_user).await.unwrap();
    assert!(is_missing(&quote::list(db, &ana_scope, chrono::NaiveDate::MIN, &QuoteFilter::default()).await));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_colleague_is_shut_out_and_let_in_again(pool: PgPool) {
    let world = World::new(pool).await;
    let (ana, user) = world.contact("ana@alfki.example", AccessPreset::Everything, false).await;
    assert!(scope(&world.pool, user).await.is_some());

    for _ in 0..2 {
        colleague::shut_out(&world.db, &world.administrator, ana).await.unwrap();
    }
    assert!(scope(&world.pool, user).await.is_none());
    colleague::let_in(&world.db, &world.administrator, ana).await.unwrap();
    assert!(scope(&world.pool, user).await.is_some());
    let log = world
        .text("select string_agg(kind, ' ' order by occurred_at) from client_portal_activities where subject_type = 'contact'")
        .await;
    assert_eq!(log, "disable_portal enable_portal");

    let other = Uuid::now_v7();
    let theirs = Uuid::now_v7();
    sqlx::query("insert into clients (id, name) values ($1, 'Other')")
        .bind(other)
        .execute(&world.pool)
        .await
        .unwrap();
    sqlx::query("insert into client_contacts (id, client_id, name) values ($1, $2, 'Theirs')")
        .bind(theirs)
        .bind(other)
        .execute(&world.pool)
        .await
        .unwrap();
    for id in [theirs, Uuid::now_v7()].map(ContactId) {
        assert!(is_missing(&colleague::shut_out(&world.db, &world.administrator, id).await));
        assert!(is_missing(&colleague::let_in(&world.db, &world.administrator, id).await));
        let preset = AccessPreset::Everything;
        assert!(is_missing(&colleague::set_preset(&world.db, &world.administrator, id, preset).await));
    }
}
