//! Mails about the safety of an account: a device that was not seen before, and two-step sign-in.

use super::{Brand, Form, Mark};
use askama::Template;
use chrono::{DateTime, Utc};
use std::net::IpAddr;

impl Brand {
    pub(super) fn new_device(
        &self,
        device: &str,
        address: Option<IpAddr>,
        began_at: DateTime<Utc>,
    ) -> askama::Result<Form> {
        let subject = format!("A new device signed in to your account with {}", self.company);
        let mut place = device.to_owned();
        if let Some(address) = address {
            place += &format!(", {address}");
            place += &self.places.of(address).map_or_else(String::new, |place| format!(" ({place})"));
        }
        let (place, moment) = (&super::plain(&place), &self.moment(began_at));
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html = NewDeviceHtml { brand: self, subject: &subject, name, link, place, moment };
        let text = NewDeviceText { brand: self, name, link, place, moment };
        self.form(&subject, &text, &html)
    }

    pub(super) fn two_step(&self, is_on: bool, changed_at: DateTime<Utc>) -> askama::Result<Form> {
        let state = if is_on { "on" } else { "off" };
        let subject = format!("Two-step sign-in at {} is {state}", self.company);
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
