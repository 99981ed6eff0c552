//! `/dev/mail`: mails that were kept, for a browser on this machine, while there is no mail server.

use crate::support::{Mails, Portal};
use axum::http::{StatusCode, header};
use domain::password::Cost;
use sqlx::PgPool;

const HERE: [u8; 4] = [127, 0, 0, 1];
const ELSEWHERE: [u8; 4] = [192, 0, 2, 7];

async fn ask_for_reset(portal: &Portal, email: &str) {
    sqlx::query(
        "insert into users (id, kind, email, name) values (gen_random_uuid(), 'client', $1, '<b>Maria</b>')",
    )
    .bind(email)
    .execute(&portal.pool)
    .await
    .unwrap();
    let ask = portal.form("/fn/account/request-password-reset", &[("email", email)]);
    assert!(ask.send().await.status.is_success());
}

#[sqlx::test(migrations = "../migrations")]
async fn kept_mails_can_be_read_here_and_nowhere_else(pool: PgPool) {
    let mails = Mails::start(&pool);
    let mut state = Portal::state(&pool, Cost::LOWEST);
    state.kept_mails = Some(mails.folder.clone());
    state.services.secure_cookies = false;
    let here = Portal::of(&pool, state.clone(), HERE);
    let read = |path: &str| here.get(path).header("host", "localhost:3000");
    let empty = read("/dev/mail").send().await;
    assert!(empty.status == StatusCode::OK && empty.body.contains("No mail yet"), "{}", empty.body);

    ask_for_reset(&here, "maria@alfki.example").await;
    ask_for_reset(&here, "ana@anatr.example").await;
    let kept = mails.wait_for(2).await;
    let list = read("/dev/mail").send().await;
    assert!(
        list.body.contains("maria@alfki.example") && list.body.contains("ana@anatr.example"),
        "{}",
        list.body
    );
    let found = read("/dev/mail?q=ANATR").send().await;
    assert!(!found.body.contains("maria@alfki.example") && found.body.contains("ana@anatr.example"));
    let nothing = read("/dev/mail?q=%3Cscript%3E").send().await;
    assert!(nothing.body.contains("No mail fits") && !nothing.body.contains("<script>"), "{}", nothing.body);

    let id = &kept[0].id;
    let page = read(&format!("/dev/mail/{id}")).send().await;
    assert!(page.body.contains("/reset-password/") && page.body.contains("<iframe"), "{}", page.body);
    let letter = read(&format!("/dev/mail/{id}/html")).send().await;
    let policy = letter.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(letter.body.contains("&lt;b&gt;Maria") && letter.body.contains("<base target=\"_top\">"));
    for wrong in ["x", "00", "..%2f..%2fetc%2fpasswd"] {
        let answer = read(&format!("/dev/mail/{wrong}")).send().await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }

    let elsewhere = Portal::of(&pool, state.clone(), ELSEWHERE);
    // Behind a proxy that is trusted, the address is the one that the proxy names.
    let proxied = Portal::of(&pool, state.clone(), [10, 0, 0, 1]);
    state.services.secure_cookies = true;
    let behind_tls = Portal::of(&pool, state, HERE);
    for path in ["/dev/mail".to_owned(), format!("/dev/mail/{id}"), format!("/dev/mail/{id}/html")] {
        for ask in [
            elsewhere.get(&path).header("host", "localhost:3000"),
            behind_tls.get(&path).header("host", "localhost:3000"),
            proxied.get(&path).header("host", "localhost:3000").header("x-forwarded-for", "192.0.2.7"),
            // From here, but handed on by a proxy that nobody named; and by a name that somebody made lead here.
            read(&path).header("x-forwarded-for", "127.0.0.1"),
            here.get(&path).header("host", "evil.example"),
        ] {
            assert_eq!(ask.send().await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn with_a_mail_server_there_is_no_such_page(pool: PgPool) {
    let portal = Portal::of(&pool, Portal::state(&pool, Cost::LOWEST), HERE);
    assert_eq!(portal.get("/dev/mail").send().await.status, StatusCode::NOT_FOUND);
}
