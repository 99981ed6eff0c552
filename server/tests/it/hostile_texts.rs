//! Texts that would be markup, turn the reading direction or never end, in everything that people write: on every page they are text.

use crate::{
    isolation::{Actor, Audience, Client, OTHERS, PAGES, Record, World},
    support::PUBLIC_URL,
};
use axum::http::StatusCode;
use domain::token::Token;
use sqlx::PgPool;
use uuid::Uuid;

/// Ends a title, a text area, an attribute of either kind and a comment, and begins what would run. U+202E turns around what
/// follows.
const HOSTILE: &str = "</title></textarea>--><script>alert(1)</script>\"><img src=x onerror=alert(1)>'><svg onload=alert(1)> \u{202e}gpj.exe 👩🏽‍🚀 \
                       \"double\" 'single' {{7*7}} &amp; &lt;b&gt;";
/// A text that is longer than any field.
const LONG_CHARS: usize = 10_000;

/// A start tag: its name, and its attributes with their values.
type Tag<'a> = (&'a str, Vec<(&'a str, &'a str)>);

/// The start tags of a page, as a browser reads them: what stands in attributes, scripts and titles is none.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let ends_word = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '=');
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = rest.split(ends_word).next().unwrap();
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let attribute = rest.split(ends_word).next().unwrap();
            rest = &rest[attribute.len()..];
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let quote = after.chars().next().filter(|c| ['"', '\''].contains(c));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((after, "")),
                    None => after.split_at(
                        after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len()),
                    ),
                };
            }
            attributes.push((attribute, value));
        }
        tags.push((name, attributes));
        if ["script", "style", "title", "textarea"].contains(&name) {
            rest = rest.split_once(&format!("</{name}")).map_or("", |(_, after)| after);
        }
    }
    tags
}

/// Nothing of the texts has become markup.
#[track_caller]
fn assert_text(case: &str, html: &str) {
    for (name, attributes) in tags(html) {
        for (attribute, value) in &attributes {
            assert!(!attribute.to_lowercase().starts_with("on"), "{case}: <{name} {attribute}={value}>");
        }
        let is_ours = name != "script" || attributes.iter().any(|(attribute, _)| *attribute == "nonce");
        assert!(is_ours, "{case}: <{name} {attributes:?}>");
        assert!(name != "img" || !attributes.contains(&("src", "x")), "{case}: <{name} {attributes:?}>");
    }
    for markup in ["<script>alert", "<img src=x", "<svg onload", "</title></textarea>"] {
        assert!(!html.contains(markup), "{case} holds {markup}");
    }
}

#[test]
fn what_would_run_is_found() {
    assert_text(
        "text",
        "<p title=\"&quot;&gt;\">&lt;script&gt;alert(1)</p><title><img></title><a href='/?a=1' hidden>",
    );
    for html in [
        HOSTILE,
        "<p title=\"\"><img src=x onerror=alert(1)>\">",
        "<title></title><script>alert(1)</script></title>",
        "<a href='' onclick=\"alert(1)\">",
        "<textarea></textarea><img/src=x>",
    ] {
        assert!(std::panic::catch_unwind(|| assert_text("markup", html)).is_err(), "{html}");
    }
}

/// The world with these words wherever the company and its staff write something.
async fn hostile_world(pool: &PgPool, text: &str) -> (World, Client) {
    let world = World::new(pool).await;
    for statement in [
        "update company set name = $1 || '-company'",
        "update users set name = $1 || '-staff' where kind = 'staff'",
        "update api_tokens set name = $1 || '-token'",
        "update bulk_invitation_runs set paused_because = $1 || '-paused'",
    ] {
        sqlx::query(statement).bind(text).execute(pool).await.unwrap();
    }
    let client = Client::new(pool, text, world.run_id).await;
    (world, client)
}

/// Every page that this client or an administrator gets of it, with the address.
async fn pages(world: &World, client: &Client) -> Vec<(String, String)> {
    let admin = world.user_of(Actor::Admin).unwrap();
    let (client_session, admin_session) =
        (world.portal.session_of(client.user_id).await, world.portal.session_of(admin).await);
    let mut pages = Vec::new();
    for (pattern, audience, record) in PAGES {
        let session = match audience {
            audience if audience.is_of_clients() => Some(&client_session),
            Audience::Everybody => None,
            _ => Some(&admin_session),
        };
        let ids =
            if pattern.contains("bulk-invitations") { vec![world.run_id] } else { client.ids_of(*record) };
        // Lists also repeat what was searched for.
        let searched: String = url::form_urlencoded::byte_serialize(client.text.as_bytes()).collect();
        let paths = ids.iter().map(|id| pattern.replace("{id}", &id.to_string()));
        for path in paths.chain([format!("{}?q={searched}", pattern.replace("{id}", &ids[0].to_string()))]) {
            let path = path.replace("{token}", &"a1".repeat(32));
            let ask = world.portal.get(&path).header("accept", "text/html");
            let ask = match session {
                Some(session) => ask.session(session),
                None => ask,
            };
            let page = ask.send().await;
            // A link that leads nowhere may say so, and the staff's start page leads on.
            let is_there = page.status == StatusCode::OK || *pattern == "/staff";
            assert!(is_there || *audience == Audience::Everybody, "{path}: {}", page.status);
            if !page.status.is_redirection() {
                pages.push((path, page.body));
            }
        }
    }
    for (_, pattern, audience, _) in OTHERS.iter().filter(|(_, pattern, ..)| pattern.ends_with(".csv")) {
        let path = pattern.replace("{id}", &world.run_id.to_string());
        let session = if audience.is_of_clients() { &client_session } else { &admin_session };
        let download = world.portal.get(&path).session(session).send().await;
        assert_eq!(download.status, StatusCode::OK, "{path}");
        let lines =
            csv::Reader::from_reader(download.body.as_bytes()).into_records().collect::<Result<Vec<_>, _>>();
        assert!(
            lines.unwrap().iter().any(|line| line.iter().any(|cell| cell.contains(&client.text))),
            "{path}"
        );
    }
    pages
}

