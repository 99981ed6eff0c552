### What mails say, and answers that are no pages.

## Every mail

mail-hello = Hello { $name },
mail-questions = Questions? Answer this e-mail or write to { $address }.
mail-button-fails = If the button does not work, copy this address into your browser:
mail-not-me = It was not me
mail-safety-why = You get this e-mail because it is about the safety of your account; it cannot be switched off.
mail-not-me-new-password = If it was not you, choose a new password now.
mail-was-it-you = If it was you, there is nothing to do. If not, choose a new password now and tell us.
mail-was-it-you-link = If it was you, there is nothing to do. If not, choose a new password now and tell us:
device = { $browser } on { $platform }
device-unknown = Unknown device

## Invitation

mail-invitation-subject = Your client portal at { $company }
mail-invitation-subject-again = Reminder: your client portal at { $company }
mail-invitation-preview = Choose a password, and your projects, quotes, invoices and documents are one click away.
mail-invitation-heading = Your client portal is ready
mail-invitation-heading-again = Your client portal is waiting
mail-invitation-text = { $company } invites you to its client portal. There you see your projects, quotes, invoices and documents, approve quotes and ask questions, whenever it suits you.
mail-invitation-text-again = { $company } has invited you to its client portal, and you have not been there yet. Here is a new link; an older one does not work any more.
mail-invitation-on-behalf = The invitation is for your work with us on behalf of { $client }.
mail-invitation-open = Open this address and choose a password:
mail-invitation-button = Open the client portal
mail-invitation-expiry = The link is for you alone, works once, and until { $expiry }.
mail-invitation-why = You get this e-mail because { $company } has this address on file for you. If you did not expect it, you can ignore it: without the link nothing happens.

## A new password

mail-reset-subject = A new password for your account with { $company }
mail-reset-preview = The link works for an hour.
mail-reset-heading = Choose a new password
mail-reset-text = somebody, most likely you, has asked for a new password for your account with { $company }.
mail-reset-text-link = somebody, most likely you, has asked for a new password for your account with { $company }. Open this address to choose one:
mail-reset-reported = you told us that somebody else used your account with { $company }. Its password opens nothing any more, and all passkeys are removed. Choose a new password, and add the passkeys of your devices anew after signing in. Where a passkey was asked for after the password, use one of your recovery codes.
mail-reset-reported-link = you told us that somebody else used your account with { $company }. Its password opens nothing any more, and all passkeys are removed. Add the passkeys of your devices anew after signing in. Where a passkey was asked for after the password, use one of your recovery codes. Open this address to choose a new password:
mail-reset-expiry = The link works once, and until { $expiry }. It was asked for from { $place }.
mail-reset-why = You get this e-mail because a new password was asked for with this address. If it was not you, you can ignore it: your password stays as it is.
mail-reset-why-reported = You get this e-mail because a new password was asked for with this address.

## The password was changed

mail-changed-subject = Your password at { $company } was changed
mail-changed-preview = If it was not you, choose a new one now.
mail-changed-heading = Your password was changed
mail-changed-text = the password of your account with { $company } was changed on { $moment }. Other devices have been signed out.

## A new device

mail-device-subject = A new device signed in to your account with { $company }
mail-device-heading = A new device signed in
mail-device-text = somebody signed in to your account with { $company } on a device that we have not seen before: { $place }, on { $moment }.
mail-device-was-it-you = If it was you, there is nothing to do. If not, somebody knows your password: choose a new one now, which signs all devices out, and tell us.
mail-device-was-it-you-link = If it was you, there is nothing to do. If not, somebody knows your password: choose a new one now, which signs all devices out, and tell us:

## Two-step sign-in

mail-two-step-subject-on = Two-step sign-in at { $company } is on
mail-two-step-subject-off = Two-step sign-in at { $company } is off
mail-two-step-heading-on = Two-step sign-in is on
mail-two-step-heading-off = Two-step sign-in is off
mail-two-step-text-on = two-step sign-in was switched on for your account with { $company } on { $moment }. From now on, signing in also takes a code from your device.
mail-two-step-text-off = two-step sign-in was switched off for your account with { $company } on { $moment }. From now on, no code from your device is asked for at sign-in.

## Passkeys

mail-passkey-subject-added = A passkey was added to your account with { $company }
mail-passkey-heading-added = A passkey was added
mail-passkey-text-added = a passkey was added to your account with { $company } on { $moment }. With it, the device that holds it signs in without your password.
mail-passkey-subject-removed = A passkey was removed from your account with { $company }
mail-passkey-heading-removed = A passkey was removed
mail-passkey-text-removed = a passkey was removed from your account with { $company } on { $moment }. It opens nothing any more.
mail-passkey-subject-all-removed = Your passkeys at { $company } were removed
mail-passkey-heading-all-removed = Your passkeys were removed
mail-passkey-text-all-removed = all passkeys were removed from your account with { $company } on { $moment }. Sign in with your password, and add the passkeys of your devices anew.
mail-passkey-subject-step-on = A passkey after the password at { $company } is on
mail-passkey-heading-step-on = A passkey is asked for
mail-passkey-text-step-on = it was switched on that a passkey is asked for after the password of your account with { $company } on { $moment }. From now on, your password alone does not let anybody in.
mail-passkey-subject-step-off = A passkey after the password at { $company } is off
mail-passkey-heading-step-off = A passkey is asked for no more
mail-passkey-text-step-off = it was switched off that a passkey is asked for after the password of your account with { $company } on { $moment }. From now on, no passkey is asked for after your password.

## A quote was approved

