//! What a client sees and does, on a real database.

mod approval;
mod documents;
mod lists;
mod notifications;
mod overview;
mod seed;
mod switching;
