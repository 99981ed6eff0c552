//! The company's own templates: a folder that `PORTAL_PDF_TEMPLATES` names.

use pdf::{TEMPLATES, Typesetter};
use std::{fs, io, path::Path};

/// Why the folder cannot be used; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum TemplatesError {
    #[error("PORTAL_PDF_TEMPLATES takes a folder with any of {names}, and {folder} cannot be read: {cause}", names = TEMPLATES.join(", "))]
    Folder { folder: String, cause: io::Error },
    #[error("a template in the folder that PORTAL_PDF_TEMPLATES names cannot be used: {0}")]
    Template(#[from] pdf::TemplateError),
}

/// What makes papers, with the templates of `folder` in place of ours. Reads files and typesets one paper of each kind.
///
/// # Errors
/// [`TemplatesError`].
pub(crate) fn typesetter(folder: Option<&Path>) -> Result<Typesetter, TemplatesError> {
    let Some(folder) = folder else { return Ok(Typesetter::default()) };
    let wrong = |cause| TemplatesError::Folder { folder: folder.display().to_string(), cause };
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "typ") {
            sources.push((name, fs::read_to_string(&path).map_err(wrong)?));
        }
    }
    Ok(Typesetter::with_templates(sources)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_or_the_variable_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(typesetter(Some(folder.path())).is_ok(), "an empty folder changes nothing");
        let missing = typesetter(Some(&folder.path().join("none"))).unwrap_err().to_string();
        assert!(missing.contains("PORTAL_PDF_TEMPLATES") && missing.contains("quote.typ"), "{missing}");
        fs::write(folder.path().join("notes.txt"), "not a template").unwrap();
        fs::write(folder.path().join("receipt.typ"), "#import \"paper.typ\": *\n#nonsense").unwrap();
        let wrong = typesetter(Some(folder.path())).unwrap_err().to_string();
        assert!(wrong.contains("PORTAL_PDF_TEMPLATES") && wrong.contains("receipt.typ, line 2"), "{wrong}");
        fs::write(folder.path().join("receipt.typ"), "Our own #json(\"data.json\").amount").unwrap();
        assert!(typesetter(Some(folder.path())).is_ok());
    }
}
