//! Mails about the safety of an account: a device that was not seen before, two-step sign-in, and passkeys.

use super::{Brand, Form, Mark, iso, plain};
use crate::words::say;
use askama::Template;
use chrono::{DateTime, Utc};
use domain::outgoing_mail::PasskeyChange;
use std::{borrow::Cow, net::IpAddr};

impl Brand {
    /// A browser on a platform, from where, and where in the world that is as far as known.
    pub(super) fn place_on_map(&self, browser: &str, platform: &str, address: Option<IpAddr>) -> String {
        let place = self.place(browser, platform, address);
        match address.and_then(|address| self.places.of(address, self.language)) {
            Some(found) => plain(&format!("{place} ({found})")),
            None => place,
        }
    }

    pub(super) fn new_device(&self, place: &str, began_at: DateTime<Utc>) -> askama::Result<Form> {
        let subject = say!(self.language, "mail-device-subject", company = self.company.as_str());
        let moment = &self.moment(began_at);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html = NewDeviceHtml { brand: self, subject: &subject, name, link, place, moment };
        let text = NewDeviceText { brand: self, name, link, place, moment };
        self.form(&subject, &text, &html)
    }

    pub(super) fn two_step(&self, is_on: bool, changed_at: DateTime<Utc>) -> askama::Result<Form> {
        let company = self.company.as_str();
        let subject = if is_on {
            say!(self.language, "mail-two-step-subject-on", company = company)
        } else {
            say!(self.language, "mail-two-step-subject-off", company = company)
        };
        let moment = &self.moment(changed_at);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html = TwoStepHtml { brand: self, subject: &subject, name, link, is_on, moment };
        let text = TwoStepText { brand: self, name, link, is_on, moment };
        self.form(&subject, &text, &html)
    }

    pub(super) fn passkeys(&self, change: PasskeyChange, changed_at: DateTime<Utc>) -> askama::Result<Form> {
        let (language, company) = (self.language, self.company.as_str());
        let (subject, heading) = match change {
            PasskeyChange::Added => (
                say!(language, "mail-passkey-subject-added", company = company),
                say!(language, "mail-passkey-heading-added"),
            ),
            PasskeyChange::Removed => (
                say!(language, "mail-passkey-subject-removed", company = company),
                say!(language, "mail-passkey-heading-removed"),
            ),
            PasskeyChange::AllRemoved => (
                say!(language, "mail-passkey-subject-all-removed", company = company),
                say!(language, "mail-passkey-heading-all-removed"),
            ),
            PasskeyChange::StepOn => (
                say!(language, "mail-passkey-subject-step-on", company = company),
                say!(language, "mail-passkey-heading-step-on"),
            ),
            PasskeyChange::StepOff => (
                say!(language, "mail-passkey-subject-step-off", company = company),
                say!(language, "mail-passkey-heading-step-off"),
            ),
        };
        let moment = self.moment(changed_at);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let what = &self.what_of_passkeys(change, iso(company), moment.clone());
        let html = PasskeysHtml { brand: self, subject: &subject, name, link, heading: &heading, what };
        let what = &self.what_of_passkeys(change, company.to_owned(), moment);
        let text = PasskeysText { brand: self, name, link, what };
        self.form(&subject, &text, &html)
    }

    /// What has happened to the passkeys, and what follows.
    fn what_of_passkeys(&self, change: PasskeyChange, company: String, moment: String) -> Cow<'static, str> {
        let language = self.language;
        match change {
            PasskeyChange::Added => {
                say!(language, "mail-passkey-text-added", company = company, moment = moment)
            }
            PasskeyChange::Removed => {
                say!(language, "mail-passkey-text-removed", company = company, moment = moment)
            }
            PasskeyChange::AllRemoved => {
                say!(language, "mail-passkey-text-all-removed", company = company, moment = moment)
            }
            PasskeyChange::StepOn => {
                say!(language, "mail-passkey-text-step-on", company = company, moment = moment)
            }
            PasskeyChange::StepOff => {
                say!(language, "mail-passkey-text-step-off", company = company, moment = moment)
            }
        }
    }
}

#[derive(Template)]
#[template(path = "mail/new_device.html")]
struct NewDeviceHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    place: &'a str,
    moment: &'a str,
}

#[derive(Template)]
#[template(path = "mail/new_device.txt")]
struct NewDeviceText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    place: &'a str,
    moment: &'a str,
}

#[derive(Template)]
#[template(path = "mail/two_step.html")]
struct TwoStepHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    is_on: bool,
    moment: &'a str,
}

#[derive(Template)]
#[template(path = "mail/two_step.txt")]
struct TwoStepText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    is_on: bool,
    moment: &'a str,
}

#[derive(Template)]
#[template(path = "mail/passkeys.html")]
struct PasskeysHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    heading: &'a str,
    what: &'a str,
}

#[derive(Template)]
#[template(path = "mail/passkeys.txt")]
struct PasskeysText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    what: &'a str,
}
