//! Bulk invitation runs: mails a second from Start to results, into Postfix' sink.

use crate::{
    Arguments, Group,
    failure::Failure,
    pg::Pg,
    portal::{Installation, Server},
    progress,
    report::{Goal, Report, median},
    tool::{self, Service, free_address},
};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::process::Command;

const SMALL: u32 = 10_000;
const LARGE: u32 = 100_000;
/// Connections of each sender.
const CONNECTIONS: u32 = 8;
/// nodemailer is slower, and its rate does not depend on the number.
const BY_NODEMAILER: u32 = 3_000;
/// How often the run is asked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);
const MORE_MIB: f64 = 20.0;

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let sink = Sink::start(arguments).await?;
    let bytes = mail_size(arguments).await?;
    println!("a mail has {bytes} bytes");
    let small = Runs::of(arguments, "invite-10000", SMALL, sink.address.port()).await?;
    let mut large = Runs::of(arguments, "invite-100000", LARGE, sink.address.port()).await?;
    if arguments.wants(Group::Mailing) {
        let mut small = small;
        rates(arguments, &sink, bytes, &mut small, &mut large, report).await?;
        small.server.stop().await?;
    } else {
        small.server.stop().await?;
    }
    if arguments.wants(Group::Progress) {
        progress::measure(arguments, &mut large, report).await?;
    }
    large.server.stop().await
}

async fn rates(
    arguments: &Arguments,
    sink: &Sink,
    bytes: usize,
    small: &mut Runs,
    large: &mut Runs,
    report: &mut Report,
) -> Result<(), Failure> {
    let (mut ours, mut postfix, mut nodemailer, mut of_many) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // The first round is to warm up.
    for round in 0..=arguments.rounds {
        let rates = [
            small.rate().await?,
            sink.rate_of_smtp_source(arguments, bytes).await?,
            sink.rate_of_nodemailer(arguments, bytes).await?,
            large.rate().await?,
        ];
        println!(
            "round {round}: 10,000 {:.0}, smtp-source {:.0}, nodemailer {:.0}, 100,000 {:.0} mails a second",
            rates[0], rates[1], rates[2], rates[3]
        );
        if round > 0 {
            ours.push(rates[0]);
            postfix.push(rates[1]);
            nodemailer.push(rates[2]);
            of_many.push(rates[3]);
        }
    }
    let rate = median(&ours);
    report.compare(
        "bulk_run_10000",
        rate,
        "mails a second, against smtp-source",
        median(&postfix),
        Goal::RatioAtLeast(0.5),
    );
    report.compare(
        "bulk_run_10000_nodemailer",
        rate,
        "mails a second, against nodemailer",
        median(&nodemailer),
        Goal::RatioAtLeast(2.0),
    );
    report.compare(
        "bulk_run_100000",
        median(&of_many),
        "mails a second, against 10,000 recipients",
        rate,
        Goal::RatioWithin(0.1),
    );
    report.compare(
        "bulk_run_100000_memory",
        large.server.peak_memory()?,
        "MiB at most, against 10,000 recipients",
        small.server.peak_memory()?,
        Goal::AtMostMore(MORE_MIB),
    );
    Ok(())
}

/// An installation with a server whose clients are invited again and again.
pub(crate) struct Runs {
    pub(crate) server: Server,
    pub(crate) pg: Pg,
    pub(crate) clients: u32,
    token: String,
}

impl Runs {
    async fn of(arguments: &Arguments, name: &str, clients: u32, smtp_port: u16) -> Result<Self, Failure> {
        let installation = Installation::of_clients(arguments, name, clients, false).await?;
        let token = installation.create_token().await?;
        let server = installation.serve(Some(smtp_port)).await?;
        let pg = Pg::connect(&installation).await?;
        Ok(Self { server, pg, clients, token })
    }

