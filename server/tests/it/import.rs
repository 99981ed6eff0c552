//! `client-portal import`: the Northwind files, twice, and what is wrong with damaged copies of them.

use domain::Db;
use server::cli::import::{ImportError, Imported, Kind, import, summary};
use sqlx::{ConnectOptions, PgPool, Row};
use std::{path::PathBuf, process::Command};

const FILES: [(Kind, &str); 5] = [
    (Kind::Clients, "clients.csv"),
    (Kind::Contacts, "contacts.csv"),
    (Kind::Quotes, "quotes.csv"),
    (Kind::Invoices, "invoices.csv"),
    (Kind::Lines, "lines.csv"),
];

fn path(file: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "end2end", "data", "northwind", file].iter().collect()
}

/// The file with LF, to be damaged; as it is it has CRLF.
fn content(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap().replace("\r\n", "\n")
}

async fn import_text(pool: &PgPool, kind: Kind, text: impl AsRef<[u8]>) -> Result<Imported, ImportError> {
    import(&Db::from(pool.clone()), kind, "file.csv", text.as_ref(), false).await
}

async fn import_good(pool: &PgPool, kind: Kind, text: impl AsRef<[u8]>) -> String {
    summary(kind, &import_text(pool, kind, text).await.unwrap())
}

/// What is said about a file that is not imported, without the first and the last line, which are the same for all.
async fn refusal(pool: &PgPool, kind: Kind, text: impl AsRef<[u8]>) -> Vec<String> {
    let before = count(pool, kind).await;
    let text = import_text(pool, kind, text).await.unwrap_err().to_string();
    assert_eq!(count(pool, kind).await, before, "nothing is imported");
    let lines: Vec<_> = text.lines().map(ToOwned::to_owned).collect();
    assert!(lines[0].starts_with("file.csv: nothing was imported, because "), "{text}");
    lines[1..lines.len() - 1].to_vec()
}

