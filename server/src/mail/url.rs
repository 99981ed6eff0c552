//! SMTP_URL.

use secrecy::SecretString;
use std::str::FromStr;

/// Where the mail server is and how it is talked to. Its `Debug` tells no password.
#[derive(Clone, Debug)]
pub struct SmtpUrl {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub credentials: Option<(String, SecretString)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encryption {
    /// `smtps://`: from the first byte.
    FromTheStart,
    /// `?tls=required`: STARTTLS, or nothing is sent.
    Required,
    /// STARTTLS when the server offers it; against listeners, not against impostors (RFC 7435).
    WhenOffered,
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "expected smtp://host:port or smtps://host:port, with user:password@ before the host and ?tls=required if wanted"
)]
pub struct BadSmtpUrl;

impl FromStr for SmtpUrl {
    type Err = BadSmtpUrl;

    fn from_str(text: &str) -> Result<Self, BadSmtpUrl> {
        let url = url::Url::parse(text).map_err(|_| BadSmtpUrl)?;
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let is_required = match query.as_slice() {
            [] => false,
            [(key, value)] if key == "tls" && value == "required" => true,
            _ => return Err(BadSmtpUrl),
        };
        let (encryption, usual_port) = match (url.scheme(), is_required) {
            ("smtps", _) => (Encryption::FromTheStart, 465),
            ("smtp", true) => (Encryption::Required, 587),
            ("smtp", false) => (Encryption::WhenOffered, 25),
            _ => return Err(BadSmtpUrl),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadSmtpUrl)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(BadSmtpUrl);
        }
        let user = plain(url.username())?;
        let password = plain(url.password().unwrap_or_default())?;
        Ok(Self {
            // The brackets of an IPv6 address belong to the URL.
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: url.port().unwrap_or(usual_port),
            encryption,
            credentials: (!user.is_empty()).then(|| (user, SecretString::from(password))),
        })
    }
}

/// `%40` as `@`.
fn plain(text: &str) -> Result<String, BadSmtpUrl> {
    // A form's decoder takes `+` for a space; in the user part of a URL it is a plus.
    let form = format!("x={}", text.replace('+', "%2B"));
    let value = url::form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned());
    value.filter(|value| !value.contains('\u{fffd}')).ok_or(BadSmtpUrl)
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn reads_what_an_operator_writes() {
        let url: SmtpUrl =
            "smtp://portal%40example.com:p+a%2Fss@mail.example.com?tls=required".parse().unwrap();
        let (user, password) = url.credentials.clone().unwrap();
        assert_eq!(
            (url.host.as_str(), url.port, url.encryption),
            ("mail.example.com", 587, Encryption::Required)
        );
        assert_eq!((user.as_str(), password.expose_secret()), ("portal@example.com", "p+a/ss"));
        assert!(!format!("{url:?}").contains("p+a"), "no password in the log");

        let plain: SmtpUrl = "smtp://127.0.0.1:2525".parse().unwrap();
        assert_eq!(
            (plain.port, plain.encryption, plain.credentials.is_none()),
            (2525, Encryption::WhenOffered, true)
        );
        let six: SmtpUrl = "smtps://[::1]/".parse().unwrap();
        assert_eq!((six.host.as_str(), six.port, six.encryption), ("::1", 465, Encryption::FromTheStart));
        for wrong in [
            "mail.example.com",
            "http://mail",
            "smtp://",
            "smtp://a/path",
            "smtp://a?tls=maybe",
            "smtp://a?tsl=required",
        ] {
            assert!(wrong.parse::<SmtpUrl>().is_err(), "{wrong}");
        }
    }
}