#[sqlx::test(migrations = "../migrations")]
async fn hostile_texts_are_text_on_every_page(pool: PgPool) {
    let (world, client) = hostile_world(&pool, HOSTILE).await;
    let pages = pages(&world, &client).await;
    let mut seen = String::new();
    for (path, body) in &pages {
        assert_text(path, body);
        if path.starts_with("/portal") || path.starts_with("/staff") {
            assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{path} shows whose it is");
            assert!(body.contains("\u{202e}gpj.exe 👩🏽‍🚀"), "{path}");
        }
        seen += body;
    }
    // Each text is on some page, so that this has looked at it.
    for word in [
        "-company",
        "-staff",
        "-token",
        "-name",
        "-street",
        "-phone",
        "-contact",
        "-contacttitle",
        "-user",
        "-project",
        "-description",
        "-milestone",
        "-quote",
        "-quotetitle",
        "-quoteline",
        "-quoteterms",
        "-typedname",
        "-invoice",
        "-invoicetitle",
        "-invoiceline",
        "-invoiceterms",
        "-reference",
        "-paymentnote",
        "-transfernote",
        "-paymentreason",
        "-document",
        "-notice",
        "-recipient",
        "-reason",
        "-paused",
        "-label",
        "-error",
        "-browser",
    ] {
        assert!(seen.contains(&format!("&amp;lt;b&amp;gt;{word}")), "no page shows {word}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn long_texts_are_shown(pool: PgPool) {
    let long: String = HOSTILE.chars().chain("no end ".chars().cycle()).take(LONG_CHARS).collect();
    let (world, client) = hostile_world(&pool, &long).await;
    for (path, body) in pages(&world, &client).await {
        assert_text(&path, &body);
        let is_of_somebody = path.starts_with("/portal") || path.starts_with("/staff");
        assert!(!is_of_somebody || body.len() > LONG_CHARS, "{path} shows whose it is");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_typed_comes_back_as_text(pool: PgPool) {
    let (world, client) = hostile_world(&pool, "somebody").await;
    let session = world.portal.session_of(client.user_id).await;
    let quote = client.id_of(Record::Quote).to_string();
    let too_long = "9".repeat(200);
    for (from, path, fields) in [
        (
            "/portal/profile".to_owned(),
            "/fn/account/update-profile",
            [("name", HOSTILE), ("phone", too_long.as_str())],
        ),
        (
            format!("/portal/quotes/{quote}"),
            "/fn/portal/approve-quote",
            [("typed_name", HOSTILE), ("quote_id", quote.as_str())],
        ),
    ] {
        let ask = world.portal.form(path, &fields).header("accept", "text/html").session(&session);
        let answer = ask.header("referer", &format!("{PUBLIC_URL}{from}")).send().await;
        let cookies = answer.cookies();
        let cookie = cookies[0].split(';').next().unwrap();
        let page = world.portal.get(&from).header("cookie", cookie).session(&session).send().await;
        assert_eq!(page.status, StatusCode::OK, "{from}");
        assert_text(&from, &page.body);
        assert!(page.body.contains("value=\"&lt;/title&gt;"), "{from} keeps what was typed: {}", page.body);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_invited_read_hostile_names_as_text(pool: PgPool) {
    let (world, client) = hostile_world(&pool, HOSTILE).await;
    let token = Token::generate().unwrap();
    sqlx::query(
        "with contact as (update client_contacts set portal_access = true where id = $3),
         invitation as (
             insert into invitations (id, client_id, contact_id, name, email, state, expires_at)
             values ($1, $2, $3, $4 || '-invited', 'invited@mail.example', 'sent', now() + interval '1 day') returning id)
         insert into invitation_tokens (token_sha256, invitation_id) select $5, id from invitation",
    )
    .bind(Uuid::now_v7())
    .bind(client.id)
    .bind(client.contact_id)
    .bind(HOSTILE)
    .bind(token.hash().to_vec())
    .execute(&pool)
    .await
    .unwrap();
    let link = world.portal.get(format!("/invitation/{token}")).header("accept", "text/html").send().await;
    let cookies = link.cookies();
    let cookie = cookies[0].split(';').next().unwrap();
    let page =
        world.portal.get(link.location()).header("cookie", cookie).header("accept", "text/html").send().await;
    assert_eq!(page.status, StatusCode::OK);
    assert_text("/invitation", &page.body);
    for word in ["-company", "-name", "-invited"] {
        assert!(page.body.contains(&format!("&amp;lt;b&amp;gt;{word}")), "{word}: {}", page.body);
    }
}
