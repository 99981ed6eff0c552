### What pages say.

## Dates and sizes

date-range-from = Ab { $day }
date-range-until = Bis { $day }
date-range-none = Noch ohne Termine
day-today = heute
day-tomorrow = morgen
day-yesterday = gestern
day-ahead = in { $days } Tagen
day-ago = vor { $days } Tagen
days-left-last = letzter Tag
days-left = { $days ->
    [one] noch 1 Tag
   *[other] noch { $days } Tage
}
when-now = gerade eben
when-minutes = { $minutes ->
    [one] vor 1 Minute
   *[other] vor { $minutes } Minuten
}
when-hours = { $hours ->
    [one] vor 1 Stunde
   *[other] vor { $hours } Stunden
}
when-yesterday = gestern, { $time }
size-bytes = { $bytes ->
    [one] 1 Byte
   *[other] { $bytes } Bytes
}
file-pdf = PDF
file-archive = Archiv
file-spreadsheet = Tabelle
file-document = Dokument
file-presentation = Präsentation
file-image = Bild
file-video = Video
file-audio = Audio
file-text = Text
file-other = Datei

## Failures of forms

form-unreadable = Das Formular konnte nicht gelesen werden. Bitte laden Sie die Seite neu und versuchen Sie es erneut.
form-of-another-client = Sie sind in einem anderen Fenster zu { $client } gewechselt. Bitte öffnen Sie diese Seite neu, damit nichts für den falschen Kunden gesendet wird.
form-failed = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es erneut; wenn es wieder geschieht, sagen Sie uns Bescheid.
form-unsent = Das Portal ist gerade nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es erneut.

## Bars and menus

nav-skip = Zum Inhalt springen
nav-sections = Bereiche
nav-overview = Übersicht
nav-projects = Projekte
nav-quotes = Angebote
nav-invoices = Rechnungen
nav-documents = Dokumente
nav-messages = Nachrichten
nav-unread = ungelesen
menu-account = Kontomenü,
menu-profile = Profil
menu-people = Personen
menu-settings = Einstellungen
menu-logout = Abmelden
menu-client = Kundenkonto
portal-name = Kundenportal

## Error page

error-page-sign-in = Bitte melden Sie sich an
error-page-forbidden = Das ist für Sie nicht zugänglich
error-page-missing = Diese Seite gibt es nicht
error-page-conflict = Das geht jetzt nicht
error-page-attempts = Zu viele Versuche
error-page-away = Wir sind gleich wieder da
error-page-other = Etwas ist schiefgegangen
error-page-retries = Es geht nichts verloren. Diese Seite versucht es alle paar Sekunden von selbst erneut.
error-page-again = Erneut versuchen
error-page-home = Zur Startseite

## Bell and notifications

notifications-title = Benachrichtigungen
notifications-name-unread = Benachrichtigungen, { $unread } ungelesen
notifications-unread = { $unread } ungelesen
notifications-all = Alle Benachrichtigungen
notifications-new = Neu:
notifications-news = Neue Benachrichtigung: { $title }
notifications-bell-empty = Noch nichts. Was mit Ihren Angeboten und Rechnungen geschieht, erscheint hier.
notifications-bell-empty-staff = Noch nichts. Was Kunden schreiben und entscheiden, erscheint hier.
notifications-nothing-unread = Nichts ungelesen
notifications-show-unread = Ungelesen
notifications-sort-newest = Neueste zuerst
notifications-mark-all = Alle als gelesen markieren
notifications-marked = Alle Benachrichtigungen sind als gelesen markiert.
notifications-search = Benachrichtigungen durchsuchen
notifications-none = Noch keine Benachrichtigungen
notifications-none-text = Was mit Ihren Angeboten und Rechnungen geschieht, erscheint hier.
notifications-none-text-staff = Was Kunden schreiben und entscheiden, erscheint hier.
notifications-show-all = Alle Benachrichtigungen anzeigen

## Getting in

