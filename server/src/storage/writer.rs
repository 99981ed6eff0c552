//! Writing one document's bytes.

use super::{PART_BYTES, PARTS_UNDER_WAY, StoreError};
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart, path::Path};
use std::sync::Arc;

/// Bytes on their way into the store: a small file goes at once, a large one in parts. There is nothing to be seen of them before
/// [`Writer::finish`].
#[derive(Debug)]
pub struct Writer {
    objects: Arc<dyn ObjectStore>,
    key: Path,
    /// The part that is being filled, in one piece: thousands of small ones, given back by another thread, stay with the allocator.
    part: Vec<u8>,
    parts: Option<WriteMultipart>,
}

impl Writer {
    pub(super) fn new(objects: Arc<dyn ObjectStore>, key: Path) -> Self {
        Self { objects, key, part: Vec::new(), parts: None }
    }

    /// Takes more bytes, when the store has room for them. They are copied: a piece of what the network brought holds on to all of
    /// the buffer in which it came.
    ///
    /// # Errors
    /// [`StoreError`]; then [`Writer::give_up`].
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(PART_BYTES - self.part.len()));
            self.part.extend_from_slice(now);
            if self.part.len() == PART_BYTES {
                self.send_part().await?;
            }
            bytes = later;
        }
        Ok(())
    }

    async fn send_part(&mut self) -> Result<(), StoreError> {
        let parts = match &mut self.parts {
            Some(parts) => parts,
            None => {
                let upload = self.objects.put_multipart(&self.key).await?;
                self.parts.insert(WriteMultipart::new_with_chunk_size(upload, PART_BYTES))
            }
        };
        parts.wait_for_capacity(PARTS_UNDER_WAY).await?;
        parts.put(std::mem::replace(&mut self.part, Vec::with_capacity(PART_BYTES)).into());
        Ok(())
    }

    /// Makes the bytes safe.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub async fn finish(self) -> Result<(), StoreError> {
        match self.parts {
            Some(mut parts) => {
                parts.put(self.part.into());
                parts.finish().await?
            }
            None => self.objects.put(&self.key, self.part.into()).await?,
        };
        Ok(())
    }

    /// Takes back what was sent.
    pub async fn give_up(self) {
        if let Some(parts) = self.parts
            && let Err(error) = parts.abort().await
        {
            tracing::warn!(%error, "parts of an upload that came to nothing may be left in the store");
        }
    }
}
