//! Mail: what a mail says ([`template`], [`form`]), and how it leaves ([`smtp`]) or is kept ([`folder`]).
//!
//! Which mail goes out when is decided in [`crate::worker`].

pub mod folder;
pub mod form;
mod messages;
mod notification;
mod refusal;
pub mod smtp;
pub mod template;
pub(crate) mod tls;
mod url;

pub use folder::{KeptMail, KeptMails, MailFolder};
pub use form::{Form, Message};
pub use refusal::clean_words;
pub use smtp::SmtpServer;
pub use url::{BadSmtpUrl, SmtpUrl};

use lettre::{Address, message::Mailbox};
use std::{path::Path, sync::Arc, time::Duration};

/// What mail needs to know of the settings.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// `None`: mails are kept in the data folder.
    pub smtp: Option<SmtpUrl>,
    pub from: Mailbox,
    /// How long the mail server may think about a whole mail; other answers get half, a connection a sixth.
    pub timeout: Duration,
    /// Where addresses are.
    pub places: domain::place::Places,
}

/// Where mails go.
#[derive(Clone, Debug)]
pub enum Mailer {
    Smtp(Arc<SmtpServer>),
    Folder(MailFolder),
}

impl Mailer {
    /// The mail server of the settings, or the folder `mail` in the data folder. Connects to nothing yet.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(config: &MailConfig, data_dir: &Path) -> std::io::Result<Self> {
        Ok(match &config.smtp {
            Some(url) => {
                Self::Smtp(Arc::new(SmtpServer::new(url.clone(), config.from.email.clone(), config.timeout)))
            }
            None => Self::Folder(MailFolder::open(data_dir.join("mail"))?),
        })
    }

    /// The folder of kept mails, when there is no mail server.
    #[must_use]
    pub fn kept_mails(&self) -> Option<MailFolder> {
        match self {
            Self::Smtp(_) => None,
            Self::Folder(folder) => Some(folder.clone()),
        }
    }

    /// A way out for one mail after the other; the connection is made with the first and kept.
    #[must_use]
    pub fn way_out(&self) -> WayOut {
        match self {
            Self::Smtp(server) => WayOut::Smtp(Box::new(server.connection())),
            Self::Folder(folder) => WayOut::Folder(folder.clone()),
        }
    }
}

/// What became of one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// The mail server has taken it.
    Sent,
    /// The mail server will not take it for this recipient; its words.
    Refused(String),
    /// Not now for this recipient; its words.
    Deferred(String),
    /// Not about this recipient: no connection, no answer, wrong password …; a sentence for staff.
    Failed(String),
    /// `may_send` said no before the mail was handed over.
    Withheld,
}

/// One connection, or the folder.
#[derive(Debug)]
pub enum WayOut {
    Smtp(Box<smtp::SmtpConnection>),
    Folder(MailFolder),
}

impl WayOut {
    /// Hands a mail over. `may_send` is asked once more at the last moment before the mail's content goes out.
    pub async fn send(
        &mut self,
        to: &Address,
        message: &mut Message,
        may_send: impl Fn() -> bool,
    ) -> Delivery {
        match self {
            Self::Smtp(connection) => connection.send(to, message, may_send).await,
            Self::Folder(folder) if may_send() => match folder.keep(message).await {
                Ok(()) => Delivery::Sent,
                Err(error) => Delivery::Failed(format!("The folder for mails cannot be written: {error}.")),
            },
            Self::Folder(_) => Delivery::Withheld,
        }
    }

    /// Says goodbye to the mail server.
    pub async fn close(&mut self) {
        if let Self::Smtp(connection) = self {
            connection.close().await;
        }
    }
}
