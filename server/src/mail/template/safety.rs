//! Mails about the safety of an account: a device that was not seen before, two-step sign-in, and passkeys.

use super::{Brand, Form, Mark};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::outgoing_mail::PasskeyChange;
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

    pub(super) fn passkeys(&self, change: PasskeyChange, changed_at: DateTime<Utc>) -> askama::Result<Form> {
        let company = &self.company;
        let (subject, heading, what, consequence) = match change {
            PasskeyChange::Added => (
                format!("A passkey was added to your account with {company}"),
                "A passkey was added",
                "a passkey was added to your account",
                "With it, the device that holds it signs in without your password.",
            ),
            PasskeyChange::Removed => (
                format!("A passkey was removed from your account with {company}"),
                "A passkey was removed",
                "a passkey was removed from your account",
                "It opens nothing any more.",
            ),
            PasskeyChange::AllRemoved => (
                format!("Your passkeys at {company} were removed"),
                "Your passkeys were removed",
                "all passkeys were removed from your account",
                "Sign in with your password, and add the passkeys of your devices anew.",
            ),
            PasskeyChange::StepOn => (
                format!("A passkey after the password at {company} is on"),
                "A passkey is asked for",
                "it was switched on that a passkey is asked for after the password of your account",
                "From now on, your password alone does not let anybody in.",
            ),
            PasskeyChange::StepOff => (
                format!("A passkey after the password at {company} is off"),
                "A passkey is asked for no more",
                "it was switched off that a passkey is asked for after the password of your account",
                "From now on, no passkey is asked for after your password.",
            ),
        };
        let moment = &self.moment(changed_at);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html =
            PasskeysHtml { brand: self, subject: &subject, name, link, heading, what, consequence, moment };
        let text = PasskeysText { brand: self, name, link, what, consequence, moment };
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

#[derive(Template)]
#[template(path = "mail/passkeys.html")]
struct PasskeysHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    heading: &'a str,
    what: &'a str,
    consequence: &'a str,
    moment: &'a str,
}

#[derive(Template)]
#[template(path = "mail/passkeys.txt")]
struct PasskeysText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    what: &'a str,
    consequence: &'a str,
    moment: &'a str,
}
