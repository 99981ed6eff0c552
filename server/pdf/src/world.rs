//! What a template can reach: the templates, its data, the logo and the fonts. No disk, no network, no clock.

use crate::{
    Logo, PdfError,
    fonts::FONTS,
    template::{Templates, file_id},
};
use std::sync::LazyLock;
use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// One paper about to be typeset.
pub(crate) struct PaperWorld<'a> {
    templates: &'a Templates,
    main: FileId,
    data: (FileId, Bytes),
    logo: Option<(FileId, Bytes)>,
}

impl<'a> PaperWorld<'a> {
    pub(crate) fn new(
        templates: &'a Templates,
        template: &str,
        data: Vec<u8>,
        logo: Option<&Logo>,
    ) -> Result<Self, PdfError> {
        let id = |name: &str| {
            file_id(name).ok_or_else(|| PdfError::Template(format!("{name} is no name of a file")))
        };
        let logo = match logo {
            Some(logo) => Some((id(logo.kind.file_name())?, Bytes::new(logo.bytes.clone()))),
            None => None,
        };
        Ok(Self { templates, main: id(template)?, data: (id("data.json")?, Bytes::new(data)), logo })
    }

    /// The first of the errors, with its place: `quote.typ, line 12: unknown variable: x`.
    pub(crate) fn explain(&self, errors: &[SourceDiagnostic]) -> String {
        let Some(error) = errors.first() else { return "the template cannot be typeset".to_owned() };
        let place = error.span.id().map(|id| {
            let name = id.get().vpath().get_without_slash();
            let line = self
                .range(error.span)
                .and_then(|range| self.templates.get(id)?.lines().byte_to_line(range.start));
            line.map_or_else(|| format!("{name}: "), |line| format!("{name}, line {}: ", line + 1))
        });
        format!("{}{}", place.unwrap_or_default(), error.message)
    }
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.templates.get(id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let files = [Some(&self.data), self.logo.as_ref()];
        let found = files.into_iter().flatten().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
