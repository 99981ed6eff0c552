//! Looking before and after the records are written, in the same transaction.

use super::NewsOf;
use crate::{
    error::{Error, Result},
    id::ClientId,
    invoice,
    language::Language,
    locale,
    money::{self, Money},
    notification::{self, NewNotification},
    project::ProjectStatus,
    quote,
    words::{Sentence, say, sentence},
};
use sqlx::PgConnection;
use std::{borrow::Cow, collections::HashMap};
use uuid::Uuid;

/// The status of each record, and the revision of a quote, by its key.
pub(in crate::record) type Statuses = HashMap<String, (String, i32)>;

/// How the records stand now.
pub(in crate::record) async fn before(db: &mut PgConnection, of: NewsOf, keys: &[&str]) -> Result<Statuses> {
    let rows = sqlx::query!(
        r#"
        select external_id as "key!", status as "status!", revision as "revision!" from quotes where $1 = 'quotes' and external_id = any ($2)
        union all
        select external_id, status, 0 from invoices where $1 = 'invoices' and external_id = any ($2)
        union all
        select external_id, status, 0 from projects where $1 = 'projects' and external_id = any ($2)
        "#,
        word(of),
        keys as &[&str],
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, (row.status, row.revision))).collect())
}

/// Tells the clients' people what has changed since.
pub(in crate::record) async fn tell(
    db: &mut PgConnection,
    of: NewsOf,
    keys: &[&str],
    before: &Statuses,
) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select external_id as "key!", id as "id!", client_id as "client_id!", status as "status!", number as "name!",
               currency as "currency?", total_minor as "total_minor?", revision as "revision!"
          from quotes where $1 = 'quotes' and external_id = any ($2)
        union all
        select external_id, id, client_id, status, number, currency, total_minor, 0
          from invoices where $1 = 'invoices' and external_id = any ($2)
        union all
        select external_id, id, client_id, status, name, null, null, 0
          from projects where $1 = 'projects' and external_id = any ($2)
        "#,
        word(of),
        keys as &[&str],
    )
    .fetch_all(&mut *db)
    .await?;
    for row in rows {
        let was = before.get(&row.key);
        let is_revised = was.is_some_and(|(_, revision)| *revision < row.revision).then_some(row.revision);
        let was = was.map(|(status, _)| status.as_str());
        let amount = match row.currency.zip(row.total_minor) {
            Some((currency, minor)) => {
                Some(Money::new(minor, money::currency(&currency).map_err(Error::internal)?))
            }
            None => None,
        };
        let Some((kind, title)) = words(of, (was, &row.status), is_revised, row.name, amount)? else {
            continue;
        };
        let href = address(of, row.id);
        let notice = NewNotification { kind, title: &title, href: &href };
        notification::notify_client(db, ClientId(row.client_id), None, &notice).await?;
    }
    Ok(())
}

fn word(of: NewsOf) -> &'static str {
    match of {
        NewsOf::Quotes => "quotes",
        NewsOf::Invoices => "invoices",
        NewsOf::Projects => "projects",
    }
}

fn address(of: NewsOf, id: Uuid) -> String {
    format!("/portal/{}/{id}", word(of))
}

/// Kind and title of the news, if it is any. `revision` is the number of a quote that has become a new one.
fn words(
    of: NewsOf,
    (was, is): (Option<&str>, &str),
    revision: Option<i32>,
    name: String,
    amount: Option<Money>,
) -> Result<Option<(&'static str, Sentence)>> {
    let is_sent = is == "sent" && matches!(was, None | Some("draft"));
    Ok(match of {
        NewsOf::Quotes if is_sent => amount.map(|amount| {
            let title = sentence!(
                |language| "news-quote-sent",
                number = name.as_str(),
                amount = locale::money(language, amount)
            );
            ("quote_sent", title)
        }),
        NewsOf::Quotes if is == "sent" => revision.map(|revision| quote::revised_news(name, revision)),
        NewsOf::Invoices if is_sent => amount.map(|amount| invoice::staff::sent_news(name, amount)),
        NewsOf::Projects if was.is_some_and(|was| was != is) => {
            let status: ProjectStatus = is.parse().map_err(Error::internal)?;
            let title = sentence!(
                |language| "news-project-status",
                project = name.as_str(),
                status = is_now(language, status)
            );
            Some(("project_status", title))
        }
        NewsOf::Quotes | NewsOf::Invoices | NewsOf::Projects => None,
    })
}

/// In the middle of a sentence: "The project … is now …".
fn is_now(language: Language, status: ProjectStatus) -> Cow<'static, str> {
    match status {
        ProjectStatus::Planned => say!(language, "project-is-planned"),
        ProjectStatus::Active => say!(language, "project-is-active"),
        ProjectStatus::OnHold => say!(language, "project-is-on-hold"),
        ProjectStatus::Completed => say!(language, "project-is-completed"),
        ProjectStatus::Cancelled => say!(language, "project-is-cancelled"),
    }
}
