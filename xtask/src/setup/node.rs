//! Node and the packages of `end2end`: Playwright and its company, and binaryen's `wasm-opt` for release builds.

use std::path::Path;

use serde_json::{Map, Value};
use xshell::cmd;

use super::{found, installing};
use crate::failure::Failure;
use crate::project::Project;

/// The oldest Node that runs the end-to-end tests.
const NODE_MAJOR_MIN: u32 = 20;

pub(super) fn set_up(project: &Project) -> Result<(), Failure> {
    let sh = &project.shell;
    let version = project.ask(cmd!(sh, "node --version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match (major, project.which("node"), project.which("npm")) {
        (Some(major), Some(node), Some(_)) if major >= NODE_MAJOR_MIN => {
            found(&format!("Node {version}"), &node)
        }
        _ => {
            let missing =
                format!("Node {NODE_MAJOR_MIN} or newer, with npm, is needed: see https://nodejs.org");
            return Err(Failure::Told(missing));
        }
    }
    let folder = project.path("end2end");
    let modules = folder.join("node_modules");
    if is_up_to_date(&folder) {
        found("npm packages", &modules);
        return Ok(());
    }
    installing("npm packages", &modules.display().to_string());
    let _inside = sh.push_dir(&folder);
    project.run_unseen(cmd!(sh, "npm ci --no-audit --no-fund"))
}

/// Whether `node_modules` holds what the lock file names, by npm's own record of what it installed.
fn is_up_to_date(folder: &Path) -> bool {
    let (Some(wanted), Some(installed)) = (
        packages(&folder.join("package-lock.json")),
        packages(&folder.join("node_modules/.package-lock.json")),
    ) else {
        return false;
    };
    let is_same = |name: &String, package: &Value| match installed.get(name) {
        Some(there) => there.get("version") == package.get("version"),
        // Packages for other systems are in the lock file only.
        None => package.get("optional").is_some_and(|optional| optional == true),
    };
    wanted.iter().filter(|(name, _)| !name.is_empty()).all(|(name, package)| is_same(name, package))
        && installed.keys().all(|name| wanted.contains_key(name))
}

fn packages(lock_file: &Path) -> Option<Map<String, Value>> {
    let text = std::fs::read(lock_file).ok()?;
    match serde_json::from_slice::<Value>(&text).ok()?.get_mut("packages")?.take() {
        Value::Object(packages) => Some(packages),
        _ => None,
    }
}
