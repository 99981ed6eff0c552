//! What a client sees and does, on a real database.

mod approval;
mod decisions;
mod documents;
mod lists;
mod message_files;
mod messages;
mod notifications;
mod overview;
mod payments;
mod reminders;
mod seed;
mod statement;
mod switching;
mod transfers;
mod waiting;
