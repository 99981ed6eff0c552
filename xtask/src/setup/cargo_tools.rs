//! Tools that are Rust programs: `cargo-leptos`, `wasm-bindgen`, `cargo-nextest`.
//!
//! Each is taken as it is if it is there, else downloaded as its makers released it, else compiled.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use xshell::cmd;

use super::{Purpose, found, installing};
use crate::failure::Failure;
use crate::project::{Project, tail};

/// 0.3.11 and later want a newer Rust.
const CARGO_LEPTOS: &str = "0.3.10";
/// Any version runs our tests; this one is installed where there is none.
const CARGO_NEXTEST: &str = "0.9.151";
/// How long to wait for an answer to a download, and for its end, in seconds.
const CONNECT_TIMEOUT_S: &str = "4";
const DOWNLOAD_TIMEOUT_S: &str = "120";

/// Tools are compiled to be there soon, not to be fast.
const QUICK_PROFILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
];

struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// Whether another version will do.
    takes_any: bool,
    /// Arguments that make the program print its version.
    version_arguments: &'static [&'static str],
    install_arguments: &'static [&'static str],
    /// Where its makers' release for this machine is.
    archive: Option<String>,
}

/// Tools that are being compiled.
pub(super) struct Compiling(Vec<(Tool, Child, PathBuf)>);

/// Looks for the tools and starts compiling what can be had in no other way.
pub(super) fn start(project: &Project, purpose: Purpose) -> Result<Compiling, Failure> {
    let mut compiling = Compiling(Vec::new());
    for tool in tools(project, purpose)? {
        let name = format!("{} {}", tool.package, tool.version);
        if let Some((version, place)) = tool.find(project) {
            found(&format!("{} {version}", tool.package), &place);
        } else if let Some(place) = tool.download(project) {
            installing(&name, &format!("{} (released)", place.display()));
        } else {
            let log = project.target().join(format!("xtask/{}.log", tool.package));
            installing(&name, &format!("{} (compiling, log in {})", cargo_bin()?.display(), log.display()));
            let child = tool.compile(&log)?;
            compiling.0.push((tool, child, log));
        }
    }
    Ok(compiling)
}

impl Compiling {
    /// Waits until all are compiled, and tries them.
    pub(super) fn finish(mut self, project: &Project) -> Result<(), Failure> {
        for (tool, child, log) in &mut self.0 {
            let status =
                child.wait().map_err(Failure::io("wait for the build of", Path::new(tool.package)))?;
            if !status.success() {
                let text = fs::read(&*log).unwrap_or_default();
                let message = format!("{} could not be installed, {status}:\n{}", tool.package, tail(&text));
                return Err(Failure::Told(message));
            }
            if tool.find(project).is_none() {
                return Err(Failure::Told(format!(
                    "{} {} was installed into {}, but the PATH leads elsewhere: put that folder first.",
                    tool.package,
                    tool.version,
                    cargo_bin()?.display()
                )));
            }
        }
        Ok(())
    }
}

impl Drop for Compiling {
    /// When something else fails, nothing of ours goes on in the background.
    fn drop(&mut self) {
        for (_, child, _) in &mut self.0 {
            if matches!(child.try_wait(), Ok(None)) {
                // It may have ended just now.
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }
}

fn tools(project: &Project, purpose: Purpose) -> Result<Vec<Tool>, Failure> {
    let mut tools = vec![
        Tool {
            package: "cargo-leptos",
            program: "cargo-leptos",
            version: CARGO_LEPTOS.to_owned(),
            takes_any: false,
            version_arguments: &["--version"],
            // Without downloads of its own: a missing helper is one clear error.
            install_arguments: &["--locked", "--features", "no_downloads"],
            archive: target().map(|target| {
                format!("github.com/leptos-rs/cargo-leptos/releases/download/v{CARGO_LEPTOS}/cargo-leptos-{target}.tar.gz")
            }),
        },
        wasm_bindgen(project)?,
    ];
    if purpose >= Purpose::Test {
        tools.push(Tool {
            package: "cargo-nextest",
            program: "cargo-nextest",
            version: CARGO_NEXTEST.to_owned(),
            takes_any: true,
            version_arguments: &["nextest", "--version"],
            install_arguments: &["--locked", "--no-default-features"],
            archive: nextest_platform().map(|platform| format!("get.nexte.st/{CARGO_NEXTEST}/{platform}")),
        });
    }
    Ok(tools)
}

/// Its version has to be the library's, to the last digit.
fn wasm_bindgen(project: &Project) -> Result<Tool, Failure> {
    let lock = project.shell.read_file("Cargo.lock")?;
    let version = lock
        .split("[[package]]")
        .find(|package| package.contains("\nname = \"wasm-bindgen\"\n"))
        .and_then(|package| package.lines().find_map(|line| line.strip_prefix("version = ")))
        .map(|version| version.trim_matches('"').to_owned())
        .ok_or_else(|| Failure::Told("Cargo.lock names no wasm-bindgen".to_owned()))?;
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        takes_any: false,
        version_arguments: &["--version"],
        // Its lock file names crates that have been withdrawn.
        install_arguments: &[],
        archive: target().map(|target| {
            let target = target.replace("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl");
            format!(
                "github.com/wasm-bindgen/wasm-bindgen/releases/download/{version}/wasm-bindgen-{version}-{target}.tar.gz"
            )
        }),
        version,
    })
}

