//! Rows of files that are taken.

use super::{MEGABYTES, Owner, Purpose, ReceivedFile, Ticket};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::{ClientScope, Policy, Staff},
    db::Db,
    document::request::RequestState,
    error::{Conflict, Error, Result},
    id::{ClientId, ConversationId, DocumentId, ProjectId},
    notification::{self, NewNotification},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// Bytes of a megabyte, as [`MEGABYTES`] counts.
const MEGABYTE: u64 = 1_000_000;

/// Before a person at a client sends a file.
///
/// # Errors
/// [`Error::NotFound`] when project or request are not the client's; [`Conflict::RequestSettled`] when the request was accepted.
pub async fn begin(db: &Db, scope: &ClientScope, purpose: Purpose) -> Result<Ticket> {
    scope.require(Section::Documents)?;
    ticket(db, scope.client_id(), purpose).await
}

/// Before a person at a client sends the proof of a transfer.
///
/// # Errors
/// [`Error::NotFound`] when invoices are not for this person.
pub async fn begin_proof(db: &Db, scope: &ClientScope) -> Result<Ticket> {
    scope.require(Section::Invoices)?;
    ticket(db, scope.client_id(), Purpose::default()).await
}

/// Before staff send a file for a client.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when there is no such client, or project and request are not its.
pub async fn begin_for(db: &Db, staff: &Staff, client: ClientId, purpose: Purpose) -> Result<Ticket> {
    staff.require(Policy::ViewRecords)?;
    ticket(db, client, purpose).await
}

/// Before staff send a file in a conversation.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when there is no such conversation.
pub async fn begin_in(db: &Db, staff: &Staff, conversation: ConversationId) -> Result<Ticket> {
    staff.require(Policy::ViewRecords)?;
    let row = sqlx::query!("select client_id, project_id from conversations where id = $1", conversation.0)
        .fetch_optional(&db.0)
        .await?
        .ok_or(Error::NotFound)?;
    let purpose = Purpose { project_id: row.project_id.map(ProjectId), request_id: None };
    ticket(db, ClientId(row.client_id), purpose).await
}

