//! Talking to the mail server.
//!
//! lettre speaks the protocol; what is done with its connection is done here, for speed and to know whose fault a refusal is:
//! the connection has TCP_NODELAY and is kept open, without a NOOP before each use; sender, recipient and DATA go out together
//! where the server allows it (RFC 2920), and the mail with its end in one write, so that a mail costs two round trips and there is
//! one instant at which it is handed over.

use super::{
    Delivery, Message, SmtpUrl,
    refusal::{about_recipient, busy, clean_words},
    tls,
    url::Encryption,
};
use lettre::{
    Address,
    transport::smtp::{
        Error as SmtpError,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters},
        commands::{Data, Ehlo, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailParameter},
        response::Response,
    },
};
use secrecy::ExposeSecret;
use std::{
    fmt::Display,
    io,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, sync::OnceCell, time::timeout};
use tokio_rustls::TlsConnector;

/// A connection that was idle for longer is closed rather than found closed.
const MAX_IDLE: Duration = Duration::from_secs(60);
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// The mail server of the settings.
pub struct SmtpServer {
    url: SmtpUrl,
    /// For sentences: `mail.example.com:25`.
    name: String,
    from: Address,
    hello: ClientId,
    /// For the answer to a whole mail; others get half, a connection a sixth.
    timeout: Duration,
    /// For `smtps://`: made with the first connection, since it reads the machine's certificate authorities.
    connector: OnceCell<TlsConnector>,
}

impl std::fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpServer")
            .field("name", &self.name)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl SmtpServer {
    #[must_use]
    pub fn new(url: SmtpUrl, from: Address, timeout: Duration) -> Self {
        let name = format!("{}:{}", url.host, url.port);
        Self { url, name, from, hello: ClientId::default(), timeout, connector: OnceCell::new() }
    }

    /// A connection that is made with its first mail.
    #[must_use]
    pub fn connection(self: &Arc<Self>) -> SmtpConnection {
        SmtpConnection { server: self.clone(), open: None }
    }
}

/// One connection, opened when it is needed and kept.
#[derive(Debug)]
pub struct SmtpConnection {
    server: Arc<SmtpServer>,
    open: Option<Open>,
}

struct Open {
    smtp: AsyncSmtpConnection,
    can_pipeline: bool,
    last_used: Instant,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("can_pipeline", &self.can_pipeline).finish_non_exhaustive()
    }
}

/// Why an envelope or a mail was not taken.
enum Trouble {
    /// The server answered, and the connection can be used for the next mail.
    Answer(Delivery),
    /// The connection is of no use any more; a sentence for staff.
    Broken(String),
    /// It was closed before anything of this mail was said: an idle connection's end.
    Stale(String),
}

