//! The portal under test: its commands, its server, and what the system says of its memory.

use crate::{
    Arguments,
    events::Events,
    failure::Failure,
    tool::{Service, free_address, output},
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reqwest::{RequestBuilder, multipart::Form};
use std::{
    ffi::OsStr,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use tokio::process::Command;

/// The password that `client-portal demo --clients` gives everybody.
pub(crate) const PASSWORD: &str = "copper-kettle-at-noon";
const ADMIN: &str = "admin@bench.example";

/// The address of a client's portal user.
pub(crate) fn email(number: u32) -> String {
    format!("client-{number}@bench.example")
}

/// A session's cookie.
pub(crate) fn cookie(session: &str) -> String {
    format!("session={session}")
}

/// Sends a form, and gives back the answer to one that was taken.
async fn taken(form: RequestBuilder, path: &str, session: &str) -> Result<String, Failure> {
    let ask = form.header("cookie", cookie(session)).header("accept", "application/json");
    let answer = ask.send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if status.is_success() || status.is_redirection() {
        Ok(text)
    } else {
        Err(Failure::told(format!("{path} was not taken: {status} {text}")))
    }
}

/// One installation: a folder with a private PostgreSQL, filled with many clients.
#[derive(Debug)]
pub(crate) struct Installation<'a> {
    arguments: &'a Arguments,
    data: PathBuf,
}

impl<'a> Installation<'a> {
    /// Makes it anew.
    pub(crate) async fn make(arguments: &'a Arguments, name: &str, demo: &[&str]) -> Result<Self, Failure> {
        let data = arguments.folder.join(name);
        if data.exists() {
            std::fs::remove_dir_all(&data).map_err(Failure::file(&data))?;
        }
        std::fs::create_dir_all(&data).map_err(Failure::file(&data))?;
        let installation = Self { arguments, data };
        println!("filling {name} …");
        output(installation.command().arg("demo").args(demo)).await?;
        Ok(installation)
    }

    /// One with this many clients, who can come in or can be invited.
    pub(crate) async fn of_clients(
        arguments: &'a Arguments,
        name: &str,
        clients: u32,
        with_accounts: bool,
    ) -> Result<Self, Failure> {
        let clients = clients.to_string();
        let mut demo = vec!["--clients", &clients];
        if !with_accounts {
            demo.push("--without-accounts");
        }
        Self::make(arguments, name, &demo).await
    }

    /// One of the same whose clients have a history, so that no page is empty.
    pub(crate) async fn with_history(
        arguments: &'a Arguments,
        name: &str,
        clients: u32,
    ) -> Result<Self, Failure> {
        Self::make(arguments, name, &["--clients", &clients.to_string(), "--with-history"]).await
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.arguments.portal);
        command.env_remove("DATABASE_URL").env_remove("SMTP_URL").env("PORTAL_DATA_DIR", &self.data);
        command.env("LEPTOS_SITE_ROOT", &self.arguments.site_root).env("LEPTOS_HASH_FILES", "true");
        command.env("RUST_LOG", "error");
        command
    }

    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Where documents lie.
    pub(crate) fn documents(&self) -> PathBuf {
        self.data.join("documents")
    }

    /// The address of the private PostgreSQL for this account.
    pub(crate) fn database_url(&self, user: &str) -> String {
        let socket = self.data.join("postgres/cluster/socket");
        let socket = socket.canonicalize().unwrap_or(socket);
        let host: String =
            url::form_urlencoded::byte_serialize(socket.to_string_lossy().as_bytes()).collect();
        format!("postgres:///portal?host={host}&port=5432&user={user}&sslmode=disable")
    }

    pub(crate) async fn create_token(&self) -> Result<String, Failure> {
        let arguments = ["create-token", "--staff", ADMIN, "--name", "bench", "--scope", "bulk-invitations"];
        Ok(output(self.command().args(arguments)).await?.trim().to_owned())
    }

    /// Starts its server, with mails to this port, or kept when there is none.
    pub(crate) async fn serve(&self, smtp_port: Option<u16>) -> Result<Server, Failure> {
        self.serve_with(smtp_port, None).await
    }

    /// As [`Installation::serve`], on a database that runs already.
    pub(crate) async fn serve_with(
        &self,
        smtp_port: Option<u16>,
        database_url: Option<&str>,
    ) -> Result<Server, Failure> {
        let address = free_address()?;
        let mut command = self.command();
        command.arg("serve").env("LEPTOS_SITE_ADDR", address.to_string());
        if let Some(port) = smtp_port {
            command.env("SMTP_URL", format!("smtp://127.0.0.1:{port}"));
        }
        if let Some(url) = database_url {
            command.env("DATABASE_URL", url);
        }
        let service = Service::start(command, address).await?;
        // The client takes the process's provider of TLS, though it needs none.
        let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
        // The worker threads of a client that keeps connections open would be counted as the server's.
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
        Ok(Server { service, address, http })
    }
}

