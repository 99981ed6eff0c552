//! Beginning to take everything.

use super::{Everything, LIMIT, MAX_PAPERS, MAX_ROWS};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    document::archive,
    error::{Conflict, Error, Result},
    paper, rate_limit,
};
use chrono::NaiveDate;

/// Begins to take everything that the person sees, as it is on the day `today`; one line in the activity log.
///
/// # Errors
/// [`Conflict::TooMuchForOneArchive`] for more than one archive takes; [`Error::TooManyAttempts`]; [`Error::Unavailable`].
pub async fn open(db: &Db, scope: &ClientScope, today: NaiveDate) -> Result<Everything> {
    let mut connection = db.0.acquire().await?;
    let counter = LIMIT.of(&[scope.user_id().0.as_bytes()]);
    if let Some(retry_after_seconds) = rate_limit::count(&mut *connection, &[counter]).await? {
        return Err(Error::TooManyAttempts { retry_after_seconds });
    }
    let row = sqlx::query!(
        r#"
        select (select count(*) from (select from quotes q where q.client_id = $1 and q.status <> 'draft' and $2 limit $5 + 1) x)
             + (select count(*) from (select from quote_approvals a join quotes q on q.id = a.quote_id
                                       where q.client_id = $1 and q.status = 'approved' and $2 limit $5 + 1) x)
             + (select count(*) from (select from invoices i where i.client_id = $1 and i.status <> 'draft' and $3 limit $5 + 1) x)
             + (select count(*) from (select from payments y join invoices i on i.id = y.invoice_id
                                       where i.client_id = $1 and i.status <> 'draft' and $3 limit $5 + 1) x) as "papers!",
               (select count(*) from (select from projects p where p.client_id = $1 and $4 limit $6 + 1) x)
             + (select count(*) from (select from messages m join conversations k on k.id = m.conversation_id
                                       where k.client_id = $1 limit $6 + 1) x) as "rows!"
        "#,
        scope.client_id().0,
        scope.may(Section::Quotes),
        scope.may(Section::Invoices),
        scope.may(Section::Projects),
        MAX_PAPERS,
        MAX_ROWS,
    )
    .fetch_one(&mut *connection)
    .await?;
    if row.papers > i64::from(MAX_PAPERS) || row.rows > i64::from(MAX_ROWS) {
        return Err(Conflict::TooMuchForOneArchive.into());
    }
    let files = if scope.may(Section::Documents) {
        archive::files(&mut connection, scope, None).await.map_err(|error| match error {
            Error::Conflict(Conflict::ArchiveTooLarge) => Conflict::TooMuchForOneArchive.into(),
            other => other,
        })?
    } else {
        Vec::new()
    };
    let letterhead = paper::letterhead(&mut connection, scope.client_id()).await?;
    let subject = Subject { kind: "client", id: scope.client_id().0, label: "Everything in one archive" };
    record(&mut *connection, NewActivity::of_client(scope, ActivityKind::DownloadFile, Some(subject)))
        .await?;
    Ok(Everything { db: db.clone(), scope: scope.clone(), today, letterhead, files })
}
