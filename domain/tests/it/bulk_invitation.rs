//! Bulk invitation runs: whom they reach, what starts and steers them, and the promise that their senders keep.

mod groups;
mod promise;
mod sending;
mod steering;
mod world;

pub(crate) use world::staff;