/// What the portal is measured against; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Bare {
    address: SocketAddr,
    _service: Service,
}

impl Bare {
    /// Starts it on the installation's database, which has to run already.
    pub(crate) async fn start(installation: &Installation<'_>, options: &[&OsStr]) -> Result<Self, Failure> {
        let address = free_address()?;
        let mut command = Command::new(&installation.arguments.bare);
        command.arg(address.to_string()).args(options);
        command.env("DATABASE_URL", installation.database_url("portal"));
        Ok(Self { address, _service: Service::start(command, address).await? })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// A running server; dropping it kills it, [`Server::stop`] lets it stop its database.
#[derive(Debug)]
pub(crate) struct Server {
    service: Service,
    pub(crate) address: SocketAddr,
    pub(crate) http: reqwest::Client,
}

impl Server {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Signs in, and gives back the value of the session's cookie.
    pub(crate) async fn sign_in(&self, email: &str) -> Result<String, Failure> {
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = self.form("/fn/account/sign-in", &fields).header("accept", "text/html").send().await?;
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let session = cookies
            .filter_map(|cookie| cookie.strip_prefix("session="))
            .find_map(|rest| rest.split(';').next());
        session
            .map(str::to_owned)
            .ok_or_else(|| Failure::told(format!("{email} cannot sign in: {}", answer.status())))
    }

    /// A form of ours.
    fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.http
            .post(self.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(form)
    }

    /// A form of somebody who is signed in. Asked as a program asks, so that a refusal has a status of its own.
    pub(crate) async fn submit(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        session: &str,
    ) -> Result<(), Failure> {
        taken(self.form(path, fields), path, session).await.map(drop)
    }

    /// Sends a form that may have files, and gives the answer back.
    pub(crate) async fn send(&self, path: &str, form: Form, session: &str) -> Result<String, Failure> {
        taken(self.http.post(self.url(path)).multipart(form), path, session).await
    }

    /// A page as somebody sees it who is signed in, read to its end.
    pub(crate) async fn get(&self, path: &str, session: &str) -> Result<(), Failure> {
        let answer = self.http.get(self.url(path)).header("cookie", cookie(session)).send().await?;
        let status = answer.status();
        answer.bytes().await?;
        // A redirect is no page, either.
        if status.is_success() { Ok(()) } else { Err(Failure::told(format!("{path}: {status}"))) }
    }

    /// Begins to listen to the bell of somebody who is signed in.
    pub(crate) async fn listen(&self, session: &str) -> Result<Events, Failure> {
        let ask = self.http.get(self.url("/portal/notifications/events")).header("cookie", cookie(session));
        let ask = ask.header("accept", "text/event-stream").header("accept-encoding", "gzip, br");
        Ok(Events::of(ask.send().await?.error_for_status()?))
    }

    pub(crate) async fn sign_in_admin(&self) -> Result<String, Failure> {
        self.sign_in(ADMIN).await
    }

    /// Resident memory now, in MiB.
    pub(crate) fn memory(&self) -> Result<f64, Failure> {
        self.status("VmRSS:")
    }

    /// The most resident memory there has been, in MiB.
    pub(crate) fn peak_memory(&self) -> Result<f64, Failure> {
        self.status("VmHWM:")
    }

    /// From now on the most resident memory counts anew (proc_pid_clear_refs(5)).
    pub(crate) fn forget_peak(&self) -> Result<(), Failure> {
        let path = self.proc("clear_refs");
        std::fs::write(&path, "5").map_err(Failure::file(path))
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.service.process.id().unwrap_or_default())
    }

    fn status(&self, field: &str) -> Result<f64, Failure> {
        let path = self.proc("status");
        let text = std::fs::read_to_string(&path).map_err(Failure::file(path))?;
        let line = text.lines().find_map(|line| line.strip_prefix(field));
        let kib =
            line.and_then(|rest| rest.split_whitespace().next()).and_then(|text| text.parse::<f64>().ok());
        kib.map(|kib| kib / 1024.0).ok_or_else(|| Failure::told(format!("{field} is not in /proc")))
    }

    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        if let Some(pid) = self.service.process.id().and_then(|pid| i32::try_from(pid).ok()) {
            kill(Pid::from_raw(pid), Signal::SIGTERM).map_err(std::io::Error::from)?;
        }
        self.service.process.wait().await?;
        Ok(())
    }
}
