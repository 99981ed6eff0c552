//! Turns the rules of uap-core into constants, so that neither a YAML reader nor the rules for makes and models, which are
//! most of the file, are part of the server.

#[cfg(not(feature = "postgres"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}

#[cfg(feature = "postgres")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::{env, fs, path::Path};

    const SOURCE: &str = "data/uap/regexes.yaml";
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SOURCE}");

    let yaml: yaml_serde::Value = yaml_serde::from_str(&fs::read_to_string(SOURCE)?)?;
    let code = constant("BROWSERS", &yaml["user_agent_parsers"], "family_replacement")?
        + &constant("PLATFORMS", &yaml["os_parsers"], "os_replacement")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("user_agent_rules.rs"), code)?;
    Ok(())
}

/// A constant with a pair for each rule: the regex, and the name where it is not the first group of the regex.
#[cfg(feature = "postgres")]
fn constant(constant: &str, rules: &yaml_serde::Value, replacement: &str) -> Result<String, String> {
    let rules = rules.as_sequence().ok_or_else(|| format!("no rules for {constant}"))?;
    let mut code = format!("pub(super) const {constant}: &[(&str, Option<&str>)] = &[\n");
    for rule in rules {
        let regex = rule["regex"].as_str().ok_or_else(|| format!("a rule of {constant} without regex"))?;
        code += &format!("    ({regex:?}, {:?}),\n", rule[replacement].as_str());
    }
    Ok(code + "];\n")
}
