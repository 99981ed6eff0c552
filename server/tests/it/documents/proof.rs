//! The file that goes with the word that something was paid: taken and refused as documents are, and seen with its payment only.

use super::{PNG, World, file, form};
use axum::http::StatusCode;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

const PATH: &str = "/portal/payments/report-transfer";
const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj";

/// A client with invoices and a company with an account: the invoice's id, and another client's.
async fn billed(pool: &PgPool) -> (World, String, String) {
    let world = World::new(pool).await;
    let [own, others] = [(); 2].map(|()| Uuid::now_v7());
    sqlx::query("update company set document_megabytes = 1, bank_account = 'X 1', bank_account_holder = 'Kestrel Yard'")
        .execute(pool)
        .await
        .unwrap();
    sqlx::query(
        "insert into invoices (id, client_id, number, status, issued_on, currency, total_minor)
         values ($1, $3, 'INV-77', 'sent', current_date, 'EUR', 125000),
                ($2, (select client_id from projects where id = $4), 'INV-88', 'sent', current_date, 'EUR', 125000)",
    )
    .bind(own)
    .bind(others)
    .bind(world.client_id)
    .bind(world.other_project_id)
    .execute(pool)
    .await
    .unwrap();
    (world, own.to_string(), others.to_string())
}

fn said(invoice: &str) -> [(&str, &str); 4] {
    [("invoices", invoice), ("amount", "10"), ("paid_on", "2026-01-05"), ("note", "<b>ours</b>")]
}

#[sqlx::test(migrations = "../migrations")]
async fn a_proof_goes_with_its_payment_and_with_nothing_else(pool: PgPool) {
    let (world, invoice, _) = billed(&pool).await;
    let hostile = "../../<script>alert(1)</script>.png";
    let body = form(&said(&invoice), &[file(hostile, PNG)]);
    let (answer, page) = world.submit(&world.client, PATH, body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let id = answer.location().split(['/', '#']).nth(3).unwrap().to_owned();
    assert!(page.body.contains("We are looking out for your transfer"), "{}", page.body);
    assert!(page.body.contains("Proof of the transfer") && !page.body.contains("<script>alert"));
    assert_eq!(world.objects().await, 1);
    assert_eq!(world.count("select count(*) from document_removals").await, 0);
    assert_eq!(world.count("select count(*) from documents").await, 0, "it is among nobody's documents");
    let logged = "select kind from client_portal_activities where subject_type = 'payment' order by id";
    assert_eq!(world.words(logged).await, ["upload_file"]);

    let base = format!("/portal/payments/{id}/proof");
    let of_staff = format!("/staff/payments/{id}/proof");
    for (session, base) in [(&world.client, &base), (&world.colleague, &base), (&world.staff, &of_staff)] {
        let saved = world.get(session, base).await;
        assert_eq!((saved.status, saved.bytes.as_ref()), (StatusCode::OK, PNG));
        let header = |name: &str| saved.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with("attachment;"));
        assert!(
            !header("content-disposition").contains('<')
                && header("content-security-policy").contains("sandbox")
        );
        let shown = world.get(session, &format!("{base}/preview")).await;
        assert_eq!(shown.headers["content-type"], "image/png");
        assert!(shown.headers["content-disposition"].to_str().unwrap().starts_with("inline;"));
    }
    let page = world.get(&world.staff, &format!("/staff/payments/{id}")).await;
    assert!(page.body.contains(&of_staff) && page.body.contains("INV-77"), "{}", page.body);
    assert_eq!(world.words(logged).await, ["upload_file", "download_file", "download_file"]);

    // Without its payment nothing of it stays.
    sqlx::query("delete from payment_attempts").execute(&pool).await.unwrap();
    assert_eq!(world.count("select count(*) from document_removals where due_at <= now()").await, 1);
    assert_eq!(world.get(&world.client, &base).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_no_proof_is_refused_and_leaves_nothing(pool: PgPool) {
    let (world, invoice, others) = billed(&pool).await;
    let large = vec![b'x'; 1_000_001];
    let html = b"<html><script>alert(1)</script>".as_slice();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    let long = "x".repeat(501);
    let with_note = [("invoices", invoice.as_str()), ("paid_on", "2026-01-05"), ("note", long.as_str())];
    for (body, status, words) in [
        (form(&said(&invoice), &[file("a.png", b"")]), 422, "“a.png” is empty."),
        (form(&said(&invoice), &[file("a.png", &large)]), 413, "“a.png” is larger than 1 MB."),
        (form(&said(&invoice), &[file("a.png", html)]), 422, "Choose a picture"),
        (form(&said(&invoice), &[file("a.pdf", svg)]), 422, "Choose a picture"),
        (form(&said(&invoice), &[file("a.png", PNG), file("b.png", PNG)]), 422, "Choose one file."),
        (form(&said(&others), &[file("a.png", PNG)]), 404, "There is nothing here"),
        (form(&said(&others), &[]), 404, "There is nothing here"),
        (form(&said("x"), &[file("a.png", PNG)]), 404, "There is nothing here"),
        (form(&[], &[file("a.png", PNG)]), 422, "Choose at least one invoice."),
        (form(&with_note, &[file("a.png", PNG)]), 422, "Enter at most 500 characters."),
        (form(&[("note", &"x".repeat(20_000))], &[]), 400, "could not be read"),
        (b"nonsense".to_vec(), 400, "could not be read"),
    ] {
        let answer = world.send(&world.client, PATH, body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        world.nothing_is_left().await;
    }
    assert_eq!(world.count("select count(*) from payment_attempts").await, 0);
    assert_eq!(world.count("select count(*) from notifications").await, 0);

    // No file is fine, and so is a PDF whatever its name says.
    for files in [vec![], vec![file("", b"")], vec![file("a.txt", PDF)]] {
        let answer = world.send(&world.client, PATH, form(&said(&invoice), &files)).await;
        let kept: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, kept["id"].is_string()), (StatusCode::CREATED, true));
    }
    assert_eq!(world.words("select content_type from payment_proofs").await, ["application/pdf"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_goes_back_to_the_invoice_with_what_was_typed(pool: PgPool) {
    let (world, invoice, _) = billed(&pool).await;
    let body = form(&said(&invoice), &[file("a.png", b"")]);
    let page = format!("/portal/invoices/{invoice}");
    let answer = world.submit_from(&world.client, &page, PATH, body.clone()).await;
    assert_eq!(answer.0.location(), format!("{page}#pay"));
    let shown = answer.1.body;
    for words in ["“a.png” is empty.", "value=\"10\"", "&lt;b&gt;ours"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    world.nothing_is_left().await;
    let elsewhere = world.submit_from(&world.client, "//evil.example/", PATH, body).await;
    assert!(elsewhere.0.location().starts_with('/') && !elsewhere.0.location().starts_with("//"));
}
