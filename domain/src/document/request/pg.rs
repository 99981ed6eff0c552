//! Rows of document requests.

use super::{DocumentRequest, NewRequest, RequestState, check_reason};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ClientScope, Policy, Staff},
    db::Db,
    error::{Error, Result},
    id::{ClientId, DocumentId, DocumentRequestId, ProjectId},
    locale,
    notification::{self, NewNotification},
    words::{Sentence, sentence},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// Most requests that a page shows: those that wait first, then the newest.
const SHOWN: i64 = 50;
/// Most projects that a form offers.
const PROJECTS: i64 = 200;

/// What the page of documents needs besides the list.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Those that wait for the client first.
    pub requests: Vec<DocumentRequest>,
    /// The client's projects, the ones under way first.
    pub projects: Vec<(ProjectId, String)>,
    /// How large one file may be.
    pub max_megabytes: i32,
}

/// What the page of a client's people needs besides the list. What was accepted stays there for a month.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn overview(db: &Db, scope: &ClientScope) -> Result<Overview> {
    scope.require(Section::Documents)?;
    read(db, scope.client_id(), true).await?.ok_or(Error::NotFound)
}

/// The same for staff, who see all.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when there is no such client.
pub async fn overview_of(db: &Db, staff: &Staff, client: ClientId) -> Result<Overview> {
    staff.require(Policy::ViewRecords)?;
    read(db, client, false).await?.ok_or(Error::NotFound)
}

#[derive(Debug, Deserialize)]
struct Row {
    id: DocumentRequestId,
    title: String,
    note: String,
    due_on: Option<NaiveDate>,
    state: String,
    reason: String,
    project_id: Option<ProjectId>,
    project_name: Option<String>,
    created_at: DateTime<Utc>,
    files: Option<Vec<FileRow>>,
}

#[derive(Debug, Deserialize)]
struct FileRow {
    id: DocumentId,
    name: String,
}

#[derive(Debug, Deserialize)]
struct ProjectRow {
    id: ProjectId,
    name: String,
}

impl Row {
    fn request(self) -> Result<DocumentRequest> {
        Ok(DocumentRequest {
            id: self.id,
            title: self.title,
            note: self.note,
            due_on: self.due_on,
            state: self.state.parse().map_err(Error::internal)?,
            reason: self.reason,
            project: self.project_id.zip(self.project_name),
            created_at: self.created_at,
            files: self.files.unwrap_or_default().into_iter().map(|file| (file.id, file.name)).collect(),
        })
    }
}

async fn read(db: &Db, client: ClientId, for_client: bool) -> Result<Option<Overview>> {
    let row = sqlx::query!(
        r#"
        select (select document_megabytes from company) as "megabytes!",
               coalesce((select jsonb_agg(r) from (
                   select r.id, r.title, r.note, r.due_on, r.state, r.reason, p.id as project_id, p.name as project_name, r.created_at,
                          (select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name) order by d.id desc) from documents d
                            where d.request_id = r.id and d.client_id = r.client_id and (d.is_shared_with_client or not $2)) as files
                     from document_requests r left join projects p on p.id = r.project_id and p.client_id = r.client_id
                    where r.client_id = c.id and (not $2 or r.state <> 'accepted' or r.decided_at > now() - interval '30 days')
                    order by r.state in ('open', 'sent_back') desc, r.state = 'handed_over' desc, r.due_on nulls last, r.id desc
                    limit $3) r
               ), '[]') as "requests!: Json<Vec<Row>>",
               coalesce((select jsonb_agg(p) from (
                   select p.id, p.name from projects p where p.client_id = c.id
                    order by p.status in ('active', 'planned', 'on_hold') desc, lower(p.name), p.id limit $4) p
               ), '[]') as "projects!: Json<Vec<ProjectRow>>"
          from clients c where c.id = $1
        "#,
        client.0,
        for_client,
        SHOWN,
        PROJECTS,
    )
    .fetch_optional(&db.0)
    .await?;
    row.map(|row| {
        Ok(Overview {
            requests: row.requests.0.into_iter().map(Row::request).collect::<Result<_>>()?,
            projects: row.projects.0.into_iter().map(|project| (project.id, project.name)).collect(),
            max_megabytes: row.megabytes,
        })
    })
    .transpose()
}

