//! Writing one document's bytes.

use super::{PART_BYTES, PARTS_UNDER_WAY, StoreError};
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayloadMut, WriteMultipart, path::Path};
use std::sync::Arc;

/// Bytes on their way into the store: a small file goes at once, a large one in parts. There is nothing to be seen of them before
/// [`Writer::finish`].
#[derive(Debug)]
pub struct Writer {
    objects: Arc<dyn ObjectStore>,
    key: Path,
    first: PutPayloadMut,
    parts: Option<WriteMultipart>,
}

impl Writer {
    pub(super) fn new(objects: Arc<dyn ObjectStore>, key: Path) -> Self {
        Self { objects, key, first: PutPayloadMut::new(), parts: None }
    }

    /// Takes more bytes, when the store has room for them. They are copied: a piece of what the network brought holds on to all of
    /// the buffer in which it came.
    ///
    /// # Errors
    /// [`StoreError`]; then [`Writer::give_up`].
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        if let Some(parts) = &mut self.parts {
            parts.wait_for_capacity(PARTS_UNDER_WAY).await?;
            parts.write(bytes);
            return Ok(());
        }
        self.first.extend_from_slice(bytes);
        if self.first.content_length() >= PART_BYTES {
            let upload = self.objects.put_multipart(&self.key).await?;
            let parts = self.parts.insert(WriteMultipart::new_with_chunk_size(upload, PART_BYTES));
            for bytes in std::mem::take(&mut self.first).freeze() {
                parts.put(bytes);
            }
        }
        Ok(())
    }

    /// Makes the bytes safe.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub async fn finish(self) -> Result<(), StoreError> {
        match self.parts {
            Some(parts) => parts.finish().await?,
            None => self.objects.put(&self.key, self.first.freeze()).await?,
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
