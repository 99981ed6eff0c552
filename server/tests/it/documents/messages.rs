//! Files that come with messages.

use super::{PNG, World, file, form};
use axum::http::{Method, StatusCode};
use domain::Db;
use sqlx::PgPool;

const TO_COMPANY: &str = "/portal/messages/send";
const TO_CLIENT: &str = "/staff/messages/send";

#[sqlx::test(migrations = "../migrations")]
async fn files_go_both_ways_and_are_documents(pool: PgPool) {
    let world = World::new(&pool).await;
    let project = world.project_id.to_string();
    let files = [file("Plan.png", PNG), file("Notes.txt", b"words")];
    let fields = [("project_id", project.as_str()), ("body", "The plan.")];
    let (answer, page) = world.submit(&world.client, TO_COMPANY, form(&fields, &files)).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, format!("/portal/messages/{project}#newest").as_str())
    );
    assert!(page.body.contains("Your message is sent.") && page.body.contains("Plan.png"), "{}", page.body);
    let ids = world.words("select id::text from documents order by id").await;
    let [plan, notes] = &ids[..] else { panic!("{ids:?}") };
    assert!(page.body.contains(&format!("<img src=\"/portal/documents/{plan}/preview\"")), "{}", page.body);
    assert!(
        page.body.contains(&format!("/portal/documents/{notes}/download\"")) && page.body.contains("5 bytes"),
        "{}",
        page.body
    );
    let list = world.get(&world.client, &format!("/portal/documents?project={project}")).await;
    assert_eq!(list.body.matches("Sent with a message").count(), 2, "{}", list.body);
    let detail = world.get(&world.client, &format!("/portal/documents/{plan}")).await;
    assert!(detail.body.contains(&format!("href=\"/portal/messages/{project}\"")), "{}", detail.body);
    assert_eq!(world.count("select count(*) from document_removals").await, 0);

    let conversation = world.words("select id::text from conversations").await.remove(0);
    let page = world.get(&world.staff, &format!("/staff/messages/{conversation}")).await;
    assert!(page.body.contains(&format!("<img src=\"/staff/documents/{plan}/preview\"")), "{}", page.body);
    let fields = [("conversation_id", conversation.as_str()), ("body", "")];
    let (_, page) =
        world.submit(&world.staff, TO_CLIENT, form(&fields, &[file("Answer.pdf", b"%PDF-1.7\n")])).await;
    assert!(page.body.contains("Your message is sent.") && page.body.contains("Answer.pdf"), "{}", page.body);
    let page = world.get(&world.client, &format!("/portal/messages/{project}")).await;
    assert!(page.body.contains("Answer.pdf"), "a message may be its files alone: {}", page.body);
    let list = world.get(&world.staff, "/staff/messages").await;
    assert!(list.body.contains("Answer.pdf"), "the list names them: {}", list.body);

    // Only what is shared is there for the client.
    let hide = "update documents set is_shared_with_client = false where name = 'Answer.pdf'";
    sqlx::query(hide).execute(&pool).await.unwrap();
    let page = world.get(&world.client, &format!("/portal/messages/{project}")).await;
    assert!(!page.body.contains("Answer.pdf") && page.body.contains("not here any more"), "{}", page.body);
    let answer_id = world.words("select id::text from documents where name = 'Answer.pdf'").await.remove(0);
    for address in ["", "/download", "/preview"] {
        let file = world.get(&world.client, &format!("/portal/documents/{answer_id}{address}")).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_file_leaves_the_text(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("update company set document_megabytes = 1").execute(&pool).await.unwrap();
    let large = vec![b'x'; 1_000_001];
    let six: Vec<Vec<u8>> = (0..6).map(|_| file("a.png", PNG)).collect();
    let long = "x".repeat(5_000);
    for (files, status, words) in [
        (vec![file("a.png", PNG), file("b.txt", b"")], 422, "“b.txt” is empty."),
        (vec![file("a.png", PNG), file("b.txt", &large)], 413, "“b.txt” is larger than 1 MB."),
        (six, 422, "Choose at most 5 files at once."),
    ] {
        for text in ["Here is what you asked for.", &long] {
            let fields = [("body", text)];
            let answer = world.send(&world.client, TO_COMPANY, form(&fields, &files)).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
            let (answer, page) = world.submit(&world.client, TO_COMPANY, form(&fields, &files)).await;
            assert!(answer.location().ends_with("#write"));
            assert!(
                page.body.contains(words) && page.body.contains(&format!("{text}</textarea>")),
                "{words}: {}",
                page.body
            );
            let again = world.get(&world.client, "/portal/messages").await;
            assert!(again.body.contains(&format!("{text}</textarea>")), "also after a reload");
            world.nothing_is_left().await;
        }
    }
    assert_eq!(
        world.count("select (select count(*) from messages) + (select count(*) from notifications)").await,
        0
    );
    let (_, page) = world.submit(&world.client, TO_COMPANY, form(&[("body", "")], &[])).await;
    assert!(page.body.contains("Please write your message, or choose a file."), "{}", page.body);
    let just = form(&[("body", "")], &[file("just.txt", &large[1..])]);
    assert_eq!(world.send(&world.client, TO_COMPANY, just).await.status, StatusCode::CREATED);
    let page = world.get(&world.client, "/portal/messages").await;
    assert!(
        page.body.contains("just.txt") && !page.body.contains("asked for.</textarea>"),
        "what was sent is no draft"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn hostile_files_are_only_files(pool: PgPool) {
    let world = World::new(&pool).await;
    let long = format!("{}.png", "x".repeat(300));
    let files = [
        file("../../etc/passwd", PNG),
        file(&long, PNG),
        file("Grundriß 🏗️.png", PNG),
        file("innocent.png", b"<html><script>alert(1)</script>"),
        file("a<img src=x onerror=alert(1)>b.png", PNG),
    ];
    let (_, page) = world.submit(&world.client, TO_COMPANY, form(&[("body", "\0Look\0")], &files)).await;
    assert!(page.body.contains("Your message is sent."), "{}", page.body);
    assert!(!page.body.contains("<img src=x"), "{}", page.body);
    let names = world.words("select name from documents order by id").await;
    let short = format!("{}.png", "x".repeat(116));
    assert_eq!(names[..4], ["passwd", &short, "Grundriß 🏗️.png", "innocent.png"]);
    assert!(names[4].contains("a_img"), "{names:?}");
    assert_eq!(world.words("select body from messages").await, ["Look"]);
    let id = world.words("select id::text from documents where name = 'innocent.png'").await.remove(0);
    let preview = world.get(&world.client, &format!("/portal/documents/{id}/preview")).await;
    assert_eq!(preview.status, StatusCode::NOT_FOUND);
    assert!(!page.body.contains(&format!("{id}/preview")), "{}", page.body);
    // A name that no header may hold makes the form unreadable, or is cleaned; it is no failure of ours.
    let nul = form(&[("body", "Name")], &[file("a\0b.png", PNG)]);
    let answer = world.send(&world.client, TO_COMPANY, nul).await;
    assert!([201, 400].contains(&answer.status.as_u16()), "{} {}", answer.status, answer.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_broken_off_is_taken_back(pool: PgPool) {
    let world = World::new(&pool).await;
    let mut body = form(&[("body", "Half")], &[file("a.png", PNG), file("b.bin", &vec![7; 300_000])]);
    body.truncate(body.len() - 100);
    assert_eq!(world.send(&world.client, TO_COMPANY, body).await.status, StatusCode::BAD_REQUEST);
    world.nothing_is_left().await;
    let page = world.get(&world.client, "/portal/messages").await;
    assert!(page.body.contains("Half</textarea>"), "{}", page.body);
    // Killed on the way, it is for the housekeeping.
    sqlx::query("insert into document_removals (document_id, due_at) values (gen_random_uuid(), now())")
        .execute(&pool)
        .await
        .unwrap();
    server::worker::removal::sweep(&Db::from(pool.clone()), &world.store).await.unwrap();
    world.nothing_is_left().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_text_waits_for_whoever_has_to_sign_in_again(pool: PgPool) {
    let world = World::new(&pool).await;
    sqlx::query("update user_sessions set ended_at = now()").execute(&pool).await.unwrap();
    let body = form(&[("body", "Not lost")], &[file("a.png", PNG)]);
    let (answer, _) = world.submit(&world.client, TO_COMPANY, body).await;
    assert!(answer.location().starts_with("/login?next="), "{}", answer.location());
    let cookie = answer.cookies().into_iter().find(|cookie| cookie.starts_with("unsent_form=")).unwrap();
    assert!(cookie.contains("Path=/portal/messages;"), "{cookie}");
    world.nothing_is_left().await;
    sqlx::query("update user_sessions set ended_at = null").execute(&pool).await.unwrap();
    let cookies = format!("__Host-session={}; {}", world.client, cookie.split(';').next().unwrap());
    let page = world.portal.ask(Method::GET, "/portal/messages").header("cookie", &cookies).send().await;
    assert!(page.body.contains("Not lost</textarea>"), "{}", page.body);
}