mail-approved-subject = Quote { $number } is approved
mail-approved-heading = Thank you for your approval
mail-approved-text = this confirms that quote { $number } from { $company } is approved.
mail-approved-quote = Quote
mail-approved-amount = Amount
mail-approved-by = Approved by
mail-approved-on = On
mail-approved-button = View the quote
mail-approved-why = You get this e-mail because the quote was approved with your account.

## News

mail-news-text = there is news for you in the client portal of { $company }: { $title }.
mail-news-button = View in the portal
mail-news-why = You choose in your settings in the portal of which news you get e-mails.

## Messages

mail-messages-subject = { $count ->
    [one] New message from { $from }
   *[other] { $count } new messages from { $from }
}
mail-messages-subject-about = { $count ->
    [one] New message from { $from } about { $project }
   *[other] { $count } new messages from { $from } about { $project }
}
mail-messages-text = there is something for you to read in the client portal of { $company }:
mail-messages-text-about = there is something for you to read in the client portal of { $company }, about { $project }:
mail-messages-text-staff = { $from } has written in the client portal:
mail-messages-text-staff-about = { $from } has written in the client portal, about { $project }:
mail-messages-earlier = { $count ->
    [one] An earlier one is in the portal.
   *[other] { $count } earlier ones are in the portal.
}
mail-messages-files = Files: { $files }
mail-messages-button = Read and answer
mail-messages-why = You get this e-mail because the message had not been read in the portal.

## Answers to forms

form-unreadable = The form could not be read. Please reload the page and try again.
form-too-large = This form is too large.
form-foreign = This form was sent from another site. Please open the portal itself and try again.
form-only = This address only takes forms.
form-unsent = You had to sign in again, and nothing was sent. Please check it, and send it once more.
signed-out = You are signed out.
too-many-pages = Too many pages are open at the moment.
store-full = There is no room left for files at the moment, and nothing was kept. Please tell us.
store-missing = This file cannot be found on our side. Please tell us.
store-away = Files cannot be reached at the moment. Please try again in a minute.
picture-saved = Your picture is saved.
picture-missing = Choose a picture.
message-sent = Your message is sent.
upload-missing = Choose a file.
payment-thanks = Thank you. We will tell you as soon as the money has arrived.
upload-one = Choose one file.
upload-too-many = Choose at most { $files } files at once.
upload-too-large = “{ $name }” is larger than { $megabytes } MB.
upload-empty = “{ $name }” is empty.
upload-done = { $count ->
    [one] “{ $name }” is uploaded.
   *[other] { $count } files are uploaded.
}

## Names of papers and archives

paper-quote = Quote { $number }
paper-approval = Approval of quote { $number }
paper-invoice = Invoice { $number }
paper-receipt = Receipt { $number } { $day }
paper-statement = Statement { $from } { $to }
statement-csv = statement-{ $from }-{ $to }
archive-quotes = Quotes
archive-invoices = Invoices
archive-documents = Documents

## On papers

paper-page = Page { $page } of { $pages }
paper-kind-quote = Quote
paper-kind-approval = Approval of quote
paper-kind-invoice = Invoice
paper-kind-receipt = Receipt
paper-kind-statement = Statement of account
paper-description = Description
paper-quantity = Quantity
paper-price = Price
paper-discount = Discount
paper-amount = Amount
paper-terms = Terms
paper-approved = What was approved
paper-proof = Proof
paper-digest = SHA-256 of the quote as it was approved:
paper-attached = The text that this digest covers is attached to this file as frozen-quote.json. Whoever computes the digest anew and finds it the same knows that nothing in it was changed.
paper-attachment = The quote as it was approved
paper-payments = Payments
paper-pay-to = Please pay to
paper-day = Day
paper-entry = Entry
paper-reference = Reference
paper-balance = Balance
paper-opening = Opening balance
paper-closing = Closing balance
paper-nothing = Nothing was invoiced or paid up to this day.
paper-account-in = Account in { $currency }
paper-open-on = Open on { $day }
paper-closing-in = Closing balance in { $currency }
paper-revision = { $number } rev. { $revision }
paper-project = Project
paper-status = Status
paper-status-draft = Draft
paper-status-sent = Sent
paper-status-expired = Expired
paper-status-approved = Approved
paper-status-declined = Declined
paper-status-cancelled = Cancelled
paper-status-overdue = Overdue
paper-status-paid = Paid
paper-issued = Issued
paper-valid-until = Valid until
paper-due = Due
paper-approval-sentence = { $person } approved quote { $number } for { $client } over { $total } and accepted its terms on { $moment }.
paper-typed-name = Typed name
paper-user-account = Account
paper-time = Time
paper-address = IP address
paper-address-unknown = Not known
paper-device = Device
paper-device-text = { $browser } on { $platform } ({ $kind })
paper-device-desktop = Desktop
paper-device-mobile = Mobile
paper-device-tablet = Tablet
paper-paid = Paid
paper-balance-due = Balance
paper-account-holder = Account holder
paper-account = Account
paper-bic = BIC
paper-transfer-reference = Reference
paper-received-on = Received on
paper-method = Method
paper-method-card = Card
paper-method-bank-transfer = Bank transfer
paper-method-received = Received
paper-method-other = Other
paper-refund = Given back
paper-refunded = Given back on { $day }
paper-invoice-number = Invoice
paper-for = For
paper-invoice-total = Total of the invoice
paper-invoice-balance = Balance of the invoice
paper-receipt-sentence = We have received a payment of { $amount } for invoice { $number } from { $client } on { $day }. Thank you.
