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
form-of-another-client = You have gone on to { $client } in another window. Please open this page anew, so that nothing is sent for the wrong client.
form-failed = Something went wrong on our side. Please try again; if it happens again, tell us.
form-unsent = The portal cannot be reached at the moment. Please check your connection and try again.

## Bars and menus

nav-skip = Skip to content
nav-sections = Sections
nav-overview = Overview
nav-projects = Projects
nav-quotes = Quotes
nav-invoices = Invoices
nav-documents = Documents
nav-messages = Messages
nav-unread = unread
menu-account = Account menu,
menu-profile = Profile
menu-people = People
menu-settings = Settings
menu-logout = Logout
menu-client = Client
portal-name = Client portal

## Error page

error-page-sign-in = Please sign in
error-page-forbidden = This is not open to you
error-page-missing = This page does not exist
error-page-conflict = This cannot be done now
error-page-attempts = Too many attempts
error-page-away = We will be back in a moment
error-page-other = Something went wrong
error-page-retries = Nothing is lost. This page tries again by itself every few seconds.
error-page-again = Try again
error-page-home = Go to the start page

## Bell and notifications

notifications-title = Notifications
notifications-name-unread = Notifications, { $unread } unread
notifications-unread = { $unread } unread
notifications-all = All notifications
notifications-new = New:
notifications-news = New notification: { $title }
notifications-bell-empty = Nothing yet. What happens to your quotes and invoices appears here.
notifications-bell-empty-staff = Nothing yet. What clients write and decide appears here.
notifications-nothing-unread = Nothing unread
notifications-show-unread = Unread
notifications-sort-newest = Newest first
notifications-mark-all = Mark all as read
notifications-marked = All notifications are marked as read.
notifications-search = Search notifications
notifications-none = No notifications yet
notifications-none-text = What happens to your quotes and invoices appears here.
notifications-none-text-staff = What clients write and decide appears here.
notifications-show-all = Show all notifications

## Getting in

account-email = E-mail address
account-password = Password
account-password-again = Repeat password
account-new-password = New password
account-new-password-again = Repeat new password
account-password-hint = 12 to 128 characters. A few words that do not belong together are good and easy to remember.
account-passwords-differ = The two passwords are not the same. Please type them again.
account-questions = Questions? Write to { $email }.
account-sign-in = Sign in
account-keep-signed-in = Keep me signed in
account-forgot-password = Forgot your password?
account-back-to-sign-in = Back to sign-in
passkey-sign-in = Sign in with a passkey
passkey-use = Use a passkey
passkey-not-used = Your device has not used a passkey. Please try again.
passkey-has-one = This device has a passkey for your account already.
passkey-no-answer = The portal cannot be reached at the moment, or asks you to wait. Please try again later.
forgot-lead = Enter the e-mail address of your account. We send you a link with which you choose a new password.
forgot-send = Send me a link
forgot-sent = If this e-mail address belongs to an account, a mail with a link is on its way to it. The link works for one hour.
reset-title = Choose a new password
reset-lead = For the account of { $name }. All open sessions will end.
reset-save = Save new password
reset-done = Your password is changed. Please sign in with the new one.
reset-link-title = This link does not work
reset-link-used = This link has been used already. If it was not you, ask for a new one.
reset-link-expired = This link has expired: it works for one hour. Ask for a new one.
reset-link-over = This link does not work any more.
reset-link-unknown = This link does not work. Please check that the whole link was copied from the mail, or ask for a new one.
reset-link-ask = Ask for a new link
code-title = Enter your code
code-lead = Open the authenticator on your device for the code of { $email }.
code-label = Code
code-hint = Six digits. Without your device, use one of your recovery codes; each works once.
code-recovery-title = Enter a recovery code
code-recovery-lead = No passkey of { $email } can be used here.
code-recovery-label = Recovery code
code-recovery-hint = One of those that you got when you switched this on; each works once.
code-passkey-title = Use your passkey
code-passkey-lead = Show with a passkey, or with a recovery code, that you are { $email }.
code-no-javascript = Passkeys need JavaScript. Without it, use one of your recovery codes.
code-another-account = Sign in with another account
invitation-title = Welcome, { $name }
invitation-lead-new = { $company } gives you access to the projects, quotes, invoices and documents of { $client }. Choose a password, and you are in.
invitation-lead-known = { $company } gives you access to the papers of { $client }. This e-mail address has an account already; sign in with its password to add { $client } to it.
invitation-choose-password = Choose password and sign in
invitation-accept = Accept and sign in
invitation-new-link = Send me a new link
invitation-new-link-sent = A new link is on its way to the e-mail address that we have on file for you.
invitation-reset-sent = You have an account already. A link with which you choose a new password is on its way to its e-mail address.
invitation-used = This link has been used
invitation-used-text = An invitation works once, and this one has been accepted. Sign in with the password that you chose then. Or have a new link sent to the e-mail address that we have on file for you.
invitation-expired = This link has expired
invitation-expired-text = Invitations work for a few days only. Have a new link sent to the e-mail address that we have on file for you.
invitation-withdrawn = This link has been withdrawn
invitation-withdrawn-text = It was replaced by a newer one, or we have withdrawn it. The newest mail from us has the link that works; or have another one sent to the e-mail address that we have on file for you.
invitation-has-access = Access is set up already
invitation-has-access-text = Somebody has access for this client already. Please ask us.
invitation-refused = This invitation cannot be accepted
invitation-refused-text = Its e-mail address belongs to an account of somebody else, so it cannot be used for this. Please ask us to invite you at another address.
invitation-unknown = This link does not work
invitation-unknown-text = Please check that the whole link was copied from the mail, or ask us for a new one.

