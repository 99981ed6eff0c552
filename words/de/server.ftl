### What mails say, and answers that are no pages.

## Every mail

mail-hello = Guten Tag { $name },
mail-questions = Fragen? Antworten Sie auf diese E-Mail oder schreiben Sie an { $address }.
mail-button-fails = Falls die Schaltfläche nicht funktioniert, kopieren Sie bitte diese Adresse in Ihren Browser:
mail-not-me = Das war ich nicht
mail-safety-why = Sie erhalten diese E-Mail, weil es um die Sicherheit Ihres Kontos geht; sie lässt sich nicht abbestellen.
mail-not-me-new-password = Falls Sie das nicht waren, wählen Sie bitte jetzt ein neues Passwort.
mail-was-it-you = Falls Sie das waren, ist nichts zu tun. Falls nicht, wählen Sie bitte jetzt ein neues Passwort und sagen Sie uns Bescheid.
mail-was-it-you-link = Falls Sie das waren, ist nichts zu tun. Falls nicht, wählen Sie bitte jetzt ein neues Passwort und sagen Sie uns Bescheid:
device = { $browser } unter { $platform }
device-unknown = Unbekanntes Gerät

## Invitation

mail-invitation-subject = Ihr Kundenportal bei { $company }
mail-invitation-subject-again = Erinnerung: Ihr Kundenportal bei { $company }
mail-invitation-preview = Wählen Sie ein Passwort, und Ihre Projekte, Angebote, Rechnungen und Dokumente sind nur einen Klick entfernt.
mail-invitation-heading = Ihr Kundenportal ist bereit
mail-invitation-heading-again = Ihr Kundenportal wartet auf Sie
mail-invitation-text = { $company } lädt Sie in das Kundenportal ein. Dort sehen Sie Ihre Projekte, Angebote, Rechnungen und Dokumente, nehmen Angebote an und stellen Fragen, wann immer es Ihnen passt.
mail-invitation-text-again = { $company } hat Sie in das Kundenportal eingeladen, und Sie waren noch nicht dort. Hier ist ein neuer Link; ein älterer funktioniert nicht mehr.
mail-invitation-on-behalf = Die Einladung gilt für Ihre Zusammenarbeit mit uns im Namen von { $client }.
mail-invitation-open = Öffnen Sie diese Adresse und wählen Sie ein Passwort:
mail-invitation-button = Kundenportal öffnen
mail-invitation-expiry = Der Link ist nur für Sie bestimmt und funktioniert einmal, bis { $expiry }.
mail-invitation-why = Sie erhalten diese E-Mail, weil { $company } diese Adresse von Ihnen gespeichert hat. Falls Sie sie nicht erwartet haben, können Sie sie ignorieren: Ohne den Link geschieht nichts.

## A new password

mail-reset-subject = Ein neues Passwort für Ihr Konto bei { $company }
mail-reset-preview = Der Link funktioniert eine Stunde lang.
mail-reset-heading = Neues Passwort wählen
mail-reset-text = jemand, vermutlich Sie selbst, hat um ein neues Passwort für Ihr Konto bei { $company } gebeten.
mail-reset-text-link = jemand, vermutlich Sie selbst, hat um ein neues Passwort für Ihr Konto bei { $company } gebeten. Öffnen Sie diese Adresse, um eines zu wählen:
mail-reset-reported = Sie haben uns mitgeteilt, dass jemand anderes Ihr Konto bei { $company } benutzt hat. Das bisherige Passwort öffnet nichts mehr, und alle Passkeys sind entfernt. Wählen Sie bitte ein neues Passwort und fügen Sie nach der Anmeldung die Passkeys Ihrer Geräte neu hinzu. Wurde nach dem Passwort ein Passkey verlangt, verwenden Sie bitte einen Ihrer Wiederherstellungscodes.
mail-reset-reported-link = Sie haben uns mitgeteilt, dass jemand anderes Ihr Konto bei { $company } benutzt hat. Das bisherige Passwort öffnet nichts mehr, und alle Passkeys sind entfernt. Fügen Sie nach der Anmeldung die Passkeys Ihrer Geräte neu hinzu. Wurde nach dem Passwort ein Passkey verlangt, verwenden Sie bitte einen Ihrer Wiederherstellungscodes. Öffnen Sie diese Adresse, um ein neues Passwort zu wählen:
mail-reset-expiry = Der Link funktioniert einmal, bis { $expiry }. Die Bitte kam von { $place }.
mail-reset-why = Sie erhalten diese E-Mail, weil mit dieser Adresse um ein neues Passwort gebeten wurde. Falls Sie das nicht waren, können Sie sie ignorieren: Ihr Passwort bleibt, wie es ist.
mail-reset-why-reported = Sie erhalten diese E-Mail, weil mit dieser Adresse um ein neues Passwort gebeten wurde.

