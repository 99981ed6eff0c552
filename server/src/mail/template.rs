//! What mails say. How they are laid out is in `server/templates/mail`, two files each: text and HTML; their sentences are in
//! `words/{language}/server.ftl`. Both are checked when the server is compiled.

mod safety;

use super::form::{Content, Form, Mark, Sender, Values, plain};
use crate::words::say;
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{company::Company, language::Language, locale, outgoing_mail, place::Places, user_agent};
use lettre::{Address, message::Mailbox};
use std::{borrow::Cow, net::IpAddr};
use uuid::Uuid;

/// The company as its mails show it.
#[derive(Clone, Debug)]
pub struct Brand {
    /// In which these mails speak: the company's, and in a single mail the reader's.
    pub language: Language,
    pub company: String,
    pub color: String,
    /// Black or white, whichever can be read on the colour.
    pub on_color: &'static str,
    /// `None` until there is a logo.
    pub logo: Option<String>,
    pub support_email: Option<String>,
    time_zone: Tz,
    sender: Sender,
    public_url: String,
    places: Places,
}

impl Brand {
    #[must_use]
    pub fn new(company: &Company, from: &Mailbox, public_url: &str) -> Self {
        let name = plain(&company.name);
        let sender = Sender {
            from: Mailbox::new(from.name.clone().or_else(|| Some(name.clone())), from.email.clone()),
            reply_to: company.support_email.as_deref().and_then(|email| email.parse().ok()),
        };
        let version = company.updated_at.timestamp();
        Self {
            language: company.language,
            company: name,
            on_color: readable_on(&company.brand_color),
            color: company.brand_color.clone(),
            logo: company.has_logo.then(|| format!("{public_url}/brand/logo?v={version}")),
            support_email: company.support_email.clone(),
            time_zone: company.time_zone,
            sender,
            public_url: public_url.to_owned(),
            places: Places::default(),
        }
    }

    /// The same, knowing where addresses are.
    #[must_use]
    pub fn with_places(self, places: Places) -> Self {
        Self { places, ..self }
    }