async fn ticket(db: &Db, client_id: ClientId, purpose: Purpose) -> Result<Ticket> {
    let id = DocumentId::generate();
    let row = sqlx::query!(
        r#"
        with found as (
            select (select document_megabytes from company) as megabytes,
                   (select state from document_requests where id = $4 and client_id = $2) as request_state
              from clients c
             where c.id = $2 and ($3::uuid is null or exists (select from projects where id = $3 and client_id = $2))
        ), noted as (
            insert into document_removals (document_id, due_at)
            select $1, now() + interval '1 day' from found where $4::uuid is null or request_state <> 'accepted'
        )
        select megabytes as "megabytes!", request_state from found
        "#,
        id.0,
        client_id.0,
        purpose.project_id.map(|id| id.0),
        purpose.request_id.map(|id| id.0),
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    if purpose.request_id.is_some() {
        let state: RequestState =
            row.request_state.ok_or(Error::NotFound)?.parse().map_err(Error::internal)?;
        state.may_be_handed_over()?;
    }
    let megabytes = u64::try_from(row.megabytes).map_err(Error::internal)?;
    Ok(Ticket { id, client_id, purpose, max_bytes: megabytes * MEGABYTE })
}

/// Forgets an upload that came to nothing. Only after its bytes are gone from the store.
///
/// # Errors
/// [`Error::Unavailable`]; then the housekeeping does it.
pub async fn abandon(db: &Db, ticket: &Ticket) -> Result<()> {
    sqlx::query!("delete from document_removals where document_id = $1", ticket.id.0).execute(&db.0).await?;
    Ok(())
}

/// The rows of files that a person at a client has sent: shared documents, the log, and word to staff and to the client's others.
///
/// # Errors
/// [`Conflict::RequestSettled`] when the request was accepted or withdrawn meanwhile; [`Conflict::UploadTooLate`] when the bytes may be gone again.
pub async fn finish(db: &Db, scope: &ClientScope, files: &[ReceivedFile]) -> Result<()> {
    scope.require(Section::Documents)?;
    let Some(first) = files.first() else { return Ok(()) };
    let mut transaction = db.0.begin().await?;
    let owner = Owner {
        client_id: scope.client_id(),
        uploaded_by: scope.user_id(),
        is_shared: true,
        message_id: None,
    };
    let log = |subject| NewActivity::of_client(scope, ActivityKind::UploadFile, Some(subject));
    keep(&mut transaction, files, owner, log).await?;
    let asked_for = hand_over(&mut transaction, first).await?;
    let client = sqlx::query_scalar!("select name from clients where id = $1", scope.client_id().0)
        .fetch_one(&mut *transaction)
        .await?;
    let what = described(files);
    let title = match asked_for {
        Some(asked_for) => format!("{client} handed over {what} for “{asked_for}”"),
        None => format!("{client} uploaded {what}"),
    };
    let href = format!("/staff/clients/{}/documents", scope.client_id());
    let notice = NewNotification { kind: "document_uploaded", title: &title, href: &href };
    notification::notify_staff(&mut transaction, scope.client_id(), &notice).await?;
    let notice = NewNotification { href: &portal_href(files), ..notice };
    notification::notify_others(&mut transaction, scope, &notice).await?;
    transaction.commit().await?;
    Ok(())
}

/// The rows of files that staff have sent for a client, shared with it or not.
///
/// # Errors
/// As [`finish`], and [`Error::Forbidden`].
pub async fn finish_for(db: &Db, staff: &Staff, files: &[ReceivedFile], is_shared: bool) -> Result<()> {
    staff.require(Policy::ViewRecords)?;
    let Some(first) = files.first() else { return Ok(()) };
    let client = first.ticket.client_id;
    let mut transaction = db.0.begin().await?;
    let owner = Owner { client_id: client, uploaded_by: staff.id(), is_shared, message_id: None };
    let log = |subject| NewActivity::of_staff(staff, ActivityKind::UploadFile, Some(client), Some(subject));
    keep(&mut transaction, files, owner, log).await?;
    if is_shared {
        let title = match files {
            [one] => format!("“{}” was shared with you", one.name),
            _ => format!("{} documents were shared with you", files.len()),
        };
        let notice = NewNotification { kind: "document_shared", title: &title, href: &portal_href(files) };
        notification::notify_client(&mut transaction, client, None, &notice).await?;
    }
    transaction.commit().await?;
    Ok(())
}

fn subject(file: &ReceivedFile) -> Subject<'_> {
    Subject { kind: "document", id: file.ticket.id.0, label: &file.name }
}

fn described(files: &[ReceivedFile]) -> String {
    match files {
        [one] => format!("“{}”", one.name),
        _ => format!("{} files", files.len()),
    }
}

fn portal_href(files: &[ReceivedFile]) -> String {
    match files {
        [one] => format!("/portal/documents/{}", one.ticket.id),
        _ => "/portal/documents".to_owned(),
    }
}

/// Takes the removals of these files away: from here on their bytes stay. The caller makes the rows that they belong to.
///
/// # Errors
/// [`Conflict::UploadTooLate`] when the bytes may be gone again; [`Error::NotFound`] for another client's files.
pub(crate) async fn claim(
    connection: &mut PgConnection,
    client: ClientId,
    files: &[ReceivedFile],
) -> Result<Vec<Uuid>> {
    if files.iter().any(|file| file.ticket.client_id != client) {
        return Err(Error::NotFound);
    }
    let ids: Vec<Uuid> = files.iter().map(|file| file.ticket.id.0).collect();
    let claimed =
        sqlx::query!("delete from document_removals where document_id = any($1) and due_at > now()", &ids)
            .execute(connection)
            .await?;
    if usize::try_from(claimed.rows_affected()).ok() != Some(files.len()) {
        return Err(Conflict::UploadTooLate.into());
    }
    Ok(ids)
}

