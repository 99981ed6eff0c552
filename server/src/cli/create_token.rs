//! `client-portal create-token`: makes an API token and prints it, this once.

use domain::{
    Db,
    actor::ApiScope,
    api_token::{self, NewApiToken},
};

/// Options of `create-token`.
#[derive(Debug, clap::Args)]
pub struct CreateTokenArgs {
    /// E-mail address of the staff account that the token belongs to; it can do no more than that account.
    #[arg(long, value_name = "EMAIL")]
    staff: String,
    /// What the token is for.
    #[arg(long)]
    name: String,
    /// What it may be used for, one or more: portal-access, bulk-invitations, records, activities.
    #[arg(long = "scope", value_name = "SCOPE", required = true, num_args = 1..)]
    scopes: Vec<ApiScope>,
}

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateTokenError {
    /// Each on a line of its own: what is wrong with which option.
    #[error("the token was not made:\n{0}")]
    Invalid(String),
    #[error("{0}")]
    Domain(domain::Error),
}

impl From<domain::Error> for CreateTokenError {
    fn from(error: domain::Error) -> Self {
        let option = |field: &str| match field {
            "owner_email" => "--staff",
            "scopes" => "--scope",
            _ => "--name",
        };
        match error {
            domain::Error::Invalid(fields) => {
                let lines: Vec<_> = fields
                    .iter()
                    .map(|error| format!("  {}: {}", option(&error.field), error.message))
                    .collect();
                Self::Invalid(lines.join("\n"))
            }
            other => Self::Domain(other),
        }
    }
}

/// Makes the token. Nothing else goes to standard output, so that it can be piped to where it is needed.
///
/// # Errors
/// [`CreateTokenError`].
pub async fn run(args: CreateTokenArgs, db: &Db) -> Result<(), CreateTokenError> {
    let CreateTokenArgs { staff, name, scopes } = args;
    let token = api_token::create_by_operator(db, NewApiToken { owner_email: staff, name, scopes }).await?;
    println!("{token}");
    eprintln!("Keep it safe: it is not shown again.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: CreateTokenArgs,
    }

    fn scopes(args: &[&str]) -> Result<Vec<&'static str>, clap::error::ErrorKind> {
        let line = [&["create-token", "--staff", "a@b.example", "--name", "ERP"], args].concat();
        let line = Line::try_parse_from(line).map_err(|error| error.kind())?;
        Ok(line.args.scopes.into_iter().map(ApiScope::as_str).collect())
    }

    #[test]
    fn scopes_are_given_together_or_one_by_one() {
        assert_eq!(scopes(&["--scope", "records", "activities"]).unwrap(), ["records", "activities"]);
        assert_eq!(
            scopes(&["--scope", "records", "--scope", "portal-access"]).unwrap(),
            ["records", "portal-access"]
        );
        assert!(scopes(&[]).is_err());
        assert!(scopes(&["--scope"]).is_err());
        assert!(scopes(&["--scope", "everything"]).is_err());
    }
}
