//! What a client sees and does, on a real database.

mod approval;
mod decisions;
mod documents;
mod lists;
mod notifications;
mod overview;
mod seed;
mod switching;
