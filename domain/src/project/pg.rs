//! Reading projects.

use super::{Milestone, ProjectDetail, ProjectStatus, ProjectSummary};
use crate::{
    access_preset::Section,
    activity::{ActivityKind, NewActivity, Subject, record},
    actor::ClientScope,
    db::Db,
    document::DocumentSummary,
    error::{Error, Result},
    id::{DocumentId, ProjectId},
    invoice,
    page::{Cursor, PAGE_SIZE, Page, PageRequest},
    quote,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::types::Json;

/// Milestones, and papers of each kind, that a project's page shows; the lists have the rest.
const RELATED_SIZE: i64 = 50;
/// Most projects of a picture.
const UNFINISHED_SIZE: i64 = 12;

/// What a list of projects is narrowed to and sorted by.
#[derive(Clone, Default, Debug)]
pub struct ProjectFilter {
    /// Part of the name or description, any case.
    pub search: Option<String>,
    pub status: Option<ProjectStatus>,
    pub sort: ProjectSort,
    pub page: PageRequest,
}

/// The order of a list of projects; those without a day come last.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum ProjectSort {
    /// The ones that start last come first.
    #[default]
    Newest,
    Oldest,
    /// The ones that end first come first.
    Ends,
    Name,
}

impl ProjectSort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::Ends, Self::Name];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Ends => "ends",
            Self::Name => "name",
        }
    }

    fn is_descending(self) -> bool {
        self == Self::Newest
    }
}

/// A project as SQL gives it, in a row or in JSON.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    id: ProjectId,
    name: String,
    status: String,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    progress_percent: i16,
}

impl Row {
    pub(crate) fn summary(self) -> Result<ProjectSummary> {
        Ok(ProjectSummary {
            id: self.id,
            name: self.name,
            status: self.status.parse().map_err(Error::internal)?,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            progress_percent: self.progress_percent,
        })
    }
}

/// The client's projects.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn list(db: &Db, scope: &ClientScope, filter: &ProjectFilter) -> Result<Page<ProjectSummary>> {
    scope.require(Section::Projects)?;
    let cursor = filter.page.cursor();
    let rows = sqlx::query!(
        r#"
        select * from (
            select p.id, p.name, p.status, p.starts_on, p.ends_on, p.progress_percent,
                   case $4::text
                       when 'name' then left(lower(p.name), 100)
                       when 'ends' then coalesce(to_char(p.ends_on, 'YYYYMMDD'), '~')
                       when 'oldest' then coalesce(to_char(p.starts_on, 'YYYYMMDD'), '~')
                       else coalesce(to_char(p.starts_on, 'YYYYMMDD'), '') end as "key!"
              from projects p
             where p.client_id = $1
               and ($2::text is null or strpos(lower(p.name || ' ' || p.description), lower($2)) > 0)
               and ($3::text is null or p.status = $3)
        ) p
         where $6::text is null or case when $5 then (p."key!" collate "C", p.id) < ($6, $7::uuid)
                                        else (p."key!" collate "C", p.id) > ($6, $7::uuid) end
         order by case when $5 then p."key!" collate "C" end desc, case when $5 then p.id end desc,
                  case when not $5 then p."key!" collate "C" end, case when not $5 then p.id end
         limit $8
        "#,
        scope.client_id().0,
        filter.search,
        filter.status.map(ProjectStatus::as_str),
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
            let summary = Row {
                id: ProjectId(row.id),
                name: row.name,
                status: row.status,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                progress_percent: row.progress_percent,
            };
            Ok((row.key, summary.summary()?))
        })
        .collect::<Result<Vec<_>>>()?;
    let page =
        Page::from_rows(rows, PAGE_SIZE, &filter.page, |(key, p)| Cursor { key: key.clone(), id: p.id.0 });
    Ok(page.map(|(_, summary)| summary))
}

/// The client's projects that are planned, running or on hold, the ones that start first before the others.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn unfinished(db: &Db, scope: &ClientScope) -> Result<Vec<ProjectSummary>> {
    scope.require(Section::Projects)?;
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id: ProjectId", name, status, starts_on, ends_on, progress_percent from projects
            where client_id = $1 and status in ('planned', 'active', 'on_hold')
            order by starts_on nulls last, id limit $2"#,
        scope.client_id().0,
        UNFINISHED_SIZE,
    );
    rows.fetch_all(&db.0).await?.into_iter().map(Row::summary).collect()
}

