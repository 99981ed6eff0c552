//! PORTAL_GEOIP_DATABASE: where addresses are, from a file in MaxMind's format.

use domain::place::{Atlas, Places};
use maxminddb::{MaxMindDbError, Reader, geoip2};
use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Kinds of databases that know places; MaxMind's and DB-IP's names hold one of these words.
const KINDS: [&str; 2] = ["City", "Country"];

/// What is wrong with the file; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum AtlasError {
    #[error(
        "PORTAL_GEOIP_DATABASE names {0}, which cannot be read: {1}; it takes a file such as GeoLite2-City.mmdb"
    )]
    Unreadable(PathBuf, MaxMindDbError),
    #[error(
        "PORTAL_GEOIP_DATABASE names {0}, which is a database of another kind ({1}); it takes one of cities, such as GeoLite2-City.mmdb"
    )]
    OtherKind(PathBuf, String),
}

/// A database of cities, which stays in memory.
struct Cities(Reader<Vec<u8>>);

impl Atlas for Cities {
    fn find(&self, address: IpAddr) -> Option<String> {
        let found = self.0.lookup(address).and_then(|found| found.decode::<geoip2::City>());
        let found = match found {
            Ok(found) => found?,
            Err(error) => {
                tracing::warn!(%error, "the database of places is damaged");
                return None;
            }
        };
        let parts = [found.city.names.english, found.country.names.english];
        let words = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// Reads the database; without a path there are no places.
///
/// # Errors
/// [`AtlasError`] for a file that cannot be read, or knows no places.
pub fn open(path: Option<&Path>) -> Result<Places, AtlasError> {
    let Some(path) = path else { return Ok(Places::default()) };
    let reader =
        Reader::open_readfile(path).map_err(|error| AtlasError::Unreadable(path.to_owned(), error))?;
    let kind = &reader.metadata().database_type;
    if !KINDS.iter().any(|known| kind.contains(known)) {
        return Err(AtlasError::OtherKind(path.to_owned(), kind.clone()));
    }
    Ok(Places::new(Some(Arc::new(Cities(reader)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
    }

    #[test]
    fn cities_and_countries_are_found() {
        let places = open(Some(&data("places.mmdb"))).unwrap();
        let of = |text: &str| places.of(text.parse().unwrap());
        assert_eq!(of("203.0.113.9").as_deref(), Some("Lyon, France"));
        assert_eq!(of("2001:db8:1::7").as_deref(), Some("São Paulo, Brazil"));
        assert_eq!(of("198.51.100.1").as_deref(), Some("Norway"), "a country without a city");
        assert_eq!(of("192.0.2.1"), None);
        assert_eq!(of("192.168.1.1").as_deref(), Some("local network"));
    }

    #[test]
    fn a_wrong_file_is_told_with_the_variable() {
        for (name, says) in [
            ("missing.mmdb", "cannot be read"),
            ("README.md", "cannot be read"),
            ("networks.mmdb", "another kind (GeoLite2-ASN)"),
        ] {
            let error = open(Some(&data(name))).unwrap_err().to_string();
            assert!(
                error.contains("PORTAL_GEOIP_DATABASE") && error.contains(says) && error.contains(name),
                "{error}"
            );
        }
        assert!(open(None).unwrap().of("203.0.113.9".parse().unwrap()).is_none());
    }
}