## The password was changed

mail-changed-subject = Ihr Passwort bei { $company } wurde geändert
mail-changed-preview = Falls Sie das nicht waren, wählen Sie bitte jetzt ein neues.
mail-changed-heading = Ihr Passwort wurde geändert
mail-changed-text = das Passwort Ihres Kontos bei { $company } wurde am { $moment } geändert. Andere Geräte wurden abgemeldet.

## A new device

mail-device-subject = Ein neues Gerät hat sich in Ihrem Konto bei { $company } angemeldet
mail-device-heading = Anmeldung mit einem neuen Gerät
mail-device-text = jemand hat sich am { $moment } in Ihrem Konto bei { $company } mit einem Gerät angemeldet, das wir noch nicht kennen: { $place }.
mail-device-was-it-you = Falls Sie das waren, ist nichts zu tun. Falls nicht, kennt jemand Ihr Passwort: Wählen Sie bitte jetzt ein neues, wodurch alle Geräte abgemeldet werden, und sagen Sie uns Bescheid.
mail-device-was-it-you-link = Falls Sie das waren, ist nichts zu tun. Falls nicht, kennt jemand Ihr Passwort: Wählen Sie bitte jetzt ein neues, wodurch alle Geräte abgemeldet werden, und sagen Sie uns Bescheid:

## Two-step sign-in

mail-two-step-subject-on = Die Anmeldung in zwei Schritten bei { $company } ist eingeschaltet
mail-two-step-subject-off = Die Anmeldung in zwei Schritten bei { $company } ist ausgeschaltet
mail-two-step-heading-on = Die Anmeldung in zwei Schritten ist eingeschaltet
mail-two-step-heading-off = Die Anmeldung in zwei Schritten ist ausgeschaltet
mail-two-step-text-on = die Anmeldung in zwei Schritten wurde am { $moment } für Ihr Konto bei { $company } eingeschaltet. Von jetzt an ist zur Anmeldung auch ein Code von Ihrem Gerät nötig.
mail-two-step-text-off = die Anmeldung in zwei Schritten wurde am { $moment } für Ihr Konto bei { $company } ausgeschaltet. Von jetzt an wird bei der Anmeldung kein Code von Ihrem Gerät mehr verlangt.

## Passkeys

mail-passkey-subject-added = Ihrem Konto bei { $company } wurde ein Passkey hinzugefügt
mail-passkey-heading-added = Ein Passkey wurde hinzugefügt
mail-passkey-text-added = Ihrem Konto bei { $company } wurde am { $moment } ein Passkey hinzugefügt. Mit ihm meldet sich das Gerät, auf dem er liegt, ohne Ihr Passwort an.
mail-passkey-subject-removed = Aus Ihrem Konto bei { $company } wurde ein Passkey entfernt
mail-passkey-heading-removed = Ein Passkey wurde entfernt
mail-passkey-text-removed = aus Ihrem Konto bei { $company } wurde am { $moment } ein Passkey entfernt. Er öffnet nichts mehr.
mail-passkey-subject-all-removed = Ihre Passkeys bei { $company } wurden entfernt
mail-passkey-heading-all-removed = Ihre Passkeys wurden entfernt
mail-passkey-text-all-removed = alle Passkeys Ihres Kontos bei { $company } wurden am { $moment } entfernt. Melden Sie sich mit Ihrem Passwort an und fügen Sie die Passkeys Ihrer Geräte neu hinzu.
mail-passkey-subject-step-on = Ein Passkey nach dem Passwort bei { $company } ist eingeschaltet
mail-passkey-heading-step-on = Ein Passkey wird verlangt
mail-passkey-text-step-on = für Ihr Konto bei { $company } wurde am { $moment } eingeschaltet, dass nach dem Passwort ein Passkey verlangt wird. Von jetzt an genügt Ihr Passwort allein nicht mehr zur Anmeldung.
mail-passkey-subject-step-off = Ein Passkey nach dem Passwort bei { $company } ist ausgeschaltet
mail-passkey-heading-step-off = Ein Passkey wird nicht mehr verlangt
mail-passkey-text-step-off = für Ihr Konto bei { $company } wurde am { $moment } ausgeschaltet, dass nach dem Passwort ein Passkey verlangt wird. Von jetzt an wird nach Ihrem Passwort kein Passkey mehr verlangt.

