### What pages say.

## Dates and sizes

date-range-from = From { $day }
date-range-until = Until { $day }
date-range-none = No dates yet
day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
day-ahead = in { $days } days
day-ago = { $days } days ago
days-left-last = last day
days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
when-now = just now
when-minutes = { $minutes ->
    [one] 1 minute ago
   *[other] { $minutes } minutes ago
}
when-hours = { $hours ->
    [one] 1 hour ago
   *[other] { $hours } hours ago
}
when-yesterday = yesterday, { $time }
size-bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
file-pdf = PDF
file-archive = Archive
file-spreadsheet = Spreadsheet
file-document = Document
file-presentation = Presentation
file-image = Image
file-video = Video
file-audio = Audio
file-text = Text
file-other = File

## Failures of forms

form-unreadable = The form could not be read. Please reload the page and try again.

## Settings: language

language-heading = Language
language-label = Language
language-of-browser = As in this browser
language-hint = Pages, mails and papers are in it. Without a choice, mails are in { $language }.
language-saved = The language is saved.
save = Save

## Parts of pages

breadcrumbs = Breadcrumbs
keep-as-it-is = Keep as it is
next = Next
pages = Pages
password-hide = Hide what you typed
password-show = Show what you typed
previous = Previous

## States, orders and kinds

quote-status-draft = Draft
quote-status-sent = Sent
quote-status-expired = Expired
quote-status-approved = Approved
quote-status-declined = Declined
quote-status-cancelled = Cancelled
quote-sort-newest = Newest first
quote-sort-oldest = Oldest first
quote-sort-valid-until = Valid until
quote-sort-amount = Amount
invoice-status-draft = Draft
invoice-status-sent = Sent
invoice-status-overdue = Overdue
invoice-status-paid = Paid
invoice-status-cancelled = Cancelled
invoice-show-all = All
invoice-show-pending = Pending
invoice-show-overdue = Overdue
invoice-show-paid = Paid
invoice-show-cancelled = Cancelled
invoice-sort-newest = Newest first
invoice-sort-oldest = Oldest first
invoice-sort-due = Due first
invoice-sort-amount = Amount
invoice-sort-balance = Balance
project-status-planned = Planned
project-status-active = Active
project-status-on-hold = On hold
project-status-completed = Completed
project-status-cancelled = Cancelled
project-sort-newest = Newest first
project-sort-oldest = Oldest first
project-sort-ends = Ends first
project-sort-name = Name
document-sort-newest = Newest first
document-sort-oldest = Oldest first
document-sort-name = Name
document-sort-project = Project
document-sort-size = Size
document-request-open = Open
document-request-handed-over = Handed over
document-request-accepted = Accepted
document-request-sent-back = Sent back
provider-stripe = Card
provider-bank-transfer = Bank transfer
payment-state-pending = Waiting
payment-state-succeeded = Received
payment-state-failed = Failed
payment-state-cancelled = Cancelled
preset-everything = Everything
preset-invoices-only = Invoices only
preset-projects-and-documents-only = Projects and documents only
portal-state-enabled = Has access
portal-state-disabled = Access off
portal-state-invited = Invited
portal-state-none = No access
portal-state-inactive = Inactive
event-quote = Quotes
event-invoice = Invoices
event-payment = Payments
event-document = Documents
event-message = Messages
event-project = Projects
entry-invoice = Invoice
entry-payment = Payment
entry-refund = Refund
theme-system = As on this device
theme-light = Light
theme-dark = Dark
activity-login = Signed in
activity-logout = Signed out
activity-failed-login = Failed sign-in
activity-password-reset = Password changed
activity-view-project = Viewed project
activity-view-quote = Viewed quote
activity-approve-quote = Approved quote
activity-view-invoice = Viewed invoice
activity-pay-invoice = Paid invoice
activity-download-file = Downloaded file
activity-upload-file = Uploaded file
activity-send-message = Sent message
activity-update-profile = Updated profile
activity-enable-portal = Enabled portal access
activity-disable-portal = Disabled portal access
activity-send-invitation = Sent invitation
activity-revoke-invitation = Withdrew invitation
activity-accept-invitation = Accepted invitation
activity-change-access = Changed what a person sees
activity-start-bulk-invitation = Started bulk invitations
activity-pause-bulk-invitation = Paused bulk invitations
activity-resume-bulk-invitation = Resumed bulk invitations
activity-cancel-bulk-invitation = Cancelled bulk invitations
activity-retry-bulk-invitation = Retried bulk invitations
activity-create-api-token = Created API token
activity-revoke-api-token = Revoked API token
activity-update-company = Changed company settings
activity-enable-two-step = Switched two-step sign-in on
activity-disable-two-step = Switched two-step sign-in off
activity-renew-recovery-codes = Made new recovery codes
activity-use-recovery-code = Used a recovery code
activity-add-passkey = Added passkey
activity-rename-passkey = Renamed passkey
activity-remove-passkey = Removed passkey
activity-enable-passkey-step = Passkey after the password switched on
activity-disable-passkey-step = Passkey after the password switched off
activity-report-activity = Reported as not them
activity-share-file = Shared file
activity-unshare-file = Stopped sharing file
activity-delete-file = Deleted file
activity-request-file = Asked for file
activity-accept-file = Accepted file
activity-send-back-file = Sent file back
activity-withdraw-file-request = Withdrew request for file
activity-decline-quote = Declined quote
activity-revise-quote = Revised quote
activity-confirm-payment = Confirmed payment
activity-refuse-payment = Refused payment
device = { $browser } on { $platform }
device-unknown = Unknown device

## Lists

list-all = All
list-apply = Apply
list-no-match = Nothing matches “{ $search }”
list-nothing = Nothing here
list-order = Order
list-status = Status
list-try-other = Try other words or another status.
