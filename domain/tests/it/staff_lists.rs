//! The staff's lists: every row is on exactly one page, in the list's order, forwards and back.

use crate::bulk_invitation::staff;
use domain::{
    Db,
    actor::{ApiScope, Staff},
    api_token::{self, ApiTokenFilter, NewApiToken},
    client::PortalState,
    contact::{self, ContactFilter},
    id::ClientId,
    page::{PAGE_SIZE, Page, PageRequest},
};
use sqlx::PgPool;
use uuid::Uuid;

/// Walks to the end and back; gives the names of each page in the order of the walk to the end.
async fn walk<T>(
    list: impl AsyncFn(PageRequest) -> Page<T>,
    name: impl Fn(&T) -> String,
) -> Vec<Vec<String>> {
    let names = |page: &Page<T>| page.items.iter().map(&name).collect::<Vec<_>>();
    let mut page = list(PageRequest::First).await;
    let mut there = vec![names(&page)];
    assert!(page.previous.is_none());
    while let Some(next) = page.next {
        page = list(PageRequest::After(next)).await;
        there.push(names(&page));
    }
    let mut back = vec![names(&page)];
    while let Some(previous) = page.previous {
        page = list(PageRequest::Before(previous)).await;
        back.insert(0, names(&page));
    }
    assert_eq!(there, back);
    there
}

async fn client_with_contacts(pool: &PgPool, contacts: i64) -> ClientId {
    let id = Uuid::now_v7();
    sqlx::query("insert into clients (id, name) values ($1, 'Alfreds')")
        .bind(id)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query(
        "insert into client_contacts (id, client_id, name, title, email)
         select gen_random_uuid(), $1, case n % 2 when 0 then 'ana ' else 'Ana ' end || lpad(n::text, 3, '0'),
                case n when 7 then 'Treasurer' else '' end, 'ana' || n || '@alfki.example'
           from generate_series(1, $2) n",
    )
    .bind(id)
    .bind(contacts)
    .execute(pool)
    .await
    .unwrap();
    ClientId(id)
}

#[sqlx::test(migrations = "../migrations")]
async fn contacts_are_found_by_page_words_and_state(pool: PgPool) {
    let (db, member) = (Db::from(pool.clone()), staff(&pool, "member").await);
    let client = client_with_contacts(&pool, 2 * PAGE_SIZE + 3).await;
    client_with_contacts(&pool, 1).await;
    let list = async |filter| contact::list(&db, &member, client, &filter).await.unwrap();

    let pages = walk(
        async |page| list(ContactFilter { page, ..ContactFilter::default() }).await,
        |contact| contact.name.to_lowercase(),
    )
    .await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 3]);
    let all = pages.concat();
    assert!(all.is_sorted() && all.len() == 53, "{all:?}");

    let found = list(ContactFilter { search: Some("TREASURER".into()), ..ContactFilter::default() }).await;
    assert_eq!(found.items.into_iter().map(|contact| contact.name).collect::<Vec<_>>(), ["Ana 007"]);

    sqlx::query("update client_contacts set is_active = false where name = 'ana 012'")
        .execute(&pool)
        .await
        .unwrap();
    let filter = ContactFilter { portal_state: Some(PortalState::Inactive), ..ContactFilter::default() };
    let inactive = list(filter).await.items;
    assert_eq!(inactive.into_iter().map(|contact| contact.name).collect::<Vec<_>>(), ["ana 012"]);
}

async fn token(db: &Db, administrator: &Staff, name: String, owner_email: &str) {
    let new = NewApiToken { owner_email: owner_email.into(), name, scopes: vec![ApiScope::Records] };
    api_token::create(db, administrator, new).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn api_tokens_are_found_by_page_words_and_state(pool: PgPool) {
    let (db, administrator) = (Db::from(pool.clone()), staff(&pool, "admin").await);
    let owner: String = sqlx::query_scalar("select email from users").fetch_one(&pool).await.unwrap();
    for n in 0..PAGE_SIZE + 2 {
        token(&db, &administrator, format!("Shop {n:02}"), &owner).await;
    }
    let list = async |filter| api_token::list(&db, &administrator, &filter).await.unwrap();

    let pages = walk(
        async |page| list(ApiTokenFilter { page, ..ApiTokenFilter::default() }).await,
        |token| token.name.clone(),
    )
    .await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 2]);
    assert_eq!(pages[0][0], "Shop 26", "the newest is first");

    let third = list(ApiTokenFilter { search: Some("shop 03".into()), ..ApiTokenFilter::default() }).await;
    api_token::revoke(&db, &administrator, third.items[0].id).await.unwrap();
    let of_state = async |is_revoked| {
        let filter = ApiTokenFilter { is_revoked: Some(is_revoked), ..ApiTokenFilter::default() };
        list(filter).await.items.into_iter().map(|token| token.name).collect::<Vec<_>>()
    };
    assert_eq!(of_state(true).await, ["Shop 03"]);
    assert!(!of_state(false).await.contains(&"Shop 03".to_owned()));
}
