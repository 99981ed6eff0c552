//! `cargo xtask run`: from a checkout to the portal on the screen.

use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::process::CommandExt;
use std::process::Command;

use xshell::cmd;

use crate::failure::Failure;
use crate::portal::Portal;
use crate::project::Project;
use crate::setup::{self, Purpose};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The port to listen on, on 127.0.0.1.
    #[arg(long, value_name = "PORT", default_value_t = 3000)]
    port: u16,
    /// Leave an empty database empty, for data of your own.
    #[arg(long)]
    empty: bool,
}

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), Failure> {
    let sh = &project.shell;
    setup::setup(project, Purpose::Run)?;
    let portal = Portal::build(project)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)).to_string();
    if !arguments.empty {
        let binary = &portal.binary;
        project.run(cmd!(sh, "{binary} demo --if-empty").env("LEPTOS_SITE_ADDR", &address))?;
    }
    println!("The portal is at http://{address}; Ctrl-C stops it.");
    // In our place, so that Ctrl-C and every other signal is the server's.
    let error = Command::new(&portal.binary)
        .arg("serve")
        .current_dir(project.path(""))
        .env("LEPTOS_SITE_ADDR", &address)
        .envs(portal.environment())
        .exec();
    Err(Failure::io("start", &portal.binary)(error))
}
