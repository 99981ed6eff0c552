//! Mails about the safety of an account: a device that was not seen before, and two-step sign-in.

use super::{Brand, Form, Mark, iso};
use crate::words::say;
use askama::Template;
use chrono::{DateTime, Utc};

impl Brand {
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
