//! The server's tests, one module for each subject.
#![cfg(test)]

mod account_security;
mod accounts;
mod activity;
mod api;
mod demo;
mod dev_mail;
mod documents;
mod faults;
mod for_you;
mod german;
mod headers;
mod hostile_texts;
mod import;
mod isolation;
mod live;
mod mail_form;
mod mail_languages;
mod mail_links;
mod messages;
mod passkeys;
mod payments;
mod places;
mod portal;
mod profile;
mod quotes;
mod support;
mod two_clients;
