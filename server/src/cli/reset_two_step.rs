//! `client-portal reset-two-step`: lets somebody in again who has lost both device and recovery codes. Their passkeys go as well.

use domain::{Db, two_step};

/// Options of `reset-two-step`.
#[derive(Debug, clap::Args)]
pub struct ResetTwoStepArgs {
    /// E-mail address of the account, a client's or a staff user's. Make sure first that it is its owner who asks.
    #[arg(long)]
    email: String,
}

/// Why nothing was switched off.
#[derive(Debug, thiserror::Error)]
pub enum ResetTwoStepError {
    #[error("no account with the address {0} has two-step sign-in or a passkey")]
    Off(String),
    #[error("{0}")]
    Domain(domain::Error),
}

/// Switches it off; the owner is told by mail.
///
/// # Errors
/// [`ResetTwoStepError`].
pub async fn run(args: ResetTwoStepArgs, db: &Db) -> Result<(), ResetTwoStepError> {
    match two_step::reset_by_operator(db, &args.email).await {
        Ok(()) => {
            println!("Two-step sign-in of {} is off, and its passkeys are removed.", args.email);
            Ok(())
        }
        Err(domain::Error::NotFound) => Err(ResetTwoStepError::Off(args.email)),
        Err(other) => Err(ResetTwoStepError::Domain(other)),
    }
}