account-email = E-Mail-Adresse
account-password = Passwort
account-password-again = Passwort wiederholen
account-new-password = Neues Passwort
account-new-password-again = Neues Passwort wiederholen
account-password-hint = 12 bis 128 Zeichen. Einige Wörter, die nicht zusammengehören, sind sicher und leicht zu merken.
account-passwords-differ = Die beiden Passwörter sind nicht gleich. Bitte geben Sie sie noch einmal ein.
account-questions = Fragen? Schreiben Sie an { $email }.
account-sign-in = Anmelden
account-keep-signed-in = Angemeldet bleiben
account-forgot-password = Passwort vergessen?
account-back-to-sign-in = Zurück zur Anmeldung
passkey-sign-in = Mit einem Passkey anmelden
passkey-use = Passkey verwenden
passkey-not-used = Ihr Gerät hat keinen Passkey verwendet. Bitte versuchen Sie es erneut.
passkey-has-one = Auf diesem Gerät gibt es schon einen Passkey für Ihr Konto.
passkey-no-answer = Das Portal ist gerade nicht erreichbar oder bittet Sie zu warten. Bitte versuchen Sie es später erneut.
forgot-lead = Geben Sie die E-Mail-Adresse Ihres Kontos ein. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort wählen.
forgot-send = Link senden
forgot-sent = Wenn diese E-Mail-Adresse zu einem Konto gehört, ist eine E-Mail mit einem Link dorthin unterwegs. Der Link gilt eine Stunde.
reset-title = Neues Passwort wählen
reset-lead = Für das Konto von { $name }. Alle offenen Sitzungen werden beendet.
reset-save = Neues Passwort speichern
reset-done = Ihr Passwort ist geändert. Bitte melden Sie sich mit dem neuen an.
reset-link-title = Dieser Link funktioniert nicht
reset-link-used = Dieser Link wurde bereits benutzt. Wenn Sie das nicht waren, fordern Sie einen neuen an.
reset-link-expired = Dieser Link ist abgelaufen: Er gilt eine Stunde. Fordern Sie einen neuen an.
reset-link-over = Dieser Link funktioniert nicht mehr.
reset-link-unknown = Dieser Link funktioniert nicht. Bitte prüfen Sie, ob er vollständig aus der E-Mail kopiert wurde, oder fordern Sie einen neuen an.
reset-link-ask = Neuen Link anfordern
code-title = Code eingeben
code-lead = Öffnen Sie die Authenticator-App auf Ihrem Gerät; dort steht der Code für { $email }.
code-label = Code
code-hint = Sechs Ziffern. Ohne Ihr Gerät nehmen Sie einen Ihrer Wiederherstellungscodes; jeder gilt einmal.
code-recovery-title = Wiederherstellungscode eingeben
code-recovery-lead = Hier lässt sich kein Passkey von { $email } verwenden.
code-recovery-label = Wiederherstellungscode
code-recovery-hint = Einer von denen, die Sie beim Einschalten erhalten haben; jeder gilt einmal.
code-passkey-title = Passkey verwenden
code-passkey-lead = Zeigen Sie mit einem Passkey oder einem Wiederherstellungscode, dass Sie { $email } sind.
code-no-javascript = Passkeys brauchen JavaScript. Ohne JavaScript nehmen Sie einen Ihrer Wiederherstellungscodes.
code-another-account = Mit einem anderen Konto anmelden
invitation-title = Willkommen, { $name }
invitation-lead-new = { $company } gibt Ihnen Zugang zu den Projekten, Angeboten, Rechnungen und Dokumenten von { $client }. Wählen Sie ein Passwort, und Sie sind angemeldet.
invitation-lead-known = { $company } gibt Ihnen Zugang zu den Unterlagen von { $client }. Zu dieser E-Mail-Adresse gibt es bereits ein Konto; melden Sie sich mit dessen Passwort an, um { $client } hinzuzufügen.
invitation-choose-password = Passwort wählen und anmelden
invitation-accept = Annehmen und anmelden
invitation-new-link = Neuen Link senden
invitation-new-link-sent = Ein neuer Link ist an die E-Mail-Adresse unterwegs, die bei uns für Sie hinterlegt ist.
invitation-reset-sent = Sie haben bereits ein Konto. Ein Link, mit dem Sie ein neues Passwort wählen, ist an dessen E-Mail-Adresse unterwegs.
invitation-used = Dieser Link wurde bereits benutzt
invitation-used-text = Eine Einladung gilt einmal, und diese wurde bereits angenommen. Melden Sie sich mit dem Passwort an, das Sie dabei gewählt haben. Oder lassen Sie sich einen neuen Link an die E-Mail-Adresse senden, die bei uns für Sie hinterlegt ist.
invitation-expired = Dieser Link ist abgelaufen
invitation-expired-text = Einladungen gelten nur einige Tage. Lassen Sie sich einen neuen Link an die E-Mail-Adresse senden, die bei uns für Sie hinterlegt ist.
invitation-withdrawn = Dieser Link wurde zurückgezogen
invitation-withdrawn-text = Er wurde durch einen neueren ersetzt, oder wir haben ihn zurückgezogen. Der gültige Link steht in unserer neuesten E-Mail; oder lassen Sie sich einen weiteren an die E-Mail-Adresse senden, die bei uns für Sie hinterlegt ist.
invitation-has-access = Der Zugang ist bereits eingerichtet
invitation-has-access-text = Für diesen Kunden hat bereits jemand Zugang. Bitte fragen Sie uns.
invitation-refused = Diese Einladung kann nicht angenommen werden
invitation-refused-text = Ihre E-Mail-Adresse gehört zum Konto einer anderen Person und kann deshalb hierfür nicht benutzt werden. Bitte lassen Sie sich von uns unter einer anderen Adresse einladen.
invitation-unknown = Dieser Link funktioniert nicht
invitation-unknown-text = Bitte prüfen Sie, ob der Link vollständig aus der E-Mail kopiert wurde, oder bitten Sie uns um einen neuen.

## Settings

settings-title = Einstellungen
settings-security = Sicherheit
settings-appearance = Darstellung
settings-theme = Farbschema
settings-theme-saved = Das Farbschema ist gespeichert.
settings-time = Zeit
settings-time-zone = Zeitzone
settings-time-zone-hint = In ihr stehen Zeiten auf Ihren Seiten, zum Beispiel Europe/Berlin. Leer ist es unsere: { $zone }. Fälligkeitstage gelten in jedem Fall in unserer.
settings-time-zone-saved = Die Zeitzone ist gespeichert.
settings-news-caption = Wie Sie von Neuigkeiten erfahren
settings-news-about = Worüber
settings-news-in-portal = Im Portal
settings-news-by-mail = Per E-Mail
settings-news-event-in-portal = { $event } im Portal
settings-news-event-by-mail = { $event } per E-Mail
settings-news-hint = Nachrichten kommen per E-Mail, wenn Sie sie nicht innerhalb von zehn Minuten gelesen haben.
settings-news-saved = Ihre Auswahl der Benachrichtigungen ist gespeichert.
settings-current-password = Derzeitiges Passwort
settings-change-password = Passwort ändern
settings-password-changed = Ihr Passwort ist geändert. Alle Ihre anderen Sitzungen sind beendet.
data-title = Ihre Daten
data-lead = Alles zum Mitnehmen in einem Archiv:
data-documents = alle Dokumente, die für Sie freigegeben sind
data-quotes = alle Angebote und Annahmebescheinigungen als PDF
data-invoices = alle Rechnungen und Quittungen als PDF
data-lists = Listen für Ihre Tabellenkalkulation (CSV) von allem, was Sie hier sehen
data-download = Alles herunterladen (ZIP)
data-hint = Die Unterlagen werden während der Übertragung erstellt; bei vielen dauert es einige Minuten.
sessions-title = Offene Sitzungen
sessions-last-used = Zuletzt benutzt: { $when }
sessions-this = Diese Sitzung
sessions-end = Beenden
sessions-ended = Die Sitzung ist beendet.
sessions-end-others = Alle anderen beenden
sessions-end-others-title = Alle anderen Sitzungen beenden?
sessions-end-others-yes = Beenden
sessions-end-others-text = Jeder andere Browser, in dem Sie angemeldet sind, wird beim nächsten Klick abgemeldet. Hier bleiben Sie angemeldet.
sessions-others-ended = Alle Ihre anderen Sitzungen sind beendet.