## Settings

settings-title = Settings
settings-security = Security
settings-appearance = Appearance
settings-theme = Theme
settings-theme-saved = The theme is saved.
settings-time = Time
settings-time-zone = Time zone
settings-time-zone-hint = Times on your pages are in it, such as Europe/Berlin. Empty is ours: { $zone }. The days on which something is due are ours in any case.
settings-time-zone-saved = The time zone is saved.
settings-news-caption = How you hear of news
settings-news-about = About
settings-news-in-portal = In the portal
settings-news-by-mail = By e-mail
settings-news-event-in-portal = { $event } in the portal
settings-news-event-by-mail = { $event } by e-mail
settings-news-hint = Messages are mailed when you have not read them within ten minutes.
settings-news-saved = Your choice of notifications is saved.
settings-current-password = Current password
settings-change-password = Change password
settings-password-changed = Your password is changed. All your other sessions have ended.
data-title = Your data
data-lead = Take everything with you in one archive:
data-documents = all documents that are shared with you
data-quotes = every quote and approval certificate as PDF
data-invoices = every invoice and receipt as PDF
data-lists = lists for your spreadsheet (CSV) of all that you see here
data-download = Download everything (ZIP)
data-hint = The papers are made while it is sent, so a long history takes a few minutes.
sessions-title = Open sessions
sessions-last-used = Last used { $when }
sessions-this = This session
sessions-end = End
sessions-ended = The session has ended.
sessions-end-others = End all others
sessions-end-others-title = End all other sessions?
sessions-end-others-yes = End them
sessions-end-others-text = Every other browser in which you are signed in is signed out at its next click. You stay signed in here.
sessions-others-ended = All your other sessions have ended.

## Settings: what happened to the account

security-reported = Thank you for telling us. Your password opens nothing any more, your passkeys are removed and all sessions have ended. A link with which you choose a new password is on its way to { $email }.
security-log-title = What happened to your account
security-log-none = Nothing here yet
security-log-none-text = Sign-ins, and changes of your password, passkeys and two-step sign-in, appear here.
security-report = This wasn’t me
security-report-title = Somebody else used your account?
security-report-yes = It wasn’t me
security-report-text = Every session ends, this one too, your password opens nothing any more, and all your passkeys are removed. We send you a link with which you choose a new password, and we are told.
detail-wrong-code = Wrong code
detail-unknown-passkey = Unknown passkey
detail-passkey-not-taken = Passkey not taken
detail-passkey-copied = Passkey that may have been copied
detail-by-operator = By the operator

