//! What a client sees and does, on a real database.

mod approval;
mod lists;
mod notifications;
mod overview;
mod payments;
mod seed;
mod statement;
mod switching;
mod transfers;
