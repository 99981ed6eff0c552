//! The domain's rules and operations from outside. Those that need the feature `postgres` are compiled with it only.
#![cfg(test)]

#[cfg(feature = "postgres")]
mod accounts;
#[cfg(feature = "postgres")]
mod activity;
#[cfg(feature = "postgres")]
mod bulk_invitation;
#[cfg(feature = "postgres")]
mod colleagues;
#[cfg(feature = "postgres")]
mod portal;
#[cfg(feature = "postgres")]
mod record;
#[cfg(feature = "postgres")]
mod staff_lists;
#[cfg(feature = "postgres")]
mod user_agent;