## Settings: two-step sign-in

two-step-title = Two-step sign-in
two-step-about = With two-step sign-in, your password alone does not let anybody in: signing in also takes a code from an authenticator app on your device.
two-step-set-up = Set up
two-step-scan = Scan this with the authenticator app on your device:
two-step-qr-code = QR code for your authenticator
two-step-type-key = Or type the key: { $key }
two-step-enter-code = Enter the six digits that it shows now.
two-step-switch-on = Switch on
two-step-on-since = On since { $since }. Signing in takes a code from your device.
two-step-off-title = Switch two-step sign-in off
two-step-switch-off = Switch off
two-step-switched-off = Two-step sign-in is off.
codes-title = Your recovery codes
codes-label = Recovery codes
codes-text = With one of them you get in when your device is not at hand. Print them or keep them where you keep your passwords: they are not shown again, and those from before work no more. Each works once.
codes-none-left = No recovery code is left. Make new ones, so that you get in without your device.
codes-left = { $left ->
    [one] 1 recovery code is left.
   *[other] { $left } recovery codes are left.
}
codes-renew-title = Make new recovery codes
codes-renew = Make new codes

## Settings: passkeys

passkeys-title = Passkeys
passkeys-about = With a passkey you sign in by the fingerprint, face or PIN of your device, without your password. It works for this portal alone, so that nobody can trick you out of it.
passkeys-no-javascript = Adding and using passkeys needs JavaScript. Everything else works without it.
passkeys-impossible = Passkeys cannot be used here: the portal needs an address with a name, and https.
passkeys-most = These are { $most }, as many as an account can have. Remove one to add another.
passkey-add = Add a passkey
passkey-name = Name of the passkey
passkey-name-hint = So that you know it again in the list. Your device asks for the rest, within five minutes.
passkey-continue = Continue on your device
passkey-added = The passkey is added. From now on you can sign in with it.
passkey-added-at = Added { $when }
passkey-last-used = Last used { $when }
passkey-not-used-yet = Not used yet
passkey-rename-or-remove = Rename or remove
passkey-new-name = Name
passkey-rename = Rename
passkey-renamed = The passkey has its new name.
passkey-remove = Remove
passkey-removed = The passkey is removed and opens nothing any more. You may want to delete it on your device, too.
passkey-removed-last = The passkey is removed. It was your last one, so no passkey is asked for after your password any more.
passkey-last-warning = This is your last passkey. Without it, no passkey is asked for after your password any more.
passkey-ask-title = Ask for a passkey after the password
passkey-ask-text = Then your password alone does not let anybody in: signing in with it also takes a passkey. You get recovery codes for the day on which your device is not at hand.
passkey-ask = Ask for a passkey
passkey-asked-since = Since { $since }, a passkey is asked for after your password.
passkey-none-left = You have no passkey at the moment, so signing in with your password takes a recovery code each time. Add a passkey, or switch this off.
passkey-stop-title = Stop asking for a passkey
passkey-stop = Stop asking
passkey-asking-stopped = No passkey is asked for after your password any more.

## Profile

profile-title = Profile
profile-lead = Your profile
profile-saved = Your profile is saved.
profile-name = Name
profile-phone = Phone
profile-email-hint = You sign in with it. To have it changed, ask { $company }.
picture-title = Picture
picture-label = Your picture
picture-hint = JPEG, PNG or WebP, at most { $megabytes } MB. It is cut to a square; where and how it was taken is not kept.
picture-upload = Upload
picture-remove = Remove picture
picture-remove-title = Remove your picture?
picture-remove-yes = Remove
picture-remove-text = Your initials stand in its place. You can upload a picture again at any time.
picture-removed = Your picture is removed.
particulars-title = Address and telephone of { $client }
particulars-waits = What you asked for on { $time } waits for us. Until then, what was there before counts.
particulars-refused = We did not take over your last change
particulars-street = Street
particulars-postal-code = Postal code
particulars-city = City
particulars-region = Region
particulars-country = Country
particulars-telephone = Telephone
particulars-hint = We confirm a change before it counts: papers are sent to this address.
particulars-ask = Ask for the change
particulars-asked = Thank you. We look at it and tell you when it is confirmed.

