//! Sends the statements of a page once more.
//!
//! They come from PostgreSQL's log of one real request (see `bench`'s `recorder.rs`), so that they are the page's own, with the same
//! parameters but for the keys of new rows. The log writes parameters as text; before the first request PostgreSQL itself is asked what each looks like in the format
//! in which the portal sends it, so that what goes over the wire is the same, byte for byte. From then on a request does what a
//! handler written by hand would do, and less: prepared statements from the connection's cache, one connection for all of
//! them, and the values go into the answer as they came, read by nobody. `bench` measures this against the handler by hand.

use recording::Statement;
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Encode, Executor as _, PgConnection, PgPool, Postgres,
    Row as _, SqlSafeStr as _, Statement as _, Type, TypeInfo as _, ValueRef as _,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo},
};
use std::sync::Arc;
use uuid::Uuid;

/// A page's statements, ready to be sent.
pub(crate) struct Replay(Vec<Ready>);

struct Ready {
    sql: Arc<str>,
    values: Values,
}

enum Values {
    /// The statement is sent as it is.
    None,
    /// The same each time.
    Same(PgArguments),
    /// The first one is the key of a new row.
    WithNewKey(Vec<Raw>),
}

impl Replay {
    pub(crate) async fn prepare(db: &mut PgConnection, recorded: &[Statement]) -> sqlx::Result<Self> {
        let mut ready = Vec::new();
        for statement in recorded {
            let sql: Arc<str> = statement.sql.as_str().into();
            let values = match &statement.parameters {
                Some(values) => {
                    let values = encode(db, &sql, values).await?;
                    let inserts = sql.trim_start().starts_with("insert into") && sql.contains("(id,");
                    if inserts { Values::WithNewKey(values) } else { Values::Same(arguments(values)?) }
                }
                None => Values::None,
            };
            ready.push(Ready { sql, values });
        }
        Ok(Self(ready))
    }

    /// Sends them, one after the other, and gives back the values of all rows.
    pub(crate) async fn run(&self, db: &PgPool) -> sqlx::Result<Vec<u8>> {
        let mut connection = db.acquire().await?;
        let mut answer = Vec::new();
        for Ready { sql, values } in &self.0 {
            let sql = AssertSqlSafe(sql.clone());
            let arguments = match values {
                Values::None => None,
                Values::Same(arguments) => Some(arguments.clone()),
                Values::WithNewKey(values) => {
                    let mut values = values.clone();
                    values[0].bytes = Some(Uuid::now_v7().as_bytes().to_vec());
                    Some(arguments(values)?)
                }
            };
            let rows = match arguments {
                Some(arguments) => sqlx::query_with(sql, arguments).fetch_all(&mut *connection).await?,
                None => sqlx::raw_sql(sql).fetch_all(&mut *connection).await?,
            };
            for row in &rows {
                write(row, &mut answer)?;
            }
        }
        Ok(answer)
    }
}

fn write(row: &PgRow, answer: &mut Vec<u8>) -> sqlx::Result<()> {
    for column in row.columns() {
        let value = row.try_get_raw(column.ordinal())?;
        if !value.is_null() {
            answer.extend_from_slice(value.as_bytes().map_err(sqlx::Error::Decode)?);
        }
    }
    Ok(())
}

/// The parameters in the format in which they are sent.
async fn encode(db: &mut PgConnection, sql: &Arc<str>, values: &[Option<String>]) -> sqlx::Result<Vec<Raw>> {
    let statement = db.prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await?;
    let types = match statement.parameters() {
        Some(sqlx::Either::Left(types)) => types.to_vec(),
        _ => Vec::new(),
    };
    if types.len() != values.len() {
        let sentence = format!("{} parameters of {} are in the log: {sql}", values.len(), types.len());
        return Err(sqlx::Error::Protocol(sentence));
    }
    let mut encoded = Vec::new();
    for (type_info, value) in types.into_iter().zip(values) {
        // PostgreSQL reads the text as a value of the parameter's type, and gives the value back as it travels.
        let cast = format!("select $1::text::{}", type_info.name());
        let row = sqlx::query(AssertSqlSafe(cast)).bind(value).fetch_one(&mut *db).await?;
        let read = row.try_get_raw(0)?;
        let bytes =
            if read.is_null() { None } else { Some(read.as_bytes().map_err(sqlx::Error::Decode)?.to_vec()) };
        encoded.push(Raw { type_info, bytes });
    }
    Ok(encoded)
}

fn arguments(values: Vec<Raw>) -> sqlx::Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for value in values {
        arguments.add(value).map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// A value of any type, as it travels.
#[derive(Clone)]
struct Raw {
    type_info: PgTypeInfo,
    bytes: Option<Vec<u8>>,
}

impl Type<Postgres> for Raw {
    /// Never asked for: [`Encode::produces`] knows better.
    fn type_info() -> PgTypeInfo {
        <Vec<u8> as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Raw {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let Some(bytes) = &self.bytes else { return Ok(IsNull::Yes) };
        buffer.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(self.type_info.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[sqlx::test(migrations = false)]
    async fn what_is_sent_again_is_what_was_sent(pool: PgPool) -> sqlx::Result<()> {
        let sql = "select $1::bigint + 1, $2::bytea, $3::text, $4::uuid = any ($5), $6::timestamptz - $7::interval = '2026-01-01Z', $8::jsonb";
        let values = [
            "41",
            "\\x00ff",
            "it's",
            "0190b7a5-0000-7000-8000-000000000001",
            "{0190b7a5-0000-7000-8000-000000000001,0190b7a5-0000-7000-8000-000000000002}",
            "2026-01-01 01:00:00.000001+00",
            "01:00:00.000001",
        ];
        let parameters = values.map(|value| Some(value.to_owned())).into_iter().chain([None]).collect();
        let sent_as_it_is = |sql: &str| Statement { sql: sql.to_owned(), parameters: None };
        let recorded = [
            sent_as_it_is("BEGIN"),
            Statement { sql: sql.to_owned(), parameters: Some(parameters) },
            sent_as_it_is("COMMIT"),
        ];
        let replay = Replay::prepare(&mut *pool.acquire().await?, &recorded).await?;
        let expected = [&42_i64.to_be_bytes()[..], &[0, 255], b"it's", &[1], &[1]].concat();
        for _ in 0..2 {
            assert_eq!(replay.run(&pool).await?, expected);
        }
        let short = Statement { sql: "select $1::text".to_owned(), parameters: Some(Vec::new()) };
        assert!(Replay::prepare(&mut *pool.acquire().await?, &[short]).await.is_err());
        Ok(())
    }
}
