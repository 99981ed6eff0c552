### What the domain says: why something was refused, and what is wrong with a field.

## Failures

error-not-found = Hier gibt es nichts, oder es ist nicht für Sie bestimmt.
error-forbidden = Dafür ist die Berechtigung „{ $permission }“ nötig. Bitte wenden Sie sich an eine Administratorin oder einen Administrator Ihres Unternehmens.
error-invalid = Einige Felder müssen noch geprüft werden.
error-wrong-credentials = Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen. Bitte prüfen Sie beides und versuchen Sie es erneut.
error-denied = { $why } Bitte melden Sie sich bei uns, wenn Sie das für einen Irrtum halten.
error-too-many-attempts = Zu viele Versuche. Bitte warten Sie { $time } und versuchen Sie es dann erneut.
error-unavailable = Das Portal erreicht gerade seine Datenbank nicht. Bitte versuchen Sie es in einer Minute erneut.
error-internal = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es erneut; wenn es wieder geschieht, sagen Sie uns Bescheid.

wait-seconds = { $seconds ->
    [one] 1 Sekunde
   *[other] { $seconds } Sekunden
}
wait-minutes = { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
}

## Why somebody does not get in

denied-user-inactive = Ihr Konto wurde deaktiviert.
denied-client-inactive = Das Kundenkonto Ihres Unternehmens bei uns ist zurzeit nicht aktiv.
denied-portal-disabled = Der Zugang zum Portal wurde für Ihr Unternehmen abgeschaltet.
denied-contact-disabled = Ihr eigener Zugang zum Portal wurde abgeschaltet.
denied-not-linked = Ihr Konto ist keinem Kunden zugeordnet.

## Rules that stand in the way

