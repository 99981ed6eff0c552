//! Documents through the whole server: taking files, giving them, and what is left when something fails.

mod archive;
mod download;
mod faults;
mod proof;
mod requests;
mod s3;
mod upload;
mod world;

use crate::support::{file, form};
use world::{PNG, World};
