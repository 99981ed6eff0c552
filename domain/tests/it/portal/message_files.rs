//! Files that come with messages, and what is kept from whom.

use super::{
    messages::{due, staff},
    seed::{Client, Seed},
};
use domain::{
    Conflict, Error,
    access_preset::AccessPreset,
    actor::ClientScope,
    document::{
        self, DocumentFilter, archive,
        upload::{self, Purpose, ReceivedFile, Ticket},
    },
    id::ProjectId,
    message::{self, Topic, staff as answers},
    outgoing_mail::Content,
};
use sqlx::PgPool;
use uuid::Uuid;

fn received(ticket: Ticket, name: &str) -> ReceivedFile {
    ReceivedFile { ticket, name: name.into(), content_type: "image/png", size_bytes: 9 }
}

async fn file(seed: &Seed, client: Client, project: Option<ProjectId>, name: &str) -> ReceivedFile {
    let purpose = Purpose { project_id: project, request_id: None };
    received(upload::begin(&seed.db, &client.scope(), purpose).await.unwrap(), name)
}

async fn names(seed: &Seed, scope: &ClientScope) -> Vec<String> {
    let page = document::list(&seed.db, scope, &DocumentFilter::default()).await.unwrap();
    page.items.into_iter().map(|document| document.name).collect()
}