## Settings: what happened to the account

security-reported = Vielen Dank für den Hinweis. Ihr Passwort öffnet nichts mehr, Ihre Passkeys sind entfernt und alle Sitzungen beendet. Ein Link, mit dem Sie ein neues Passwort wählen, ist an { $email } unterwegs.
security-log-title = Was mit Ihrem Konto geschehen ist
security-log-none = Hier ist noch nichts
security-log-none-text = Hier erscheinen Anmeldungen und Änderungen an Ihrem Passwort, Ihren Passkeys und der Anmeldung in zwei Schritten.
security-report = Das war ich nicht
security-report-title = Hat jemand anderes Ihr Konto benutzt?
security-report-yes = Ich war es nicht
security-report-text = Jede Sitzung endet, auch diese; Ihr Passwort öffnet nichts mehr, und alle Ihre Passkeys werden entfernt. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort wählen, und wir erfahren davon.
detail-wrong-code = Falscher Code
detail-unknown-passkey = Unbekannter Passkey
detail-passkey-not-taken = Passkey nicht angenommen
detail-passkey-copied = Passkey, der vielleicht kopiert wurde
detail-by-operator = Durch den Betreiber

## Settings: two-step sign-in

two-step-title = Anmeldung in zwei Schritten
two-step-about = Mit der Anmeldung in zwei Schritten genügt Ihr Passwort allein niemandem: Zur Anmeldung gehört auch ein Code aus einer Authenticator-App auf Ihrem Gerät.
two-step-set-up = Einrichten
two-step-scan = Scannen Sie dies mit der Authenticator-App auf Ihrem Gerät:
two-step-qr-code = QR-Code für Ihre Authenticator-App
two-step-type-key = Oder tippen Sie den Schlüssel ein: { $key }
two-step-enter-code = Geben Sie die sechs Ziffern ein, die sie jetzt anzeigt.
two-step-switch-on = Einschalten
two-step-on-since = Eingeschaltet seit { $since }. Zur Anmeldung gehört ein Code von Ihrem Gerät.
two-step-off-title = Anmeldung in zwei Schritten ausschalten
two-step-switch-off = Ausschalten
two-step-switched-off = Die Anmeldung in zwei Schritten ist ausgeschaltet.
codes-title = Ihre Wiederherstellungscodes
codes-label = Wiederherstellungscodes
codes-text = Mit einem davon melden Sie sich an, wenn Ihr Gerät nicht zur Hand ist. Drucken Sie sie aus oder bewahren Sie sie dort auf, wo Sie Ihre Passwörter aufbewahren: Sie werden nicht noch einmal angezeigt, und die bisherigen gelten nicht mehr. Jeder gilt einmal.
codes-none-left = Es ist kein Wiederherstellungscode übrig. Erzeugen Sie neue, damit Sie auch ohne Ihr Gerät hineinkommen.
codes-left = { $left ->
    [one] 1 Wiederherstellungscode ist übrig.
   *[other] { $left } Wiederherstellungscodes sind übrig.
}
codes-renew-title = Neue Wiederherstellungscodes erzeugen
codes-renew = Neue Codes erzeugen

## Settings: passkeys

passkeys-title = Passkeys
passkeys-about = Mit einem Passkey melden Sie sich per Fingerabdruck, Gesicht oder PIN Ihres Geräts an, ohne Ihr Passwort. Er funktioniert nur für dieses Portal; so kann ihn Ihnen niemand durch Täuschung entlocken.
passkeys-no-javascript = Um Passkeys hinzuzufügen und zu verwenden, ist JavaScript nötig. Alles andere geht auch ohne.
passkeys-impossible = Passkeys lassen sich hier nicht verwenden: Das Portal braucht eine Adresse mit einem Namen und https.
passkeys-most = Das sind { $most }, mehr kann ein Konto nicht haben. Entfernen Sie einen, um einen anderen hinzuzufügen.
passkey-add = Passkey hinzufügen
passkey-name = Name des Passkeys
passkey-name-hint = Damit Sie ihn in der Liste wiedererkennen. Alles Weitere fragt Ihr Gerät, innerhalb von fünf Minuten.
passkey-continue = Auf Ihrem Gerät fortfahren
passkey-added = Der Passkey ist hinzugefügt. Ab jetzt können Sie sich mit ihm anmelden.
passkey-added-at = Hinzugefügt: { $when }
passkey-last-used = Zuletzt benutzt: { $when }
passkey-not-used-yet = Noch nicht benutzt
passkey-rename-or-remove = Umbenennen oder entfernen
passkey-new-name = Name
passkey-rename = Umbenennen
passkey-renamed = Der Passkey hat seinen neuen Namen.
passkey-remove = Entfernen
passkey-removed = Der Passkey ist entfernt und öffnet nichts mehr. Löschen Sie ihn am besten auch auf Ihrem Gerät.
passkey-removed-last = Der Passkey ist entfernt. Es war Ihr letzter; deshalb wird nach Ihrem Passwort kein Passkey mehr verlangt.
passkey-last-warning = Das ist Ihr letzter Passkey. Ohne ihn wird nach Ihrem Passwort kein Passkey mehr verlangt.
passkey-ask-title = Nach dem Passwort einen Passkey verlangen
passkey-ask-text = Dann genügt Ihr Passwort allein niemandem mehr: Zur Anmeldung mit ihm gehört auch ein Passkey. Für den Tag, an dem Ihr Gerät nicht zur Hand ist, erhalten Sie Wiederherstellungscodes.
passkey-ask = Passkey verlangen
passkey-asked-since = Seit { $since } wird nach Ihrem Passwort ein Passkey verlangt.
passkey-none-left = Sie haben zurzeit keinen Passkey; deshalb brauchen Sie für jede Anmeldung mit Ihrem Passwort einen Wiederherstellungscode. Fügen Sie einen Passkey hinzu oder schalten Sie dies aus.
passkey-stop-title = Keinen Passkey mehr verlangen
passkey-stop = Nicht mehr verlangen
passkey-asking-stopped = Nach Ihrem Passwort wird kein Passkey mehr verlangt.