/// The rows of files whose bytes are safe, and a line of the log for each; pass the transaction of what they come with. Only for
/// callers who have authorized.
///
/// # Errors
/// As [`claim`].
pub(crate) async fn keep<'a>(
    connection: &mut PgConnection,
    files: &'a [ReceivedFile],
    owner: Owner,
    log: impl Fn(Subject<'a>) -> NewActivity<'a>,
) -> Result<()> {
    insert(connection, files, owner).await?;
    for file in files {
        record(&mut *connection, log(subject(file))).await?;
    }
    Ok(())
}

async fn insert(connection: &mut PgConnection, files: &[ReceivedFile], owner: Owner) -> Result<()> {
    let ids = claim(connection, owner.client_id, files).await?;
    let projects: Vec<Option<Uuid>> =
        files.iter().map(|file| file.ticket.purpose.project_id.map(|id| id.0)).collect();
    let requests: Vec<Option<Uuid>> =
        files.iter().map(|file| file.ticket.purpose.request_id.map(|id| id.0)).collect();
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let types: Vec<String> = files.iter().map(|file| file.content_type.to_owned()).collect();
    let sizes: Vec<i64> = files.iter().map(|file| file.size_bytes).collect();
    sqlx::query!(
        "insert into documents (id, client_id, project_id, request_id, name, content_type, size_bytes, is_shared_with_client, is_stored,
                                uploaded_by, message_id)
         select n.id, $7, (select p.id from projects p where p.id = n.project_id and p.client_id = $7), n.request_id, n.name,
                n.content_type, n.size_bytes, $8, true, $9, $10
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[])
                n (id, project_id, request_id, name, content_type, size_bytes)",
        &ids,
        &projects as &[Option<Uuid>],
        &requests as &[Option<Uuid>],
        &names,
        &types,
        &sizes,
        owner.client_id.0,
        owner.is_shared,
        owner.uploaded_by.0,
        owner.message_id.map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks the request of these files as answered; what was asked for.
async fn hand_over(connection: &mut PgConnection, file: &ReceivedFile) -> Result<Option<String>> {
    let Some(request) = file.ticket.purpose.request_id else { return Ok(None) };
    let title = sqlx::query_scalar!(
        "update document_requests set state = 'handed_over', reason = '', decided_at = null
          where id = $1 and client_id = $2 and state <> 'accepted' returning title",
        request.0,
        file.ticket.client_id.0,
    )
    .fetch_optional(connection)
    .await?
    .ok_or(Conflict::RequestSettled)?;
    Ok(Some(title))
}

/// How large one file may be, in megabytes.
///
/// # Errors
/// [`Error::Forbidden`] but for administrators; [`Error::Unavailable`].
pub async fn limit(db: &Db, staff: &Staff) -> Result<i32> {
    staff.require(Policy::ManageCompany)?;
    Ok(sqlx::query_scalar!("select document_megabytes from company").fetch_one(&db.0).await?)
}

/// Changes how large one file may be.
///
/// # Errors
/// [`Error::Forbidden`] but for administrators; [`Error::Invalid`] outside of [`MEGABYTES`].
pub async fn set_limit(db: &Db, staff: &Staff, megabytes: &str) -> Result<()> {
    staff.require(Policy::ManageCompany)?;
    let number = megabytes.trim().parse::<i32>().ok().filter(|number| MEGABYTES.contains(number));
    let Some(number) = number else {
        let expected = format!("Enter a number from {} to {}.", MEGABYTES.start(), MEGABYTES.end());
        return Err(Error::field("document_megabytes", expected));
    };
    let mut transaction = db.0.begin().await?;
    let name = sqlx::query_scalar!(
        "update company set document_megabytes = $1, updated_at = now() returning name",
        number
    )
    .fetch_one(&mut *transaction)
    .await?;
    crate::company::settings::record_change(&mut transaction, staff, &name).await?;
    transaction.commit().await?;
    Ok(())
}
