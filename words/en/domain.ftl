### What the domain says: why something was refused, and what is wrong with a field.

## Failures

error-not-found = There is nothing here, or it is not for you.
error-forbidden = This needs the permission “{ $permission }”. Ask an administrator of your company.
error-invalid = Some fields need another look.
error-wrong-credentials = This e-mail address and this password do not belong together. Please check both and try again.
error-denied = { $why } Please contact us if you think that this is a mistake.
error-too-many-attempts = Too many attempts. Please wait { $time } and try again.
error-unavailable = The portal cannot reach its database at the moment. Please try again in a minute.
error-internal = Something went wrong on our side. Please try again; if it happens again, tell us.

wait-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
wait-minutes = { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}

## Why somebody does not get in

denied-user-inactive = Your account has been deactivated.
denied-client-inactive = Your company’s account with us is not active at the moment.
denied-portal-disabled = Access to the portal has been switched off for your company.
denied-contact-disabled = Your own access to the portal has been switched off.
denied-not-linked = Your account is not linked to a client.

## Rules that stand in the way

conflict-client-inactive = This client is inactive. Make it active before you give access.
conflict-user-inactive = This user account is inactive.
conflict-user-is-staff = A staff account cannot be a client's portal user.
conflict-user-of-another-client = This user is already the portal user of another client.
conflict-contact-inactive = This contact is inactive. Make it active before you give access.
conflict-portal-disabled = The portal is switched off for this client. Enable it for the client first.
conflict-no-email = There is no e-mail address on file. Add one first.
conflict-unusable-email = The e-mail address on file cannot be used: { $why }
conflict-no-account = This contact has no account yet. Send an invitation first.
conflict-own-access = You cannot change your own access. Ask another administrator or us.
conflict-too-many-contacts = There are too many people in your list to add another here. Please ask us to do it.
conflict-already-has-access = This person already has access.
conflict-link-used = The link has been used already.
conflict-link-expired = The link has expired.
conflict-link-revoked = The link has been withdrawn.
conflict-invitation-withdrawn = We have withdrawn this invitation, so no new link can be sent. Please ask us to invite you again.
conflict-run-unfinished = A bulk invitation run is not finished yet.
conflict-count-changed = The number of eligible clients has changed from { $expected } to { $now }. Please look again before you start.
conflict-nobody-to-invite = There is nobody to invite.
conflict-run-state = The run is { $state } and cannot be { $wanted }.
conflict-quote-expired = This quote was valid until { $day } and can no longer be approved.
conflict-quote-already-approved = This quote has already been approved.
conflict-quote-not-open = This quote is { $status } and cannot be approved.
conflict-quote-already-declined = This quote has already been declined.
conflict-quote-lapsed = This quote was valid until { $day }, so that there is nothing left to decline.
conflict-quote-not-declinable = This quote is { $status } and cannot be declined.
conflict-quote-revised = This quote was revised meanwhile. Please look at revision { $revision } before you decide.
conflict-quote-not-revisable = This quote is { $status } and cannot be revised.
conflict-email-taken = An account with this e-mail address exists already.
conflict-nothing-to-change = This is what is on file already.
conflict-change-decided = This request has been decided already.
conflict-two-step-is-on = Two-step sign-in is on already.
conflict-two-step-is-off = Two-step sign-in is off.
conflict-setup-over = Setting up took too long. Please start again.
conflict-sign-in-over = Signing in took too long. Please give your password again.
conflict-no-passkeys-here = Passkeys cannot be used here: the portal needs an address with a name, and https. Please ask us about it.
conflict-too-many-passkeys = An account has at most { $most } passkeys. Remove one that you no longer use.
conflict-passkey-taken = This passkey belongs to an account already.
conflict-passkey-refused = This passkey was not taken. Please use another one, or your password.
conflict-passkey-too-late = This took too long, or was answered already. Please start again.
conflict-no-passkey = Add a passkey first.
conflict-passkey-step-is-on = A passkey is asked for after the password already.
conflict-passkey-step-is-off = No passkey is asked for after the password.
conflict-too-much-for-one-archive = There is too much here for one archive. Please ask us for a copy, or take your documents project by project.
conflict-document-is-kept = Only what you uploaded yourself within the last day, and not on our request, can be deleted. Please ask us.
conflict-request-settled = This request is settled; there is nothing more to hand over.
conflict-nothing-handed-over = Nothing has been handed over yet, or it has been decided already.
conflict-upload-too-late = The upload took too long. Please send it again.
conflict-archive-too-large = These are too many files for one archive. Choose a project, and download its files.
conflict-invoice-sent = Invoice { $number } has been sent already.
conflict-invoice-paid = Invoice { $number } has been paid already.
conflict-invoice-cancelled = Invoice { $number } is cancelled and cannot be paid.
conflict-payment-under-way = A payment of invoice { $number } is under way. Please finish or cancel it first.
conflict-provider-away = This way of paying cannot be reached at the moment. Please try again, or choose another way.
conflict-payment-decided = This payment has been decided already.
conflict-payment-gone-through = This payment has gone through or is being processed, so it can no longer be cancelled.

## What a quote is, in the middle of a sentence

quote-is-draft = a draft
quote-is-sent = sent
quote-is-expired = expired
quote-is-approved = approved
quote-is-declined = declined
quote-is-cancelled = cancelled

## What a project is, in the middle of a sentence

project-is-planned = planned
project-is-active = active
project-is-on-hold = on hold
project-is-completed = completed
project-is-cancelled = cancelled

## News: in the bell and by mail, without a full stop