## Profile

profile-title = Profil
profile-lead = Ihr Profil
profile-saved = Ihr Profil ist gespeichert.
profile-name = Name
profile-phone = Telefon
profile-email-hint = Mit ihr melden Sie sich an. Zum Ändern wenden Sie sich an { $company }.
picture-title = Bild
picture-label = Ihr Bild
picture-hint = JPEG, PNG oder WebP, höchstens { $megabytes } MB. Es wird quadratisch zugeschnitten; wo und wie es aufgenommen wurde, wird nicht gespeichert.
picture-upload = Hochladen
picture-remove = Bild entfernen
picture-remove-title = Ihr Bild entfernen?
picture-remove-yes = Entfernen
picture-remove-text = An seiner Stelle stehen Ihre Initialen. Sie können jederzeit wieder ein Bild hochladen.
picture-removed = Ihr Bild ist entfernt.
particulars-title = Adresse und Telefon von { $client }
particulars-waits = Ihr Änderungswunsch vom { $time } wartet auf unsere Bestätigung. Bis dahin gelten die bisherigen Angaben.
particulars-refused = Wir haben Ihre letzte Änderung nicht übernommen
particulars-street = Straße
particulars-postal-code = Postleitzahl
particulars-city = Ort
particulars-region = Region
particulars-country = Land
particulars-telephone = Telefon
particulars-hint = Wir bestätigen eine Änderung, bevor sie gilt: An diese Adresse gehen Unterlagen.
particulars-ask = Änderung beantragen
particulars-asked = Vielen Dank. Wir sehen uns das an und geben Ihnen Bescheid, wenn es bestätigt ist.

## People

people-title = Personen
people-lead = Wer für { $client } Zugang zum Portal hat und was jede Person sieht.
people-search = Name, Funktion oder E-Mail suchen
people-none = Noch niemand sonst
people-none-text = Laden Sie die Kolleginnen und Kollegen ein, die mit uns arbeiten, jeweils mit dem, was sie betrifft.
people-show-all = Alle anzeigen
people-name = Name
people-portal = Portal
people-sees = Sieht
people-access = Zugang
people-you = Sie
people-administrator = Administrator
people-preset = Was diese Person sieht
people-preset-saved = Gespeichert. Es gilt ab dem nächsten Klick.
people-send-invitation = Einladung senden
people-let-in = Wieder zulassen
people-let-in-done = Erledigt. Wer noch kein Konto hat, bekommt eine Einladung per E-Mail.
people-shut-out = Zugang entziehen
people-shut-out-about = von { $name }
people-shut-out-title = Dieser Person den Zugang entziehen?
people-shut-out-text = { $name } wird abgemeldet, und eine offene Einladung gilt nicht mehr. Sie können diese Person jederzeit wieder zulassen.
people-shut-out-done = Diese Person hat keinen Zugang mehr.
people-invite-title = Jemanden aus Ihrer Firma einladen
people-invite-email-hint = Dorthin geht die Einladung.
people-invite = Einladen
people-invited = Die Einladung ist unterwegs.

## Overview

overview-welcome = Willkommen,
overview-active-projects = Laufende Projekte
overview-pending-invoices = Offene Rechnungen
overview-overdue = { $overdue } überfällig
overview-balance = Offener Betrag
overview-quotes = Offene Angebote
overview-quotes-all = Alle Angebote ansehen
overview-view = Ansehen
overview-projects = Anstehende Projekte
overview-projects-all = Alle Projekte ansehen
overview-projects-none = Keine anstehenden Projekte
overview-invoices = Neueste Rechnungen
overview-invoices-all = Alle Rechnungen ansehen
overview-invoices-none = Noch keine Rechnungen
overview-invoices-none-text = Rechnungen erscheinen hier, sobald wir sie Ihnen senden.
for-you-title = Für Sie
for-you-nothing = Nichts wartet auf Sie
for-you-nothing-text = Hier erscheinen Angebote zur Entscheidung, Rechnungen zum Bezahlen, Dateien, um die wir Sie bitten, und Antworten an Sie.
for-you-more-quotes = { $count ->
    [one] 1 weiteres Angebot zur Entscheidung
   *[other] { $count } weitere Angebote zur Entscheidung
}
for-you-more-invoices = { $count ->
    [one] 1 weitere Rechnung zum Bezahlen
   *[other] { $count } weitere Rechnungen zum Bezahlen
}
for-you-more-files = { $count ->
    [one] 1 weitere Datei zum Senden
   *[other] { $count } weitere Dateien zum Senden
}
for-you-more-replies = { $count ->
    [one] 1 weiteres Gespräch
   *[other] { $count } weitere Gespräche
}
for-you-your-name = Ihr Name, vollständig
for-you-approve-title = Angebot { $number } annehmen
for-you-read-quote = Erst das Angebot lesen
for-you-invoice = Rechnung { $number }
for-you-pay = Bezahlen
for-you-file-needed = Wir brauchen diese Datei
for-you-sent-back = An Sie zurückgegeben
for-you-upload-title = Hochladen: { $title }
for-you-message-from = Nachricht von { $author }
for-you-answer = Antworten
for-you-answer-title = { $author } antworten
for-you-whole-conversation = Das ganze Gespräch anzeigen

