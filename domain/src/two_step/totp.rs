//! Codes that change with time (RFC 6238): six digits, SHA-1, steps of thirty seconds, as every authenticator has them.

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use rand::TryRng as _;
use totp_rs::{Builder, Totp};

/// As long as the HMAC's output (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;
const DIGITS: usize = 6;
/// Letters of the secret that stand together, for who types it.
const GROUP: usize = 4;

/// What server and authenticator share. Its `Debug` tells nothing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// From the operating system's generator.
    pub(crate) fn generate() -> Result<Self> {
        let mut bytes = [0; SECRET_BYTES];
        rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        Ok(Self(bytes.to_vec()))
    }

    /// As the table holds it.
    pub(crate) fn stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step whose code this is: the present one, the one before or the one after. `None` when it is none of them.
    pub(crate) fn step_of(&self, code: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(seconds) = u64::try_from(now.timestamp()) else { return Ok(None) };
        if digits.len() != DIGITS {
            return Ok(None);
        }
        let step = self.authenticator("", "")?.check(&digits, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    /// The secret for typing, in groups.
    pub(crate) fn as_text(&self) -> Result<String> {
        let letters: Vec<char> = self.authenticator("", "")?.secret().to_base32().chars().collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
        Ok(groups.join(" "))
    }

    /// The secret for a QR code, with what the authenticator shows beside its codes.
    pub(crate) fn as_address(&self, account: &str, company: &str) -> Result<String> {
        self.authenticator(account, company)?.to_url().map_err(Error::internal)
    }

    fn authenticator(&self, account: &str, company: &str) -> Result<Totp> {
        // A colon divides the two in the address.
        let plain = |text: &str| text.replace(':', " ").trim().to_owned();
        let issuer = Some(plain(company)).filter(|company| !company.is_empty());
        Builder::new()
            .with_secret(self.0.clone())
            .with_account_name(plain(account))
            .with_issuer(issuer)
            .build()
            .map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B; the last six of its eight digits.
        let secret = Secret(b"12345678901234567890".to_vec());
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(secret.step_of(code, at(seconds)).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn clocks_may_be_thirty_seconds_apart_and_not_ninety() {
        let secret = Secret(b"12345678901234567890".to_vec());
        for (apart, is_taken) in [(-90, false), (-30, true), (0, true), (30, true), (90, false)] {
            assert_eq!(secret.step_of("287082", at(59 + apart)).unwrap().is_some(), is_taken, "{apart}");
        }
    }

    #[test]
    fn a_code_is_six_digits_with_or_without_spaces() {
        let secret = Secret(b"12345678901234567890".to_vec());
        assert_eq!(secret.step_of(" 287 082 ", at(59)).unwrap(), Some(1));
        for wrong in ["", "28708", "2870820", "+28708", "٢٨٧٠٨٢", "287082a", "two"] {
            assert_eq!(secret.step_of(wrong, at(59)).unwrap(), None, "{wrong}");
        }
        assert_eq!(secret.step_of("287082", at(-59)).unwrap(), None);
    }

    #[test]
    fn the_address_holds_whatever_the_company_is_called() {
        let secret = Secret(b"12345678901234567890".to_vec());
        let address = secret.as_address("\"a:b\"@c.example", "A: & <b>").unwrap();
        assert!(address.starts_with("otpauth://totp/A%20%20%26%20%3Cb%3E:"), "{address}");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert_eq!(secret.as_text().unwrap(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
