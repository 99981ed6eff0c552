//! `GET /portal/everything.zip`: all that a client's person sees, made while it is sent. One part is in memory at a time.

use crate::{
    AppState,
    documents::{
        archive::{Archive, add_document, made},
        refuse,
    },
    papers::{content, typeset},
    storage::Store,
    words::say,
};
use app::{
    context::RequestFacts,
    error::AppError,
    words::{answer_in, language},
};
use async_zip::{Compression, ZipEntryBuilder, error::ZipError};
use axum::{Extension, extract::State, http::HeaderMap, response::Response};
use chrono::Utc;
use chrono_tz::Tz;
use domain::{
    csv::line,
    document::{UniqueNames, clean_name},
    everything::{self, AnyPaper, Everything, PaperKind, Table},
    language::Language,
};
use futures::AsyncWriteExt as _;
use pdf::Typesetter;
use std::io;

pub(crate) const PATH: &str = "/portal/everything.zip";

pub(crate) async fn download(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    headers: HeaderMap,
) -> Response {
    let company = &facts.visit.company;
    let today = company.today(Utc::now());
    let opened = async {
        let scope = &facts.client()?.scope;
        Ok::<_, AppError>(everything::open(&state.services.db, scope, today).await?)
    };
    match opened.await {
        Ok(everything) => {
            let name = clean_name(&format!(
                "{} {today}.zip",
                everything.letterhead.client.replace(['/', '\\'], "-")
            ));
            let maker = Maker {
                store: state.store.clone(),
                typesetter: state.typesetter.clone(),
                letterhead: content::letterhead(everything.letterhead.clone()),
                zone: company.time_zone,
                language: language(),
                everything,
            };
            let language = maker.language;
            made(&name, |archive| answer_in(language, maker.make(archive)))
        }
        Err(error) => refuse(&state, &headers, error).await,
    }
}

/// What it takes to make the archive.
struct Maker {
    store: Store,
    typesetter: Typesetter,
    letterhead: pdf::Letterhead,
    zone: Tz,
    language: Language,
    everything: Everything,
}

impl Maker {
    async fn make(self, mut archive: Archive) -> Result<(), ZipError> {
        let mut names = UniqueNames::default();
        for table in self.everything.tables() {
            names.take(&table.file_name(self.language));
            self.add_table(&mut archive, table).await?;
        }
        for kind in PaperKind::ALL {
            self.add_papers(&mut archive, &mut names, kind).await?;
        }
        let folder = format!("{}/", say!(self.language, "archive-documents"));
        for file in &self.everything.files {
            add_document(&mut archive, &self.store, &mut names, &folder, true, file).await?;
        }
        archive.close().await?;
        Ok(())
    }

    async fn add_table(&self, archive: &mut Archive, table: Table) -> Result<(), ZipError> {
        let entry = ZipEntryBuilder::new(table.file_name(self.language).into(), Compression::Stored);
        let mut to = archive.write_entry_stream(entry).await?;
        to.write_all(line(table.header()).as_bytes()).await?;
        let mut after = None;
        loop {
            let batch = self.everything.rows(table, after).await.map_err(io::Error::other)?;
            let lines: String = batch.items.iter().map(line).collect();
            to.write_all(lines.as_bytes()).await?;
            after = batch.next;
            if after.is_none() {
                return to.close().await;
            }
        }
    }

    async fn add_papers(
        &self,
        archive: &mut Archive,
        names: &mut UniqueNames,
        kind: PaperKind,
    ) -> Result<(), ZipError> {
        let mut after = None;
        loop {
            let batch = self.everything.papers(kind, after).await.map_err(io::Error::other)?;
            for paper in batch.items {
                let path = path_of(&paper, self.language);
                let bytes = self.typeset(paper).await.map_err(io::Error::other)?;
                let entry = ZipEntryBuilder::new(names.take(&path).into(), Compression::Stored);
                archive.write_entry_whole(entry, &bytes).await?;
            }
            after = batch.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn typeset(&self, paper: AnyPaper) -> domain::Result<Vec<u8>> {
        let (typesetter, letterhead) = (self.typesetter.clone(), self.letterhead.clone());
        match paper {
            AnyPaper::Quote(paper) => typeset(typesetter, letterhead, content::quote(&paper)).await,
            AnyPaper::Approval(paper) => {
                typeset(typesetter, letterhead, content::approval(&paper, self.zone)).await
            }
            AnyPaper::Invoice(paper) => typeset(typesetter, letterhead, content::invoice(&paper)).await,
            AnyPaper::Receipt(paper) => typeset(typesetter, letterhead, content::receipt(&paper)).await,
        }
    }
}

/// Where a paper lies in the archive.
fn path_of(paper: &AnyPaper, language: Language) -> String {
    let folder = match paper {
        AnyPaper::Quote(_) | AnyPaper::Approval(_) => say!(language, "archive-quotes"),
        AnyPaper::Invoice(_) | AnyPaper::Receipt(_) => say!(language, "archive-invoices"),
    };
    let name = match paper {
        AnyPaper::Quote(paper) => say!(language, "paper-quote", number = content::numbered(&paper.quote)),
        AnyPaper::Approval(paper) => {
            say!(language, "paper-approval", number = content::numbered(&paper.quote))
        }
        AnyPaper::Invoice(paper) => {
            say!(language, "paper-invoice", number = paper.invoice.summary.number.as_str())
        }
        AnyPaper::Receipt(paper) => {
            let day = paper.payment.paid_on.to_string();
            say!(language, "paper-receipt", number = paper.invoice_number.as_str(), day = day)
        }
    };
    // A number may hold a slash, and is no folder for that.
    format!("{folder}/{}", clean_name(&format!("{}.pdf", name.replace(['/', '\\'], "-"))))
}