    /// Starts a run by the API, and gives back its id.
    pub(crate) async fn start(&mut self) -> Result<String, Failure> {
        self.pg.forget_invitations().await?;
        let body = json!({"confirm": true, "expected": self.clients, "remind_already_invited": false});
        let ask = self.server.http.post(self.server.url("/api/v1/bulk-invitations")).bearer_auth(&self.token);
        let answer = ask.header("content-type", "application/json").body(body.to_string()).send().await?;
        let run: Value = serde_json::from_str(&answer.text().await?)?;
        run["id"]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| Failure::told(format!("the run did not start: {run}")))
    }

    /// The run as the API tells it.
    pub(crate) async fn look(&self, id: &str) -> Result<Value, Failure> {
        let ask = self.server.http.get(self.server.url(&format!("/api/v1/bulk-invitations/{id}")));
        Ok(serde_json::from_str(&ask.bearer_auth(&self.token).send().await?.text().await?)?)
    }

    /// Mails a second of a whole run, from Start to results.
    async fn rate(&mut self) -> Result<f64, Failure> {
        let begun = Instant::now();
        let id = self.start().await?;
        loop {
            let run = self.look(&id).await?;
            match run["state"].as_str() {
                Some("completed") if run["success"] == self.clients => {
                    return Ok(f64::from(self.clients) / begun.elapsed().as_secs_f64());
                }
                Some("queued" | "running") => tokio::time::sleep(LOOK).await,
                _ => return Err(Failure::told(format!("the run did not go as it should: {run}"))),
            }
        }
    }
}

/// How large one of our mails is, as it goes over the wire.
async fn mail_size(arguments: &Arguments) -> Result<usize, Failure> {
    let one = Installation::of_clients(arguments, "invite-1", 1, false).await?;
    let token = one.create_token().await?;
    let server = one.serve(None).await?;
    let pg = Pg::connect(&one).await?;
    let folder = one.data().join("mail");
    let mut run = Runs { server, pg, clients: 1, token };
    run.rate().await?;
    run.server.stop().await?;
    for entry in std::fs::read_dir(&folder).map_err(Failure::file(&folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "eml") {
            return usize::try_from(path.metadata()?.len())
                .map_err(|_| Failure::told("a mail too large to count"));
        }
    }
    Err(Failure::told("no mail was kept"))
}

/// Postfix' sink, which takes every mail and forgets it.
struct Sink {
    address: SocketAddr,
    _service: Service,
}

impl Sink {
    async fn start(arguments: &Arguments) -> Result<Self, Failure> {
        let address = free_address()?;
        let mut command = postfix(arguments, &arguments.smtp_sink);
        // As root it wants to become somebody else.
        if nix::unistd::geteuid().is_root() {
            command.args(["-u", "nobody"]);
        }
        command.arg(format!("inet:{address}")).arg("1024");
        Ok(Self { address, _service: Service::start(command, address).await? })
    }

    /// smtp-source with connections that are kept, and mails of the same size.
    async fn rate_of_smtp_source(&self, arguments: &Arguments, bytes: usize) -> Result<f64, Failure> {
        let mut command = postfix(arguments, &arguments.smtp_source);
        command.args([
            "-d",
            "-s",
            &CONNECTIONS.to_string(),
            "-m",
            &SMALL.to_string(),
            "-l",
            &bytes.to_string(),
        ]);
        command.args(["-f", "portal@bench.example", "-t", "client@bench.example"]);
        let begun = Instant::now();
        tool::output(command.arg(format!("inet:{}", self.address))).await?;
        Ok(f64::from(SMALL) / begun.elapsed().as_secs_f64())
    }

    async fn rate_of_nodemailer(&self, arguments: &Arguments, bytes: usize) -> Result<f64, Failure> {
        let port = self.address.port().to_string();
        let (mails, bytes, connections) =
            (BY_NODEMAILER.to_string(), bytes.to_string(), CONNECTIONS.to_string());
        let sent = tool::script(&arguments.end2end, "nodemailer.mjs", &[&port, &mails, &bytes, &connections])
            .await?;
        sent["mails_per_second"].as_f64().ok_or_else(|| Failure::told(format!("nodemailer: {sent}")))
    }
}

fn postfix(arguments: &Arguments, program: &std::path::Path) -> Command {
    let mut command = Command::new(program);
    command.env("LD_LIBRARY_PATH", &arguments.library_path);
    command
}