async fn count(pool: &PgPool, kind: Kind) -> i64 {
    let sql = match kind {
        Kind::Clients => "select count(*) from clients",
        Kind::Contacts => "select count(*) from client_contacts",
        Kind::Projects => "select count(*) from projects",
        Kind::Quotes => "select count(*) from quotes",
        Kind::Invoices => "select count(*) from invoices",
        Kind::Lines => "select count(*) from lines",
    };
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

async fn import_northwind(pool: &PgPool) -> Vec<String> {
    let mut summaries = Vec::new();
    for (kind, file) in FILES {
        summaries.push(import_good(pool, kind, std::fs::read(path(file)).unwrap()).await);
    }
    summaries
}

/// A hash over the versions of all rows; a row that is written or locked has another version.
async fn versions(pool: &PgPool) -> String {
    let sql = "select md5(string_agg(v, '' order by v)) from (
                   select id::text || xmin || xmax as v from clients union all select id::text || xmin || xmax from client_contacts
                   union all select id::text || xmin || xmax from quotes union all select id::text || xmin || xmax from invoices
                   union all select id::text || xmin || xmax from payments union all select id::text || xmin || xmax from lines) x";
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn northwind_comes_in_whole_and_once(pool: PgPool) {
    assert_eq!(
        import_northwind(&pool).await,
        [
            "clients: 91 created, 0 changed, 0 unchanged",
            "contacts: 91 created, 0 changed, 0 unchanged",
            "quotes: 21 created, 0 changed, 0 unchanged",
            "invoices: 809 created, 0 changed, 0 unchanged",
            "lines: 2155 created, 0 changed, 0 unchanged",
        ]
    );
    let before = versions(&pool).await;
    assert_eq!(
        import_northwind(&pool).await,
        [
            "clients: 0 created, 0 changed, 91 unchanged",
            "contacts: 0 created, 0 changed, 91 unchanged",
            "quotes: 0 created, 0 changed, 21 unchanged",
            "invoices: 0 created, 0 changed, 809 unchanged",
            "lines: 0 created, 0 changed, 2155 unchanged",
        ]
    );
    assert_eq!(versions(&pool).await, before, "no row is touched");

    let row = sqlx::query(
        "select (select count(*) from payments) as payments, count(*) filter (where status = 'paid') as paid,
                bool_and(paid_minor = total_minor) filter (where status = 'paid') as whole, sum(paid_minor)::bigint as minor,
                (select bool_and(d.total_minor = (select sum(l.total_minor) from lines l where d.id in (l.quote_id, l.invoice_id)))
                   from (select id, total_minor from quotes union all select id, total_minor from invoices) d) as adds_up
           from invoices",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!((row.get::<i64, _>("payments"), row.get::<i64, _>("paid")), (719, 719));
    assert_eq!((row.get::<bool, _>("whole"), row.get::<bool, _>("adds_up")), (true, true));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_that_is_not_ours_is_refused_row_by_row(pool: PgPool) {
    let raw = content("customers-raw.csv");
    let found = refusal(&pool, Kind::Clients, &raw).await;
    assert_eq!(
        found[0],
        "file.csv, line 1: wrong header: missing external_id, name, email, postal_code, is_active; unknown “customerID”, \
         “companyName”, “contactName”, “contactTitle”, “postalCode”, “fax”; expected the header \
         external_id,name,email,phone,address,city,region,postal_code,country,is_active (and perhaps currency)"
    );
    let with_commas =
        raw.lines().zip(1..).filter(|(row, _)| row.split(',').count() == 12).map(|(_, line)| line);
    let expected: Vec<_> = with_commas
        .map(|line: u64| format!("file.csv, line {line}: expected 11 fields as in the header, found 12"))
        .collect();
    assert_eq!((expected.len(), &found[1..]), (24, &expected[..]));
}

#[sqlx::test(migrations = "../migrations")]
async fn marks_and_line_ends_of_other_systems_are_taken(pool: PgPool) {
    let text = content("clients.csv");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(
        import_good(&pool, Kind::Clients, windows).await,
        "clients: 91 created, 0 changed, 0 unchanged"
    );
    assert_eq!(import_good(&pool, Kind::Clients, &text).await, "clients: 0 created, 0 changed, 91 unchanged");
    // Columns in another order, and a day on which the other system wrote empty lines between.
    let (header, rows) = text.split_once('\n').unwrap();
    let reordered =
        format!("{}\n\n{}", header.replace("city,region", "region,city"), rows.replace('\n', "\n\n"));
    assert_eq!(
        import_good(&pool, Kind::Clients, &reordered).await,
        "clients: 0 created, 91 changed, 0 unchanged"
    );
    let damaged = reordered.replace("12209,Germany,true", "12209,Germany,wahr").replace('\n', "\r\n");
    assert_eq!(
        refusal(&pool, Kind::Clients, damaged).await,
        ["file.csv, line 3, column is_active: expected true or false, found “wahr”"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn headers_say_what_they_lack(pool: PgPool) {
    let quotes = content("quotes.csv");
    let expected = "expected the header number,client_external_id,status,issued_on,valid_until,currency,total \
                    (and perhaps title,project_external_id,terms)";
    for (header, said) in [
        (
            "number,client_external_id,status,issued_on,valid_until,currency,Total",
            "wrong header: missing total; unknown “Total”",
        ),
        (
            "number,number,status,issued_on,valid_until,currency,total",
            "wrong header: number is there twice; missing client_external_id",
        ),
    ] {
        let damaged = format!("{header}\n{}", quotes.split_once('\n').unwrap().1);
        assert_eq!(
            refusal(&pool, Kind::Quotes, damaged).await,
            [format!("file.csv, line 1: {said}; {expected}")]
        );
    }
    let semicolons = refusal(&pool, Kind::Quotes, "number;client_external_id;status\nQ-1;ALFKI;sent\n").await;
    assert!(semicolons[0].ends_with("(the fields must be separated by commas)"), "{semicolons:?}");
    for (content, found) in
        [(b"".as_slice(), "an empty file"), (b"\xFF\xFEn\0u\0", "UTF-16: save the file as UTF-8")]
    {
        let said = refusal(&pool, Kind::Quotes, content).await;
        assert_eq!(said, [format!("file.csv, line 1: {expected} in UTF-8, found {found}")]);
    }
    let header = quotes.lines().next().unwrap();
    assert_eq!(import_good(&pool, Kind::Quotes, header).await, "quotes: 0 created, 0 changed, 0 unchanged");
}

#[sqlx::test(migrations = "../migrations")]
async fn all_bad_rows_are_named_at_once(pool: PgPool) {
    import_good(&pool, Kind::Clients, content("clients.csv")).await;
    let damaged = content("invoices.csv")
        .replace("2025-01-18,2025-02-15,USD", "18.01.2025,2025-02-15,USD")
        .replace("INV-10249,TOMSP", "INV-10249,NOBODY")
        .replace("INV-10250,HANAR,paid", "INV-10250,HANAR,bezahlt")
        .replace("INV-10252,", "INV-10251,")
        .replace("2025-01-25,2025-02-22,USD,556.62", "2025-01-25,2025-02-22,US$,\"556,62\"");
    assert_eq!(
        refusal(&pool, Kind::Invoices, damaged).await,
        [
            "file.csv, line 2, column issued_on: expected a day such as 2026-11-23, from 1900 to 2199, found “18.01.2025”",
            "file.csv, line 3, column client_external_id: expected the external_id of a client that is there, found “NOBODY”",
            "file.csv, line 4, column status: expected one of draft, sent, overdue, paid, cancelled, found “bezahlt”",
            "file.csv, line 6, column number: expected a number that is there once, found “INV-10251”, which line 5 has already",
            "file.csv, line 8, column currency: expected an ISO 4217 currency such as EUR, found “US$”",
            "file.csv, line 8, column total: expected an amount such as 1234.50, found “556,62”",
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn all_bad_rows_of_contacts_are_named_at_once(pool: PgPool) {
    import_good(&pool, Kind::Clients, content("clients.csv")).await;
    let contacts = content("contacts.csv");
    let damaged = contacts
        .replace("ALFKI-1,ALFKI,", "ALFKI-1,NOBODY,")
        .replace("ANATR-1,ANATR,Ana Trujillo,", "ANATR-1,ANATR, ,")
        .replace("555-3932,true", "555-3932,yes")
        .replace("BERGS-1,BERGS", "AROUT-1,BERGS")
        .replace("BLAUS-1,BLAUS", ",BLAUS")
        .replace("BLONP-1,BLONP,Frédérique Citeaux,Marketing", "BLONP-1,,Frédérique\u{7}Citeaux,Marketing")
        .replace("martin.sommer@bolid.example,", &format!("{}@bolid.example,", "x".repeat(250)))
        .replace("Laurence Lebihan", "Lebihan, Laurence")
        .replace("elizabeth.lincoln@bottm.example", "\"elizabeth\nBcc: x@y.example\"");
    let expected = [
        "line 2, column client_external_id: expected the external_id of a client that is there, found “NOBODY”",
        "line 3, column name: expected a name, found nothing",
        "line 4, column is_active: expected true or false, found “yes”",
        "line 6, column external_id: expected an external_id that is there once, found “AROUT-1”, which line 5 has already",
        "line 7, column external_id: expected a key, found nothing",
        "line 8, column client_external_id: expected a key, found nothing",
        "line 8, column name: expected one line without control characters, found “Frédérique\\u{7}Citeaux”",
        &format!(
            "line 9, column email: expected an e-mail address of at most 254 characters, found “{}…” (264 characters)",
            "x".repeat(60)
        ),
        "line 10: expected 7 fields as in the header, found 8",
        "line 11, column email: expected an e-mail address without line breaks and other control characters, \
         found “elizabeth\\nBcc: x@y.example”",
    ]
    .map(|finding| format!("file.csv, {finding}"));
    assert_eq!(refusal(&pool, Kind::Contacts, &damaged).await, expected);

    let db = Db::from(pool.clone());
    let rest = import(&db, Kind::Contacts, "file.csv", damaged.as_bytes(), true).await.unwrap();
    // The row of line 5 has the key of a bad one, and goes with it.
    assert_eq!(summary(Kind::Contacts, &rest), "contacts: 81 created, 0 changed, 0 unchanged, 10 skipped");
    assert_eq!(
        import_good(&pool, Kind::Contacts, &contacts).await,
        "contacts: 10 created, 0 changed, 81 unchanged"
    );
    assert_eq!(
        refusal(&pool, Kind::Contacts, contacts.replace("ALFKI-1,ALFKI", "ALFKI-1,ANATR")).await,
        [
            "file.csv, line 2, column client_external_id: expected ALFKI, the client it belongs to (a record does not move to another \
             client), found “ANATR”"
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn all_bad_rows_of_quotes_are_named_at_once(pool: PgPool) {
    import_good(&pool, Kind::Clients, content("clients.csv")).await;
    let quotes = content("quotes.csv");
    let damaged = quotes
        .replace("Q-11008,ERNSH", "Q-11008,NOBODY")
        .replace("Q-11019,RANCH,sent", "Q-11019,RANCH,paid")
        .replace("2026-11-05,2027-01-02", "2026-02-30,2027-01-02")
        .replace("2026-11-06,2027-01-03", "2026-11-06,2026-11-05")
        .replace("USD,1309.50", "EURO,\"1.309,50\"")
        .replace("USD,36.00", "USD,-36.00")
        .replace("USD,305.00", "JPY,305.50")
        .replace("Q-11059,", "Q-11058,")
        .replace("Q-11061,GREAL", ",GREAL")
        .replace("Q-11062,REGGC,sent,2026-11-14,", "Q-11062,REGGC,sent,,")
        .replace(",USD,189.42", ",USD")
        .replace("USD,2027.08", "USD,99999999999999999999");
    let expected = [
        "line 2, column client_external_id: expected the external_id of a client that is there, found “NOBODY”",
        "line 3, column status: expected one of draft, sent, expired, approved, declined, cancelled, found “paid”",
        "line 4, column issued_on: expected a day such as 2026-11-23, from 1900 to 2199, found “2026-02-30”",
        "line 5, column valid_until: expected 2026-11-06 or a later day, found “2026-11-05”",
        "line 6, column currency: expected an ISO 4217 currency such as EUR, found “EURO”",
        "line 6, column total: expected an amount such as 1234.50, found “1.309,50”",
        "line 7, column total: expected an amount that is not negative, found “-36.00”",
        "line 8, column total: expected an amount without decimals, as JPY has none, found “305.50”",
        "line 10, column number: expected a number that is there once, found “Q-11058”, which line 9 has already",
        "line 11, column number: expected a key, found nothing",
        "line 12, column issued_on: expected a day such as 2026-11-23, found nothing",
        "line 13: expected 7 fields as in the header, found 6",
        "line 14, column total: expected a smaller amount, found “99999999999999999999”",
    ]
    .map(|finding| format!("file.csv, {finding}"));
    assert_eq!(refusal(&pool, Kind::Quotes, &damaged).await, expected);

    // A project that is not there, or is another client's, in a column that may be missing.
    import_good(
        &pool,
        Kind::Projects,
        "external_id,client_external_id,name,description,status,starts_on,ends_on,progress_percent\n\
         P-1,ERNSH,New kitchen,,active,2026-10-01,,40\n",
    )
    .await;
    let with_project = |projects: [&str; 3]| {
        let of_line = ["project_external_id"].into_iter().chain(projects);
        quotes.lines().zip(of_line).map(|(line, project)| format!("{line},{project}\n")).collect::<String>()
    };
    assert_eq!(
        refusal(&pool, Kind::Quotes, with_project(["P-9", "P-1", ""])).await,
        [
            "file.csv, line 2, column project_external_id: expected the external_id of a project of the same client, found “P-9”",
            "file.csv, line 3, column project_external_id: expected the external_id of a project of the same client, found “P-1”",
        ]
    );
    assert_eq!(
        import_good(&pool, Kind::Quotes, with_project(["P-1", "", ""])).await,
        "quotes: 3 created, 0 changed, 0 unchanged"
    );
    assert_eq!(
        refusal(&pool, Kind::Quotes, quotes.replace("Q-11008,ERNSH", "Q-11008,RANCH")).await,
        [
            "file.csv, line 2, column client_external_id: expected ERNSH, the client it belongs to (a record does not move to another \
             client), found “RANCH”"
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn quotation_marks_and_encodings_are_found_where_they_are(pool: PgPool) {
    let text = content("clients.csv");
    // The mark opens on line 3 and swallows the rows up to the next one; what is in them is not read as rows.
    let swallowed = text.replace(",Avda. de la Constitución 2222,", ",\"Avda. de la Constitución 2222,");
    assert_eq!(
        refusal(&pool, Kind::Clients, swallowed).await,
        [
            "file.csv, line 3: expected a comma or the end of the line after a closing quotation mark, found other text \
          (a mark inside of a quoted field is written twice)"
        ]
    );
    let unclosed = text.replace("\nWOLZA,", "\nWOLZA,\"");
    assert_eq!(
        refusal(&pool, Kind::Clients, unclosed).await,
        ["file.csv, line 92: expected a closing quotation mark, found the end of the file"]
    );
    // The encoding of old spreadsheets.
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let found = refusal(&pool, Kind::Clients, latin).await;
    assert_eq!(
        found[0],
        "file.csv, line 3, column address: expected UTF-8 text, found “Avda. de la Constituci\\xF3n 2222”"
    );
    assert!(found.len() > 20, "{found:?}");
    let control = text.replace("Around the Horn", "Around\u{1b}[31m the Horn");
    assert_eq!(
        refusal(&pool, Kind::Clients, control).await,
        [
            "file.csv, line 5, column name: expected one line without control characters, found “Around\\u{1b}[31m the Horn”"
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn names_of_every_kind_come_in_as_they_are(pool: PgPool) {
    let header = content("clients.csv").lines().next().unwrap().to_owned();
    let names = [
        "<script>alert(1)</script>",
        "O'Neill & \"Sons\"",
        "شركة النور",
        "🍰 Cakes",
        "=cmd|' /C calc'!A0",
        "Müller\u{2019}s",
    ];
    let mut csv = header.clone();
    for (n, name) in names.iter().enumerate() {
        csv += &format!(
            "\nK{n},\"{}\",a{n}@b.example,,\"1st floor\n2nd line\",,,,,true",
            name.replace('"', "\"\"")
        );
    }
    assert_eq!(import_good(&pool, Kind::Clients, &csv).await, "clients: 6 created, 0 changed, 0 unchanged");
    let stored: Vec<String> =
        sqlx::query_scalar("select name from clients order by external_id").fetch_all(&pool).await.unwrap();
    assert_eq!(stored, names);
    let long = format!(
        "{header}\nK9,{},,,,,,,,true\nK10,ok,\"a@b.example\nBcc: x@y.example\",,,,,,,true",
        "x".repeat(10_000)
    );
    let found = refusal(&pool, Kind::Clients, long).await;
    assert!(
        found[0].starts_with("file.csv, line 2, column name: expected at most 300 characters, found “xxx"),
        "{found:?}"
    );
    assert!(
        found[1]
            .starts_with("file.csv, line 3, column email: expected an e-mail address without line breaks"),
        "{found:?}"
    );

    let malformed = format!("{header}\nK9,ok,accounts(at)b.example,,,,,,,true");
    let imported = import_text(&pool, Kind::Clients, malformed).await.unwrap();
    assert_eq!(imported.warnings.len(), 1);
    assert_eq!(
        imported.warnings[0].in_file("file.csv"),
        "file.csv, line 2, column email: expected an e-mail address that mail can be sent to, found “accounts(at)b.example”"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn bad_rows_can_be_skipped(pool: PgPool) {
    let db = Db::from(pool.clone());
    let clients = content("clients.csv")
        .replace("ANATR,Ana Trujillo", "ALFKI,Ana Trujillo")
        .replace("Germany,true", "Germany,wahr");
    let imported = import(&db, Kind::Clients, "clients.csv", clients.as_bytes(), true).await.unwrap();
    // Eleven in Germany, and the namesake of one of them.
    assert_eq!(summary(Kind::Clients, &imported), "clients: 79 created, 0 changed, 0 unchanged, 12 skipped");
    import_good(&pool, Kind::Clients, content("clients.csv")).await;
    import_good(&pool, Kind::Invoices, content("invoices.csv")).await;
    import_good(&pool, Kind::Quotes, content("quotes.csv")).await;
    let lines = content("lines.csv").replace(
        "INV-10248,2,Singaporean Hokkien Fried Mee,10,9.80",
        "INV-10248,2,Singaporean Hokkien Fried Mee,ten,9.80",
    );
    assert_eq!(
        refusal(&pool, Kind::Lines, &lines).await.len(),
        1,
        "the sum that does not fit follows from the bad row"
    );
    let imported = import(&db, Kind::Lines, "lines.csv", lines.as_bytes(), true).await.unwrap();
    assert_eq!((imported.bad.len(), imported.left_out), (1, 2));
    assert_eq!(summary(Kind::Lines, &imported), "lines: 2152 created, 0 changed, 0 unchanged, 3 skipped");
}

#[sqlx::test(migrations = "../migrations")]
async fn lines_that_do_not_add_up_name_their_document(pool: PgPool) {
    for (kind, file) in &FILES[..4] {
        import_good(&pool, *kind, content(file)).await;
    }
    let short = content("lines.csv").replace("INV-10248,2,Singaporean Hokkien Fried Mee,10,9.80,0.00\n", "");
    assert_eq!(
        refusal(&pool, Kind::Lines, short).await,
        [
            "file.csv, line 2, column document_number: expected the lines of INV-10248 to add up to its total, 440.00 USD, found 342.00 USD"
        ]
    );
    sqlx::query("update quotes set status = 'approved' where number = 'Q-11019'")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(
        import_good(&pool, Kind::Quotes, content("quotes.csv")).await,
        "quotes: 0 created, 0 changed, 21 unchanged"
    );
    assert_eq!(
        refusal(&pool, Kind::Quotes, content("quotes.csv").replace("USD,76.00", "USD,77.00")).await,
        [
            "file.csv, line 3, column number: expected the quote as it was approved, since an approved quote cannot be changed, found other values"
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn projects_come_in_from_the_documented_columns(pool: PgPool) {
    import_good(&pool, Kind::Clients, content("clients.csv")).await;
    let projects = "external_id,client_external_id,name,description,status,starts_on,ends_on,progress_percent\n\
                    P-1,ALFKI,New kitchen,\"Two\nlines\",active,2026-10-01,,40\nP-2,NOBODY,Old kitchen,,running,2026-10-01,2026-09-01,140\n";
    assert_eq!(
        refusal(&pool, Kind::Projects, projects).await,
        [
            "file.csv, line 4, column ends_on: expected 2026-10-01 or a later day, found “2026-09-01”",
            "file.csv, line 4, column status: expected one of planned, active, on_hold, completed, cancelled, found “running”",
            "file.csv, line 4, column progress_percent: expected a whole number from 0 to 100, found “140”",
        ]
    );
    let (good, _) = projects.split_once("P-2").unwrap();
    assert_eq!(import_good(&pool, Kind::Projects, good).await, "projects: 1 created, 0 changed, 0 unchanged");
    assert_eq!(import_good(&pool, Kind::Projects, good).await, "projects: 0 created, 0 changed, 1 unchanged");
}

/// What the program itself does: exit code, standard output and standard error.
async fn client_portal(pool: &PgPool, arguments: &[&str]) -> (Option<i32>, String, String) {
    let url = pool.connect_options().to_url_lossy();
    let mut command = Command::new(env!("CARGO_BIN_EXE_client-portal"));
    command.args(arguments).env("DATABASE_URL", url.as_str()).env("RUST_LOG", "off");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[sqlx::test(migrations = "../migrations")]
async fn the_program_ends_as_scripts_expect(pool: PgPool) {
    let file = |name| path(name).to_str().unwrap().to_owned();
    let (code, out, err) = client_portal(&pool, &["import", "clients", &file("clients.csv")]).await;
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), "clients: 91 created, 0 changed, 0 unchanged\n", "")
    );
    let (code, out, err) = client_portal(&pool, &["import", "clients", &file("customers-raw.csv")]).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("client-portal: customers-raw.csv: nothing was imported, because 25 rows are bad:\ncustomers-raw.csv, line 1: wrong header"), "{err}");
    let (code, _, err) = client_portal(&pool, &["import", "clients", "/nowhere.csv"]).await;
    assert_eq!((code, err.contains("/nowhere.csv")), (Some(1), true), "{err}");
    let (code, _, _) = client_portal(&pool, &["import", "suppliers", &file("clients.csv")]).await;
    assert_eq!(code, Some(2));
    let (code, out, _) = client_portal(&pool, &["import", "--help"]).await;
    assert_eq!(code, Some(0));
    for column in [
        "external_id",
        "client_external_id",
        "progress_percent",
        "amount_paid",
        "discount_percent",
        "--skip-bad-rows",
    ] {
        assert!(out.contains(column), "{column}");
    }
}
