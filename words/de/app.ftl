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

## Settings: language

language-heading = Sprache
language-label = Sprache
language-of-browser = Wie in diesem Browser
language-hint = Seiten, E-Mails und Dokumente erscheinen in dieser Sprache. Ohne Auswahl sind E-Mails auf { $language }.
language-saved = Die Sprache ist gespeichert.
save = Speichern

## Parts of pages

breadcrumbs = Brotkrumen
keep-as-it-is = So lassen
next = Weiter
pages = Seiten
password-hide = Eingabe verbergen
password-show = Eingabe anzeigen
previous = Zurück

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