#[derive(Debug, Deserialize)]
struct MilestoneRow {
    name: String,
    due_on: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
struct DocumentRow {
    id: DocumentId,
    name: String,
    content_type: String,
    size_bytes: i64,
    created_at: DateTime<Utc>,
    is_stored: bool,
    is_by_client: bool,
    is_of_message: bool,
}

/// One project with its milestones and papers, and a line in the activity log that it was viewed.
///
/// # Errors
/// [`Error::NotFound`] for a missing one and another client's alike.
pub async fn view(db: &Db, scope: &ClientScope, id: ProjectId, today: NaiveDate) -> Result<ProjectDetail> {
    scope.require(Section::Projects)?;
    let row = sqlx::query!(
        r#"
        select p.name, p.description, p.status, p.starts_on, p.ends_on, p.progress_percent,
               coalesce((select jsonb_agg(m) from (
                   select m.name, m.due_on, m.done_on from project_milestones m
                    where m.project_id = p.id order by m.position limit $3) m
               ), '[]') as "milestones!: Json<Vec<MilestoneRow>>",
               coalesce((select jsonb_agg(d) from (
                   select d.id, d.name, d.content_type, d.size_bytes, d.created_at, d.is_stored,
                          exists (select from users u where u.id = d.uploaded_by and u.kind = 'client') as is_by_client,
                          d.message_id is not null as is_of_message
                     from documents d
                    where d.project_id = p.id and d.client_id = p.client_id and d.is_shared_with_client and $6 and d.section = any($7)
                    order by d.created_at desc, d.id desc limit $3) d
               ), '[]') as "documents!: Json<Vec<DocumentRow>>",
               coalesce((select jsonb_agg(q) from (
                   select q.id, q.number, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor from quotes q
                    where q.project_id = p.id and q.client_id = p.client_id and q.status <> 'draft' and $4
                    order by q.issued_on desc, q.id desc limit $3) q
               ), '[]') as "quotes!: Json<Vec<quote::Row>>",
               coalesce((select jsonb_agg(i) from (
                   select i.id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor
                     from invoices i
                    where i.project_id = p.id and i.client_id = p.client_id and i.status <> 'draft' and $5
                    order by i.issued_on desc, i.id desc limit $3) i
               ), '[]') as "invoices!: Json<Vec<invoice::Row>>"
          from projects p
         where p.id = $1 and p.client_id = $2
        "#,
        id.0,
        scope.client_id().0,
        RELATED_SIZE,
        scope.may(Section::Quotes),
        scope.may(Section::Invoices),
        scope.may(Section::Documents),
        &scope.sections(),
    )
    .fetch_optional(&db.0)
    .await?
    .ok_or(Error::NotFound)?;
    let subject = Subject { kind: "project", id: id.0, label: &row.name };
    record(&db.0, NewActivity::of_client(scope, ActivityKind::ViewProject, Some(subject))).await?;

    Ok(ProjectDetail {
        milestones: row.milestones.0.into_iter().map(Milestone::from).collect(),
        documents: row.documents.0.into_iter().map(|d| d.summary(id, &row.name)).collect(),
        quotes: row.quotes.0.into_iter().map(|q| q.summary(today)).collect::<Result<_>>()?,
        invoices: row.invoices.0.into_iter().map(|i| i.summary(today)).collect::<Result<_>>()?,
        description: row.description,
        summary: ProjectSummary {
            id,
            name: row.name,
            status: row.status.parse().map_err(Error::internal)?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            progress_percent: row.progress_percent,
        },
    })
}

impl From<MilestoneRow> for Milestone {
    fn from(row: MilestoneRow) -> Self {
        Self { name: row.name, due_on: row.due_on, done_on: row.done_on }
    }
}

impl DocumentRow {
    fn summary(self, project: ProjectId, project_name: &str) -> DocumentSummary {
        DocumentSummary {
            id: self.id,
            name: self.name,
            content_type: self.content_type,
            size_bytes: self.size_bytes,
            project: Some((project, project_name.to_owned())),
            created_at: self.created_at,
            is_stored: self.is_stored,
            is_by_client: self.is_by_client,
            is_of_message: self.is_of_message,
        }
    }
}
