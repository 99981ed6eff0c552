//! Codes for the day on which the device is lost: sixty random bits each, of which the table holds a hash.

use crate::{
    error::{Error, Result},
    id::UserId,
};
use rand::TryRng as _;
use sha2::{Digest as _, Sha256};

/// Crockford's alphabet: without letters that read like digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS: usize = 12;
const GROUP: usize = 4;

/// A recovery code, as the table compares it.
#[derive(Clone, Debug)]
pub(crate) struct RecoveryCode {
    letters: String,
}

impl RecoveryCode {
    /// From the operating system's generator.
    pub(crate) fn generate() -> Result<Self> {
        let mut bytes = [0; LETTERS];
        rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        // 256 is a multiple of 32, so every letter is as likely as any other.
        let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).map(|letter| char::from(*letter));
        Ok(Self { letters: bytes.iter().filter_map(letter).collect() })
    }

    /// What somebody typed, if it can be one: in any case, with whatever between the letters.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        let letters: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(LETTERS + 1)
            .map(|letter| match letter.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                letter => letter,
            })
            .collect();
        (letters.len() == LETTERS).then_some(Self { letters })
    }

    /// `k3vd-8qpz-m0xt`.
    pub(crate) fn to_text(&self) -> String {
        let letters: Vec<char> = self.letters.chars().collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }

    /// What the table holds; the same letters are another hash for another account.
    pub(crate) fn hash(&self, user_id: UserId) -> Vec<u8> {
        let mut digest = Sha256::new();
        digest.update(user_id.0.as_bytes());
        digest.update(self.letters.as_bytes());
        digest.finalize().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let user = UserId(uuid::Uuid::nil());
        let code = RecoveryCode::generate().unwrap();
        let text = code.to_text();
        assert_eq!(text.len(), 14, "{text}");
        let typed = |text: &str| RecoveryCode::typed(text).map(|code| code.hash(user));
        assert_eq!(typed(&text), Some(code.hash(user)));
        assert_eq!(typed(&format!("  {} ", text.to_uppercase().replace('-', " "))), Some(code.hash(user)));
        assert_eq!(typed("O1lI-0000-0000"), typed("0111 0000 0000"));
        assert_eq!(typed(""), None);
        assert_eq!(typed(&format!("{text}x")), None);
        assert_ne!(code.hash(UserId(uuid::Uuid::max())), code.hash(user));
    }
}