impl SmtpConnection {
    /// Hands a mail over, connecting when needed.
    pub async fn send(
        &mut self,
        to: &Address,
        message: &mut Message,
        may_send: impl Fn() -> bool,
    ) -> Delivery {
        let utf8 = !to.is_ascii_only();
        loop {
            if !may_send() {
                return Delivery::Withheld;
            }
            let was_open = self.open.is_some();
            let open = match self.open().await {
                Ok(open) => open,
                Err(sentence) => return Delivery::Failed(sentence),
            };
            if utf8 && !open.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
                let words =
                    "The mail server does not deliver to addresses with such characters (no SMTPUTF8).";
                return Delivery::Refused(words.to_owned());
            }
            match self.envelope(to, utf8).await {
                Ok(()) => break,
                Err(Trouble::Stale(_)) if was_open => self.open = None,
                Err(trouble) => return self.given_up(trouble),
            }
        }
        if !may_send() {
            // Without the end of the mail the server throws away what it has.
            self.open = None;
            return Delivery::Withheld;
        }
        match self.content(message).await {
            Ok(()) => Delivery::Sent,
            Err(trouble) => self.given_up(trouble),
        }
    }

    /// Says QUIT, if there is somebody to say it to.
    pub async fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            let _ = timeout(GOODBYE, open.smtp.quit()).await;
        }
    }

    fn given_up(&mut self, trouble: Trouble) -> Delivery {
        match trouble {
            Trouble::Answer(delivery) => {
                // 421 is the server's goodbye; after the other failures a new connection may find another state of things.
                if matches!(delivery, Delivery::Failed(_)) {
                    self.open = None;
                }
                delivery
            }
            Trouble::Broken(sentence) | Trouble::Stale(sentence) => {
                self.open = None;
                Delivery::Failed(sentence)
            }
        }
    }

    async fn open(&mut self) -> Result<&mut Open, String> {
        if self.open.as_ref().is_some_and(|open| open.last_used.elapsed() > MAX_IDLE) {
            self.close().await;
        }
        let open = match self.open.take() {
            Some(open) => open,
            None => self.server.connect().await?,
        };
        Ok(self.open.insert(open))
    }

    /// Sender, recipient, DATA.
    async fn envelope(&mut self, to: &Address, utf8: bool) -> Result<(), Trouble> {
        let Some(open) = &mut self.open else { return Err(self.server.closed(false)) };
        let server = &self.server;
        let mail = Mail::new(
            Some(server.from.clone()),
            if utf8 { vec![MailParameter::SmtpUtfEight] } else { Vec::new() },
        );
        let rcpt = Rcpt::new(to.clone(), Vec::new());
        let smtp = &mut open.smtp;
        let (mail, rcpt, data) = if open.can_pipeline {
            let mail = server.say(smtp, format!("{mail}{rcpt}{Data}")).await;
            if is_over(&mail) {
                return Err(server.trouble(mail, Stage::Sender));
            }
            let rcpt = server.hear(smtp).await;
            if is_over(&rcpt) {
                return Err(server.trouble(rcpt, Stage::Recipient));
            }
            (mail, rcpt, server.hear(smtp).await)
        } else {
            let mail = server.say(smtp, mail).await;
            if mail.is_err() {
                return Err(server.trouble(mail, Stage::Sender));
            }
            let rcpt = server.say(smtp, rcpt).await;
            if is_over(&rcpt) {
                return Err(server.trouble(rcpt, Stage::Recipient));
            }
            let data = if rcpt.is_ok() { server.say(smtp, Data).await } else { Err(Silence::Unasked) };
            (mail, rcpt, data)
        };
        if is_over(&data) {
            return Err(server.trouble(data, Stage::Mail));
        }
        if mail.is_ok() && rcpt.is_ok() && data.is_ok() {
            return Ok(());
        }
        // A server that said 354 all the same waits for a mail; what it gets to nobody is empty (RFC 2920, 3.1).
        if data.is_ok() {
            let _ = server.say(smtp, ".\r\n").await;
        }
        let cleared = server.say(smtp, Rset).await;
        let trouble = if mail.is_err() {
            server.trouble(mail, Stage::Sender)
        } else if rcpt.is_err() {
            server.trouble(rcpt, Stage::Recipient)
        } else {
            server.trouble(data, Stage::Mail)
        };
        match (trouble, cleared) {
            (Trouble::Answer(delivery), Err(_)) => {
                self.open = None;
                Err(Trouble::Answer(delivery))
            }
            (trouble, _) => Err(trouble),
        }
    }

    /// The mail, in one write.
    async fn content(&mut self, message: &mut Message) -> Result<(), Trouble> {
        let Some(open) = &mut self.open else { return Err(self.server.closed(false)) };
        let answer = match timeout(self.server.timeout, open.smtp.command(message.to_the_end())).await {
            Ok(answer) => answer.map_err(Silence::Error),
            Err(_) => Err(Silence::TooLong(self.server.timeout)),
        };
        open.last_used = Instant::now();
        answer.map(|_| ()).map_err(|silence| self.server.trouble_of(silence, Stage::Mail))
    }
}

/// How far a mail was when the server said no.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Sender,
    Recipient,
    Mail,
}

/// No good answer.
enum Silence {
    Error(SmtpError),
    TooLong(Duration),
    /// The question was not put, because the one before was answered with no.
    Unasked,
}

type Answer = Result<Response, Silence>;

/// Whether no further answer is to be expected.
fn is_over(answer: &Answer) -> bool {
    match answer {
        Ok(_) | Err(Silence::Unasked) => false,
        Err(Silence::TooLong(_)) => true,
        Err(Silence::Error(error)) => error.status().is_none_or(|code| u16::from(code) == 421),
    }
}

impl SmtpServer {
    async fn say(&self, smtp: &mut AsyncSmtpConnection, command: impl Display) -> Answer {
        self.within(smtp.command(command)).await
    }

    async fn hear(&self, smtp: &mut AsyncSmtpConnection) -> Answer {
        self.within(smtp.read_response()).await
    }

    async fn within(&self, answer: impl Future<Output = Result<Response, SmtpError>>) -> Answer {
        let limit = self.timeout / 2;
        timeout(limit, answer).await.map_err(|_| Silence::TooLong(limit))?.map_err(Silence::Error)
    }

    fn trouble(&self, answer: Answer, stage: Stage) -> Trouble {
        match answer {
            Ok(_) => self.closed(false),
            Err(silence) => self.trouble_of(silence, stage),
        }
    }

    fn trouble_of(&self, silence: Silence, stage: Stage) -> Trouble {
        let error = match silence {
            Silence::TooLong(limit) => return Trouble::Broken(self.too_slow(limit)),
            Silence::Unasked => return self.closed(false),
            Silence::Error(error) => error,
        };
        let Some(code) = error.status().map(u16::from) else {
            return self.closed(stage == Stage::Sender);
        };
        let words = words_of(&error);
        let answer = clean_words(&format!("{code} {words}"));
        match stage {
            // An idle connection's end may be announced before it comes (RFC 5321, 3.8).
            Stage::Sender if code == 421 => Trouble::Stale(busy(&self.name, &answer)),
            Stage::Sender => Trouble::Answer(Delivery::Failed(format!(
                "The mail server {} refuses the sender {}: {answer}",
                self.name, self.from
            ))),
            Stage::Recipient | Stage::Mail => Trouble::Answer(about_recipient(code, &words, &self.name)),
        }
    }

