//! Reading what goes into an archive.

use super::{ArchiveEntry, MAX_BYTES, MAX_FILES};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    document::StoredDocument,
    error::{Conflict, Error, Result},
    id::{DocumentId, ProjectId},
};
use sqlx::PgConnection;

/// All files that are shared with the client, or those of one of its projects, oldest first; one line in the activity log.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the client's, and when there is no file; [`Conflict::ArchiveTooLarge`] for more than
/// [`MAX_FILES`] or [`MAX_BYTES`].
pub async fn open(db: &Db, scope: &ClientScope, project: Option<ProjectId>) -> Result<Vec<ArchiveEntry>> {
    scope.require(Section::Documents)?;
    let mut connection = db.0.acquire().await?;
    let files = files(&mut connection, scope, project).await?;
    if files.is_empty() {
        return Err(Error::NotFound);
    }
    let label = format!("{} files in one archive", files.len());
    let (kind, id) = project.map_or(("client", scope.client_id().0), |project| ("project", project.0));
    let subject = Subject { kind, id, label: &label };
    record(&mut *connection, NewActivity::of_client(scope, ActivityKind::DownloadFile, Some(subject)))
        .await?;
    Ok(files)
}

/// The same without a line in the log, and perhaps none.
pub(crate) async fn files(
    connection: &mut PgConnection,
    scope: &ClientScope,
    project: Option<ProjectId>,
) -> Result<Vec<ArchiveEntry>> {
    scope.require(Section::Documents)?;
    let rows = sqlx::query!(
        r#"
        select d.id, d.name, d.content_type, d.size_bytes, p.name as "project?"
          from documents d left join projects p on p.id = d.project_id and p.client_id = d.client_id
         where d.client_id = $1 and d.is_shared_with_client and d.is_stored and d.section = any($4)
           and ($2::uuid is null or p.id = $2)
         order by d.created_at, d.id
         limit $3
        "#,
        scope.client_id().0,
        project.map(|id| id.0),
        MAX_FILES + 1,
        &scope.sections(),
    )
    .fetch_all(connection)
    .await?;
    let bytes: i64 = rows.iter().map(|row| row.size_bytes).sum();
    if i64::try_from(rows.len()).is_ok_and(|files| files > MAX_FILES) || bytes > MAX_BYTES {
        return Err(Conflict::ArchiveTooLarge.into());
    }
    Ok(rows
        .into_iter()
        .map(|row| ArchiveEntry {
            document: StoredDocument {
                id: DocumentId(row.id),
                name: row.name,
                content_type: row.content_type,
                size_bytes: row.size_bytes,
            },
            project: row.project,
        })
        .collect())
}