    /// `Monday, 30 November 2026, 10:12 (Europe/Berlin)`.
    #[must_use]
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        let zone = self.time_zone;
        let local = at.with_timezone(&zone);
        let day = locale::long_date(self.language, local.date_naive());
        format!("{day}, {} ({})", local.format("%H:%M"), zone.name().replace('_', " "))
    }

    /// A browser on a platform, and from where.
    fn place(&self, browser: &str, platform: &str, address: Option<IpAddr>) -> String {
        let device = match (browser, platform) {
            ("", "") => say!(self.language, "device-unknown"),
            (one, "") | ("", one) => one.to_owned().into(),
            _ => say!(self.language, "device", browser = browser, platform = platform),
        };
        plain(&address.map_or_else(|| device.to_string(), |address| format!("{device}, {address}")))
    }

    /// Where to ask, if anywhere: what stands before the address, the address, and what stands after it.
    pub(super) fn questions(&self) -> Option<(String, &str, String)> {
        let address = self.support_email.as_deref()?;
        let sentence = say!(self.language, "mail-questions", address = ISOLATE);
        let (before, after) = sentence.split_once(ISOLATE)?;
        Some((before.to_owned(), address, after.to_owned()))
    }

    #[must_use]
    pub fn invitation_link(&self, token: &domain::token::Token) -> String {
        format!("{}/invitation/{token}", self.public_url)
    }

    /// The invitation as a form letter, for a run.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub fn invitation_form(&self, is_reminder: bool) -> askama::Result<Form> {
        self.invitation(is_reminder, None)
    }

    fn invitation(&self, is_reminder: bool, on_behalf_of: Option<&str>) -> askama::Result<Form> {
        let company = self.company.as_str();
        let subject = if is_reminder {
            say!(self.language, "mail-invitation-subject-again", company = company)
        } else {
            say!(self.language, "mail-invitation-subject", company = company)
        };
        let mark = |mark: Mark| mark.sign().to_string();
        let (name, link, expiry) = (mark(Mark::Name), mark(Mark::Link), mark(Mark::Expiry));
        let html = InvitationHtml {
            brand: self,
            subject: &subject,
            name: &name,
            link: &link,
            expiry: &expiry,
            is_reminder,
            on_behalf_of,
        };
        let text = InvitationText {
            brand: self,
            name: &name,
            link: &link,
            expiry: &expiry,
            is_reminder,
            on_behalf_of,
        };
        self.form(&subject, &text, &html)
    }

    pub(super) fn form(
        &self,
        subject: &str,
        text: &impl Template,
        html: &impl Template,
    ) -> askama::Result<Form> {
        let html = html.render()?.replace(ISOLATE, "<bdi>").replace(ISOLATE_END, "</bdi>");
        let content =
            Content { language: self.language, subject: subject.to_owned(), text: text.render()?, html };
        Ok(Form::new(&self.sender, &content))
    }

    /// A single mail in the reader's language; `None` for the company's.
    ///
    /// # Errors
    /// When a template cannot be rendered.
    pub fn letter(
        &self,
        language: Option<Language>,
        content: &outgoing_mail::Content,
        to: &Address,
        message_id: Uuid,
    ) -> askama::Result<super::Message> {
        match language.filter(|language| *language != self.language) {
            Some(language) => Self { language, ..self.clone() }.write(content, to, message_id),
            None => self.write(content, to, message_id),
        }
    }

    fn write(
        &self,
        content: &outgoing_mail::Content,
        to: &Address,
        message_id: Uuid,
    ) -> askama::Result<super::Message> {
        use outgoing_mail::Content::{
            Invitation, Messages, NewDevice, Notification, Passkeys, PasswordChanged, PasswordReset,
            QuoteApproved, TwoStep,
        };
        let forgot_password = || format!("{}/forgot-password", self.public_url);
        let (form, name, link, expiry) = match content {
            Invitation { name, client_name, token, expires_at } => {
                let client = plain(client_name);
                let on_behalf_of = Some(client.as_str()).filter(|client| *client != plain(name));
                (
                    self.invitation(false, on_behalf_of)?,
                    name,
                    self.invitation_link(token),
                    self.moment(*expires_at),
                )
            }
            PasswordReset(issued) => {
                let form = self.password_reset(issued)?;
                let link = format!("{}/reset-password/{}", self.public_url, issued.token);
                (form, &issued.name, link, self.moment(issued.expires_at))
            }
            PasswordChanged { name, changed_at } => {
                (self.password_changed(*changed_at)?, name, forgot_password(), String::new())
            }
            NewDevice { name, browser, platform, ip_address, began_at } => {
                let place = self.place_on_map(browser, platform, *ip_address);
                (self.new_device(&place, *began_at)?, name, forgot_password(), String::new())
            }
            TwoStep { name, is_on, changed_at } => {
                (self.two_step(*is_on, *changed_at)?, name, forgot_password(), String::new())
            }
            Passkeys { name, change, changed_at } => {
                (self.passkeys(*change, *changed_at)?, name, forgot_password(), String::new())
            }
            QuoteApproved { name, quote_id, number, total, typed_name, approved_at } => {
                let facts = ApprovedFacts {
                    number: &plain(number),
                    total: &locale::money(self.language, *total),
                    typed_name: &plain(typed_name),
                    approved: &self.moment(*approved_at),
                };
                (
                    self.quote_approved(&facts)?,
                    name,
                    format!("{}/portal/quotes/{quote_id}", self.public_url),
                    String::new(),
                )
            }
            Notification { name, title, path } => {
                (self.notification(title)?, name, format!("{}{path}", self.public_url), String::new())
            }
            Messages(unread) => {
                let form = self.messages(unread)?;
                (form, &unread.name, format!("{}{}", self.public_url, unread.path), String::new())
            }
        };
        Ok(form.fill(&Values { to, name, message_id, link: &link, expiry: &expiry, date: Utc::now() }))
    }

    fn password_reset(&self, issued: &domain::password_reset::Issued) -> askama::Result<Form> {
        let subject = say!(self.language, "mail-reset-subject", company = self.company.as_str());
        let device = user_agent::parse(&issued.user_agent);
        let place = self.place(&device.browser, &device.platform, issued.ip_address);
        let (name, link, expiry) = (
            &Mark::Name.sign().to_string(),
            &Mark::Link.sign().to_string(),
            &Mark::Expiry.sign().to_string(),
        );
        let is_after_report = issued.is_after_report;
        let html =
            ResetHtml { brand: self, subject: &subject, name, link, expiry, place: &place, is_after_report };
        let text = ResetText { brand: self, name, link, expiry, place: &place, is_after_report };
        self.form(&subject, &text, &html)
    }

    fn password_changed(&self, changed_at: DateTime<Utc>) -> askama::Result<Form> {
        let subject = say!(self.language, "mail-changed-subject", company = self.company.as_str());
        let changed = self.moment(changed_at);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html = ChangedHtml { brand: self, subject: &subject, name, link, changed: &changed };
        let text = ChangedText { brand: self, name, link, changed: &changed };
        self.form(&subject, &text, &html)
    }

    fn quote_approved(&self, facts: &ApprovedFacts<'_>) -> askama::Result<Form> {
        let ApprovedFacts { number, total, typed_name, approved } = *facts;
        let subject = say!(self.language, "mail-approved-subject", number = number);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html =
            ApprovedHtml { brand: self, subject: &subject, name, link, number, total, typed_name, approved };
        let rows = columns([
            (say!(self.language, "mail-approved-quote"), number),
            (say!(self.language, "mail-approved-amount"), total),
            (say!(self.language, "mail-approved-by"), typed_name),
            (say!(self.language, "mail-approved-on"), approved),
        ]);
        let text = ApprovedText { brand: self, name, link, number, rows: &rows };
        self.form(&subject, &text, &html)
    }
}