    fn closed(&self, before_anything: bool) -> Trouble {
        let sentence = format!("The mail server {} closed the connection.", self.name);
        if before_anything { Trouble::Stale(sentence) } else { Trouble::Broken(sentence) }
    }

    fn too_slow(&self, limit: Duration) -> String {
        format!("The mail server {} did not answer within {} seconds.", self.name, limit.as_secs_f32().ceil())
    }

    async fn connect(&self) -> Result<Open, String> {
        let stream = self.connect_tcp().await?;
        let stream: Box<dyn AsyncTokioStream> = if self.url.encryption == Encryption::FromTheStart {
            let secret = |error: io::Error| {
                format!(
                    "The mail server {} cannot be trusted: {}.",
                    self.name,
                    clean_words(&error.to_string())
                )
            };
            let connector = self.connector.get_or_try_init(read_authorities).await.map_err(secret)?;
            let encrypted = timeout(self.timeout / 2, tls::encrypt(connector, &self.url.host, stream)).await;
            Box::new(encrypted.map_err(|_| self.too_slow(self.timeout / 2))?.map_err(secret)?)
        } else {
            Box::new(stream)
        };
        let greeting =
            timeout(self.timeout / 2, AsyncSmtpConnection::connect_with_transport(stream, &self.hello)).await;
        let mut smtp = greeting
            .map_err(|_| self.too_slow(self.timeout / 2))?
            .map_err(|error| self.unfriendly(&error))?;
        self.encrypt_when_offered(&mut smtp).await?;
        if let Some((user, password)) = &self.url.credentials {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let proof = smtp.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            timeout(self.timeout / 2, proof).await.map_err(|_| self.too_slow(self.timeout / 2))?.map_err(
                |error| {
                    format!(
                        "The mail server {} does not accept the user name and password: {}",
                        self.name,
                        answer_of(&error)
                    )
                },
            )?;
        }
        // lettre does not say which extensions it does not know itself.
        let hello = self.say(&mut smtp, Ehlo::new(self.hello.clone())).await;
        let can_pipeline =
            hello.is_ok_and(|hello| hello.message().any(|line| line.eq_ignore_ascii_case("PIPELINING")));
        Ok(Open { smtp, can_pipeline, last_used: Instant::now() })
    }

    async fn connect_tcp(&self) -> Result<TcpStream, String> {
        let limit = self.timeout / 6;
        let target = (self.url.host.as_str(), self.url.port);
        let stream = timeout(limit, TcpStream::connect(target)).await.map_err(|_| self.too_slow(limit))?;
        let stream = stream.map_err(|error| match error.kind() {
            io::ErrorKind::ConnectionRefused => format!("The mail server {} refuses connections.", self.name),
            _ => format!(
                "The mail server {} cannot be reached: {}.",
                self.name,
                clean_words(&error.to_string())
            ),
        })?;
        // Otherwise each mail waits 40 ms for the other side's delayed acknowledgement.
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(stream)
    }

    async fn encrypt_when_offered(&self, smtp: &mut AsyncSmtpConnection) -> Result<(), String> {
        let (is_required, is_offered) = (self.url.encryption == Encryption::Required, smtp.can_starttls());
        if self.url.encryption == Encryption::FromTheStart || !is_required && !is_offered {
            return Ok(());
        }
        if !is_offered {
            return Err(format!(
                "The mail server {} offers no encryption, and SMTP_URL requires it.",
                self.name
            ));
        }
        // Nobody vouches for a server that need not encrypt at all; where encryption is required, or a password follows, it must.
        let is_lenient = !is_required && self.url.credentials.is_none();
        let encrypted = async {
            let parameters = TlsParameters::builder(self.url.host.clone())
                .dangerous_accept_invalid_certs(is_lenient)
                .dangerous_accept_invalid_hostnames(is_lenient)
                .build()?;
            smtp.starttls(parameters, &self.hello).await
        };
        let outcome =
            timeout(self.timeout / 2, encrypted).await.map_err(|_| self.too_slow(self.timeout / 2))?;
        outcome.map_err(|error| {
            format!("The mail server {} cannot be trusted: {}", self.name, answer_of(&error))
        })
    }

    /// The greeting was none.
    fn unfriendly(&self, error: &SmtpError) -> String {
        match error.status().map(u16::from) {
            Some(421) => busy(&self.name, &answer_of(error)),
            Some(_) => format!("The mail server {} does not want to talk: {}", self.name, answer_of(error)),
            None => format!("The mail server {} closed the connection.", self.name),
        }
    }
}

async fn read_authorities() -> io::Result<TlsConnector> {
    tokio::task::spawn_blocking(tls::connector).await.map_err(io::Error::other)?
}

/// The server's own words.
fn words_of(error: &SmtpError) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}

fn answer_of(error: &SmtpError) -> String {
    match error.status() {
        Some(code) => clean_words(&format!("{code} {}", words_of(error))),
        None => clean_words(&error.to_string()),
    }
}

trait IsAsciiOnly {
    fn is_ascii_only(&self) -> bool;
}

impl IsAsciiOnly for Address {
    fn is_ascii_only(&self) -> bool {
        AsRef::<str>::as_ref(self).is_ascii()
    }
}