/// The names of the files of the last message, as the scope sees them.
async fn attached(seed: &Seed, scope: &ClientScope, topic: Topic) -> Vec<String> {
    let seen = message::view(&seed.db, scope, topic, None).await.unwrap().thread;
    seen.messages.last().unwrap().files.iter().map(|file| file.name.clone()).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn files_come_with_a_message_and_are_documents(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let project = seed.project(mine, "Harbour", "active", None).await;
    let clara = staff(&seed, "power_user", "Clara").await;
    let files = [
        file(&seed, mine, Some(project), "Plan.png").await,
        file(&seed, mine, Some(project), "Photo.png").await,
    ];
    let topic = Topic::Project(project);
    message::send(&seed.db, &mine.scope(), topic, " ", None, &files).await.unwrap();
    assert_eq!(seed.count("select count(*) from document_removals", &[]).await, 0);
    assert_eq!(attached(&seed, &mine.scope(), topic).await, ["Plan.png", "Photo.png"]);
    let filter = DocumentFilter { project: Some(project), ..DocumentFilter::default() };
    let listed = document::list(&seed.db, &mine.scope(), &filter).await.unwrap().items;
    assert!(
        listed.len() == 2 && listed.iter().all(|file| file.is_of_message && file.is_by_client),
        "{listed:?}"
    );
    let now = chrono::Utc::now();
    let detail = document::view(&seed.db, &mine.scope(), listed[0].id, now).await.unwrap();
    assert_eq!(detail.topic, Some(topic));
    let topics = message::project_topics(&seed.db, &mine.scope()).await.unwrap();
    assert_eq!(
        topics[0].last.as_ref().unwrap().text,
        "Plan.png, Photo.png",
        "without a text the names stand for it"
    );
    let log = "select count(*) from client_portal_activities where client_id = $1 and kind in ('upload_file', 'send_message')";
    assert_eq!(seed.count(log, &[mine.id.0]).await, 3);

    let mails = due(&seed).await;
    let [(_, Content::Messages(unread))] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(unread.messages[0].files, ["Plan.png", "Photo.png"]);

    let id = sqlx::query_scalar("select id from conversations where project_id = $1").bind(project.0);
    let id = domain::id::ConversationId(id.fetch_one(&seed.pool).await.unwrap());
    let ticket = upload::begin_in(&seed.db, &clara.staff, id).await.unwrap();
    answers::answer(&seed.db, &clara.staff, id, "Thanks", &[received(ticket, "Answer.png")]).await.unwrap();
    assert_eq!(attached(&seed, &mine.scope(), topic).await, ["Answer.png"]);
    let in_project = "select count(*) from documents where project_id = $1 and message_id is not null";
    assert_eq!(seed.count(in_project, &[project.0]).await, 3);

    // What staff stop sharing is gone for the client, and stays for them.
    seed.run(
        "update documents set is_shared_with_client = false where name <> 'Plan.png' and client_id = $1",
        &[mine.id.0],
    )
    .await
    .unwrap();
    assert!(attached(&seed, &mine.scope(), topic).await.is_empty());
    let seen = answers::view(&seed.db, &clara.staff, id, None).await.unwrap().thread;
    assert_eq!(seen.messages.last().unwrap().files.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_message_without_its_files_is_not_sent(pool: PgPool) {
    let seed = Seed::new(pool);
    let (mine, other) = (seed.client("Mine").await, seed.client("Other").await);
    let clara = staff(&seed, "member", "Clara").await;
    let late = file(&seed, mine, None, "late.png").await;
    seed.run("update document_removals set due_at = now()", &[]).await.unwrap();
    let sent = message::send(&seed.db, &mine.scope(), Topic::General, "Here", None, &[late]).await;
    assert!(matches!(sent, Err(Error::Conflict(Conflict::UploadTooLate))), "{sent:?}");
    let nothing = "select (select count(*) from messages) + (select count(*) from documents) + (select count(*) from notifications)";
    assert_eq!(seed.count(nothing, &[]).await, 0);
    let empty = message::send(&seed.db, &mine.scope(), Topic::General, " \n", None, &[]).await;
    assert!(matches!(empty, Err(Error::Invalid(_))));
    let theirs = seed.project(other, "Theirs", "active", None).await;
    let purpose = Purpose { project_id: Some(theirs), request_id: None };
    assert!(matches!(upload::begin(&seed.db, &mine.scope(), purpose).await, Err(Error::NotFound)));
    let missing = domain::id::ConversationId(Uuid::now_v7());
    assert!(matches!(upload::begin_in(&seed.db, &clara.staff, missing).await, Err(Error::NotFound)));
    let kept = message::keep_draft(&seed.db, &mine.scope(), Topic::Project(theirs), "text").await;
    assert!(matches!(kept, Err(Error::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn documents_go_with_what_they_belong_to(pool: PgPool) {
    let seed = Seed::new(pool);
    let mine = seed.client("Mine").await;
    let project = seed.project(mine, "Harbour", "active", None).await;
    let quote = seed.quote(mine, super::seed::Quote::default()).await;
    let invoice = seed.invoice(mine, super::seed::Invoice::default()).await;
    for (topic, name) in [(Topic::General, "general.png"), (Topic::Project(project), "project.png")] {
        let files = [file(&seed, mine, topic.project(), name).await];
        message::send(&seed.db, &mine.scope(), topic, "", None, &files).await.unwrap();
    }
    let papers = "insert into documents (id, client_id, project_id, quote_id, invoice_id, name, is_shared_with_client, is_stored)
                  values (gen_random_uuid(), $1, $2, $3, null, 'quote.png', true, true),
                         (gen_random_uuid(), $1, $2, null, $4, 'invoice.png', true, true),
                         (gen_random_uuid(), $1, $2, null, null, 'plain.png', true, true)";
    seed.run(papers, &[mine.id.0, project.0, quote.0, invoice.0]).await.unwrap();

    let all = ["general.png", "invoice.png", "plain.png", "project.png", "quote.png"];
    let narrow = ["plain.png", "project.png"];
    let today = super::seed::today();
    for (preset, seen) in
        [(AccessPreset::Everything, &all[..]), (AccessPreset::ProjectsAndDocumentsOnly, &narrow[..])]
    {
        let scope = mine.scope_with(preset);
        let mut listed = names(&seed, &scope).await;
        listed.sort();
        assert_eq!(listed, seen, "{preset:?}");
        let zip = archive::open(&seed.db, &scope, None).await.unwrap();
        assert_eq!(zip.len(), seen.len());
        let shown = domain::dashboard::load(&seed.db, &scope, today).await.unwrap().documents;
        assert_eq!(usize::try_from(shown).unwrap(), seen.len());
        let of_project = domain::project::view(&seed.db, &scope, project, today).await.unwrap().documents;
        let expected = seen.iter().filter(|name| **name != "general.png").count();
        assert_eq!(of_project.len(), expected, "{preset:?}: {of_project:?}");
        let rows: Vec<(Uuid, String)> =
            sqlx::query_as("select id, name from documents").fetch_all(&seed.pool).await.unwrap();
        for (id, name) in rows {
            let id = domain::id::DocumentId(id);
            let is_seen = seen.contains(&name.as_str());
            let now = chrono::Utc::now();
            assert_eq!(document::view(&seed.db, &scope, id, now).await.is_ok(), is_seen, "{name}");
            assert_eq!(document::open(&seed.db, &scope, id).await.is_ok(), is_seen, "{name}");
        }
    }
}