news-quote-sent = Quote { $number } over { $amount } awaits your decision
news-quote-revised = Quote { $number } was revised: there is a revision { $revision }
news-quote-approved = Quote { $number } was approved by { $person }
news-quote-declined = Quote { $number } was declined by { $person }
news-quote-lapses = Quote { $number } can be approved until { $day }
news-invoice-sent = Invoice { $number } over { $amount } has arrived
news-invoice-overdue = Invoice { $number } was due on { $day }
news-a-payment = A payment
news-invoices = { $count ->
    [one] Invoice { $numbers }
   *[other] Invoices { $numbers }
}
news-payment-received = { $invoices }: { $amount } was received
news-payment-received-other = { $invoices }: money in another currency was received
news-payment-failed = { $invoices }: the payment failed
news-payment-refunded = { $invoices }: { $amount } was given back
news-project-status = The project { $project } is now { $status }
news-documents-shared = { $count ->
    [one] “{ $name }” was shared with you
   *[other] { $count } documents were shared with you
}
news-documents-uploaded = { $count ->
    [one] { $client } uploaded “{ $name }”
   *[other] { $client } uploaded { $count } files
}
news-documents-handed-over = { $count ->
    [one] { $client } handed over “{ $name }” for “{ $request }”
   *[other] { $client } handed over { $count } files for “{ $request }”
}
news-document-requested = We need a file from you: { $title }
news-document-requested-by = We need a file from you by { $day }: { $title }
news-document-accepted = Thank you: “{ $title }” is accepted
news-document-sent-back = We need “{ $title }” once more
news-message = { $author } wrote to you
news-message-about = { $author } wrote to you about { $project }
news-change-accepted = Your new address or telephone number is confirmed
news-change-refused = Your change of address or telephone number was not taken over

## Payments and messages

pay-none = Choose at least one invoice.
pay-too-many = Choose at most { $invoices } invoices at once.
pay-day-missing = Enter the day on which you made the transfer.
pay-day-ahead = This day lies ahead. Enter the day on which you made the transfer.
pay-proof-type = Choose a picture (PNG, JPEG, GIF or WebP) or a PDF file.
pay-currencies = These invoices are in different currencies. Please pay each currency for itself.
pay-too-much = That is too much for one payment.
pay-not-this-way = { $amount } cannot be paid this way. Please choose another way, or a rounder amount.
amount-no-decimals = This currency has no decimals.
amount-decimals = Enter at most { $decimals } decimals.
amount-unreadable = Enter an amount such as { $example }.
amount-too-much = That is more than the { $amount } that can be paid.
amount-too-little = The least that can be paid at once is { $amount }.
field-enter-at-most = Enter at most { $characters } characters.
message-missing = Please write your message, or choose a file.
message-too-long = A message takes up to { $most } characters, and this one has { $length }. Please shorten it or send it in parts.

## Statements of account

statement-too-long = This period has more than { $entries } entries. Please choose a shorter one.
statement-invoice = Invoice { $number }
statement-payment = Payment of { $number }
statement-refund = Refund of { $number }
statement-not-due = Not due yet
statement-overdue-to-30 = 1–30 days overdue
statement-overdue-to-60 = 31–60 days overdue
statement-overdue-to-90 = 61–90 days overdue
statement-overdue-over-90 = Over 90 days overdue
statement-credit = Credit

## Passwords

password-too-short = Choose a password of at least { $characters } characters.
password-too-long = Choose a password of at most { $characters } characters.
password-common = This password is too common and would soon be guessed. Choose another one, for example a few words in a row.
password-about-you = This password is made of your own name or address and would soon be guessed. Choose another one.

## Why somebody has to sign in

signed-out-no-session = Please sign in.
signed-out-expired = You were signed out because you had not been here for a while. Please sign in again.
signed-out-password-changed = Your password was changed. Please sign in with the new one.
signed-out-ended-elsewhere = This session was ended from another device. Please sign in again.
signed-out-reported = You told us that somebody else used your account. Choose a new password with the link that we sent you.

## Fields

field-name = Enter a name of at most { $characters } characters.
field-not-current-password = This is not your current password.
field-password-just-changed = Your password has just been changed elsewhere.
field-current-password = Enter your current password.
field-phone = Enter a telephone number of at most { $characters } characters.
field-time-zone = Enter a time zone such as Europe/Berlin, or nothing for ours.
field-email = Enter an e-mail address such as maria@example.com.
field-your-email = Enter your e-mail address.
field-your-password = Enter your password.
field-colleague-name = Please enter your colleague’s name.
field-colleague-name-long = Please use at most { $characters } characters, without line breaks.
field-colleague-email = Please enter an e-mail address such as name@company.com.
field-colleague-known = Somebody with this address is in the list already.
field-preset = You can give only what you see yourself.
field-decline-reason = Please say why, so that we can make a better offer.
field-at-most = Please use at most { $characters } characters.
field-letters-only = Please use letters only.
field-picture-size = Choose a picture of at most { $megabytes } MB.
field-picture-type = Choose a picture: JPEG, PNG or WebP.
field-picture-pixels = This picture has too many pixels. Choose a smaller one.
field-account-password = This is not the password of your account.
quote-name-missing = Please type your full name.
quote-name-letters = Please use letters only, without line breaks.
quote-terms-missing = Please accept the terms to approve this quote.
particulars-phone = Telephone
particulars-address = Street
particulars-postal-code = Postal code
particulars-city = City
particulars-region = Region
particulars-country = Country
field-particulars = { $field }: at most { $characters } characters.
code-not-of-secret = This is not the code that belongs to this secret now. Check that the clock of your device is right.
code-wrong = This code is wrong or has been used already. Wait for the next one and try again.
code-missing = Enter the code.

## Everything in one archive: names of the tables

table-projects = Projects
table-quotes = Quotes
table-approvals = Approvals
table-invoices = Invoices
table-payments = Payments
table-messages = Messages

## Places

place-nearby = local network
