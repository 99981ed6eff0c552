//! Programs that run beside the portal, and are ended with what started them.

use crate::failure::Failure;
use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    process::{Child, Command},
    time::sleep,
};

/// How long a program may take until it listens.
const START: Duration = Duration::from_secs(60);

/// An address on this machine that was free a moment ago.
pub(crate) fn free_address() -> Result<SocketAddr, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// A program that listens; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) process: Child,
}

impl Service {
    /// Starts a program and waits until it listens.
    pub(crate) async fn start(mut command: Command, address: SocketAddr) -> Result<Self, Failure> {
        let process = command.stdin(Stdio::null()).kill_on_drop(true).spawn()?;
        let mut service = Self { process };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = service.process.try_wait()? {
                return Err(Failure::told(format!("{command:?} has ended: {status}")));
            }
            if begun.elapsed() > START {
                return Err(Failure::told(format!("{command:?} does not listen on {address}")));
            }
            sleep(Duration::from_millis(2)).await;
        }
        Ok(service)
    }
}

/// Runs a program to its end, and gives back what it printed.
pub(crate) async fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        Err(Failure::told(format!("{command:?} failed, {}:\n{out}\n{err}", output.status)))
    }
}

/// A script of `end2end/bench`, which prints JSON.
pub(crate) async fn script(
    end2end: &Path,
    name: &str,
    arguments: &[&str],
) -> Result<serde_json::Value, Failure> {
    let mut command = Command::new("node");
    command.current_dir(end2end).arg(format!("bench/{name}")).args(arguments);
    let printed = output(&mut command).await?;
    Ok(serde_json::from_str(printed.lines().last().unwrap_or_default())?)
}