/// Asks a client for a file.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] at a field; [`Error::NotFound`] when there is no such client, or the project is not its.
pub async fn ask(
    db: &Db,
    staff: &Staff,
    client: ClientId,
    typed: NewRequest,
    today: NaiveDate,
) -> Result<()> {
    staff.require(Policy::ViewRecords)?;
    let project = typed.project_id.map(|id| id.0);
    let mut transaction = db.0.begin().await?;
    // A client that is not there is told before a field that is not filled in.
    sqlx::query_scalar!(
        "select id from clients where id = $1 and ($2::uuid is null or exists (select from projects where id = $2 and client_id = $1))",
        client.0,
        project,
    )
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(Error::NotFound)?;
    let request = typed.check(today)?;
    let id = DocumentRequestId::generate();
    sqlx::query!(
        "insert into document_requests (id, client_id, project_id, title, note, due_on, requested_by) values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        client.0,
        project,
        request.title,
        request.note,
        request.due_on,
        staff.id().0,
    )
    .execute(&mut *transaction)
    .await?;
    note(&mut transaction, staff, ActivityKind::RequestFile, client, (id, &request.title)).await?;
    let wanted = request.title;
    let title = match request.due_on {
        Some(day) => sentence!(
            |language| "news-document-requested-by",
            title = wanted.as_str(),
            day = locale::date(language, day)
        ),
        None => sentence!("news-document-requested", title = wanted.as_str()),
    };
    tell(&mut transaction, client, "request_made", id, &title).await?;
    transaction.commit().await?;
    Ok(())
}

/// Accepts what was handed over.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`crate::Conflict::NothingHandedOver`].
pub async fn accept(db: &Db, staff: &Staff, id: DocumentRequestId) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let (client, title, state) = locked(&mut transaction, id).await?;
    state.may_be_decided()?;
    sqlx::query!(
        "update document_requests set state = 'accepted', reason = '', decided_at = now() where id = $1",
        id.0
    )
    .execute(&mut *transaction)
    .await?;
    note(&mut transaction, staff, ActivityKind::AcceptFile, client, (id, &title)).await?;
    let title = sentence!("news-document-accepted", title = title.as_str());
    tell(&mut transaction, client, "document_accepted", id, &title).await?;
    transaction.commit().await?;
    Ok(client)
}

/// Sends back what was handed over, saying why.
///
/// # Errors
/// As [`accept`], and [`Error::Invalid`] at `reason`.
pub async fn send_back(db: &Db, staff: &Staff, id: DocumentRequestId, reason: &str) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let (client, title, state) = locked(&mut transaction, id).await?;
    state.may_be_decided()?;
    let reason = check_reason(reason)?;
    sqlx::query!(
        "update document_requests set state = 'sent_back', reason = $2, decided_at = now() where id = $1",
        id.0,
        reason
    )
    .execute(&mut *transaction)
    .await?;
    note(&mut transaction, staff, ActivityKind::SendBackFile, client, (id, &title)).await?;
    let title = sentence!("news-document-sent-back", title = title.as_str());
    tell(&mut transaction, client, "request_sent_back", id, &title).await?;
    transaction.commit().await?;
    Ok(client)
}

/// Withdraws a request; files that were handed over stay.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn withdraw(db: &Db, staff: &Staff, id: DocumentRequestId) -> Result<ClientId> {
    staff.require(Policy::ViewRecords)?;
    let mut transaction = db.0.begin().await?;
    let (client, title, _) = locked(&mut transaction, id).await?;
    sqlx::query!("delete from document_requests where id = $1", id.0).execute(&mut *transaction).await?;
    note(&mut transaction, staff, ActivityKind::WithdrawFileRequest, client, (id, &title)).await?;
    transaction.commit().await?;
    Ok(client)
}

async fn locked(
    connection: &mut PgConnection,
    id: DocumentRequestId,
) -> Result<(ClientId, String, RequestState)> {
    let row =
        sqlx::query!("select client_id, title, state from document_requests where id = $1 for update", id.0)
            .fetch_optional(connection)
            .await?
            .ok_or(Error::NotFound)?;
    Ok((ClientId(row.client_id), row.title, row.state.parse().map_err(Error::internal)?))
}

async fn note(
    connection: &mut PgConnection,
    staff: &Staff,
    kind: ActivityKind,
    client: ClientId,
    (id, title): (DocumentRequestId, &str),
) -> Result<()> {
    let subject = Subject { kind: "document_request", id: id.0, label: title };
    record(connection, NewActivity::of_staff(staff, kind, Some(client), Some(subject))).await
}

async fn tell(
    connection: &mut PgConnection,
    client: ClientId,
    kind: &'static str,
    id: DocumentRequestId,
    title: &Sentence,
) -> Result<()> {
    let href = format!("/portal/documents?request={id}#requests");
    notification::notify_client(connection, client, None, &NewNotification { kind, title, href: &href }).await
}
