//! The templates, and how a company puts its own in their place.

use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// The names of all templates. `paper.typ` is what the others share.
pub const TEMPLATES: [&str; 6] =
    ["paper.typ", "quote.typ", "approval.typ", "invoice.typ", "receipt.typ", "statement.typ"];

const SOURCES: [&str; 6] = [
    include_str!("../templates/paper.typ"),
    include_str!("../templates/quote.typ"),
    include_str!("../templates/approval.typ"),
    include_str!("../templates/invoice.typ"),
    include_str!("../templates/receipt.typ"),
    include_str!("../templates/statement.typ"),
];

/// A template that no paper uses.
#[derive(Debug, thiserror::Error)]
#[error("{0} is none of the templates: {names}", names = TEMPLATES.join(", "))]
pub struct UnknownTemplate(String);

/// The templates, read.
#[derive(Clone, Debug)]
pub(crate) struct Templates {
    sources: Vec<Source>,
}

impl Default for Templates {
    fn default() -> Self {
        let sources = TEMPLATES.into_iter().zip(SOURCES);
        Self { sources: sources.filter_map(|(name, text)| read(name, text.to_owned())).collect() }
    }
}

impl Templates {
    /// Puts a template in place of ours.
    pub(crate) fn replace(&mut self, name: &str, text: String) -> Result<(), UnknownTemplate> {
        let unknown = || UnknownTemplate(name.to_owned());
        let source = read(name, text).ok_or_else(unknown)?;
        let place = self.sources.iter_mut().find(|known| known.id() == source.id()).ok_or_else(unknown)?;
        *place = source;
        Ok(())
    }

    pub(crate) fn get(&self, id: FileId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id() == id)
    }
}

/// The id of a file that templates can name.
pub(crate) fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn read(name: &str, text: String) -> Option<Source> {
    // Ids are never given back, so that only names of ours get one.
    TEMPLATES.contains(&name).then(|| file_id(name))?.map(|id| Source::new(id, text))
}