## Projects

projects-title = Projekte
projects-search = Name oder Beschreibung suchen
projects-none = Noch keine Projekte
projects-none-text = Projekte erscheinen hier, sobald sie geplant sind.
projects-show-all = Alle Projekte anzeigen
project-label = Projekt
project-status = Status
project-starts = Beginn
project-ends = Ende
project-progress = Fortschritt
project-ask = Frage stellen
project-about = Beschreibung
project-quotes = Angebote
project-invoices = Rechnungen
project-documents = Dokumente
project-no-papers = Noch keine Unterlagen
project-no-papers-text = Hier erscheinen die Angebote, Rechnungen und Dokumente des Projekts.
project-milestones = Meilensteine
project-milestones-done = { $done } von { $all } erledigt
project-milestone-done = Erledigt am { $day }
project-milestone-due = Fällig am { $day } ({ $distance })
project-milestone-no-date = Noch kein Termin
timeline-title = Geplant und laufend
timeline-today = Die Linie ist heute, { $day }
timeline-done = { $percent } % erledigt

## Quotes

quotes-title = Angebote
quotes-search = Nummer oder Titel suchen
quotes-none = Noch keine Angebote
quotes-none-text = Angebote erscheinen hier, sobald wir sie Ihnen senden.
quotes-show-all = Alle Angebote anzeigen
quote-number = Nummer
quote-status = Status
quote-issued = Ausgestellt
quote-valid-until = Gültig bis
quote-valid-until-day = Gültig bis { $day }
quote-amount = Betrag
quote-heading = Angebot { $number }
quote-heading-revision = Angebot { $number }, Revision { $revision }
quote-lines = Positionen
quote-no-lines = Dieses Angebot hat keine Positionen
quote-terms = Bedingungen
quote-summary = Zusammenfassung
quote-total = Gesamtbetrag
quote-revision = Revision
quote-revision-number = Revision { $revision }
quote-replaced = Diese Revision wurde ersetzt
quote-replaced-text = Sie bleibt zum Nachlesen erhalten.
quote-see-present = Zum aktuellen Angebot
quote-replaced-at = Ersetzt am { $time }
quote-older = Frühere Revisionen
ask-question = Frage stellen
quote-pdf = PDF
quote-approve = Annehmen
quote-not-approved = Das Angebot wurde nicht angenommen
quote-to-approval = Zum Formular für die Annahme
quote-not-declined = Das Angebot wurde nicht abgelehnt
quote-to-decline = Zum Formular
quote-expired = Dieses Angebot ist abgelaufen
quote-expired-text = Es war bis { $day } gültig und kann nicht mehr angenommen werden.
quote-ask-new = Neues Angebot anfragen
quote-approval = Annahme
quote-approved-by = Angenommen von
quote-decided-on = Am
quote-approved-sha = SHA-256 des angenommenen Angebots
quote-certificate = Annahmebescheinigung
quote-declined = Abgelehnt
quote-declined-by = Abgelehnt von
quote-reason = Grund
quote-approve-title = Dieses Angebot annehmen
quote-approve-what = Sie nehmen das Angebot { $number } über { $total } an.
quote-approve-what-revision = Sie nehmen das Angebot { $number }, Revision { $revision }, über { $total } an.
quote-your-name = Ihr vollständiger Name
quote-your-name-hint = Steht für Ihre Unterschrift.
quote-accept-terms = Ich akzeptiere die Bedingungen dieses Angebots
quote-accept-terms-link = Ich akzeptiere die { $terms } dieses Angebots
quote-accept-terms-word = Bedingungen
quote-approve-button = Angebot annehmen
quote-approve-kept = Mit der Annahme werden gespeichert: Ihr Name, die Zeit, Ihre IP-Adresse und Ihr Gerät.
quote-approve-done = Vielen Dank. Das Angebot ist angenommen.
quote-decline-title = Dieses Angebot ablehnen
quote-decline-text = Möchten Sie dieses Angebot nicht? Ist es abgelehnt, kann es nicht mehr angenommen werden; { $company } kann Ihnen ein überarbeitetes senden.
quote-decline-hint = { $company } liest ihn.
quote-decline-button = Angebot ablehnen
quote-decline-kept = Dazu werden gespeichert: Ihr Name, die Zeit, Ihre IP-Adresse und Ihr Gerät.
quote-decline-done = Das Angebot ist abgelehnt.

## Invoices

