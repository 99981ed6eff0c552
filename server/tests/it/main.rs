//! The server's tests, one module for each subject.
#![cfg(test)]

mod accounts;
mod api;
mod demo;
mod import;
mod isolation;
mod portal;
mod support;