## A quote was approved

mail-approved-subject = Angebot { $number } ist angenommen
mail-approved-heading = Vielen Dank für Ihre Zusage
mail-approved-text = hiermit bestätigen wir, dass Angebot { $number } von { $company } angenommen ist.
mail-approved-quote = Angebot
mail-approved-amount = Betrag
mail-approved-by = Angenommen von
mail-approved-on = Am
mail-approved-button = Angebot ansehen
mail-approved-why = Sie erhalten diese E-Mail, weil das Angebot mit Ihrem Konto angenommen wurde.

## News

mail-news-text = im Kundenportal von { $company } gibt es Neuigkeiten für Sie: { $title }.
mail-news-button = Im Portal ansehen
mail-news-why = In Ihren Einstellungen im Portal wählen Sie, über welche Neuigkeiten Sie E-Mails erhalten.

## Messages

mail-messages-subject = { $count ->
    [one] Neue Nachricht von { $from }
   *[other] { $count } neue Nachrichten von { $from }
}
mail-messages-subject-about = { $count ->
    [one] Neue Nachricht von { $from } zu { $project }
   *[other] { $count } neue Nachrichten von { $from } zu { $project }
}
mail-messages-text = im Kundenportal von { $company } gibt es etwas für Sie zu lesen:
mail-messages-text-about = im Kundenportal von { $company } gibt es etwas für Sie zu lesen, zu { $project }:
mail-messages-text-staff = { $from } hat im Kundenportal geschrieben:
mail-messages-text-staff-about = { $from } hat im Kundenportal geschrieben, zu { $project }:
mail-messages-earlier = { $count ->
    [one] Eine frühere steht im Portal.
   *[other] { $count } frühere stehen im Portal.
}
mail-messages-files = Dateien: { $files }
mail-messages-button = Lesen und antworten
mail-messages-why = Sie erhalten diese E-Mail, weil die Nachricht im Portal noch nicht gelesen war.

## Answers to forms

form-unreadable = Das Formular konnte nicht gelesen werden. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
form-too-large = Dieses Formular ist zu groß.
form-foreign = Dieses Formular wurde von einer anderen Website gesendet. Bitte öffnen Sie das Portal selbst und versuchen Sie es noch einmal.
form-only = Diese Adresse nimmt nur Formulare an.
form-unsent = Sie mussten sich neu anmelden, und es wurde nichts gesendet. Bitte prüfen Sie Ihre Angaben und senden Sie sie noch einmal.
signed-out = Sie sind abgemeldet.
too-many-pages = Im Augenblick sind zu viele Seiten geöffnet.
store-full = Im Augenblick ist kein Platz mehr für Dateien, und es wurde nichts gespeichert. Bitte sagen Sie uns Bescheid.
store-missing = Diese Datei ist auf unserer Seite nicht zu finden. Bitte sagen Sie uns Bescheid.
store-away = Dateien sind im Augenblick nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal.
picture-saved = Ihr Bild ist gespeichert.
picture-missing = Bitte wählen Sie ein Bild.
message-sent = Ihre Nachricht ist gesendet.
upload-missing = Bitte wählen Sie eine Datei.
payment-thanks = Vielen Dank. Wir geben Ihnen Bescheid, sobald das Geld eingegangen ist.
upload-one = Bitte wählen Sie eine einzige Datei.
upload-too-many = Bitte wählen Sie höchstens { $files } Dateien auf einmal.
upload-too-large = „{ $name }“ ist größer als { $megabytes } MB.
upload-empty = „{ $name }“ ist leer.
upload-done = { $count ->
    [one] „{ $name }“ ist hochgeladen.
   *[other] { $count } Dateien sind hochgeladen.
}

