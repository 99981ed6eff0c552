//! What another system has said, kept short: by it the same is known again.

use crate::error::{Error, Result};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

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
