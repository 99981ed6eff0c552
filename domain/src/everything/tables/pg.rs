//! Reading the lines of the tables, a part at a time. What people wrote is made safe for spreadsheets.

use super::Table;
use crate::{
    access_preset::Section,
    csv::plain_cell,
    error::{Error, Result},
    everything::{Batch, Everything},
    invoice::InvoiceStatus,
    message::GENERAL,
    money::{self, Money},
    quote::QuoteStatus,
};
use chrono::{NaiveDate, SecondsFormat};
use uuid::Uuid;

/// Lines that are read at a time.
const AT_A_TIME: i64 = 1_000;

type Rows = Vec<(Uuid, Vec<String>)>;

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl Everything {
    /// Lines of a table, from the one after `after` on; none of a table that the person does not see.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn rows(&self, table: Table, after: Option<Uuid>) -> Result<Batch<Vec<String>>> {
        if !table.is_for(&self.scope) {
            return Ok(Batch { items: Vec::new(), next: None });
        }
        let rows = match table {
            Table::Projects => self.projects(after).await?,
            Table::Quotes => self.quotes(after).await?,
            Table::Approvals => self.approvals(after).await?,
            Table::Invoices => self.invoices(after).await?,
            Table::Payments => self.payments(after).await?,
            Table::Messages => self.messages(after).await?,
        };
        Ok(Batch::of(rows, AT_A_TIME))
    }

    async fn projects(&self, after: Option<Uuid>) -> Result<Rows> {
        let rows = sqlx::query!(
            "select id, name, status, starts_on, ends_on, progress_percent, description from projects
              where client_id = $1 and ($2::uuid is null or id > $2) order by id limit $3",
            self.scope.client_id().0,
            after,
            AT_A_TIME,
        )
        .fetch_all(&self.db.0)
        .await?;
        let cells = rows.into_iter().map(|row| {
            let cells = vec![
                plain_cell(&row.name),
                row.status,
                day(row.starts_on),
                day(row.ends_on),
                row.progress_percent.to_string(),
                plain_cell(&row.description),
            ];
            (row.id, cells)
        });
        Ok(cells.collect())
    }

    async fn quotes(&self, after: Option<Uuid>) -> Result<Rows> {
        let rows = sqlx::query!(
            r#"select q.id, q.number, q.revision, q.title, q.status, q.issued_on, q.valid_until, q.currency, q.total_minor,
                      p.name as "project?"
                 from quotes q left join projects p on p.id = q.project_id and p.client_id = q.client_id and $4
                where q.client_id = $1 and q.status <> 'draft' and ($2::uuid is null or q.id > $2) order by q.id limit $3"#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
            self.scope.may(Section::Projects),
        )
        .fetch_all(&self.db.0)
        .await?;
        let cells = rows.into_iter().map(|row| {
            let currency = money::currency(&row.currency).map_err(Error::internal)?;
            let stored: QuoteStatus = row.status.parse().map_err(Error::internal)?;
            let cells = vec![
                plain_cell(&row.number),
                row.revision.to_string(),
                plain_cell(&row.title),
                stored.on(row.valid_until, self.today).as_str().to_owned(),
                row.issued_on.to_string(),
                day(row.valid_until),
                row.currency,
                Money::new(row.total_minor, currency).to_plain(),
                plain_cell(&row.project.unwrap_or_default()),
            ];
            Ok((row.id, cells))
        });
        cells.collect()
    }

    async fn approvals(&self, after: Option<Uuid>) -> Result<Rows> {
        let rows = sqlx::query!(
            r#"select q.id, q.number, q.revision, q.currency, q.total_minor, a.typed_name, u.name || ' · ' || u.email as "account!",
                      a.approved_at, encode(a.frozen_sha256, 'hex') as "sha256!"
                 from quotes q join quote_approvals a on a.quote_id = q.id join users u on u.id = a.user_id
                where q.client_id = $1 and q.status = 'approved' and ($2::uuid is null or q.id > $2) order by q.id limit $3"#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
        )
        .fetch_all(&self.db.0)
        .await?;
        let cells = rows.into_iter().map(|row| {
            let currency = money::currency(&row.currency).map_err(Error::internal)?;
            let cells = vec![
                plain_cell(&row.number),
                row.revision.to_string(),
                row.currency,
                Money::new(row.total_minor, currency).to_plain(),
                plain_cell(&row.typed_name),
                plain_cell(&row.account),
                row.approved_at.to_rfc3339_opts(SecondsFormat::Secs, true),
                row.sha256,
            ];
            Ok((row.id, cells))
        });
        cells.collect()
    }

    async fn invoices(&self, after: Option<Uuid>) -> Result<Rows> {
        let rows = sqlx::query!(
            r#"select i.id, i.number, i.title, i.status, i.issued_on, i.due_on, i.currency, i.total_minor, i.paid_minor,
                      p.name as "project?"
                 from invoices i left join projects p on p.id = i.project_id and p.client_id = i.client_id and $4
                where i.client_id = $1 and i.status <> 'draft' and ($2::uuid is null or i.id > $2) order by i.id limit $3"#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
            self.scope.may(Section::Projects),
        )
        .fetch_all(&self.db.0)
        .await?;
        let cells = rows.into_iter().map(|row| {
            let currency = money::currency(&row.currency).map_err(Error::internal)?;
            let stored: InvoiceStatus = row.status.parse().map_err(Error::internal)?;
            let amount = |minor| Money::new(minor, currency);
            let balance = amount(row.total_minor.saturating_sub(row.paid_minor));
            let cells = vec![
                plain_cell(&row.number),
                plain_cell(&row.title),
                stored.on(row.due_on, balance, self.today).as_str().to_owned(),
                row.issued_on.to_string(),
                day(row.due_on),
                row.currency,
                amount(row.total_minor).to_plain(),
                amount(row.paid_minor).to_plain(),
                balance.to_plain(),
                plain_cell(&row.project.unwrap_or_default()),
            ];
            Ok((row.id, cells))
        });
        cells.collect()
    }

    async fn payments(&self, after: Option<Uuid>) -> Result<Rows> {
        let rows = sqlx::query!(
            "select y.id, i.number, y.paid_on, i.currency, y.amount_minor, y.refunded_minor, y.refunded_on, y.method, y.reference
               from payments y join invoices i on i.id = y.invoice_id
              where i.client_id = $1 and i.status <> 'draft' and ($2::uuid is null or y.id > $2) order by y.id limit $3",
            self.scope.client_id().0,
            after,
            AT_A_TIME,
        )
        .fetch_all(&self.db.0)
        .await?;
        let cells = rows.into_iter().map(|row| {
            let currency = money::currency(&row.currency).map_err(Error::internal)?;
            let cells = vec![
                plain_cell(&row.number),
                row.paid_on.to_string(),
                row.currency,
                Money::new(row.amount_minor, currency).to_plain(),
                Money::new(row.refunded_minor, currency).to_plain(),
                day(row.refunded_on),
                plain_cell(&row.method),
                plain_cell(&row.reference),
            ];
            Ok((row.id, cells))
        });
        cells.collect()
    }

    async fn messages(&self, after: Option<Uuid>) -> Result<Rows> {
        let rows = sqlx::query!(
            r#"select m.id, m.created_at, p.name as "project?", u.name as author, m.is_from_staff, m.body,
                      coalesce('Quote ' || q.number, 'Invoice ' || i.number) as about
                 from conversations k
                 join messages m on m.conversation_id = k.id
                 join users u on u.id = m.author_id
                 left join projects p on p.id = k.project_id and p.client_id = k.client_id
                 left join quotes q on q.id = m.quote_id and q.client_id = k.client_id and q.status <> 'draft' and $6
                 left join invoices i on i.id = m.invoice_id and i.client_id = k.client_id and i.status <> 'draft' and $7
                where k.client_id = $1 and case when k.project_id is null then $4::boolean else $5::boolean end and ($2::uuid is null or m.id > $2)
                order by m.id limit $3"#,
            self.scope.client_id().0,
            after,
            AT_A_TIME,
            self.scope.may(Section::Messages),
            self.scope.may(Section::Projects),
            self.scope.may(Section::Quotes),
            self.scope.may(Section::Invoices),
        )
        .fetch_all(&self.db.0)
        .await?;
        let cells = rows.into_iter().map(|row| {
            let from = if row.is_from_staff { &self.letterhead.company } else { &self.letterhead.client };
            let cells = vec![
                row.created_at.to_rfc3339_opts(SecondsFormat::Secs, true),
                plain_cell(row.project.as_deref().unwrap_or(GENERAL)),
                plain_cell(&row.author),
                plain_cell(from),
                plain_cell(&row.about.unwrap_or_default()),
                plain_cell(&row.body),
            ];
            (row.id, cells)
        });
        Ok(cells.collect())
    }
}
