//! The command line and the environment (SPEC section 8).

use crate::{mail::SmtpUrl, storage::StorageUrl};
use clap::{
    Args, Parser, Subcommand,
    error::{ContextKind, ContextValue},
};
use ipnet::IpNet;
use secrecy::SecretString;
use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf};
use url::Url;

/// A self-service portal for a company's clients.
#[derive(Debug, Parser)]
#[command(name = "client-portal", version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do; `serve` when nothing is said.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal (the default).
    Serve,
    /// Bring the database's schema up to date, then stop.
    Migrate,
    /// Import one CSV file; importing it again changes nothing.
    Import(crate::cli::import::ImportArgs),
    /// Make a staff account.
    CreateStaff(crate::cli::create_staff::CreateStaffArgs),
    /// Make an API token; it is printed once.
    CreateToken(crate::cli::create_token::CreateTokenArgs),
    /// Switch an account's two-step sign-in off, for an owner who has lost both device and recovery codes.
    ResetTwoStep(crate::cli::reset_two_step::ResetTwoStepArgs),
    /// Fill an empty database with a believable company.
    Demo(crate::cli::demo::DemoArgs),
}

/// Settings from the environment; each can be given as an option, too.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// A Postgres address; unset means a private PostgreSQL under the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "DATABASE_URL", global = true, hide_env_values = true, value_parser = parse_database_url)]
    pub database_url: Option<SecretUrl>,
    /// Where people reach the portal, for links in mails; unset means http:// and the listening address.
    #[arg(long, env = "PORTAL_PUBLIC_URL", value_name = "PORTAL_PUBLIC_URL", global = true, value_parser = parse_public_url)]
    pub public_url: Option<Url>,
    /// Address and port to listen on.
    #[arg(long, env = "LEPTOS_SITE_ADDR", value_name = "LEPTOS_SITE_ADDR", global = true, default_value = "127.0.0.1:3000", value_parser = parse_site_addr)]
    pub site_addr: SocketAddr,
    /// The mail server: smtp:// or smtps://, with user, password and ?tls=required; unset means that mails are kept in the
    /// data folder and shown at /dev/mail.
    #[arg(long, env = "SMTP_URL", value_name = "SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<SmtpUrl>,
    /// Sender of every mail.
    #[arg(long, env = "PORTAL_MAIL_FROM", value_name = "PORTAL_MAIL_FROM", global = true, default_value = "portal@localhost", value_parser = parse_mailbox)]
    pub mail_from: lettre::message::Mailbox,
    /// Most mails a second, over all servers together; unset means unlimited.
    #[arg(long, env = "PORTAL_MAIL_RATE", value_name = "PORTAL_MAIL_RATE", global = true, value_parser = parse_mail_rate)]
    pub mail_rate: Option<NonZeroU32>,
    /// Connections to the mail server that this server keeps open.
    #[arg(long, env = "PORTAL_MAIL_CONNECTIONS", value_name = "PORTAL_MAIL_CONNECTIONS", global = true, default_value = "8", value_parser = parse_mail_connections)]
    pub mail_connections: u16,
    /// Stripe's secret key; unset means that card payment is not offered.
    #[arg(long, env = "STRIPE_SECRET_KEY", value_name = "STRIPE_SECRET_KEY", global = true, hide_env_values = true, value_parser = parse_secret)]
    pub stripe_secret_key: Option<SecretString>,
    /// What Stripe signs its notices to /webhooks/stripe with.
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", value_name = "STRIPE_WEBHOOK_SECRET", global = true, hide_env_values = true, value_parser = parse_secret)]
    pub stripe_webhook_secret: Option<SecretString>,
    /// Where Stripe's API is.
    #[arg(long, env = "STRIPE_API_BASE", value_name = "STRIPE_API_BASE", global = true, default_value = "https://api.stripe.com", value_parser = parse_public_url)]
    pub stripe_api_base: Url,
    /// Proxies whose Forwarded and X-Forwarded-For headers are believed: addresses or networks, separated by commas.
    #[arg(long, env = "PORTAL_TRUSTED_PROXIES", value_name = "PORTAL_TRUSTED_PROXIES", global = true, value_delimiter = ',', value_parser = parse_network)]
    pub trusted_proxies: Vec<IpNet>,
    /// Where documents are kept: file:FOLDER, or s3://BUCKET/PREFIX with the usual AWS_ variables (AWS_ENDPOINT_URL for stores that
    /// are not Amazon's); unset means a folder in the data folder.
    #[arg(long, env = "PORTAL_STORAGE_URL", value_name = "PORTAL_STORAGE_URL", global = true)]
    pub storage_url: Option<StorageUrl>,
    /// Folder for the private database, kept mails and documents.
    #[arg(
        long,
        env = "PORTAL_DATA_DIR",
        value_name = "PORTAL_DATA_DIR",
        global = true,
        default_value = ".data"
    )]
    pub data_dir: PathBuf,
    /// Folder with templates for PDF files, each of which takes the place of ours of the same name.
    #[arg(long, env = "PORTAL_PDF_TEMPLATES", value_name = "PORTAL_PDF_TEMPLATES", global = true)]
    pub pdf_templates: Option<PathBuf>,
    /// A database of cities in MaxMind's format, from which the portal says where a session's address is; unset means that it does not.
    #[arg(long, env = "PORTAL_GEOIP_DATABASE", value_name = "PORTAL_GEOIP_DATABASE", global = true)]
    pub geoip_database: Option<PathBuf>,
    /// How log lines look: text or json.
    #[arg(
        long,
        env = "PORTAL_LOG_FORMAT",
        value_name = "PORTAL_LOG_FORMAT",
        global = true,
        default_value = "text"
    )]
    pub log_format: LogFormat,
    /// Seconds that a mail sender's lease lasts; for tests.
    #[arg(
        long,
        env = "PORTAL_MAIL_LEASE_SECONDS",
        value_name = "PORTAL_MAIL_LEASE_SECONDS",
        global = true,
        default_value = "15",
        hide = true
    )]
    pub mail_lease_seconds: NonZeroU32,
    /// Seconds that the mail server may think about a mail; for tests.
    #[arg(
        long,
        env = "PORTAL_MAIL_TIMEOUT_SECONDS",
        value_name = "PORTAL_MAIL_TIMEOUT_SECONDS",
        global = true,
        default_value = "60",
        hide = true
    )]
    pub mail_timeout_seconds: NonZeroU32,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// An address that may hold a password.
