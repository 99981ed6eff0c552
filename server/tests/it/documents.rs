//! Documents through the whole server: taking files, giving them, and what is left when something fails.

mod archive;
mod download;
mod everything;
mod faults;
mod messages;
mod proof;
mod requests;
mod s3;
mod upload;
mod world;

use world::{PNG, World};
pub(crate) use world::{file, form, multipart};
