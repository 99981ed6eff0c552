//! The portal under test: its commands, its server, and what the system says of its memory.

use crate::{
    Arguments,
    failure::Failure,
    tool::{Service, free_address, output},
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
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
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("email", email)
            .append_pair("password", PASSWORD)
            .finish();
        let answer = self
            .http
            .post(self.url("/fn/account/sign-in"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .body(form)
            .send()
            .await?;
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let session = cookies
            .filter_map(|cookie| cookie.strip_prefix("session="))
            .find_map(|rest| rest.split(';').next());
        session
            .map(str::to_owned)
            .ok_or_else(|| Failure::told(format!("{email} cannot sign in: {}", answer.status())))
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

    fn status(&self, field: &str) -> Result<f64, Failure> {
        let path = format!("/proc/{}/status", self.service.process.id().unwrap_or_default());
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
