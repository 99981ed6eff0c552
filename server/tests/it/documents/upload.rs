//! Files that are taken, and files that are not.

use super::{PNG, World, file, form};
use axum::http::StatusCode;
use sqlx::PgPool;

const PATH: &str = "/portal/documents/upload";

#[sqlx::test(migrations = "../migrations")]
async fn files_are_kept_shared_logged_and_told(pool: PgPool) {
    let world = World::new(&pool).await;
    let project = world.project_id.to_string();
    let files = [file("Plan.png", PNG), file("Plan.png", b"not a picture")];
    let (answer, page) = world.submit(&world.client, PATH, form(&[("project_id", &project)], &files)).await;
    let location = format!("/portal/documents?project={project}");
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, location.as_str()));
    assert!(
        page.body.contains("2 files are uploaded.") && page.body.contains("Uploaded by you"),
        "{}",
        page.body
    );
    let kinds = "select content_type from documents where is_shared_with_client and is_stored and name = 'Plan.png' order by id";
    assert_eq!(
        world.words(kinds).await,
        ["image/png", "text/plain; charset=utf-8"],
        "two of one name are both kept"
    );
    let staff = world
        .words("select title from notifications n join users u on u.id = n.user_id where u.kind = 'staff'")
        .await;
    assert_eq!(staff, ["Alfreds uploaded 2 files"]);
    let colleagues = world
        .words("select u.name from notifications n join users u on u.id = n.user_id where u.kind = 'client'")
        .await;
    assert_eq!(colleagues, ["Hans"], "and not the one who did it");
    assert_eq!(world.count("select count(*) from client_portal_activities where kind = 'upload_file' and subject_label = 'Plan.png'").await, 2);
    assert_eq!(world.count("select count(*) from document_removals").await, 0);
    assert_eq!(world.objects().await, 2);
    let page = world.get(&world.colleague, "/portal/documents?q=plan").await;
    assert_eq!(page.body.matches("class=\"row-link\">Plan.png<").count(), 2, "{}", page.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_refused_leaves_nothing(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("update company set document_megabytes = 1").execute(&pool).await.unwrap();
    let project = world.other_project_id.to_string();
    let large = vec![b'x'; 1_000_001];
    let twenty_one: Vec<Vec<u8>> = (0..21).map(|_| file("a.png", PNG)).collect();
    for (body, status, words) in [
        (form(&[], &[]), 422, "Choose a file."),
        (form(&[], &[file("", b"")]), 422, "Choose a file."),
        (form(&[], &[file("a.png", PNG), file("b.txt", b"")]), 422, "“b.txt” is empty."),
        (form(&[], &[file("a.png", PNG), file("b.txt", &large)]), 413, "“b.txt” is larger than 1 MB."),
        (form(&[], &twenty_one), 422, "Choose at most 20 files at once."),
        (form(&[("project_id", &project)], &[file("a.png", PNG)]), 404, "There is nothing here"),
        (form(&[("project_id", "x")], &[file("a.png", PNG)]), 404, "There is nothing here"),
        (form(&[("request_id", &project)], &[file("a.png", PNG)]), 404, "There is nothing here"),
        (form(&[("project_id", &"x".repeat(300))], &[file("a.png", PNG)]), 400, "could not be read"),
        (b"nonsense".to_vec(), 400, "could not be read"),
    ] {
        let answer = world.send(&world.client, PATH, body.clone()).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        let (_, page) = world.submit(&world.client, PATH, body).await;
        assert!(page.status == StatusCode::OK && page.body.contains(words), "{words}: {}", page.body);
        world.nothing_is_left().await;
    }
    assert_eq!(world.count("select count(*) from notifications").await, 0);
    world.upload("just.txt", &large[1..]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn names_are_cleaned(pool: PgPool) {
    let world = World::new(&pool).await;
    let long = format!("{}.png", "x".repeat(300));
    for name in ["../../etc/passwd", &long, "Grundriß 🏗️.png", "..", "C:\\temp\\x.png"] {
        world.upload(name, PNG).await;
    }
    let names = world.words("select name from documents order by id").await;
    let short = format!("{}.png", "x".repeat(116));
    assert_eq!(names, ["passwd", &short, "Grundriß 🏗️.png", "File", "x.png"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_named_as_a_picture_is_never_shown(pool: PgPool) {
    let world = World::new(&pool).await;
    for (bytes, kind) in [
        (b"<html><script>alert(1)</script>".as_slice(), "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    ] {
        let id = world.upload("innocent.png", bytes).await;
        let preview = world.get(&world.client, &format!("/portal/documents/{id}/preview")).await;
        assert_eq!(preview.status, StatusCode::NOT_FOUND);
        let file = world.get(&world.client, &format!("/portal/documents/{id}/download")).await;
        let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-type").starts_with(kind), "{}", header("content-type"));
        assert!(header("content-disposition").starts_with("attachment;"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("sandbox"));
        let page = world.get(&world.client, &format!("/portal/documents/{id}")).await;
        assert!(page.body.contains("No preview") && !page.body.contains("/preview\""));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_upload_shared_or_not(pool: PgPool) {
    let world = World::new(&pool).await;
    let client = world.client_id.to_string();
    let path = "/staff/documents/upload";
    let hidden = form(&[("client_id", &client)], &[file("hidden.png", PNG)]);
    let (answer, page) = world.submit(&world.staff, path, hidden).await;
    assert_eq!(answer.location(), format!("/staff/clients/{client}/documents"));
    assert!(page.body.contains("“hidden.png” is uploaded.") && page.body.contains("Not shared"));
    assert!(!world.get(&world.client, "/portal/documents").await.body.contains("hidden.png"));
    assert_eq!(world.count("select count(*) from notifications").await, 0);
    let shared = form(&[("client_id", &client), ("is_shared", "true")], &[file("shared.png", PNG)]);
    assert_eq!(world.send(&world.staff, path, shared).await.status, StatusCode::CREATED);
    assert!(world.get(&world.client, "/portal/documents").await.body.contains("shared.png"));
    assert_eq!(
        world.words("select distinct title from notifications").await,
        ["“shared.png” was shared with you"]
    );

    let id: uuid::Uuid = sqlx::query_scalar("select id from documents where name = 'hidden.png'")
        .fetch_one(&pool)
        .await
        .unwrap();
    let id = id.to_string();
    world
        .post(&world.staff, "/fn/staff/set-document-shared", &[("document_id", &id), ("is_shared", "true")])
        .await;
    let page = world.get(&world.client, &format!("/portal/documents/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let (_, page) = world
        .post(&world.staff, "/fn/staff/set-document-shared", &[("document_id", &id), ("is_shared", "false")])
        .await;
    assert!(page.body.contains("does not see the document any more"));
    for path in ["", "/download", "/preview"] {
        let answer = world.get(&world.client, &format!("/portal/documents/{id}{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let (refused, page) =
        world.post(&world.staff, "/fn/staff/delete-document", &[("document_id", &id)]).await;
    assert!(refused.is_none() && page.body.contains("The document is deleted."));
    let kinds = "select kind from client_portal_activities where staff_id is not null and subject_label = 'hidden.png' order by id";
    assert_eq!(world.words(kinds).await, ["upload_file", "share_file", "unshare_file", "delete_file"]);
    for fields in
        [vec![], vec![("client_id", "x")], vec![("client_id", "00000000-0000-7000-8000-000000000000")]]
    {
        let answer = world.send(&world.staff, path, form(&fields, &[file("a.png", PNG)])).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{fields:?}: {}", answer.body);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_said_of_files_is_said_in_the_readers_language(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("update company set document_megabytes = 1").execute(&pool).await.unwrap();
    sqlx::query("update users set language = 'de' where name = 'Maria Anders'").execute(&pool).await.unwrap();
    for (body, words) in [
        (form(&[], &[]), "Bitte wählen Sie eine Datei."),
        (form(&[], &[file("b.txt", b"")]), "„b.txt“ ist leer."),
        (form(&[], &[file("b.txt", &vec![b'x'; 1_000_001])]), "„b.txt“ ist größer als 1 MB."),
        (b"nonsense".to_vec(), "Das Formular konnte nicht gelesen werden."),
        (form(&[], &[file("a.png", PNG)]), "„a.png“ ist hochgeladen."),
        (form(&[], &[file("a.png", PNG), file("b.png", PNG)]), "2 Dateien sind hochgeladen."),
    ] {
        let (_, page) = world.submit(&world.client, PATH, body).await;
        assert!(page.status == StatusCode::OK && page.body.contains(words), "{words}: {}", page.body);
    }
    let hans = "select title from notifications n join users u on u.id = n.user_id where u.name = 'Hans' order by n.id";
    assert_eq!(world.words(hans).await, ["Alfreds uploaded “a.png”", "Alfreds uploaded 2 files"]);
}