## People

people-title = People
people-lead = Who gets in to the portal for { $client }, and what each of them sees.
people-search = Search name, title or e-mail
people-none = Nobody else yet
people-none-text = Invite the colleagues who work with us, each with what concerns them.
people-show-all = Show everybody
people-name = Name
people-portal = Portal
people-sees = Sees
people-access = Access
people-you = You
people-administrator = Administrator
people-preset = What this person sees
people-preset-saved = Saved. It holds from the next click on.
people-send-invitation = Send invitation
people-let-in = Let in again
people-let-in-done = Done. Who has no account yet gets an invitation by mail.
people-shut-out = Remove access
people-shut-out-about = of { $name }
people-shut-out-title = Remove this person’s access?
people-shut-out-text = { $name } is signed out, and an open invitation stops working. You can let this person in again at any time.
people-shut-out-done = This person does not get in any more.
people-invite-title = Invite a colleague
people-invite-email-hint = The invitation goes there.
people-invite = Invite
people-invited = The invitation is on its way.

## Overview

overview-welcome = Welcome,
overview-active-projects = Active Projects
overview-pending-invoices = Pending Invoices
overview-overdue = { $overdue } overdue
overview-balance = Outstanding Balance
overview-quotes = Pending Quotes
overview-quotes-all = View All Quotes
overview-view = View
overview-projects = Upcoming Projects
overview-projects-all = View All Projects
overview-projects-none = No upcoming projects
overview-invoices = Recent Invoices
overview-invoices-all = View All Invoices
overview-invoices-none = No invoices yet
overview-invoices-none-text = Invoices appear here when they are sent to you.
for-you-title = For you
for-you-nothing = Nothing waits for you
for-you-nothing-text = Quotes to decide, invoices to pay, files we ask for and answers to you appear here.
for-you-more-quotes = { $count ->
    [one] 1 more quote to decide
   *[other] { $count } more quotes to decide
}
for-you-more-invoices = { $count ->
    [one] 1 more invoice to pay
   *[other] { $count } more invoices to pay
}
for-you-more-files = { $count ->
    [one] 1 more file to send
   *[other] { $count } more files to send
}
for-you-more-replies = { $count ->
    [one] 1 more conversation
   *[other] { $count } more conversations
}
for-you-your-name = Your name in full
for-you-approve-title = Approve quote { $number }
for-you-read-quote = Read the quote first
for-you-invoice = Invoice { $number }
for-you-pay = Pay
for-you-file-needed = We need this file
for-you-sent-back = Sent back to you
for-you-upload-title = Upload: { $title }
for-you-message-from = Message from { $author }
for-you-answer = Answer
for-you-answer-title = Answer { $author }
for-you-whole-conversation = Show the whole conversation

## Projects

projects-title = Projects
projects-search = Search name or description
projects-none = No projects yet
projects-none-text = Projects appear here as soon as they are planned.
projects-show-all = Show all projects
project-label = Project
project-status = Status
project-starts = Starts
project-ends = Ends
project-progress = Progress
project-ask = Ask a question
project-about = About
project-quotes = Quotes
project-invoices = Invoices
project-documents = Documents
project-no-papers = No papers yet
project-no-papers-text = Its quotes, invoices and documents appear here.
project-milestones = Milestones
project-milestones-done = { $done } of { $all } done
project-milestone-done = Done { $day }
project-milestone-due = Due { $day } ({ $distance })
project-milestone-no-date = No date yet
timeline-title = Upcoming and running
timeline-today = The line is today, { $day }.
timeline-done = { $percent } % done