#[derive(Clone, Debug)]
pub struct SecretUrl(pub SecretString);

impl Settings {
    /// PORTAL_PUBLIC_URL, or the listening address; without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.site_addr),
        }
    }

    /// PORTAL_STORAGE_URL, or a folder in the data folder.
    #[must_use]
    pub fn storage_url(&self) -> StorageUrl {
        self.storage_url.clone().unwrap_or_else(|| StorageUrl::Folder(self.data_dir.join("documents")))
    }
}

impl Cli {
    /// The command line and the environment; a wrong value ends the program with a sentence and exit code 2.
    #[must_use]
    pub fn from_environment() -> Self {
        Self::try_parse().unwrap_or_else(|error| without_secret(error).exit())
    }
}

/// The sentence about a wrong value repeats it, and an address may hold a password.
fn without_secret(mut error: clap::Error) -> clap::Error {
    let is_secret = matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(name))
        if ["DATABASE_URL", "SMTP_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"].iter().any(|secret| name.contains(secret)));
    if is_secret {
        error.insert(ContextKind::InvalidValue, ContextValue::String("(not shown)".to_owned()));
    }
    error
}

fn parse_database_url(text: &str) -> Result<SecretUrl, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => {
            Ok(SecretUrl(SecretString::from(text)))
        }
        _ => Err("expected postgres://user:password@host:port/database".to_owned()),
    }
}

fn parse_public_url(text: &str) -> Result<Url, String> {
    let expected =
        "expected http:// or https:// with a host and without a path, such as https://portal.example.com";
    let url = Url::parse(text).map_err(|_| expected.to_owned())?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    if is_plain { Ok(url) } else { Err(expected.to_owned()) }
}

fn parse_secret(text: &str) -> Result<SecretString, String> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    let expected =
        "expected Stripe's secret, letters and digits without spaces, such as sk_live_… or whsec_…";
    if is_plain { Ok(SecretString::from(text)) } else { Err(expected.to_owned()) }
}

fn parse_site_addr(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "expected an IP address and a port, such as 127.0.0.1:3000".to_owned())
}

fn parse_mail_rate(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| "expected a whole number of mails a second, 1 or more".to_owned())
}

fn parse_mail_connections(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number| (1..=64).contains(number));
    number.ok_or_else(|| "expected a whole number from 1 to 64".to_owned())
}

fn parse_mailbox(text: &str) -> Result<lettre::message::Mailbox, String> {
    text.parse().map_err(|_| {
        "expected an address such as portal@example.com or “Example <portal@example.com>”".to_owned()
    })
}

fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| "expected addresses or networks such as 10.0.0.1,192.168.0.0/16".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(args: &[&str]) -> String {
        without_secret(Cli::try_parse_from([&["client-portal"], args].concat()).unwrap_err()).to_string()
    }

    #[test]
    fn a_wrong_value_names_the_variable_and_what_it_takes() {
        for (args, name, takes) in [
            (["--database-url", "mysql://x:hunter2@y"], "DATABASE_URL", "postgres://"),
            (["--smtp-url", "ftp://x:hunter2@y"], "SMTP_URL", "smtp://"),
            (["--public-url", "https://x.example/path"], "PORTAL_PUBLIC_URL", "https://portal.example.com"),
            (["--site-addr", "here"], "LEPTOS_SITE_ADDR", "127.0.0.1:3000"),
            (["--mail-rate", "0"], "PORTAL_MAIL_RATE", "1 or more"),
            (["--mail-connections", "65"], "PORTAL_MAIL_CONNECTIONS", "1 to 64"),
            (["--trusted-proxies", "10.0.0.0/8,nonsense"], "PORTAL_TRUSTED_PROXIES", "192.168.0.0/16"),
            (["--mail-from", "nobody"], "PORTAL_MAIL_FROM", "portal@example.com"),
            (["--storage-url", "ftp://x"], "PORTAL_STORAGE_URL", "s3://BUCKET"),
            (["--log-format", "xml"], "PORTAL_LOG_FORMAT", "json"),
            (["--stripe-secret-key", "hunter2 x"], "STRIPE_SECRET_KEY", "sk_live_"),
            (["--stripe-webhook-secret", "hunter2 x"], "STRIPE_WEBHOOK_SECRET", "whsec_"),
            (["--stripe-api-base", "ftp://x"], "STRIPE_API_BASE", "https://"),
        ] {
            let message = refused(&args);
            assert!(message.contains(name) && message.contains(takes), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn the_public_address_has_no_slash_at_its_end() {
        let settings =
            |args: &[&str]| Cli::try_parse_from([&["client-portal"], args].concat()).unwrap().settings;
        assert_eq!(
            settings(&["--public-url", "https://portal.example/"]).public_url(),
            "https://portal.example"
        );
        assert_eq!(settings(&["--site-addr", "127.0.0.1:8080"]).public_url(), "http://127.0.0.1:8080");
    }
}
