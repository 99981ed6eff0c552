//! `client-portal create-staff`: makes a staff account.

use domain::{
    Db,
    actor::Role,
    password::Hasher,
    user::{self, NewStaff},
};
use secrecy::{ExposeSecret as _, SecretString};
use std::io::Read as _;

/// Longest password that is read, so that a file given by mistake is not.
const MAX_PASSWORD_BYTES: u64 = 64 * 1024;

/// Options of `create-staff`.
#[derive(Debug, clap::Args)]
pub struct CreateStaffArgs {
    /// E-mail address with which the person signs in.
    #[arg(long)]
    email: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// member, power_user or admin.
    #[arg(long)]
    role: Role,
    /// Read the password from standard input (its first line) instead of asking for it.
    #[arg(long)]
    password_stdin: bool,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateStaffError {
    /// Each on a line of its own: what is wrong with which option.
    #[error("the account was not made:\n{0}")]
    Invalid(String),
    #[error("the two passwords are not the same")]
    NotTheSame,
    #[error("cannot read the password: {0}")]
    Read(#[from] std::io::Error),
    #[error("{0}")]
    Domain(domain::Error),
}

impl From<domain::Error> for CreateStaffError {
    fn from(error: domain::Error) -> Self {
        match error {
            domain::Error::Invalid(fields) => {
                let lines: Vec<_> =
                    fields.iter().map(|error| format!("  {}: {}", error.field, error.message)).collect();
                Self::Invalid(lines.join("\n"))
            }
            other => Self::Domain(other),
        }
    }
}

/// Makes the account and says so.
///
/// # Errors
/// [`CreateStaffError`].
pub async fn run(args: CreateStaffArgs, db: &Db) -> Result<(), CreateStaffError> {
    let password = if args.password_stdin { first_line(std::io::stdin())? } else { ask()? };
    let new = NewStaff { email: args.email, name: args.name, role: args.role, password };
    let (email, role) = (new.email.trim().to_lowercase(), new.role);
    user::create_staff(db, &Hasher::default(), new).await?;
    println!("Made the staff account {email} ({}).", role.label());
    Ok(())
}

/// Asks twice, without showing what is typed.
fn ask() -> Result<SecretString, CreateStaffError> {
    let password: SecretString = rpassword::prompt_password("Password: ")?.into();
    let again: SecretString = rpassword::prompt_password("Repeat password: ")?.into();
    if password.expose_secret() == again.expose_secret() {
        Ok(password)
    } else {
        Err(CreateStaffError::NotTheSame)
    }
}

fn first_line(input: impl std::io::Read) -> Result<SecretString, CreateStaffError> {
    let mut text = String::new();
    input.take(MAX_PASSWORD_BYTES).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line_of_the_input() {
        for input in ["glass onion sunday", "glass onion sunday\n", "glass onion sunday\r\nmore\n"] {
            assert_eq!(first_line(input.as_bytes()).unwrap().expose_secret(), "glass onion sunday");
        }
        assert_eq!(first_line("".as_bytes()).unwrap().expose_secret(), "");
    }
}
