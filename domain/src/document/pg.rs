//! Reading documents.

use super::DocumentSummary;
use crate::{
    access_preset::Section,
    actor::ClientScope,
    db::Db,
    error::Result,
    id::{DocumentId, ProjectId},
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
};

/// What a list of documents is narrowed to and sorted by.
#[derive(Clone, Default, Debug)]
pub struct DocumentFilter {
    /// Part of the document's or its project's name, any case.
    pub search: Option<String>,
    pub sort: DocumentSort,
    pub page: PageRequest,
}

/// The order of a list of documents.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum DocumentSort {
    #[default]
    Newest,
    Oldest,
    Name,
    /// By the project's name; those without a project come last.
    Project,
    /// Largest first.
    Size,
}

impl DocumentSort {
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::Name, Self::Project, Self::Size];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Name => "name",
            Self::Project => "project",
            Self::Size => "size",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest first",
            Self::Name => "Name",
            Self::Project => "Project",
            Self::Size => "Size",
        }
    }

    fn is_descending(self) -> bool {
        matches!(self, Self::Newest | Self::Size)
    }
}

/// The documents that are shared with the client.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, scope: &ClientScope, filter: &DocumentFilter) -> Result<Page<DocumentSummary>> {
    scope.require(Section::Documents)?;
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select * from (
            select d.id, d.name, d.content_type, d.size_bytes, d.created_at, p.id as "project_id?", p.name as "project_name?",
                   case $3::text
                       when 'name' then left(lower(d.name), 100)
                       when 'project' then coalesce(left(lower(p.name), 100), U&'\+10FFFF')
                       when 'size' then to_char(d.size_bytes, 'S0000000000000000000')
                       else to_char(d.created_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') end as "key!"
              from documents d left join projects p on p.id = d.project_id and p.client_id = d.client_id
             where d.client_id = $1 and d.is_shared_with_client
               and ($2::text is null or strpos(lower(concat_ws(' ', d.name, p.name)), lower($2)) > 0)
        ) d
         where $5::text is null or case when $4 then (d."key!" collate "C", d.id) < ($5, $6::uuid)
                                        else (d."key!" collate "C", d.id) > ($5, $6::uuid) end
         order by case when $4 then d."key!" collate "C" end desc, case when $4 then d.id end desc,
                  case when not $4 then d."key!" collate "C" end, case when not $4 then d.id end
         limit $7
        "#,
        scope.client_id().0,
        filter.search,
        filter.sort.as_str(),
        filter.sort.is_descending() != filter.page.is_backwards(),
        cursor.map(|cursor| &cursor.key),
        cursor.map(|cursor| cursor.id),
        PAGE_SIZE + 1,
    )
    .fetch_all(&db.0)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let document = DocumentSummary {
                id: DocumentId(row.id),
                name: row.name,
                content_type: row.content_type,
                size_bytes: row.size_bytes,
                project: row.project_id.map(ProjectId).zip(row.project_name),
                created_at: row.created_at,
            };
            (row.key, document)
        })
        .collect();
    let page =
        Page::from_rows(rows, PAGE_SIZE, &filter.page, |(key, d)| Cursor { key: key.clone(), id: d.id.0 });
    Ok(page.map(|(_, document)| document))
}
