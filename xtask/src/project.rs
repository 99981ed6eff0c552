//! Where the project is, and how its commands start programs.

use std::env;
use std::path::{Path, PathBuf};

use xshell::{Cmd, Shell};

use crate::failure::Failure;

/// What `cargo run` tells us about this package, which makes a cargo inside build some crates anew.
const CARGO_VARIABLES: [&str; 5] =
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];

/// How much of a failed program's output is shown, in lines.
const TAIL_LINES: usize = 20;

/// The checkout that cargo runs this program for.
pub(crate) struct Project {
    pub(crate) shell: Shell,
    root: PathBuf,
}

impl Project {
    pub(crate) fn open() -> Result<Self, Failure> {
        // As cargo says it now: a checkout that was moved or copied with its build still has the old place compiled in.
        let xtask = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root =
            Path::new(&xtask).join("..").canonicalize().map_err(Failure::io("find", Path::new(&xtask)))?;
        let shell = Shell::new()?;
        shell.change_dir(&root);
        // `wasm-opt` comes with npm's binaryen; the distributions' are too old for today's WASM.
        let mut folders = vec![root.join("end2end/node_modules/.bin")];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let path = env::join_paths(folders).map_err(|error| Failure::Told(error.to_string()))?;
        shell.set_var("PATH", path);
        Ok(Self { shell, root })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Where a build goes.
    pub(crate) fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |folder| self.root.join(folder))
    }

    /// Runs a program on our own terminal, and says so.
    #[expect(clippy::unused_self, reason = "a project runs programs")]
    pub(crate) fn run(&self, command: Cmd<'_>) -> Result<(), Failure> {
        println!("$ {command}");
        Ok(without_cargo_variables(command).quiet().run()?)
    }

    /// Runs a program unseen; what it said is shown only if it fails.
    pub(crate) fn run_unseen(&self, command: Cmd<'_>) -> Result<(), Failure> {
        let name = command.to_string();
        let output = without_cargo_variables(command).quiet().ignore_status().output()?;
        if output.status.success() {
            return Ok(());
        }
        let text = [output.stdout, output.stderr].concat();
        Err(Failure::Told(format!("`{name}` failed, {}:\n{}", output.status, tail(&text))))
    }

    /// What a program prints, or `None` if it is missing or fails.
    pub(crate) fn ask(&self, command: Cmd<'_>) -> Option<String> {
        without_cargo_variables(command).quiet().ignore_stderr().read().ok()
    }

    /// The program that a command of this name would start.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        let path = self.shell.var_os("PATH").unwrap_or_default();
        env::split_paths(&path).map(|folder| folder.join(program)).find(|file| is_executable(file))
    }
}

pub(crate) fn without_cargo_variables(command: Cmd<'_>) -> Cmd<'_> {
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names
        .filter(|name| CARGO_VARIABLES.iter().any(|prefix| name.starts_with(prefix)))
        .fold(command, |command, name| command.env_remove(name))
}

/// The last lines of a program's output.
pub(crate) fn tail(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines.get(lines.len().saturating_sub(TAIL_LINES)..).unwrap_or_default().join("\n")
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
