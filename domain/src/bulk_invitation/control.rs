//! Steering a run: pause, resume, cancel, retry.

mod pg;
pub use pg::{cancel, pause, resume, retry};
