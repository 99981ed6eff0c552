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
/// Mails on one page of the list.
const PAGE_SIZE: usize = 50;

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

/// A page of kept mails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptMails {
    pub mails: Vec<KeptMail>,
    /// Where the next page begins: the id of the last mail of this one. `None` when there are no older ones.
    pub older: Option<String>,
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
        tokio::fs::rename(&unfinished, self.file(&id)).await
    }

    /// A page of mails whose recipient or subject holds `search`, in any case, the newest first; those kept before the mail `before`
    /// when it is given.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn list(&self, search: String, before: Option<String>) -> io::Result<KeptMails> {
        let ids = self.ids().await?;
        let folder = self.clone();
        tokio::task::spawn_blocking(move || folder.page(ids, &search.to_lowercase(), before.as_deref()))
            .await
            .map_err(io::Error::other)?
    }

    fn page(&self, ids: Vec<String>, search: &str, before: Option<&str>) -> io::Result<KeptMails> {
        let mut mails = Vec::new();
        for id in ids.into_iter().rev().filter(|id| before.is_none_or(|before| id.as_str() < before)) {
            let bytes = match std::fs::read(self.file(&id)) {
                Ok(bytes) => bytes,
                // One that was thrown away meanwhile is no failure.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let Some(mail) = parse(&id, &bytes) else { continue };
            if [&mail.to, &mail.subject].iter().any(|text| text.to_lowercase().contains(search)) {
                mails.push(mail);
            }
            if mails.len() > PAGE_SIZE {
                break;
            }
        }
        let has_older = mails.len() > PAGE_SIZE;
        mails.truncate(PAGE_SIZE);
        let older = mails.last().filter(|_| has_older).map(|last| last.id.clone());
        Ok(KeptMails { mails, older })
    }

    /// One mail; `None` when there is none of this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn read(&self, id: &str) -> io::Result<Option<KeptMail>> {
        if !id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
            return Ok(None);
        }
        match tokio::fs::read(self.file(id)).await {
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
            match tokio::fs::remove_file(self.file(id)).await {
                // Another server tidies the same folder.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    fn file(&self, id: &str) -> PathBuf {
        self.0.join(format!("{id}.eml"))
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