conflict-client-inactive = Dieser Kunde ist nicht aktiv. Bitte aktivieren Sie ihn, bevor Sie Zugang geben.
conflict-user-inactive = Dieses Benutzerkonto ist nicht aktiv.
conflict-user-is-staff = Ein Mitarbeiterkonto kann nicht der Portalzugang eines Kunden sein.
conflict-user-of-another-client = Dieses Konto ist schon der Portalzugang eines anderen Kunden.
conflict-contact-inactive = Dieser Kontakt ist nicht aktiv. Bitte aktivieren Sie ihn, bevor Sie Zugang geben.
conflict-portal-disabled = Das Portal ist für diesen Kunden abgeschaltet. Bitte schalten Sie es zuerst für den Kunden ein.
conflict-no-email = Es ist keine E-Mail-Adresse hinterlegt. Bitte tragen Sie zuerst eine ein.
conflict-unusable-email = Die hinterlegte E-Mail-Adresse kann nicht verwendet werden: { $why }
conflict-no-account = Dieser Kontakt hat noch kein Konto. Bitte senden Sie zuerst eine Einladung.
conflict-own-access = Ihren eigenen Zugang können Sie nicht ändern. Bitte wenden Sie sich an eine andere Administratorin, einen anderen Administrator oder an uns.
conflict-too-many-contacts = In Ihrer Liste stehen zu viele Personen, um hier noch eine hinzuzufügen. Bitte wenden Sie sich an uns.
conflict-already-has-access = Diese Person hat bereits Zugang.
conflict-link-used = Der Link wurde schon benutzt.
conflict-link-expired = Der Link ist abgelaufen.
conflict-link-revoked = Der Link wurde zurückgezogen.
conflict-invitation-withdrawn = Wir haben diese Einladung zurückgezogen, daher kann kein neuer Link gesendet werden. Bitte lassen Sie sich neu von uns einladen.
conflict-run-unfinished = Ein Sammelversand von Einladungen ist noch nicht beendet.
conflict-count-changed = Die Zahl der Kunden, die eingeladen werden können, hat sich von { $expected } auf { $now } geändert. Bitte sehen Sie noch einmal nach, bevor Sie beginnen.
conflict-nobody-to-invite = Es ist niemand einzuladen.
conflict-run-state = Der Versand ist im Zustand „{ $state }“ und kann nicht in den Zustand „{ $wanted }“ wechseln.
conflict-quote-expired = Dieses Angebot war bis { $day } gültig und kann nicht mehr angenommen werden.
conflict-quote-already-approved = Dieses Angebot wurde bereits angenommen.
conflict-quote-not-open = Dieses Angebot ist { $status } und kann nicht angenommen werden.
conflict-quote-already-declined = Dieses Angebot wurde bereits abgelehnt.
conflict-quote-lapsed = Dieses Angebot war bis { $day } gültig; es gibt nichts mehr abzulehnen.
conflict-quote-not-declinable = Dieses Angebot ist { $status } und kann nicht abgelehnt werden.
conflict-quote-revised = Dieses Angebot wurde inzwischen überarbeitet. Bitte sehen Sie sich Revision { $revision } an, bevor Sie entscheiden.
conflict-quote-not-revisable = Dieses Angebot ist { $status } und kann nicht überarbeitet werden.
conflict-email-taken = Es gibt schon ein Konto mit dieser E-Mail-Adresse.
conflict-nothing-to-change = Das ist bereits so hinterlegt.
conflict-change-decided = Über diese Bitte wurde schon entschieden.
conflict-two-step-is-on = Die Anmeldung in zwei Schritten ist bereits eingeschaltet.
conflict-two-step-is-off = Die Anmeldung in zwei Schritten ist ausgeschaltet.
conflict-setup-over = Das Einrichten hat zu lange gedauert. Bitte beginnen Sie von vorn.
conflict-sign-in-over = Die Anmeldung hat zu lange gedauert. Bitte geben Sie Ihr Passwort noch einmal ein.
conflict-no-passkeys-here = Passkeys lassen sich hier nicht verwenden: Das Portal braucht eine Adresse mit einem Namen und https. Bitte sprechen Sie uns darauf an.
conflict-too-many-passkeys = Ein Konto hat höchstens { $most } Passkeys. Bitte entfernen Sie einen, den Sie nicht mehr brauchen.
conflict-passkey-taken = Dieser Passkey gehört schon zu einem Konto.
conflict-passkey-refused = Dieser Passkey wurde nicht angenommen. Bitte verwenden Sie einen anderen oder Ihr Passwort.
conflict-passkey-too-late = Das hat zu lange gedauert oder wurde schon beantwortet. Bitte beginnen Sie von vorn.
conflict-no-passkey = Fügen Sie zuerst einen Passkey hinzu.
conflict-passkey-step-is-on = Nach dem Passwort wird bereits ein Passkey verlangt.
conflict-passkey-step-is-off = Nach dem Passwort wird kein Passkey verlangt.
conflict-too-much-for-one-archive = Das ist zu viel für ein Archiv. Bitte lassen Sie sich von uns eine Kopie geben oder laden Sie Ihre Dokumente Projekt für Projekt herunter.
conflict-document-is-kept = Löschen können Sie nur, was Sie selbst innerhalb des letzten Tages und nicht auf unsere Bitte hin hochgeladen haben. Bitte wenden Sie sich an uns.
conflict-request-settled = Diese Anforderung ist erledigt; es ist nichts mehr einzureichen.
conflict-nothing-handed-over = Es wurde noch nichts eingereicht, oder es wurde schon darüber entschieden.
conflict-upload-too-late = Das Hochladen hat zu lange gedauert. Bitte senden Sie die Datei noch einmal.
conflict-archive-too-large = Das sind zu viele Dateien für ein Archiv. Bitte wählen Sie ein Projekt und laden Sie dessen Dateien herunter.
conflict-invoice-sent = Rechnung { $number } wurde bereits gesendet.
conflict-invoice-paid = Rechnung { $number } ist bereits bezahlt.
conflict-invoice-cancelled = Rechnung { $number } ist storniert und kann nicht bezahlt werden.
conflict-payment-under-way = Eine Zahlung von Rechnung { $number } läuft gerade. Bitte schließen Sie sie erst ab oder brechen Sie sie ab.
conflict-provider-away = Dieser Zahlungsweg ist gerade nicht erreichbar. Bitte versuchen Sie es erneut oder wählen Sie einen anderen.
conflict-payment-decided = Über diese Zahlung wurde schon entschieden.
conflict-payment-gone-through = Diese Zahlung ist durchgeführt oder wird gerade verarbeitet und kann nicht mehr abgebrochen werden.

## What a quote is, in the middle of a sentence

quote-is-draft = ein Entwurf
quote-is-sent = versendet
quote-is-expired = abgelaufen
quote-is-approved = angenommen
quote-is-declined = abgelehnt
quote-is-cancelled = storniert

## What a project is, in the middle of a sentence

project-is-planned = geplant
project-is-active = im Gang
project-is-on-hold = unterbrochen
project-is-completed = abgeschlossen
project-is-cancelled = abgebrochen

## News: in the bell and by mail, without a full stop