## Quotes

quotes-title = Quotes
quotes-search = Search number or title
quotes-none = No quotes yet
quotes-none-text = Quotes appear here when they are sent to you.
quotes-show-all = Show all quotes
quote-number = Number
quote-status = Status
quote-issued = Issued
quote-valid-until = Valid until
quote-valid-until-day = Valid until { $day }
quote-amount = Amount
quote-heading = Quote { $number }
quote-heading-revision = Quote { $number }, revision { $revision }
quote-lines = Lines
quote-no-lines = This quote has no lines
quote-terms = Terms
quote-summary = Summary
quote-total = Total
quote-revision = Revision
quote-revision-number = Revision { $revision }
quote-replaced = This revision was replaced
quote-replaced-text = It is kept to be read.
quote-see-present = See the present quote
quote-replaced-at = Replaced { $time }
quote-older = Earlier revisions
ask-question = Ask a question
quote-pdf = PDF
quote-approve = Approve
quote-not-approved = The quote was not approved
quote-to-approval = Go to the approval form
quote-not-declined = The quote was not declined
quote-to-decline = Go to the form
quote-expired = This quote has expired
quote-expired-text = It was valid until { $day } and can no longer be approved.
quote-ask-new = Ask for a new quote
quote-approval = Approval
quote-approved-by = Approved by
quote-decided-on = On
quote-approved-sha = SHA-256 of the approved quote
quote-certificate = Approval certificate
quote-declined = Declined
quote-declined-by = Declined by
quote-reason = Reason
quote-approve-title = Approve this quote
quote-approve-what = You approve quote { $number } over { $total }.
quote-approve-what-revision = You approve quote { $number }, revision { $revision }, over { $total }.
quote-your-name = Your full name
quote-your-name-hint = Stands for your signature.
quote-accept-terms = I accept the terms of this quote
quote-accept-terms-link = I accept the { $terms } of this quote
quote-accept-terms-word = terms
quote-approve-button = Approve quote
quote-approve-kept = Kept with the approval: your name, the time, your IP address and your device.
quote-approve-done = Thank you. The quote is approved.
quote-decline-title = Decline this quote
quote-decline-text = Do you not want this offer? Once it is declined it can no longer be approved; { $company } can send you a revised one.
quote-decline-hint = { $company } reads it.
quote-decline-button = Decline quote
quote-decline-kept = Kept with it: your name, the time, your IP address and your device.
quote-decline-done = The quote is declined.

## Invoices

invoices-title = Invoices
invoices-statement = Statement
invoices-search = Search number or title
invoices-none = No invoices yet
invoices-none-text = Invoices appear here when they are sent to you.
invoices-show-all = Show all invoices
invoices-pay-one = Pay { $number }
invoices-tick = Tick invoices to pay them together.
invoices-pay-ticked = Pay ticked invoices
invoice-number = Number
invoice-status = Status
invoice-issued = Issued
invoice-due = Due
invoice-balance = Balance
invoice-amount = Amount
invoice-heading = Invoice { $number }
invoice-pdf = PDF
invoice-pay = Pay
invoice-lines = Lines
invoice-no-lines = This invoice has no lines
invoice-terms = Terms
invoice-summary = Summary
invoice-total = Total
invoice-paid = Paid
invoice-still-to-pay = { $amount } is still to be paid.
invoice-is-paid = Thank you. The invoice is paid.
invoice-overdue = This invoice is overdue
invoice-was-due = It was due on { $day } ({ $distance }).
invoice-payments = Payments
invoice-given-back = { $amount } given back
invoice-receipt = Receipt
invoice-receipt-about = for the payment of { $amount }
invoice-credit = You have credit on this invoice
invoice-credit-text = { $credit } more was paid than its total. We have been told and will settle it with you.
invoice-pay-title = Pay this invoice
invoice-card-under-way = { $amount } by card is not finished yet.
invoice-card-finish = Finish or cancel it
invoice-transfer-under-way = { $amount } by bank transfer is on its way.
invoice-transfer-show = Show the transfer