## Names of papers and archives

paper-quote = Angebot { $number }
paper-approval = Annahme des Angebots { $number }
paper-invoice = Rechnung { $number }
paper-receipt = Quittung { $number } { $day }
paper-statement = Kontoauszug { $from } { $to }
statement-csv = kontoauszug-{ $from }-{ $to }
archive-quotes = Angebote
archive-invoices = Rechnungen
archive-documents = Dokumente

## On papers

paper-page = Seite { $page } von { $pages }
paper-kind-quote = Angebot
paper-kind-approval = Annahme des Angebots
paper-kind-invoice = Rechnung
paper-kind-receipt = Quittung
paper-kind-statement = Kontoauszug
paper-description = Beschreibung
paper-quantity = Menge
paper-price = Preis
paper-discount = Rabatt
paper-amount = Betrag
paper-terms = Bedingungen
paper-approved = Was angenommen wurde
paper-proof = Nachweis
paper-digest = SHA-256 des Angebots, wie es angenommen wurde:
paper-attached = Der Text, aus dem diese Prüfsumme berechnet ist, liegt dieser Datei als frozen-quote.json bei. Wer sie neu berechnet und dieselbe erhält, weiß, dass nichts darin geändert wurde.
paper-attachment = Das Angebot, wie es angenommen wurde
paper-payments = Zahlungen
paper-pay-to = Bitte überweisen Sie an
paper-day = Tag
paper-entry = Vorgang
paper-reference = Referenz
paper-balance = Saldo
paper-opening = Anfangssaldo
paper-closing = Endsaldo
paper-nothing = Bis zu diesem Tag wurde nichts berechnet oder bezahlt.
paper-account-in = Konto in { $currency }
paper-open-on = Offen am { $day }
paper-closing-in = Endsaldo in { $currency }
paper-revision = { $number } Rev. { $revision }
paper-project = Projekt
paper-status = Status
paper-status-draft = Entwurf
paper-status-sent = Versendet
paper-status-expired = Abgelaufen
paper-status-approved = Angenommen
paper-status-declined = Abgelehnt
paper-status-cancelled = Storniert
paper-status-overdue = Überfällig
paper-status-paid = Bezahlt
paper-issued = Ausgestellt am
paper-valid-until = Gültig bis
paper-due = Fällig am
paper-approval-sentence = { $person } hat das Angebot { $number } für { $client } über { $total } angenommen und dessen Bedingungen zugestimmt, und zwar am { $moment }.
paper-typed-name = Eingetippter Name
paper-user-account = Benutzerkonto
paper-time = Zeitpunkt
paper-address = IP-Adresse
paper-address-unknown = Nicht bekannt
paper-device = Gerät
paper-device-text = { $browser } unter { $platform } ({ $kind })
paper-device-desktop = Desktop
paper-device-mobile = Mobilgerät
paper-device-tablet = Tablet
paper-paid = Bezahlt
paper-balance-due = Offener Betrag
paper-account-holder = Kontoinhaber
paper-account = Konto
paper-bic = BIC
paper-transfer-reference = Verwendungszweck
paper-received-on = Eingegangen am
paper-method = Zahlungsweg
paper-method-card = Karte
paper-method-bank-transfer = Überweisung
paper-method-received = Eingegangen
paper-method-other = Sonstige
paper-refund = Erstattung
paper-refunded = Erstattet am { $day }
paper-invoice-number = Rechnung
paper-for = Für
paper-invoice-total = Gesamtbetrag der Rechnung
paper-invoice-balance = Offener Betrag der Rechnung
paper-receipt-sentence = Wir haben am { $day } eine Zahlung über { $amount } für die Rechnung { $number } von { $client } erhalten. Vielen Dank.
