//! Money that was given back.

mod pg;