news-quote-sent = Angebot { $number } über { $amount } wartet auf Ihre Entscheidung
news-quote-revised = Angebot { $number } wurde überarbeitet: Es gibt jetzt Revision { $revision }
news-quote-approved = Angebot { $number } wurde von { $person } angenommen
news-quote-declined = Angebot { $number } wurde von { $person } abgelehnt
news-quote-lapses = Angebot { $number } kann bis { $day } angenommen werden
news-invoice-sent = Rechnung { $number } über { $amount } ist eingetroffen
news-invoice-overdue = Rechnung { $number } war am { $day } fällig
news-a-payment = Eine Zahlung
news-invoices = { $count ->
    [one] Rechnung { $numbers }
   *[other] Rechnungen { $numbers }
}
news-payment-received = { $invoices }: Zahlungseingang über { $amount }
news-payment-received-other = { $invoices }: Zahlungseingang in einer anderen Währung
news-payment-failed = { $invoices }: Die Zahlung ist fehlgeschlagen
news-payment-refunded = { $invoices }: Erstattung über { $amount }
news-project-status = Das Projekt { $project } ist jetzt { $status }
news-documents-shared = { $count ->
    [one] „{ $name }“ wurde für Sie freigegeben
   *[other] { $count } Dokumente wurden für Sie freigegeben
}
news-documents-uploaded = { $count ->
    [one] { $client } hat „{ $name }“ hochgeladen
   *[other] { $client } hat { $count } Dateien hochgeladen
}
news-documents-handed-over = { $count ->
    [one] { $client } hat „{ $name }“ für „{ $request }“ eingereicht
   *[other] { $client } hat { $count } Dateien für „{ $request }“ eingereicht
}
news-document-requested = Wir benötigen eine Datei von Ihnen: { $title }
news-document-requested-by = Wir benötigen bis { $day } eine Datei von Ihnen: { $title }
news-document-accepted = Vielen Dank: „{ $title }“ ist angenommen
news-document-sent-back = Wir benötigen „{ $title }“ noch einmal
news-message = { $author } hat Ihnen geschrieben
news-message-about = { $author } hat Ihnen zum Projekt { $project } geschrieben
news-change-accepted = Ihre neue Adresse oder Telefonnummer ist bestätigt
news-change-refused = Ihre Änderung von Adresse oder Telefonnummer wurde nicht übernommen

## Payments and messages

pay-none = Bitte wählen Sie mindestens eine Rechnung.
pay-too-many = Bitte wählen Sie höchstens { $invoices } Rechnungen auf einmal.
pay-day-missing = Bitte geben Sie den Tag Ihrer Überweisung ein.
pay-day-ahead = Dieser Tag liegt in der Zukunft. Bitte geben Sie den Tag Ihrer Überweisung ein.
pay-proof-type = Bitte wählen Sie ein Bild (PNG, JPEG, GIF oder WebP) oder eine PDF-Datei.
pay-currencies = Diese Rechnungen haben verschiedene Währungen. Bitte bezahlen Sie jede Währung für sich.
pay-too-much = Das ist zu viel für eine Zahlung.
pay-not-this-way = { $amount } können auf diesem Weg nicht bezahlt werden. Bitte wählen Sie einen anderen Weg oder einen runderen Betrag.
amount-no-decimals = Diese Währung hat keine Nachkommastellen.
amount-decimals = Bitte geben Sie höchstens { $decimals } Nachkommastellen ein.
amount-unreadable = Bitte geben Sie einen Betrag wie { $example } ein.
amount-too-much = Das ist mehr als die { $amount }, die bezahlt werden können.
amount-too-little = Auf einmal können mindestens { $amount } bezahlt werden.
field-enter-at-most = Bitte geben Sie höchstens { $characters } Zeichen ein.
message-missing = Bitte schreiben Sie Ihre Nachricht oder wählen Sie eine Datei.
message-too-long = Eine Nachricht fasst bis zu { $most } Zeichen, diese hat { $length }. Bitte kürzen Sie sie oder senden Sie sie in Teilen.

## Statements of account

statement-too-long = Dieser Zeitraum hat mehr als { $entries } Einträge. Bitte wählen Sie einen kürzeren.
statement-invoice = Rechnung { $number }
statement-payment = Zahlung zu { $number }
statement-refund = Erstattung zu { $number }
statement-not-due = Noch nicht fällig
statement-overdue-to-30 = 1–30 Tage überfällig
statement-overdue-to-60 = 31–60 Tage überfällig
statement-overdue-to-90 = 61–90 Tage überfällig
statement-overdue-over-90 = Über 90 Tage überfällig
statement-credit = Guthaben

