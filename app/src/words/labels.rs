//! The words for states, orders and kinds.

use crate::{ui::Words, words::say};
use domain::{
    access_preset::AccessPreset,
    activity::ActivityKind,
    client::PortalState,
    document::{DocumentSort, request::RequestState},
    invoice::{InvoiceShow, InvoiceSort, InvoiceStatus},
    notification::preference::Event,
    payment::{NotPaid, PaymentState, Provider},
    project::{ProjectSort, ProjectStatus},
    quote::{QuoteSort, QuoteStatus},
    statement::EntryKind,
    user::Theme,
};

/// What has words for itself, in the language of this request.
pub(crate) trait InWords {
    fn words(self) -> Words;
}

impl InWords for QuoteStatus {
    fn words(self) -> Words {
        match self {
            Self::Draft => say!("quote-status-draft"),
            Self::Sent => say!("quote-status-sent"),
            Self::Expired => say!("quote-status-expired"),
            Self::Approved => say!("quote-status-approved"),
            Self::Declined => say!("quote-status-declined"),
            Self::Cancelled => say!("quote-status-cancelled"),
        }
    }
}

impl InWords for QuoteSort {
    fn words(self) -> Words {
        match self {
            Self::Newest => say!("quote-sort-newest"),
            Self::Oldest => say!("quote-sort-oldest"),
            Self::ValidUntil => say!("quote-sort-valid-until"),
            Self::Amount => say!("quote-sort-amount"),
        }
    }
}

impl InWords for InvoiceStatus {
    fn words(self) -> Words {
        match self {
            Self::Draft => say!("invoice-status-draft"),
            Self::Sent => say!("invoice-status-sent"),
            Self::Overdue => say!("invoice-status-overdue"),
            Self::Paid => say!("invoice-status-paid"),
            Self::Cancelled => say!("invoice-status-cancelled"),
        }
    }
}

impl InWords for InvoiceShow {
    fn words(self) -> Words {
        match self {
            Self::All => say!("invoice-show-all"),
            Self::Pending => say!("invoice-show-pending"),
            Self::Overdue => say!("invoice-show-overdue"),
            Self::Paid => say!("invoice-show-paid"),
            Self::Cancelled => say!("invoice-show-cancelled"),
        }
    }
}

impl InWords for InvoiceSort {
    fn words(self) -> Words {
        match self {
            Self::Newest => say!("invoice-sort-newest"),
            Self::Oldest => say!("invoice-sort-oldest"),
            Self::Due => say!("invoice-sort-due"),
            Self::Amount => say!("invoice-sort-amount"),
            Self::Balance => say!("invoice-sort-balance"),
        }
    }
}

impl InWords for ProjectStatus {
    fn words(self) -> Words {
        match self {
            Self::Planned => say!("project-status-planned"),
            Self::Active => say!("project-status-active"),
            Self::OnHold => say!("project-status-on-hold"),
            Self::Completed => say!("project-status-completed"),
            Self::Cancelled => say!("project-status-cancelled"),
        }
    }
}

impl InWords for ProjectSort {
    fn words(self) -> Words {
        match self {
            Self::Newest => say!("project-sort-newest"),
            Self::Oldest => say!("project-sort-oldest"),
            Self::Ends => say!("project-sort-ends"),
            Self::Name => say!("project-sort-name"),
        }
    }
}

impl InWords for DocumentSort {
    fn words(self) -> Words {
        match self {
            Self::Newest => say!("document-sort-newest"),
            Self::Oldest => say!("document-sort-oldest"),
            Self::Name => say!("document-sort-name"),
            Self::Project => say!("document-sort-project"),
            Self::Size => say!("document-sort-size"),
        }
    }
}

impl InWords for RequestState {
    fn words(self) -> Words {
        match self {
            Self::Open => say!("document-request-open"),
            Self::HandedOver => say!("document-request-handed-over"),
            Self::Accepted => say!("document-request-accepted"),
            Self::SentBack => say!("document-request-sent-back"),
        }
    }
}

impl InWords for Provider {
    fn words(self) -> Words {
        match self {
            Self::Stripe => say!("provider-stripe"),
            Self::BankTransfer => say!("provider-bank-transfer"),
        }
    }
}

impl InWords for PaymentState {
    fn words(self) -> Words {
        match self {
            Self::Pending => say!("payment-state-pending"),
            Self::Succeeded => say!("payment-state-succeeded"),
            Self::Failed => say!("payment-state-failed"),
            Self::Cancelled => say!("payment-state-cancelled"),
        }
    }
}

impl InWords for NotPaid {
    fn words(self) -> Words {
        match self {
            Self::NotStarted => say!("payment-not-started"),
            Self::NotInTime => say!("payment-not-in-time"),
            Self::NotCarriedOut => say!("payment-not-carried-out"),
        }
    }
}

impl InWords for AccessPreset {
    fn words(self) -> Words {
        match self {
            Self::Everything => say!("preset-everything"),
            Self::InvoicesOnly => say!("preset-invoices-only"),
            Self::ProjectsAndDocumentsOnly => say!("preset-projects-and-documents-only"),
        }
    }
}

impl InWords for PortalState {
    fn words(self) -> Words {
        match self {
            Self::Enabled => say!("portal-state-enabled"),
            Self::Disabled => say!("portal-state-disabled"),
            Self::Invited => say!("portal-state-invited"),
            Self::None => say!("portal-state-none"),
            Self::Inactive => say!("portal-state-inactive"),
        }
    }
}

impl InWords for Event {
    fn words(self) -> Words {
        match self {
            Self::Quote => say!("event-quote"),
            Self::Invoice => say!("event-invoice"),
            Self::Payment => say!("event-payment"),
            Self::Document => say!("event-document"),
            Self::Request => say!("event-request"),
            Self::Message => say!("event-message"),
            Self::Project => say!("event-project"),
        }
    }
}

