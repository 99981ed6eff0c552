//! `cargo xtask test`: every check of the project, in the order of what fails soonest.
//!
//! The last line of its output is the last test runner's own line of counts.

use std::time::Instant;

use xshell::cmd;

use crate::failure::Failure;
use crate::portal::Portal;
use crate::project::Project;
use crate::setup::{self, Purpose};
use crate::sqlx;

/// Packages that build for the host; `frontend` is for the browser only. The same choice in all steps: it decides
/// the features of every dependency, and with the same features the steps share what they build.
pub(crate) const HOST: [&str; 3] = ["--workspace", "--exclude", "frontend"];

pub(crate) fn test(project: &Project) -> Result<(), Failure> {
    let sh = &project.shell;
    let steps = Steps::new();
    steps.step("setup", || setup::setup(project, Purpose::Test))?;
    steps.step("format", || project.run(cmd!(sh, "cargo fmt --all --check")))?;
    steps.step("lints and SQL", || sqlx::lint_and_compare(project))?;
    steps.step("lints of the frontend", || {
        project.run(cmd!(sh, "cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings"))
    })?;
    steps.step("checks of the end-to-end tests", || {
        let _inside = sh.push_dir("end2end");
        project.run(cmd!(sh, "npm run --silent check"))?;
        project.run(cmd!(sh, "npm run --silent smtp:check"))
    })?;
    steps.step("tests", || {
        let with_database = sqlx::private_postgres(project)?;
        // What a failed test says is worth more than where its runtime called it from.
        let tests = cmd!(sh, "{with_database} --migrations migrations -- cargo nextest run {HOST...}");
        project.run(tests.env("RUST_BACKTRACE", "0"))
    })?;
    steps.step("examples in the documentation", || project.run(cmd!(sh, "cargo test --doc {HOST...}")))?;
    let portal = steps.step("build of the portal", || Portal::build(project))?;
    steps.step("end to end", || end_to_end(project, &portal))
}

/// A browser against the server that was just built.
fn end_to_end(project: &Project, portal: &Portal) -> Result<(), Failure> {
    let sh = &project.shell;
    let _inside = sh.push_dir("end2end");
    let playwright = cmd!(sh, "npx playwright test").env("CLIENT_PORTAL_BIN", &portal.binary);
    project.run(playwright.envs(portal.environment()))
}

/// The steps of a run, with a timed headline each.
struct Steps {
    begun: Instant,
}

impl Steps {
    fn new() -> Self {
        Self { begun: Instant::now() }
    }

    /// The time stands in the next headline, so that nothing follows the last runner's counts.
    fn step<T>(&self, name: &'static str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        let seconds = self.begun.elapsed().as_secs();
        println!("\n== {name} (after {} min {} s)", seconds / 60, seconds % 60);
        work().map_err(|source| Failure::Step { step: name, source: Box::new(source) })
    }
}
