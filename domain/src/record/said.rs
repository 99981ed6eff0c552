//! What another system has said, kept short: by it the same is known again, and what is not is locked.

use crate::error::{Error, Result};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Quotes of which something new is said.
pub(super) struct Locked {
    pub(super) all: Vec<Uuid>,
    /// Those that clients can see and that can still change: what they were is to be kept.
    pub(super) offered: Vec<Uuid>,
}

impl Locked {
    pub(super) fn from_rows(rows: impl Iterator<Item = (Uuid, bool)>) -> Self {
        let mut locked = Self { all: Vec::new(), offered: Vec::new() };
        for (id, is_offered) in rows {
            locked.all.push(id);
            if is_offered {
                locked.offered.push(id);
            }
        }
        locked
    }
}

/// The first half of the SHA-256 of the values as JSON. It tells what has changed from what has not, and protects nothing.
///
/// # Errors
/// [`Error::Internal`] for what is no JSON.
pub(super) fn digest(values: &impl Serialize) -> Result<Uuid> {
    let json = serde_json::to_vec(values).map_err(Error::internal)?;
    let digest: [u8; 32] = Sha256::digest(json).into();
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    Ok(Uuid::from_bytes(half))
}