## Paying

pay-title = Pay invoices
pay-nothing = Nothing to pay here
pay-nothing-text = Choose invoices in the list that are not paid yet, and for which no payment is under way.
pay-show-pending = Show pending invoices
pay-together-title = Pay together
pay-each-currency = These invoices are in different currencies. Each currency is paid for itself.
pay-invoices-in = Invoices in { $currency }
pay-sum = Together
pay-amount-of = Pay { $amount }
pay-not-set-up = Paying here is not set up. Please pay as the invoice says.
pay-whole = You pay { $amount }.
pay-amount = Amount
pay-from-to = From { $minimum } to { $open }.
pay-at-most = At most { $open }; a part is fine.
pay-by-card = Pay by card
pay-by-card-text = You enter the card on the page of our payment provider, Stripe.
pay-by-transfer = Pay by bank transfer
pay-transfer-tell = Tell us when you have made the transfer, so that we look out for it.
pay-transfer-day = Day of the transfer
pay-transfer-note = Note (optional)
pay-transfer-note-hint = For example from which account.
pay-transfer-proof = Proof (optional)
pay-transfer-proof-hint = A picture or a PDF file of the transfer.
pay-transfer-done = I have paid
pay-reference = Reference
pay-account-holder = Account holder
pay-account = Account
pay-bic = BIC

## A payment

payment-title = Payment
payment-cancelled = The payment is cancelled.
payment-not-cancelled = The payment was not cancelled
payment-summary = Summary
payment-amount = Amount
payment-received = Received
payment-by = Paid by
payment-started = Started
payment-our-account = Our account
payment-has-come = Payment received
payment-has-come-text = Thank you. { $amount } has arrived.
payment-has-come-other = Thank you. Money in another currency than asked for has arrived. We will get in touch with you.
payment-was-refunded = { $amount } of it was given back to you.
payment-transfer-awaited = We are looking out for your transfer
payment-transfer-awaited-text = Transfers take a day or two. You will be notified as soon as the money has arrived.
payment-processed = Your payment is being processed
payment-processed-text = This page shows it by itself as soon as it has gone through. You may also leave; you will be notified.
payment-not-finished = This payment is not finished
payment-not-finished-text = Go on to the payment page, or cancel it to pay in another way.
payment-not-begun-text = It could not be passed on to the payment page. Nothing was charged: cancel it, and start again.
payment-has-failed = This payment failed
payment-was-cancelled = This payment was cancelled
payment-nothing-moved = No money has moved.
payment-not-started = It could not be started.
payment-not-in-time = It was not paid in time.
payment-not-carried-out = Your bank did not carry out the payment.
payment-continue = Continue to payment
payment-cancel = Cancel this payment
payment-cancel-title = Cancel this payment?
payment-cancel-yes = Cancel the payment
payment-cancel-text = Do this only if you have not paid. The invoice can then be paid in another way.
money-changed = This has changed
money-show = Show it as it is now

## Statement of account

statement-title = Statement of account
statement-download-pdf = Download PDF
statement-download-csv = Download CSV
statement-from = From
statement-to = To
statement-show = Show
statement-cut = This period is too long to show whole
statement-cut-text = Only its first { $entries } entries are listed; the sums are complete. Choose a shorter period to see all of it, and to download it.
statement-nothing = Nothing up to this day
statement-nothing-text = Invoices and payments appear here as soon as there are any.
statement-account-in = Account in { $currency }
statement-opening = Opening balance
statement-invoiced = Invoiced
statement-paid = Paid
statement-closing = Closing balance
statement-open-on = Open on { $day }
statement-entries-in = Entries in { $currency }
statement-day = Day
statement-entry = Entry
statement-reference = Reference
statement-amount = Amount
statement-balance = Balance

## Documents

