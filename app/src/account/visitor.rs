//! The browser of somebody who wants in: the cookies it brings and the cookies it gets.

use super::next;
use crate::{
    context::{self, Services},
    error::AppError,
    session_cookie,
};
use domain::{
    session::lifecycle::{DEVICE_LIFE, NewSession, Visitor},
    sign_in::{Entry, second_step::LIFE},
    token::Token,
};
use std::time::Duration;

/// The cookie by which a browser is known again at the next sign-in. It opens nothing.
fn device_cookie(secure: bool) -> &'static str {
    if secure { "__Host-device" } else { "device" }
}

/// What this browser brings along.
pub(super) fn visitor(services: &Services) -> Result<Visitor, AppError> {
    let token = |name| session_cookie::read(name).and_then(|value| value.parse().ok());
    Ok(Visitor {
        origin: context::facts()?.origin,
        session: token(session_cookie::name(services.secure_cookies)),
        device: token(device_cookie(services.secure_cookies)),
    })
}

/// Gives the browser the session that has just begun.
pub(super) fn welcome(services: &Services, session: &NewSession) {
    session_cookie::give(services.secure_cookies, &session.token, session.max_age());
    remember_device(services, &session.device);
}

/// The cookie of somebody whose password was right and who still owes the code.
fn pending_cookie(secure: bool) -> &'static str {
    if secure { "__Host-pending-sign-in" } else { "pending-sign-in" }
}

/// Gives the browser what came of the right password, and says where to go on: to `wanted`, or first to the page that asks for the
/// code. `wanted` is what the form carried.
pub(super) fn enter(services: &Services, entry: Entry, wanted: &str) -> String {
    match entry {
        Entry::Session(session) => {
            welcome(services, &session);
            next::destination(wanted, session.kind)
        }
        Entry::CodeNeeded(token) => {
            set_pending(services, &token.to_string(), LIFE);
            next::with_wanted("/login/code", wanted)
        }
    }
}

/// The token of the one who owes the code.
pub(super) fn pending(services: &Services) -> Option<Token> {
    session_cookie::read(pending_cookie(services.secure_cookies))?.parse().ok()
}

/// The code was given.
pub(super) fn forget_pending(services: &Services) {
    set_pending(services, "", Duration::ZERO);
}

fn set_pending(services: &Services, value: &str, life: Duration) {
    let secure = services.secure_cookies;
    session_cookie::respond_with(session_cookie::set_cookie(
        pending_cookie(secure),
        value,
        Some(life),
        secure,
    ));
}

/// Makes the browser known.
pub(super) fn remember_device(services: &Services, device: &Token) {
    let secure = services.secure_cookies;
    let cookie =
        session_cookie::set_cookie(device_cookie(secure), &device.to_string(), Some(DEVICE_LIFE), secure);
    session_cookie::respond_with(cookie);
}