impl Tool {
    /// The version that is on the PATH, and its place, if it will do.
    fn find(&self, project: &Project) -> Option<(String, PathBuf)> {
        let place = project.which(self.program)?;
        Some((self.fitting_version(project, &place)?, place))
    }

    fn fitting_version(&self, project: &Project, place: &Path) -> Option<String> {
        let sh = &project.shell;
        let arguments = self.version_arguments;
        let said = project.ask(cmd!(sh, "{place} {arguments...}"))?;
        // Names may have digits in them, versions have dots.
        let is_version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
        let version = said.split_whitespace().find(is_version)?;
        (self.takes_any || version == self.version).then(|| version.to_owned())
    }

    /// The released program, if the internet is there and has it.
    fn download(&self, project: &Project) -> Option<PathBuf> {
        let sh = &project.shell;
        let address = format!("https://{}", self.archive.as_ref()?);
        let folder = project.target().join("xtask/download").join(self.package);
        sh.remove_path(&folder).ok()?;
        sh.create_dir(&folder).ok()?;
        let archive = folder.join("archive.tar.gz");
        project.ask(cmd!(
            sh,
            "curl --fail --silent --location --connect-timeout {CONNECT_TIMEOUT_S} --max-time {DOWNLOAD_TIMEOUT_S} --output {archive} {address}"
        ))?;
        project.ask(cmd!(sh, "tar -xzf {archive} -C {folder}"))?;
        let inner = fs::read_dir(&folder).ok()?.flatten().map(|entry| entry.path());
        let program = inner
            .flat_map(|path| [path.join(self.program), path])
            .find(|path| path.is_file() && path.file_name().is_some_and(|name| name == self.program))?;
        self.fitting_version(project, &program)?;
        let place = cargo_bin().ok()?.join(self.program);
        sh.copy_file(&program, &place).ok()?;
        (project.which(self.program)? == place).then_some(place)
    }

    fn compile(&self, log: &Path) -> Result<Child, Failure> {
        let folder = log.parent().unwrap_or(log);
        fs::create_dir_all(folder).map_err(Failure::io("make the folder", folder))?;
        let file = File::create(log).map_err(Failure::io("write", log))?;
        let errors = file.try_clone().map_err(Failure::io("write", log))?;
        let mut command = Command::new("cargo");
        command.arg("install").arg(format!("{}@{}", self.package, self.version)).args(self.install_arguments);
        // From outside the checkout, whose cargo settings are not for other people's programs.
        command.current_dir(env::temp_dir()).envs(QUICK_PROFILE);
        command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
        command.stdin(Stdio::null()).stdout(file).stderr(errors);
        command.spawn().map_err(Failure::io("start", Path::new("cargo")))
    }
}

/// Where cargo installs programs.
fn cargo_bin() -> Result<PathBuf, Failure> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| Failure::Told("neither CARGO_HOME nor a home folder is known".to_owned()))?;
    Ok(home.join("bin"))
}

/// This machine's name in release archives.
fn target() -> Option<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Some("x86_64-unknown-linux-gnu"),
        ("linux", "aarch64") => Some("aarch64-unknown-linux-gnu"),
        ("macos", "x86_64") => Some("x86_64-apple-darwin"),
        ("macos", "aarch64") => Some("aarch64-apple-darwin"),
        _ => None,
    }
}

fn nextest_platform() -> Option<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux"),
        ("linux", "aarch64") => Some("linux-arm"),
        ("macos", _) => Some("mac"),
        _ => None,
    }
}
