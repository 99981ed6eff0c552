//! Faults: servers killed, stopped and frozen in the middle of a run, a mail server that misbehaves, a database that goes away.
//!
//! Everything is real: processes of the binary, PostgreSQL, and an SMTP server that writes a ledger to disk before it answers.
//! What was promised (SPEC section 4) is checked against that ledger and not against our own tables.

mod database;
mod ledger;
mod promise;
mod run;
mod server;
mod smtp;