## Passwords

password-too-short = Bitte wählen Sie ein Passwort mit mindestens { $characters } Zeichen.
password-too-long = Bitte wählen Sie ein Passwort mit höchstens { $characters } Zeichen.
password-common = Dieses Passwort ist zu gebräuchlich und wäre bald erraten. Bitte wählen Sie ein anderes, zum Beispiel ein paar Wörter hintereinander.
password-about-you = Dieses Passwort besteht aus Ihrem eigenen Namen oder Ihrer Adresse und wäre bald erraten. Bitte wählen Sie ein anderes.

## Why somebody has to sign in

signed-out-no-session = Bitte melden Sie sich an.
signed-out-expired = Sie wurden abgemeldet, weil Sie eine Weile nicht hier waren. Bitte melden Sie sich wieder an.
signed-out-password-changed = Ihr Passwort wurde geändert. Bitte melden Sie sich mit dem neuen an.
signed-out-ended-elsewhere = Diese Sitzung wurde von einem anderen Gerät aus beendet. Bitte melden Sie sich wieder an.
signed-out-reported = Sie haben uns gesagt, dass jemand anderes Ihr Konto benutzt hat. Bitte wählen Sie mit dem Link, den wir Ihnen gesendet haben, ein neues Passwort.

## Fields

field-name = Bitte geben Sie einen Namen mit höchstens { $characters } Zeichen ein.
field-not-current-password = Das ist nicht Ihr derzeitiges Passwort.
field-password-just-changed = Ihr Passwort wurde gerade an anderer Stelle geändert.
field-current-password = Bitte geben Sie Ihr derzeitiges Passwort ein.
field-phone = Bitte geben Sie eine Telefonnummer mit höchstens { $characters } Zeichen ein.
field-time-zone = Bitte geben Sie eine Zeitzone wie Europe/Berlin ein, oder nichts für unsere.
field-email = Bitte geben Sie eine E-Mail-Adresse wie maria@example.com ein.
field-your-email = Bitte geben Sie Ihre E-Mail-Adresse ein.
field-your-password = Bitte geben Sie Ihr Passwort ein.
field-colleague-name = Bitte geben Sie den Namen der Person ein.
field-colleague-name-long = Bitte verwenden Sie höchstens { $characters } Zeichen, ohne Zeilenumbrüche.
field-colleague-email = Bitte geben Sie eine E-Mail-Adresse wie name@firma.de ein.
field-colleague-known = Jemand mit dieser Adresse steht schon in der Liste.
field-preset = Sie können nur freigeben, was Sie selbst sehen.
field-decline-reason = Bitte sagen Sie uns, warum, damit wir ein besseres Angebot machen können.
field-at-most = Bitte verwenden Sie höchstens { $characters } Zeichen.
field-letters-only = Bitte verwenden Sie nur Buchstaben.
field-picture-size = Bitte wählen Sie ein Bild mit höchstens { $megabytes } MB.
field-picture-type = Bitte wählen Sie ein Bild: JPEG, PNG oder WebP.
field-picture-pixels = Dieses Bild hat zu viele Bildpunkte. Bitte wählen Sie ein kleineres.
field-account-password = Das ist nicht das Passwort Ihres Kontos.
quote-name-missing = Bitte tippen Sie Ihren vollen Namen.
quote-name-letters = Bitte verwenden Sie nur Buchstaben, ohne Zeilenumbrüche.
quote-terms-missing = Bitte stimmen Sie den Bedingungen zu, um dieses Angebot anzunehmen.
particulars-phone = Telefon
particulars-address = Straße
particulars-postal-code = Postleitzahl
particulars-city = Ort
particulars-region = Region
particulars-country = Land
field-particulars = { $field }: höchstens { $characters } Zeichen.
code-not-of-secret = Das ist nicht der Code, der jetzt zu diesem Schlüssel gehört. Bitte prüfen Sie, ob die Uhr Ihres Geräts stimmt.
code-wrong = Dieser Code ist falsch oder wurde schon benutzt. Bitte warten Sie auf den nächsten und versuchen Sie es erneut.
code-missing = Bitte geben Sie den Code ein.

## Everything in one archive: names of the tables

table-projects = Projekte
table-quotes = Angebote
table-approvals = Annahmen
table-invoices = Rechnungen
table-payments = Zahlungen
table-messages = Nachrichten

## Places

place-nearby = lokales Netz
