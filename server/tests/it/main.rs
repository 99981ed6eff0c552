//! The server's tests, one module for each subject.
#![cfg(test)]

mod accounts;
mod activity;
mod api;
mod demo;
mod dev_mail;
mod faults;
mod headers;
mod hostile_texts;
mod import;
mod isolation;
mod mail_form;
mod mail_links;
mod payments;
mod portal;
mod support;