invoices-title = Rechnungen
invoices-statement = Kontoauszug
invoices-search = Nummer oder Titel suchen
invoices-none = Noch keine Rechnungen
invoices-none-text = Rechnungen erscheinen hier, sobald wir sie Ihnen senden.
invoices-show-all = Alle Rechnungen anzeigen
invoices-pay-one = { $number } bezahlen
invoices-tick = Kreuzen Sie Rechnungen an, um sie zusammen zu bezahlen.
invoices-pay-ticked = Angekreuzte Rechnungen bezahlen
invoice-number = Nummer
invoice-status = Status
invoice-issued = Ausgestellt
invoice-due = Fällig
invoice-balance = Offener Betrag
invoice-amount = Betrag
invoice-heading = Rechnung { $number }
invoice-pdf = PDF
invoice-pay = Bezahlen
invoice-lines = Positionen
invoice-no-lines = Diese Rechnung hat keine Positionen
invoice-terms = Bedingungen
invoice-summary = Zusammenfassung
invoice-total = Gesamtbetrag
invoice-paid = Bezahlt
invoice-still-to-pay = { $amount } sind noch zu bezahlen.
invoice-is-paid = Vielen Dank. Die Rechnung ist bezahlt.
invoice-overdue = Diese Rechnung ist überfällig
invoice-was-due = Sie war am { $day } fällig ({ $distance }).
invoice-payments = Zahlungen
invoice-given-back = { $amount } erstattet
invoice-receipt = Quittung
invoice-receipt-about = für die Zahlung über { $amount }
invoice-credit = Sie haben ein Guthaben auf dieser Rechnung
invoice-credit-text = Es wurden { $credit } mehr bezahlt als ihr Gesamtbetrag. Wir sind informiert und klären das mit Ihnen.
invoice-pay-title = Diese Rechnung bezahlen
invoice-card-under-way = Die Kartenzahlung über { $amount } ist noch nicht abgeschlossen.
invoice-card-finish = Abschließen oder abbrechen
invoice-transfer-under-way = Die Überweisung über { $amount } ist unterwegs.
invoice-transfer-show = Überweisung anzeigen

## Paying

pay-title = Rechnungen bezahlen
pay-nothing = Hier ist nichts zu bezahlen
pay-nothing-text = Wählen Sie in der Liste Rechnungen, die noch nicht bezahlt sind und für die keine Zahlung unterwegs ist.
pay-show-pending = Offene Rechnungen anzeigen
pay-together-title = Zusammen bezahlen
pay-each-currency = Diese Rechnungen haben verschiedene Währungen. Jede Währung wird für sich bezahlt.
pay-invoices-in = Rechnungen in { $currency }
pay-sum = Zusammen
pay-amount-of = { $amount } bezahlen
pay-not-set-up = Das Bezahlen ist hier nicht eingerichtet. Bitte bezahlen Sie so, wie es auf der Rechnung steht.
pay-whole = Sie bezahlen { $amount }.
pay-amount = Betrag
pay-from-to = Von { $minimum } bis { $open }.
pay-at-most = Höchstens { $open }; auch ein Teil ist möglich.
pay-by-card = Mit Karte bezahlen
pay-by-card-text = Die Kartendaten geben Sie auf der Seite unseres Zahlungsdienstleisters Stripe ein.
pay-by-transfer = Per Überweisung bezahlen
pay-transfer-tell = Sagen Sie uns Bescheid, wenn Sie überwiesen haben, damit wir auf den Eingang achten.
pay-transfer-day = Tag der Überweisung
pay-transfer-note = Anmerkung (freiwillig)
pay-transfer-note-hint = Zum Beispiel, von welchem Konto.
pay-transfer-proof = Nachweis (freiwillig)
pay-transfer-proof-hint = Ein Bild oder eine PDF-Datei der Überweisung.
pay-transfer-done = Ich habe bezahlt
pay-reference = Verwendungszweck
pay-account-holder = Kontoinhaber
pay-account = Konto
pay-bic = BIC

## A payment

payment-title = Zahlung
payment-cancelled = Die Zahlung ist abgebrochen.
payment-not-cancelled = Die Zahlung wurde nicht abgebrochen
payment-summary = Zusammenfassung
payment-amount = Betrag
payment-received = Eingegangen
payment-by = Zahlungsweg
payment-started = Begonnen
payment-our-account = Unser Konto
payment-has-come = Zahlung eingegangen
payment-has-come-text = Vielen Dank. { $amount } sind eingegangen.
payment-has-come-other = Vielen Dank. Es ist Geld in einer anderen Währung als der verlangten eingegangen. Wir melden uns bei Ihnen.
payment-was-refunded = Davon wurden Ihnen { $amount } erstattet.
payment-transfer-awaited = Wir achten auf Ihre Überweisung
payment-transfer-awaited-text = Überweisungen dauern ein bis zwei Tage. Sie werden benachrichtigt, sobald das Geld eingegangen ist.
payment-processed = Ihre Zahlung wird bearbeitet
payment-processed-text = Diese Seite zeigt von selbst an, wenn sie durchgegangen ist. Sie können die Seite auch verlassen; Sie werden benachrichtigt.
payment-not-finished = Diese Zahlung ist nicht abgeschlossen
payment-not-finished-text = Gehen Sie weiter zur Zahlungsseite, oder brechen Sie die Zahlung ab, um anders zu bezahlen.
payment-not-begun-text = Sie konnte nicht an die Zahlungsseite übergeben werden. Es wurde nichts abgebucht: Brechen Sie sie ab und beginnen Sie neu.
payment-has-failed = Diese Zahlung ist fehlgeschlagen
payment-was-cancelled = Diese Zahlung wurde abgebrochen
payment-nothing-moved = Es ist kein Geld geflossen.
payment-not-started = Sie konnte nicht begonnen werden.
payment-not-in-time = Es wurde nicht rechtzeitig bezahlt.
payment-not-carried-out = Ihre Bank hat die Zahlung nicht ausgeführt.
payment-continue = Weiter zur Zahlung
payment-cancel = Diese Zahlung abbrechen
payment-cancel-title = Diese Zahlung abbrechen?
payment-cancel-yes = Zahlung abbrechen
payment-cancel-text = Tun Sie das nur, wenn Sie nicht bezahlt haben. Die Rechnung kann dann anders bezahlt werden.
money-changed = Hier hat sich etwas geändert
money-show = Den jetzigen Stand anzeigen

## Statement of account

