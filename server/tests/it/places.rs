//! Where addresses are, as far as known: in the list of open sessions, in the security log and in a mail.

use crate::support::Portal;
use chrono::Utc;
use domain::{company::Company, language::Language, outgoing_mail::Content, password::Cost, place::Places};
use mail_parser::MessageParser;
use server::{atlas, mail::template::Brand};
use sqlx::PgPool;
use std::path::Path;
use uuid::Uuid;

fn places() -> Places {
    atlas::open(Some(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/places.mmdb")))).unwrap()
}

/// The pages of somebody with sessions at home, in Lyon and nowhere known.
async fn pages(pool: &PgPool, places: Places) -> [String; 2] {
    let mut state = Portal::state(pool, Cost::LOWEST);
    state.services.places = places;
    let portal = Portal::of(pool, state, [192, 0, 2, 7]);
    let user = Uuid::now_v7();
    sqlx::query("insert into users (id, kind, role, email, name) values ($1, 'staff', 'member', 'ada@company.example', 'Ada')")
        .bind(user)
        .execute(pool)
        .await
        .unwrap();
    let session = portal.session_of(user).await;
    for address in ["203.0.113.9", "192.168.1.7", "192.0.2.99"] {
        portal.session_of(user).await;
        for statement in [
            "update user_sessions set ip_address = $2::text::inet where user_id = $1 and id = (select max(id::text)::uuid from user_sessions)",
            "insert into client_portal_activities (id, occurred_at, kind, user_id, ip_address, user_agent, device_type, browser, platform)
             values (gen_random_uuid(), now(), 'login', $1, $2::text::inet, '', 'desktop', 'Firefox', 'Linux')",
        ] {
            sqlx::query(statement).bind(user).bind(address).execute(pool).await.unwrap();
        }
    }
    let mut pages = [String::new(), String::new()];
    for (page, path) in pages.iter_mut().zip(["/staff/settings", "/staff/security"]) {
        *page = portal.get(path).session(&session).send().await.body;
        assert!(
            page.contains("203.0.113.9") && page.contains("192.168.1.7") && page.contains("192.0.2.99"),
            "{path}: {page}"
        );
    }
    pages
}

#[sqlx::test(migrations = "../migrations")]
async fn sessions_and_log_say_where(pool: PgPool) {
    for page in pages(&pool, places()).await {
        assert_eq!(page.matches("Lyon, France").count(), 1, "{page}");
        assert_eq!(page.matches("local network").count(), 1, "{page}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_database_nothing_is_said(pool: PgPool) {
    for page in pages(&pool, Places::default()).await {
        assert!(!page.contains("Lyon") && !page.contains("local network"), "{page}");
    }
}

#[test]
fn the_mail_about_a_new_device_says_where() {
    let company = Company {
        name: "Company".into(),
        language: Language::English,
        time_zone: chrono_tz::UTC,
        brand_color: "#0b6e63".into(),
        has_logo: false,
        invitation_days: 7,
        support_email: None,
        updated_at: Utc::now(),
    };
    let brand = Brand::new(&company, &"portal@company.example".parse().unwrap(), "https://portal.example");
    let told = |brand: &Brand, address: &str| {
        let content = Content::NewDevice {
            name: "Maria".into(),
            browser: "Firefox".into(),
            platform: "Linux".into(),
            ip_address: address.parse().ok(),
            began_at: Utc::now(),
        };
        let message =
            brand.letter(None, &content, &"maria@alfki.example".parse().unwrap(), Uuid::nil()).unwrap();
        let mail = MessageParser::default().parse(message.content().as_bytes()).unwrap();
        [mail.body_text(0).unwrap().into_owned(), mail.body_html(0).unwrap().into_owned()]
    };
    for part in told(&brand, "203.0.113.9") {
        assert!(part.contains("203.0.113.9") && !part.contains("Lyon"), "{part}");
    }
    let brand = brand.with_places(places());
    for part in told(&brand, "203.0.113.9") {
        assert!(part.contains("203.0.113.9 (Lyon, France)"), "{part}");
    }
    for part in told(&brand, "192.0.2.99") {
        assert!(part.contains("Linux, 192.0.2.99, on"), "{part}");
    }
}
