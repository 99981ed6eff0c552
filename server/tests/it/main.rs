//! The server's tests, one module for each subject.
#![cfg(test)]

mod accounts;
mod api;
mod demo;
mod dev_mail;
mod faults;
mod import;
mod isolation;
mod mail_form;
mod mail_links;
mod portal;
mod support;