impl InWords for EntryKind {
    fn words(self) -> Words {
        match self {
            Self::Invoice => say!("entry-invoice"),
            Self::Payment => say!("entry-payment"),
            Self::Refund => say!("entry-refund"),
        }
    }
}

impl InWords for Theme {
    fn words(self) -> Words {
        match self {
            Self::System => say!("theme-system"),
            Self::Light => say!("theme-light"),
            Self::Dark => say!("theme-dark"),
        }
    }
}

impl InWords for ActivityKind {
    fn words(self) -> Words {
        match self {
            Self::Login => say!("activity-login"),
            Self::Logout => say!("activity-logout"),
            Self::FailedLogin => say!("activity-failed-login"),
            Self::PasswordReset => say!("activity-password-reset"),
            Self::ViewProject => say!("activity-view-project"),
            Self::ViewQuote => say!("activity-view-quote"),
            Self::ApproveQuote => say!("activity-approve-quote"),
            Self::ViewInvoice => say!("activity-view-invoice"),
            Self::PayInvoice => say!("activity-pay-invoice"),
            Self::DownloadFile => say!("activity-download-file"),
            Self::UploadFile => say!("activity-upload-file"),
            Self::SendMessage => say!("activity-send-message"),
            Self::UpdateProfile => say!("activity-update-profile"),
            Self::EnablePortal => say!("activity-enable-portal"),
            Self::DisablePortal => say!("activity-disable-portal"),
            Self::SendInvitation => say!("activity-send-invitation"),
            Self::RevokeInvitation => say!("activity-revoke-invitation"),
            Self::AcceptInvitation => say!("activity-accept-invitation"),
            Self::ChangeAccess => say!("activity-change-access"),
            Self::StartBulkInvitation => say!("activity-start-bulk-invitation"),
            Self::PauseBulkInvitation => say!("activity-pause-bulk-invitation"),
            Self::ResumeBulkInvitation => say!("activity-resume-bulk-invitation"),
            Self::CancelBulkInvitation => say!("activity-cancel-bulk-invitation"),
            Self::RetryBulkInvitation => say!("activity-retry-bulk-invitation"),
            Self::CreateApiToken => say!("activity-create-api-token"),
            Self::RevokeApiToken => say!("activity-revoke-api-token"),
            Self::UpdateCompany => say!("activity-update-company"),
            Self::EnableTwoStep => say!("activity-enable-two-step"),
            Self::DisableTwoStep => say!("activity-disable-two-step"),
            Self::RenewRecoveryCodes => say!("activity-renew-recovery-codes"),
            Self::UseRecoveryCode => say!("activity-use-recovery-code"),
            Self::AddPasskey => say!("activity-add-passkey"),
            Self::RenamePasskey => say!("activity-rename-passkey"),
            Self::RemovePasskey => say!("activity-remove-passkey"),
            Self::EnablePasskeyStep => say!("activity-enable-passkey-step"),
            Self::DisablePasskeyStep => say!("activity-disable-passkey-step"),
            Self::ReportActivity => say!("activity-report-activity"),
            Self::ShareFile => say!("activity-share-file"),
            Self::UnshareFile => say!("activity-unshare-file"),
            Self::DeleteFile => say!("activity-delete-file"),
            Self::RequestFile => say!("activity-request-file"),
            Self::AcceptFile => say!("activity-accept-file"),
            Self::SendBackFile => say!("activity-send-back-file"),
            Self::WithdrawFileRequest => say!("activity-withdraw-file-request"),
            Self::DeclineQuote => say!("activity-decline-quote"),
            Self::ReviseQuote => say!("activity-revise-quote"),
            Self::SendInvoice => say!("activity-send-invoice"),
            Self::ConfirmPayment => say!("activity-confirm-payment"),
            Self::RefusePayment => say!("activity-refuse-payment"),
        }
    }
}

/// By which method a payment was made; another program's own word as it is.
pub(crate) fn payment_method(method: &str) -> Words {
    match method {
        "card" => Provider::Stripe.words(),
        "bank_transfer" => Provider::BankTransfer.words(),
        "received" => say!("payment-method-received"),
        "other" => say!("payment-method-other"),
        own => crate::format::label(own).into(),
    }
}

/// What is said of something in one's own log besides its kind. The log keeps words of its own, in English, beside names.
pub(crate) fn activity_detail(kind: ActivityKind, detail: String) -> Words {
    match (kind, detail.as_str()) {
        (ActivityKind::FailedLogin, "Wrong code") => say!("detail-wrong-code"),
        (ActivityKind::FailedLogin, "Unknown passkey") => say!("detail-unknown-passkey"),
        (ActivityKind::FailedLogin, "Passkey not taken") => say!("detail-passkey-not-taken"),
        (ActivityKind::FailedLogin, "Passkey that may have been copied") => say!("detail-passkey-copied"),
        (ActivityKind::DisableTwoStep | ActivityKind::RemovePasskey, "By the operator") => {
            say!("detail-by-operator")
        }
        (ActivityKind::ReportActivity, reported) => {
            let known = ActivityKind::ALL.iter().find(|known| known.label() == reported);
            known.map_or_else(|| detail.into(), |known| known.words())
        }
        _ => detail.into(),
    }
}

/// Browser and platform as people say them: `Firefox on Windows`.
pub(crate) fn device(browser: &str, platform: &str) -> Words {
    match (browser, platform) {
        ("", "") => say!("device-unknown"),
        (name, "") | ("", name) => name.to_owned().into(),
        (browser, platform) => say!("device", browser = browser.to_owned(), platform = platform.to_owned()),
    }
}