documents-search = Search document or project
documents-none = No documents yet
documents-none-text = Files that are shared with you appear here.
documents-show-all = Show all documents
documents-all-projects = All projects
documents-download-all = Download all (ZIP)
documents-download-project = Download this project’s (ZIP)
document-name = Name
document-type = Type
document-added = Added
document-size = Size
document-open = Open
document-of-message = Sent with a message
document-by-you = Uploaded by you
document-preview = Preview
document-download = Download
document-about = About this file
document-uploaded-by = Uploaded by
document-handed-over-for = Handed over for
document-to-conversation = View the conversation
document-picture = The picture { $name }
document-frame = The document { $name }
document-open-in-full = Open in full
document-no-preview = No preview
document-no-preview-text = Files of this type can be downloaded, and opened on your device.
document-elsewhere = Not available here
document-elsewhere-text = This file was kept elsewhere. Please ask us for it.
document-delete = Delete
document-delete-title = Delete this document?
document-delete-text = Nobody can open it any more, neither you nor we. This cannot be undone.
document-deleted = The document is deleted.
payment-proof = Proof of the transfer
requests-title = Files we need from you
requests-open = { $count } open
requests-due = Due { $day } ({ $distance })
requests-sent-back = Sent back: { $reason }
requests-hand-over = Hand over
upload-button = Upload
upload-files = Files
upload-size-hint = Up to { $megabytes } MB each.
upload-hint = Up to { $megabytes } MB each. You can drop files here.
upload-title = Upload files
upload-title-request = Hand over: { $title }
upload-something-else = Upload something else
upload-no-project = No project
upload-share = Share with the client, who is told
upload-too-large = Larger than { $megabytes } MB
upload-waiting = Waiting
upload-storing = Being stored …
upload-kept = Uploaded
upload-outcome = Uploaded: { $kept } of { $all }
upload-impossible = This browser cannot send it.
upload-broken-off = The connection broke off, and nothing was kept. Please try again.

## Messages

message-general = General
message-you = You
message-read = Read
message-files-gone = The files of this message are not here any more.
message-label = Your message
message-send = Send message
messages-lead = What you and { $company } write to each other
messages-lead-project = What you and { $company } write about this project
messages-conversation = Conversation
messages-none = No messages yet
messages-none-text = Ask a question, or tell us what we should know. Your message goes to the people who look after you.
messages-older = Show older messages
messages-newest = Back to the newest messages
messages-ask-new-quote = Please send us a new quote instead of { $number }.
messages-to-project = View the project
messages-others = Other conversations
messages-general-text = For all that is not about this project there is { $conversation }.
messages-general-link = the general conversation
messages-by-project = By project
messages-projects-none-text = Each project has a conversation of its own.
messages-nothing-written = Nothing written yet
attach-hint = Up to { $files } files, { $megabytes } MB each.
attach-too-many = Choose at most { $files } files at once.
attach-too-large = “{ $name }” is larger than { $megabytes } MB.
attach-several = { $files } files

## Lines of quotes and invoices

lines-caption = Lines
lines-description = Description
lines-quantity = Quantity
lines-price = Price
lines-discount = Discount
lines-amount = Amount
lines-before-discounts = Before discounts
lines-discounts = Discounts
lines-other-charges = Taxes and other charges
lines-other-deductions = Other deductions
lines-total = Total
invoice-due-day = Due { $day }

## Settings: language

language-heading = Language
language-label = Language
language-of-browser = As in this browser
language-hint = Pages, mails and papers are in it. Without a choice, mails are in { $language }.
language-saved = The language is saved.
save = Save

## Parts of pages

breadcrumbs = Breadcrumbs
cancel = Cancel
keep-as-it-is = Keep as it is
next = Next
pages = Pages
password-hide = Hide what you typed
password-show = Show what you typed
previous = Previous
quoted = “{ $name }”

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
payment-method-received = Received
payment-method-other = Other
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
event-request = Requests for files
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
activity-send-invoice = Sent invoice
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
