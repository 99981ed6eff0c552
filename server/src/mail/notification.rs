//! The mail that tells of one notification.

use super::{
    form::{Form, Mark, plain},
    template::{Brand, iso},
};
use crate::words::say;
use askama::Template;

impl Brand {
    pub(super) fn notification(&self, title: &str) -> askama::Result<Form> {
        let title = &plain(title);
        let (name, link) = (&Mark::Name.sign().to_string(), &Mark::Link.sign().to_string());
        let html = NotificationHtml { brand: self, subject: title, name, link, title };
        let text = NotificationText { brand: self, name, link, title };
        self.form(title, &text, &html)
    }
}

#[derive(Template)]
#[template(path = "mail/notification.html")]
struct NotificationHtml<'a> {
    brand: &'a Brand,
    subject: &'a str,
    name: &'a str,
    link: &'a str,
    title: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notification.txt")]
struct NotificationText<'a> {
    brand: &'a Brand,
    name: &'a str,
    link: &'a str,
    title: &'a str,
}
