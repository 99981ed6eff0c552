//! Everything that a client's person sees, in one archive.

use super::{
    PNG, World,
    archive::{names, opened, peak_memory},
    file, form,
};
use axum::http::StatusCode;
use domain::id::DocumentId;
use futures::StreamExt as _;
use object_store::local::LocalFileSystem;
use server::storage::{StorageUrl, Store};
use sqlx::PgPool;
use std::{io::Read as _, sync::Arc};
use uuid::Uuid;

const PATH: &str = "/portal/everything.zip";

/// Two clients with a paper of each kind, an approved quote, a payment and messages.
async fn fill(world: &World) {
    let other = "select id from clients where name = 'Other'";
    let other: Uuid = sqlx::query_scalar(other).fetch_one(&world.portal.pool).await.unwrap();
    for (client, name) in [(world.client_id, "Ours"), (other, "Theirs")] {
        let ids = [(); 8].map(|()| Uuid::now_v7());
        for statement in [
            "insert into quotes (id, client_id, number, title, status, issued_on, valid_until, currency, total_minor)
             values ($3, $1, $2 || '/1', '=1+1', 'sent', '2026-01-02', '2026-02-02', 'EUR', 125050),
                    ($4, $1, $2 || '-draft', $2 || ' draft', 'draft', '2026-01-02', null, 'EUR', 1),
                    ($5, $1, $2 || '-2', $2 || ' title', 'sent', '2026-01-02', null, 'KWD', 1500)",
            "insert into lines (id, quote_id, position, description, quantity, unit_price_minor, total_minor)
             values (gen_random_uuid(), $3, 1, $2 || ' line', 0.3333, 3, 1)",
            "insert into quote_approvals (quote_id, user_id, typed_name, frozen_quote, frozen_sha256, user_agent, device_type, browser, platform)
             select $5, u.id, $2 || ' Signer', '{\"number\": \"Q\", \"title\": \"\", \"issued_on\": \"2026-01-02\", \"valid_until\": null,
                    \"lines\": [], \"total\": \"1.500\", \"currency\": \"KWD\", \"terms\": \"\"}', decode(repeat('ab', 32), 'hex'), '', '', '', ''
               from users u where u.email = 'maria@alfreds.example'",
            "update quotes set status = 'approved' where id = $5",
            "insert into invoices (id, client_id, number, status, issued_on, due_on, currency, total_minor)
             values ($6, $1, $2 || '-9', 'sent', '2026-01-02', '2026-01-05', 'EUR', 64000)",
            "insert into payments (id, invoice_id, amount_minor, paid_on, method, reference) values ($7, $6, 4000, '2026-01-04', 'card', $2 || ' ref')",
            "insert into conversations (id, client_id, last_seq, last_message_id) values ($8, $1, 1, $9)",
            "insert into messages (id, conversation_id, seq, author_id, is_from_staff, body)
             select $9, $8, 1, id, true, $2 || E' \"words\"\\non two lines' from users where kind = 'staff'",
            "insert into conversations (id, client_id, project_id, last_seq, last_message_id)
             select $10, $1, p.id, 1, gen_random_uuid() from projects p where p.client_id = $1",
            "insert into messages (id, conversation_id, seq, author_id, is_from_staff, body)
             select gen_random_uuid(), $10, 1, id, false, $2 || ' about the project' from users where email = 'maria@alfreds.example'",
        ] {
            let typed = format!(
                "with given as (select $1::uuid, $2::text, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7::uuid, $8::uuid, $9::uuid, $10::uuid)
                 {statement}"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(typed)).bind(client).bind(name);
            ids.iter().fold(query, |query, id| query.bind(id)).execute(&world.portal.pool).await.unwrap();
        }
    }
}

fn text(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    opened(bytes).by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn pdf_in(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut pdf = Vec::new();
    opened(bytes).by_name(name).unwrap().read_to_end(&mut pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 5_000, "{name}");
    pdf
}

#[sqlx::test(migrations = "../migrations")]
async fn everything_is_in_it_and_nothing_of_others(pool: PgPool) {
    let world = World::new(&pool).await;
    fill(&world).await;
    world.upload("a.png", PNG).await;
    let project = world.project_id.to_string();
    let upload = form(&[("project_id", &project)], &[file("b.png", PNG)]);
    world.send(&world.client, "/portal/documents/upload", upload).await;
    world.upload("hidden.png", PNG).await;
    sqlx::query("update documents set is_shared_with_client = false where name = 'hidden.png'")
        .execute(&pool)
        .await
        .unwrap();

    let answer = world.get(&world.client, PATH).await;
    assert_eq!(answer.status, StatusCode::OK);
    let disposition = answer.headers["content-disposition"].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"Alfreds 20") && disposition.contains(".zip\""),
        "{disposition}"
    );
    assert_eq!(
        names(&answer.bytes),
        [
            "Projects.csv",
            "Quotes.csv",
            "Approvals.csv",
            "Invoices.csv",
            "Payments.csv",
            "Messages.csv",
            "Quotes/Quote Ours-1.pdf",
            "Quotes/Quote Ours-2.pdf",
            "Quotes/Approval of quote Q.pdf",
            "Invoices/Invoice Ours-9.pdf",
            "Invoices/Receipt Ours-9 2026-01-04.pdf",
            "Documents/a.png",
            "Documents/Harbour/b.png",
        ]
    );
    for name in names(&answer.bytes).iter().filter(|name| name.ends_with(".pdf")) {
        pdf_in(&answer.bytes, name);
    }
    for (table, lines) in [
        ("Projects.csv", "\"Harbour\",\"active\",\"\",\"\",\"0\",\"\"\r\n"),
        (
            "Quotes.csv",
            "\"Ours/1\",\"1\",\"'=1+1\",\"expired\",\"2026-01-02\",\"2026-02-02\",\"EUR\",\"1250.50\",\"\"\r\n",
        ),
        (
            "Quotes.csv",
            "\"Ours-2\",\"1\",\"Ours title\",\"approved\",\"2026-01-02\",\"\",\"KWD\",\"1.500\",\"\"\r\n",
        ),
        ("Approvals.csv", "\"Ours Signer\",\"Maria Anders · maria@alfreds.example\","),
        ("Approvals.csv", &"ab".repeat(32)),
        (
            "Invoices.csv",
            "\"overdue\",\"2026-01-02\",\"2026-01-05\",\"EUR\",\"640.00\",\"40.00\",\"600.00\",\"\"\r\n",
        ),
        (
            "Payments.csv",
            "\"Ours-9\",\"2026-01-04\",\"EUR\",\"40.00\",\"0.00\",\"\",\"card\",\"Ours ref\"\r\n",
        ),
        (
            "Messages.csv",
            "\"General\",\"Staff\",\"Your Company\",\"\",\"Ours \"\"words\"\"\non two lines\"\r\n",
        ),
        ("Messages.csv", "\"Harbour\",\"Maria Anders\",\"Alfreds\",\"\",\"Ours about the project\"\r\n"),
    ] {
        let text = text(&answer.bytes, table);
        assert!(text.contains(lines), "{table} has no {lines}: {text}");
        assert!(
            !text.contains("Theirs") && !text.contains("draft") && !text.contains("Secret"),
            "{table}: {text}"
        );
    }
    let log = "select subject_label from client_portal_activities where kind = 'download_file'";
    assert_eq!(world.words(log).await, ["Everything in one archive"], "one line, however many papers");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_preset_leaves_its_parts_out(pool: PgPool) {
    let world = World::new(&pool).await;
    fill(&world).await;
    world.upload("a.png", PNG).await;
    let preset = async |preset: &str| {
        sqlx::query("update client_contacts set access_preset = $1")
            .bind(preset)
            .execute(&pool)
            .await
            .unwrap();
        let settings = world.get(&world.colleague, "/portal/settings").await.body;
        (world.get(&world.colleague, PATH).await.bytes, settings)
    };
    let (pays, settings) = preset("invoices_only").await;
    assert_eq!(
        names(&pays),
        [
            "Invoices.csv",
            "Payments.csv",
            "Invoices/Invoice Ours-9.pdf",
            "Invoices/Receipt Ours-9 2026-01-04.pdf"
        ]
    );
    assert!(
        settings.contains("Download everything")
            && settings.contains("every invoice")
            && !settings.contains("every quote")
    );
    let (works, _) = preset("projects_and_documents_only").await;
    assert_eq!(names(&works), ["Projects.csv", "Messages.csv", "Documents/a.png"]);
    let messages = text(&works, "Messages.csv");
    assert!(messages.contains("about the project") && !messages.contains("General"), "{messages}");
    assert!(!world.get(&world.staff, "/staff/settings").await.body.contains("Download everything"));
}

#[sqlx::test(migrations = "../migrations")]
async fn too_much_and_too_often_are_refused_in_words(pool: PgPool) {
    let world = World::new(&pool).await;
    let many = "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
                select gen_random_uuid(), $1, 'I-' || n, 'paid', current_date, 'EUR', 1 from generate_series(1, 2001) n";
    sqlx::query(many).bind(world.client_id).execute(&pool).await.unwrap();
    let answer = world.get(&world.client, PATH).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("too much here for one archive"), "{}", answer.body);
    for _ in 0..5 {
        world.get(&world.client, PATH).await;
    }
    assert_eq!(world.get(&world.client, PATH).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        world.get(&world.colleague, PATH).await.status,
        StatusCode::CONFLICT,
        "each person for themselves"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn much_takes_no_more_memory_than_little(pool: PgPool) {
    const FILES: usize = 250;
    const BYTES: usize = 400_000;
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&StorageUrl::Folder(folder.path().to_owned())).unwrap();
    let objects = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
    let world = World::with_store(&pool, store.clone(), objects).await;
    fill(&world).await;
    // Fonts and what typesetting keeps are there from the first time on.
    world.get(&world.client, PATH).await;
    let bytes: axum::body::Bytes = vec![7; BYTES].into();
    let ids: Vec<Uuid> = (0..FILES).map(|_| Uuid::now_v7()).collect();
    sqlx::query(
        "insert into documents (id, client_id, name, content_type, size_bytes, is_shared_with_client, is_stored)
         select id, $2, 'Same name.bin', 'application/octet-stream', $3, true, true from unnest($1::uuid[]) n (id)",
    )
    .bind(&ids)
    .bind(world.client_id)
    .bind(BYTES as i64)
    .execute(&pool)
    .await
    .unwrap();
    for id in ids {
        store.put(DocumentId(id), bytes.clone()).await.unwrap();
    }
    sqlx::query(
        "insert into messages (id, conversation_id, seq, author_id, is_from_staff, body)
         select gen_random_uuid(), k.id, n, u.id, false, repeat('word ', 200) from conversations k, users u, generate_series(2, 20001) n
          where k.client_id = $1 and k.project_id is null and u.email = 'maria@alfreds.example'",
    )
    .bind(world.client_id)
    .execute(&pool)
    .await
    .unwrap();
    let before = peak_memory();
    let response = world.portal.get(PATH).session(&world.client).begin().await;
    let mut chunks = response.into_body().into_data_stream();
    let mut size = 0;
    while let Some(chunk) = chunks.next().await {
        size += chunk.unwrap().len();
    }
    let more = peak_memory() - before;
    assert!(size > FILES * BYTES + 20_000 * 1_000, "{size}");
    assert!(more < 32_000_000, "{more} bytes more for an archive of {size}");
}