statement-title = Kontoauszug
statement-download-pdf = PDF herunterladen
statement-download-csv = CSV herunterladen
statement-from = Von
statement-to = Bis
statement-show = Anzeigen
statement-cut = Dieser Zeitraum ist zu lang, um ganz angezeigt zu werden
statement-cut-text = Nur seine ersten { $entries } Einträge sind aufgeführt; die Summen sind vollständig. Wählen Sie einen kürzeren Zeitraum, um alles zu sehen und herunterzuladen.
statement-nothing = Bis zu diesem Tag ist nichts verbucht
statement-nothing-text = Rechnungen und Zahlungen erscheinen hier, sobald es welche gibt.
statement-account-in = Konto in { $currency }
statement-opening = Anfangssaldo
statement-invoiced = In Rechnung gestellt
statement-paid = Bezahlt
statement-closing = Endsaldo
statement-open-on = Offen am { $day }
statement-entries-in = Buchungen in { $currency }
statement-day = Tag
statement-entry = Buchung
statement-reference = Referenz
statement-amount = Betrag
statement-balance = Saldo

## Documents

documents-search = Dokument oder Projekt suchen
documents-none = Noch keine Dokumente
documents-none-text = Dateien, die für Sie freigegeben sind, erscheinen hier.
documents-show-all = Alle Dokumente anzeigen
documents-all-projects = Alle Projekte
documents-download-all = Alle herunterladen (ZIP)
documents-download-project = Die des Projekts herunterladen (ZIP)
document-name = Name
document-type = Typ
document-added = Hinzugefügt
document-size = Größe
document-open = Öffnen
document-of-message = Mit einer Nachricht gesendet
document-by-you = Von Ihnen hochgeladen
document-preview = Vorschau
document-download = Herunterladen
document-about = Über diese Datei
document-uploaded-by = Hochgeladen von
document-handed-over-for = Eingereicht für
document-to-conversation = Gespräch ansehen
document-picture = Das Bild { $name }
document-frame = Das Dokument { $name }
document-open-in-full = Ganz öffnen
document-no-preview = Keine Vorschau
document-no-preview-text = Dateien dieses Typs können Sie herunterladen und auf Ihrem Gerät öffnen.
document-elsewhere = Hier nicht verfügbar
document-elsewhere-text = Diese Datei wurde anderswo aufbewahrt. Bitte fragen Sie uns danach.
document-delete = Löschen
document-delete-title = Dieses Dokument löschen?
document-delete-text = Niemand kann es mehr öffnen, weder Sie noch wir. Das lässt sich nicht rückgängig machen.
document-deleted = Das Dokument ist gelöscht.
payment-proof = Nachweis der Überweisung
requests-title = Dateien, die wir von Ihnen brauchen
requests-open = { $count } offen
requests-due = Fällig am { $day } ({ $distance })
requests-sent-back = Zurückgegeben: { $reason }
requests-hand-over = Einreichen
upload-button = Hochladen
upload-files = Dateien
upload-size-hint = Je bis zu { $megabytes } MB.
upload-hint = Je bis zu { $megabytes } MB. Sie können Dateien hier ablegen.
upload-title = Dateien hochladen
upload-title-request = Einreichen: { $title }
upload-something-else = Etwas anderes hochladen
upload-no-project = Kein Projekt
upload-share = Für den Kunden freigeben und ihn benachrichtigen
upload-too-large = Größer als { $megabytes } MB
upload-waiting = Wartet
upload-storing = Wird gespeichert …
upload-kept = Hochgeladen
upload-outcome = Hochgeladen: { $kept } von { $all }
upload-impossible = Dieser Browser kann sie nicht senden.
upload-broken-off = Die Verbindung ist abgebrochen, und nichts wurde gespeichert. Bitte versuchen Sie es erneut.

## Messages

message-general = Allgemein
message-you = Sie
message-read = Gelesen
message-files-gone = Die Dateien dieser Nachricht sind nicht mehr da.
message-label = Ihre Nachricht
message-send = Nachricht senden
messages-lead = Was Sie und { $company } einander schreiben
messages-lead-project = Was Sie und { $company } über dieses Projekt schreiben
messages-conversation = Gespräch
messages-none = Noch keine Nachrichten
messages-none-text = Stellen Sie eine Frage oder sagen Sie uns, was wir wissen sollten. Ihre Nachricht geht an die Personen, die Sie betreuen.
messages-older = Ältere Nachrichten anzeigen
messages-newest = Zurück zu den neuesten Nachrichten
messages-ask-new-quote = Bitte senden Sie uns anstelle von { $number } ein neues Angebot.
messages-to-project = Projekt ansehen
messages-others = Andere Gespräche
messages-general-text = Für alles, was nicht dieses Projekt betrifft, gibt es { $conversation }.
messages-general-link = das allgemeine Gespräch
messages-by-project = Nach Projekt
messages-projects-none-text = Jedes Projekt hat ein eigenes Gespräch.
messages-nothing-written = Noch nichts geschrieben
attach-hint = Bis zu { $files } Dateien, je bis zu { $megabytes } MB.
attach-too-many = Wählen Sie höchstens { $files } Dateien auf einmal.
attach-too-large = „{ $name }“ ist größer als { $megabytes } MB.
attach-several = { $files } Dateien

## Lines of quotes and invoices

lines-caption = Positionen
lines-description = Beschreibung
lines-quantity = Menge
lines-price = Preis
lines-discount = Rabatt
lines-amount = Betrag
lines-before-discounts = Vor Rabatten
lines-discounts = Rabatte
lines-other-charges = Steuern und sonstige Beträge
lines-other-deductions = Weitere Abzüge
lines-total = Gesamtbetrag
invoice-due-day = Fällig am { $day }

## Settings: language

language-heading = Sprache
language-label = Sprache
language-of-browser = Wie in diesem Browser
language-hint = Seiten, E-Mails und Dokumente erscheinen in dieser Sprache. Ohne Auswahl sind E-Mails auf { $language }.
language-saved = Die Sprache ist gespeichert.
save = Speichern

## Parts of pages

breadcrumbs = Brotkrumen
cancel = Abbrechen
keep-as-it-is = So lassen
next = Weiter
pages = Seiten
password-hide = Eingabe verbergen
password-show = Eingabe anzeigen
previous = Zurück
quoted = „{ $name }“

