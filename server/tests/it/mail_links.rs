//! Links in mails lead to PORTAL_PUBLIC_URL, whatever host a request names.

use crate::support::{Ask, Mails, PUBLIC_URL, Portal};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

const EVIL: &str = "evil.example";

/// Ways to name another host: headers, and an address with a host of its own.
const FORGERIES: [(&[(&str, &str)], bool); 12] = [
    (&[("host", EVIL)], false),
    (&[("host", "evil.example:443")], false),
    (&[("host", "portal.example@evil.example")], false),
    (&[("host", "portal.example.evil.example")], false),
    (&[("host", "portal.example"), ("host", EVIL)], false),
    (&[("host", EVIL), ("host", "portal.example")], false),
    (&[("host", "portal.example"), ("x-forwarded-host", EVIL)], false),
    (&[("x-forwarded-host", "portal.example, evil.example"), ("x-forwarded-proto", "http")], false),
    (&[("forwarded", "host=evil.example;proto=http")], false),
    (&[("x-host", EVIL), ("x-original-host", EVIL), ("x-forwarded-server", EVIL)], false),
    (&[("x-original-url", "http://evil.example/"), ("x-rewrite-url", "//evil.example/")], false),
    (&[("host", "portal.example")], true),
];

fn forged<'a>(mut ask: Ask<'a>, headers: &[(&'static str, &str)]) -> Ask<'a> {
    for (name, value) in headers {
        ask = ask.header(name, value);
    }
    ask
}

fn address(path: &str, is_absolute: bool) -> String {
    if is_absolute { format!("http://{EVIL}{path}") } else { path.to_owned() }
}

/// Every address in a text.
fn links(text: &str) -> Vec<&str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>');
    let starts = text.match_indices("http").map(|(at, _)| &text[at..]);
    starts
        .filter(|rest| rest.starts_with("http://") || rest.starts_with("https://"))
        .map(|rest| rest.split(ends).next().unwrap_or_default())
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_forged_host_reaches_no_mail(pool: PgPool) {
    let (portal, mails) = (Portal::new(&pool), Mails::start(&pool));
    let power_user = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, role, email, name) values ($1, 'staff', 'power_user', 'power@company.example', 'Petra')")
        .bind(power_user)
        .execute(&pool)
        .await
        .unwrap();
    let session = portal.session_of(power_user).await;
    for (n, (headers, is_absolute)) in FORGERIES.into_iter().enumerate() {
        let (email, client) = (format!("user{n}@alfki.example"), Uuid::now_v7());
        sqlx::query("insert into users (id, kind, email, name) values ($1, 'client', $2, 'Maria')")
            .bind(Uuid::now_v7())
            .bind(&email)
            .execute(&pool)
            .await
            .unwrap();
        sqlx::query("insert into clients (id, name, email) values ($1, 'Alfreds', 'client' || $2 || '@alfki.example')")
            .bind(client)
            .bind(i32::try_from(n).unwrap())
            .execute(&pool)
            .await
            .unwrap();
        let client = client.to_string();
        for (path, field) in [
            ("/fn/account/request-password-reset", ("email", email.as_str())),
            ("/fn/staff/enable-portal-access", ("client_id", client.as_str())),
        ] {
            let ask = portal.form(address(path, is_absolute), &[field]).header("accept", "text/html");
            let answer = forged(ask, headers).session(&session).send().await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{headers:?}: {}", answer.body);
            assert!(answer.location().starts_with('/'), "{headers:?}: {}", answer.location());
        }
    }

    let sent = mails.wait_for(2 * FORGERIES.len()).await;
    for (kind, path) in [("reset", "/reset-password/"), ("invitation", "/invitation/")] {
        let of_kind = sent.iter().filter(|mail| mail.text.contains(path)).count();
        assert_eq!(of_kind, FORGERIES.len(), "{kind}");
    }
    for mail in &sent {
        for (part, text) in [("text", &mail.text), ("HTML", &mail.html)] {
            let found = links(text);
            assert!(!found.is_empty(), "{part} of {mail:?}");
            for link in found {
                assert!(link.starts_with(&format!("{PUBLIC_URL}/")), "{part} of a mail leads to {link}");
            }
            assert!(!text.contains("evil"), "{text}");
        }
    }
}
