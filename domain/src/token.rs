//! Secrets that stand in links, cookies and API calls: 32 random bytes outside, their SHA-256 inside (SPEC section 4).

use rand::TryRng;
use sha2::{Digest, Sha256};

/// The SHA-256 of a token: what tables hold.
pub type TokenHash = [u8; 32];

/// A token as it goes out. Its `Debug` tells nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a token")]
pub struct NotAToken;

impl Token {
    /// 32 bytes from the operating system's generator.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] when it has none to give.
    pub fn generate() -> crate::Result<Self> {
        let mut bytes = [0; 32];
        rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(crate::Error::internal)?;
        Ok(Self(bytes))
    }

    /// What the table holds in its place.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }
}

/// 64 hexadecimal digits: survives every mail program's line breaking and link finding.
impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl std::str::FromStr for Token {
    type Err = NotAToken;
    fn from_str(text: &str) -> Result<Self, NotAToken> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAToken);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NotAToken)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NotAToken)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_keeps_its_secret() {
        let token = Token::generate().unwrap();
        assert_eq!(token.to_string().parse::<Token>().ok(), Some(token.clone()));
        assert_ne!(token, Token::generate().unwrap());
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert!("zz".repeat(32).parse::<Token>().is_err());
        assert!("+1".repeat(32).parse::<Token>().is_err(), "a sign is no digit");
    }
}
