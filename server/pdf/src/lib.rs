//! Papers as PDF files, typeset by Typst.
//!
//! Plain data in, bytes out: nothing here reads a file, asks a clock or knows who may see a paper. What a paper says reaches its
//! template as JSON, so that a name which looks like markup is printed as it stands. Typesetting keeps a core busy for some tens of
//! milliseconds; call it where that blocks nobody.

mod fonts;
mod paper;
mod template;
#[cfg(test)]
mod tests;
mod world;

pub use paper::{
    Account, Approval, Balance, Client, Company, Entry, Fact, Invoice, Letterhead, Line, Logo, LogoType,
    Paper, PayTo, Payment, Quote, Receipt, Statement, Sum,
};
pub use template::{TEMPLATES, UnknownTemplate};

use serde::Serialize;
use std::sync::Arc;
use template::Templates;
use typst::{
    comemo,
    diag::{SourceResult, Warned},
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use world::PaperWorld;

/// Past uses of the typesetter's own caches after which what they hold is given up.
const CACHE_AGE: usize = 8;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the paper cannot be handed to its template: {0}")]
    Data(#[from] serde_json::Error),
    /// Where it stands in which template, and what is wrong there.
    #[error("{0}")]
    Template(String),
}

/// What a template finds in `data.json`.
#[derive(Serialize)]
struct Data<'a, P> {
    company: &'a Company,
    client: &'a Client,
    /// The name of the logo's file, for `image`.
    logo: Option<&'static str>,
    #[serde(flatten)]
    paper: &'a P,
}

/// Makes PDF files of papers. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Typesetter {
    templates: Arc<Templates>,
}

impl Typesetter {
    /// With `sources` in place of the templates of the same names, which are those of [`TEMPLATES`]. Each template is tried on a
    /// paper that is made up, so that a mistake in one is found here and not by a client.
    ///
    /// # Errors
    /// [`PdfError::Template`] when a template cannot be typeset.
    pub fn with_templates(
        sources: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, TemplateError> {
        let mut templates = Templates::default();
        for (name, source) in sources {
            templates.replace(&name, source)?;
        }
        let typesetter = Self { templates: Arc::new(templates) };
        let letterhead = Letterhead::sample();
        typesetter.typeset(&letterhead, &Quote::sample())?;
        typesetter.typeset(&letterhead, &Approval::sample())?;
        typesetter.typeset(&letterhead, &Invoice::sample())?;
        typesetter.typeset(&letterhead, &Receipt::sample())?;
        typesetter.typeset(&letterhead, &Statement::sample())?;
        Ok(typesetter)
    }

    /// The paper as a PDF file. A logo that cannot be read is left out.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn typeset<P: Paper>(&self, letterhead: &Letterhead, paper: &P) -> Result<Vec<u8>, PdfError> {
        let with_logo = self.try_typeset(letterhead, paper, letterhead.logo.as_ref());
        if with_logo.is_err() && letterhead.logo.is_some() {
            return self.try_typeset(letterhead, paper, None);
        }
        with_logo
    }

    fn try_typeset<P: Paper>(
        &self,
        letterhead: &Letterhead,
        paper: &P,
        logo: Option<&Logo>,
    ) -> Result<Vec<u8>, PdfError> {
        let bytes = self
            .lay_out(letterhead, paper, logo, |document| typst_pdf::pdf(document, &PdfOptions::default()));
        comemo::evict(CACHE_AGE);
        bytes
    }

    /// Lays the paper out in pages, and makes something of them.
    fn lay_out<P: Paper, T>(
        &self,
        letterhead: &Letterhead,
        paper: &P,
        logo: Option<&Logo>,
        make: impl FnOnce(&PagedDocument) -> SourceResult<T>,
    ) -> Result<T, PdfError> {
        let data = serde_json::to_vec(&Data {
            company: &letterhead.company,
            client: &letterhead.client,
            logo: logo.map(|logo| logo.kind.file_name()),
            paper,
        })?;
        let world = PaperWorld::new(&self.templates, P::TEMPLATE, data, logo)?;
        let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
        output
            .and_then(|document| make(&document))
            .map_err(|errors| PdfError::Template(world.explain(&errors)))
    }
}

/// Why templates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error(transparent)]
    Unknown(#[from] UnknownTemplate),
    #[error(transparent)]
    Wrong(#[from] PdfError),
}