## States, orders and kinds

quote-status-draft = Entwurf
quote-status-sent = Versendet
quote-status-expired = Abgelaufen
quote-status-approved = Angenommen
quote-status-declined = Abgelehnt
quote-status-cancelled = Storniert
quote-sort-newest = Neueste zuerst
quote-sort-oldest = Älteste zuerst
quote-sort-valid-until = Gültig bis
quote-sort-amount = Betrag
invoice-status-draft = Entwurf
invoice-status-sent = Offen
invoice-status-overdue = Überfällig
invoice-status-paid = Bezahlt
invoice-status-cancelled = Storniert
invoice-show-all = Alle
invoice-show-pending = Offen
invoice-show-overdue = Überfällig
invoice-show-paid = Bezahlt
invoice-show-cancelled = Storniert
invoice-sort-newest = Neueste zuerst
invoice-sort-oldest = Älteste zuerst
invoice-sort-due = Fällige zuerst
invoice-sort-amount = Betrag
invoice-sort-balance = Offener Betrag
project-status-planned = Geplant
project-status-active = Läuft
project-status-on-hold = Ruht
project-status-completed = Abgeschlossen
project-status-cancelled = Abgebrochen
project-sort-newest = Neueste zuerst
project-sort-oldest = Älteste zuerst
project-sort-ends = Ende zuerst
project-sort-name = Name
document-sort-newest = Neueste zuerst
document-sort-oldest = Älteste zuerst
document-sort-name = Name
document-sort-project = Projekt
document-sort-size = Größe
document-request-open = Offen
document-request-handed-over = Eingereicht
document-request-accepted = Angenommen
document-request-sent-back = Zurückgegeben
provider-stripe = Karte
provider-bank-transfer = Überweisung
payment-method-received = Eingegangen
payment-method-other = Sonstige
payment-state-pending = Ausstehend
payment-state-succeeded = Eingegangen
payment-state-failed = Fehlgeschlagen
payment-state-cancelled = Abgebrochen
preset-everything = Alles
preset-invoices-only = Nur Rechnungen
preset-projects-and-documents-only = Nur Projekte und Dokumente
portal-state-enabled = Hat Zugang
portal-state-disabled = Zugang aus
portal-state-invited = Eingeladen
portal-state-none = Kein Zugang
portal-state-inactive = Inaktiv
event-quote = Angebote
event-invoice = Rechnungen
event-payment = Zahlungen
event-document = Dokumente
event-request = Angeforderte Dateien
event-message = Nachrichten
event-project = Projekte
entry-invoice = Rechnung
entry-payment = Zahlung
entry-refund = Erstattung
theme-system = Wie auf diesem Gerät
theme-light = Hell
theme-dark = Dunkel
activity-login = Angemeldet
activity-logout = Abgemeldet
activity-failed-login = Anmeldung misslungen
activity-password-reset = Passwort geändert
activity-view-project = Projekt angesehen
activity-view-quote = Angebot angesehen
activity-approve-quote = Angebot angenommen
activity-view-invoice = Rechnung angesehen
activity-pay-invoice = Rechnung bezahlt
activity-download-file = Datei heruntergeladen
activity-upload-file = Datei hochgeladen
activity-send-message = Nachricht gesendet
activity-update-profile = Profil geändert
activity-enable-portal = Portalzugang eingeschaltet
activity-disable-portal = Portalzugang ausgeschaltet
activity-send-invitation = Einladung gesendet
activity-revoke-invitation = Einladung zurückgezogen
activity-accept-invitation = Einladung angenommen
activity-change-access = Sichtbaren Umfang einer Person geändert
activity-start-bulk-invitation = Sammeleinladung begonnen
activity-pause-bulk-invitation = Sammeleinladung angehalten
activity-resume-bulk-invitation = Sammeleinladung fortgesetzt
activity-cancel-bulk-invitation = Sammeleinladung abgebrochen
activity-retry-bulk-invitation = Sammeleinladung wiederholt
activity-create-api-token = API-Token angelegt
activity-revoke-api-token = API-Token widerrufen
activity-update-company = Firmeneinstellungen geändert
activity-enable-two-step = Anmeldung in zwei Schritten eingeschaltet
activity-disable-two-step = Anmeldung in zwei Schritten ausgeschaltet
activity-renew-recovery-codes = Neue Wiederherstellungscodes erzeugt
activity-use-recovery-code = Wiederherstellungscode benutzt
activity-add-passkey = Passkey hinzugefügt
activity-rename-passkey = Passkey umbenannt
activity-remove-passkey = Passkey entfernt
activity-enable-passkey-step = Passkey nach dem Passwort eingeschaltet
activity-disable-passkey-step = Passkey nach dem Passwort ausgeschaltet
activity-report-activity = Als fremd gemeldet
activity-share-file = Datei freigegeben
activity-unshare-file = Dateifreigabe beendet
activity-delete-file = Datei gelöscht
activity-request-file = Datei angefordert
activity-accept-file = Datei angenommen
activity-send-back-file = Datei zurückgegeben
activity-withdraw-file-request = Dateianforderung zurückgezogen
activity-decline-quote = Angebot abgelehnt
activity-revise-quote = Angebot überarbeitet
activity-send-invoice = Rechnung gesendet
activity-confirm-payment = Zahlung bestätigt
activity-refuse-payment = Zahlung zurückgewiesen
device = { $browser } auf { $platform }
device-unknown = Unbekanntes Gerät

## Lists

list-all = Alle
list-apply = Anwenden
list-no-match = Nichts passt zu „{ $search }“
list-nothing = Hier ist nichts
list-order = Reihenfolge
list-status = Status
list-try-other = Versuchen Sie es mit anderen Wörtern oder einem anderen Status.
