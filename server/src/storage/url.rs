//! PORTAL_STORAGE_URL.

use std::{path::PathBuf, str::FromStr};
use url::Url;

/// Where the store is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StorageUrl {
    Folder(PathBuf),
    S3 { bucket: String, prefix: String },
}

/// What can be said, for a value that is something else.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("expected file:FOLDER, such as file:/var/lib/portal, or s3://BUCKET/PREFIX")]
pub struct BadStorageUrl;

impl FromStr for StorageUrl {
    type Err = BadStorageUrl;

    fn from_str(text: &str) -> Result<Self, BadStorageUrl> {
        if let Some(path) = text.strip_prefix("file:") {
            let folder = match path.strip_prefix("//") {
                // The host of a file's address: empty, or this one.
                Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
                None => path,
            };
            let has_other_host = path.starts_with("//") && !folder.starts_with('/');
            let is_folder = !folder.is_empty() && !has_other_host;
            return if is_folder { Ok(Self::Folder(folder.into())) } else { Err(BadStorageUrl) };
        }
        let url = Url::parse(text).map_err(|_| BadStorageUrl)?;
        let bucket = url.host_str().unwrap_or_default();
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.port().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if url.scheme() != "s3" || bucket.is_empty() || !is_plain {
            return Err(BadStorageUrl);
        }
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix: url.path().trim_matches('/').to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_buckets_are_told_apart() {
        let folder = |path: &str| Some(StorageUrl::Folder(path.into()));
        let bucket = |bucket: &str, prefix: &str| {
            Some(StorageUrl::S3 { bucket: bucket.into(), prefix: prefix.into() })
        };
        for (text, expected) in [
            ("file:/var/lib/portal", folder("/var/lib/portal")),
            ("file:///var/lib/portal", folder("/var/lib/portal")),
            ("file://localhost/var", folder("/var")),
            ("file:documents", folder("documents")),
            ("s3://files", bucket("files", "")),
            ("s3://files/portal/a/", bucket("files", "portal/a")),
            ("file:", None),
            ("file://host/x", None),
            ("s3://", None),
            ("s3://key:secret@files", None),
            ("s3://files?x=1", None),
            ("/var/lib/portal", None),
            ("https://files.example", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<StorageUrl>().ok(), expected, "{text:?}");
        }
    }
}
