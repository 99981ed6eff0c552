//! Which parts of a client's portal a person sees.

use serde::{Deserialize, Serialize};

/// A part of a client's portal. What a person does not see answers as if it did not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    Projects,
    Quotes,
    Invoices,
    Documents,
    Messages,
}

/// What a contact may see and do, as staff or the client's administrator chose it. A client's portal user has everything.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessPreset {
    #[default]
    Everything,
    /// Invoices, payments and statements, for somebody who only pays.
    InvoicesOnly,
    /// Projects with their conversations, and documents, for somebody who works along.
    ProjectsAndDocumentsOnly,
}

impl Section {
    pub const ALL: [Self; 5] =
        [Self::Projects, Self::Quotes, Self::Invoices, Self::Documents, Self::Messages];

    /// The name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Quotes => "quotes",
            Self::Invoices => "invoices",
            Self::Documents => "documents",
            Self::Messages => "messages",
        }
    }
}

impl AccessPreset {
    pub const ALL: [Self; 3] = [Self::Everything, Self::InvoicesOnly, Self::ProjectsAndDocumentsOnly];

    /// The name in the table and in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::InvoicesOnly => "invoices_only",
            Self::ProjectsAndDocumentsOnly => "projects_and_documents_only",
        }
    }

    /// The words on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Everything => "Everything",
            Self::InvoicesOnly => "Invoices only",
            Self::ProjectsAndDocumentsOnly => "Projects and documents only",
        }
    }

    /// Whether a person with this preset sees that part.
    #[must_use]
    pub fn covers(self, section: Section) -> bool {
        match self {
            Self::Everything => true,
            Self::InvoicesOnly => section == Section::Invoices,
            Self::ProjectsAndDocumentsOnly => matches!(section, Section::Projects | Section::Documents),
        }
    }

    /// The parts that a person with this preset sees.
    pub fn sections(self) -> impl Iterator<Item = Section> {
        Section::ALL.into_iter().filter(move |section| self.covers(*section))
    }

    /// The names of those parts in tables.
    #[cfg(feature = "postgres")]
    pub(crate) fn section_names(self) -> Vec<String> {
        self.sections().map(|section| section.as_str().to_owned()).collect()
    }

    /// Each preset with each part that it covers, as `preset:section`: for statements that find the preset on their way.
    #[cfg(feature = "postgres")]
    pub(crate) fn covered() -> Vec<String> {
        let parts = |preset: Self| preset.sections().map(move |section| (preset, section));
        let pairs = Self::ALL.into_iter().flat_map(parts);
        pairs.map(|(preset, section)| format!("{}:{}", preset.as_str(), section.as_str())).collect()
    }
}

impl std::str::FromStr for AccessPreset {
    type Err = UnknownPreset;
    fn from_str(text: &str) -> Result<Self, UnknownPreset> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == text).ok_or(UnknownPreset)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a preset is one of everything, invoices_only, projects_and_documents_only")]
pub struct UnknownPreset;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_cover_what_their_names_say() {
        let covered = |preset: AccessPreset| Section::ALL.map(|section| preset.covers(section));
        assert_eq!(covered(AccessPreset::Everything), [true; 5]);
        assert_eq!(covered(AccessPreset::InvoicesOnly), [false, false, true, false, false]);
        assert_eq!(covered(AccessPreset::ProjectsAndDocumentsOnly), [true, false, false, true, false]);
    }

    #[test]
    fn names_in_forms_and_in_json_are_the_same() {
        for preset in AccessPreset::ALL {
            assert_eq!(serde_json::to_string(&preset).unwrap(), format!("\"{}\"", preset.as_str()));
            assert_eq!(preset.as_str().parse::<AccessPreset>().unwrap(), preset);
        }
    }
}
