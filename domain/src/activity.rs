//! The activity log: who did what, when, and from where (SPEC section 6).

use crate::id::SessionId;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

macro_rules! kinds {
    ($($variant:ident = $text:literal, $label:literal;)+) => {
        /// What was done. The first thirteen and declining a quote are the client's; the rest are staff's acts, what a client's
        /// administrator does about colleagues, files that went, and what people do about the safety of their own accounts.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ActivityKind { $($variant),+ }

        impl ActivityKind {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in the table and in the API.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The words on the page.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}

kinds! {
    Login = "login", "Signed in";
    Logout = "logout", "Signed out";
    FailedLogin = "failed_login", "Failed sign-in";
    PasswordReset = "password_reset", "Password changed";
    ViewProject = "view_project", "Viewed project";
    ViewQuote = "view_quote", "Viewed quote";
    ApproveQuote = "approve_quote", "Approved quote";
    ViewInvoice = "view_invoice", "Viewed invoice";
    PayInvoice = "pay_invoice", "Paid invoice";
    DownloadFile = "download_file", "Downloaded file";
    UploadFile = "upload_file", "Uploaded file";
    SendMessage = "send_message", "Sent message";
    UpdateProfile = "update_profile", "Updated profile";
    EnablePortal = "enable_portal", "Enabled portal access";
    DisablePortal = "disable_portal", "Disabled portal access";
    SendInvitation = "send_invitation", "Sent invitation";
    RevokeInvitation = "revoke_invitation", "Withdrew invitation";
    AcceptInvitation = "accept_invitation", "Accepted invitation";
    ChangeAccess = "change_access", "Changed what a person sees";
    StartBulkInvitation = "start_bulk_invitation", "Started bulk invitations";
    PauseBulkInvitation = "pause_bulk_invitation", "Paused bulk invitations";
    ResumeBulkInvitation = "resume_bulk_invitation", "Resumed bulk invitations";
    CancelBulkInvitation = "cancel_bulk_invitation", "Cancelled bulk invitations";
    RetryBulkInvitation = "retry_bulk_invitation", "Retried bulk invitations";
    CreateApiToken = "create_api_token", "Created API token";
    RevokeApiToken = "revoke_api_token", "Revoked API token";
    UpdateCompany = "update_company", "Changed company settings";
    EnableTwoStep = "enable_two_step", "Switched two-step sign-in on";
    DisableTwoStep = "disable_two_step", "Switched two-step sign-in off";
    RenewRecoveryCodes = "renew_recovery_codes", "Made new recovery codes";
    UseRecoveryCode = "use_recovery_code", "Used a recovery code";
    AddPasskey = "add_passkey", "Added passkey";
    RenamePasskey = "rename_passkey", "Renamed passkey";
    RemovePasskey = "remove_passkey", "Removed passkey";
    EnablePasskeyStep = "enable_passkey_step", "Passkey after the password switched on";
    DisablePasskeyStep = "disable_passkey_step", "Passkey after the password switched off";
    ReportActivity = "report_activity", "Reported as not them";
    ShareFile = "share_file", "Shared file";
    UnshareFile = "unshare_file", "Stopped sharing file";
    DeleteFile = "delete_file", "Deleted file";
    RequestFile = "request_file", "Asked for file";
    AcceptFile = "accept_file", "Accepted file";
    SendBackFile = "send_back_file", "Sent file back";
    WithdrawFileRequest = "withdraw_file_request", "Withdrew request for file";
    DeclineQuote = "decline_quote", "Declined quote";
    ReviseQuote = "revise_quote", "Revised quote";
    SendInvoice = "send_invoice", "Sent invoice";
    ConfirmPayment = "confirm_payment", "Confirmed payment";
    RefusePayment = "refuse_payment", "Refused payment";
}

impl ActivityKind {
    /// `login`, `logout`, `failed_login`, `password_reset`.
    #[must_use]
    pub fn is_security_event(self) -> bool {
        matches!(self, Self::Login | Self::Logout | Self::FailedLogin | Self::PasswordReset)
    }

    /// `view_invoice`, `pay_invoice`.
    #[must_use]
    pub fn is_financial_action(self) -> bool {
        matches!(self, Self::ViewInvoice | Self::PayInvoice)
    }
}

impl std::str::FromStr for ActivityKind {
    type Err = UnknownActivity;
    fn from_str(text: &str) -> Result<Self, UnknownActivity> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or(UnknownActivity)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown activity type")]
pub struct UnknownActivity;

/// Where a request came from; every record of the log carries it.
#[derive(Clone, Default, Debug)]
pub struct Origin {
    /// `None` before sign-in and for API tokens.
    pub session_id: Option<SessionId>,
    /// The client's address, already taken from a trusted proxy's header where there is one.
    pub ip_address: Option<IpAddr>,
    /// The User-Agent header, at most 512 characters.
    pub user_agent: String,
}

pub mod log;

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub(crate) use pg::{NewActivity, Subject, record};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helpers_name_exactly_what_the_contract_names() {
        let named = |is: fn(ActivityKind) -> bool| -> Vec<_> {
            ActivityKind::ALL.iter().copied().filter(|kind| is(*kind)).map(ActivityKind::as_str).collect()
        };
        assert_eq!(
            named(ActivityKind::is_security_event),
            ["login", "logout", "failed_login", "password_reset"]
        );
        assert_eq!(named(ActivityKind::is_financial_action), ["view_invoice", "pay_invoice"]);
    }
}
