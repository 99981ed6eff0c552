//! Mails that are kept instead of sent, for a machine without a mail server.

use super::Message;
use chrono::{DateTime, Utc};
use mail_parser::{HeaderValue, MessageParser};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::Uuid;

/// Kept mails; older ones are thrown away.
const MAX_KEPT: usize = 2_000;
/// Mails on the page that shows them.
const MAX_LISTED: usize = 200;

/// A folder of `.eml` files, the newest with the greatest name.
#[derive(Clone, Debug)]
pub struct MailFolder(Arc<Path>);

/// A kept mail as a page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptMail {
    /// The file's name without its ending.
    pub id: String,
    pub at: Option<DateTime<Utc>>,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl MailFolder {
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&path)?;
        Ok(Self(path.into()))
    }

    /// Keeps a mail: whole or not at all.
    pub(super) async fn keep(&self, message: &Message) -> io::Result<()> {
        let id = format!("{}-{}", Uuid::now_v7().simple(), message.message_id().simple());
        let unfinished = self.0.join(format!(".{id}"));
        tokio::fs::write(&unfinished, message.content()).await?;
        tokio::fs::rename(&unfinished, self.0.join(format!("{id}.eml"))).await
    }

    /// The newest mails.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn list(&self) -> io::Result<Vec<KeptMail>> {
        let mut mails = Vec::new();
        for id in self.ids().await?.into_iter().rev().take(MAX_LISTED) {
            // One that was thrown away meanwhile is no failure.
            if let Some(mail) = self.read(&id).await? {
                mails.push(mail);
            }
        }
        Ok(mails)
    }

    /// One mail; `None` when there is none of this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn read(&self, id: &str) -> io::Result<Option<KeptMail>> {
        if !id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
            return Ok(None);
        }
        match tokio::fs::read(self.0.join(format!("{id}.eml"))).await {
            Ok(bytes) => Ok(parse(id, &bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Throws away all but the newest; called now and then.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn prune(&self) -> io::Result<()> {
        let ids = self.ids().await?;
        for id in ids.iter().take(ids.len().saturating_sub(MAX_KEPT)) {
            tokio::fs::remove_file(self.0.join(format!("{id}.eml"))).await?;
        }
        Ok(())
    }

    async fn ids(&self) -> io::Result<Vec<String>> {
        let mut entries = tokio::fs::read_dir(&self.0).await?;
        let mut ids = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name().into_string().unwrap_or_default();
            ids.extend(name.strip_suffix(".eml").map(str::to_owned));
        }
        ids.sort_unstable();
        Ok(ids)
    }
}

fn parse(id: &str, bytes: &[u8]) -> Option<KeptMail> {
    let mail = MessageParser::default().parse(bytes)?;
    let to = match mail.header("To") {
        Some(HeaderValue::Address(address)) => {
            address.first().and_then(|first| first.address()).unwrap_or_default()
        }
        _ => "",
    };
    Some(KeptMail {
        id: id.to_owned(),
        at: mail.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        to: to.to_owned(),
        subject: mail.subject().unwrap_or_default().to_owned(),
        text: mail.body_text(0).map(Into::into).unwrap_or_default(),
        html: mail.body_html(0).map(Into::into).unwrap_or_default(),
    })
}