struct ApprovedFacts<'a> {
    number: &'a str,
    total: &'a str,
    typed_name: &'a str,
    approved: &'a str,
}

#[derive(Template)]
#[template(path = "mail/invitation.html")]
struct InvitationHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    expiry: &'a str,
    is_reminder: bool,
    /// The client of a contact.
    on_behalf_of: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "mail/invitation.txt")]
struct InvitationText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    expiry: &'a str,
    is_reminder: bool,
    on_behalf_of: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "mail/password_reset.html")]
struct ResetHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    expiry: &'a str,
    place: &'a str,
    is_after_report: bool,
}

#[derive(Template)]
#[template(path = "mail/password_reset.txt")]
struct ResetText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    expiry: &'a str,
    place: &'a str,
    is_after_report: bool,
}

#[derive(Template)]
#[template(path = "mail/password_changed.html")]
struct ChangedHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    changed: &'a str,
}

#[derive(Template)]
#[template(path = "mail/password_changed.txt")]
struct ChangedText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    changed: &'a str,
}

#[derive(Template)]
#[template(path = "mail/quote_approved.html")]
struct ApprovedHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    number: &'a str,
    total: &'a str,
    typed_name: &'a str,
    approved: &'a str,
}

#[derive(Template)]
#[template(path = "mail/quote_approved.txt")]
struct ApprovedText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    number: &'a str,
    rows: &'a [(String, &'a str)],
}

/// Labels of one width, so that what they are for stands in a column.
fn columns<'a, const N: usize>(rows: [(Cow<'static, str>, &'a str); N]) -> [(String, &'a str); N] {
    let widest = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
    rows.map(|(label, value)| (format!("{:<1$}", format!("{label}:"), widest + 3), value))
}

/// Around a value in a sentence: what is in between is written in its own direction. [`plain`] lets these signs into no text.
const ISOLATE: &str = "\u{2068}";
const ISOLATE_END: &str = "\u{2069}";

/// A value in a sentence of HTML; [`Brand::form`] makes `<bdi>` of it.
pub(super) fn iso(value: &str) -> String {
    format!("{ISOLATE}{value}{ISOLATE_END}")
}

/// Black or white, by the greater contrast (WCAG 2.2, relative luminance).
fn readable_on(color: &str) -> &'static str {
    let channel = |range| {
        let value = color.get(range).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let share = f64::from(value) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(1..3) + 0.7152 * channel(3..5) + 0.0722 * channel(5..7);
    if luminance > 0.179 { "#000000" } else { "#ffffff" }
}

/// The address that mail goes to; `None` when no mail can. A domain with letters beyond ASCII is written as DNS has it, which
/// every mail server takes.
#[must_use]
pub fn deliverable(email: &str) -> Option<Address> {
    let (local, domain) = email.rsplit_once('@')?;
    let domain = match url::Host::parse(domain).ok()? {
        url::Host::Domain(domain) => domain,
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => return None,
    };
    Address::new(local, domain).ok()
}
