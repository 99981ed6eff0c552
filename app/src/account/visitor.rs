//! The browser of somebody who wants in: the cookies it brings and the cookies it gets.

use crate::{
    context::{self, Services},
    error::AppError,
    session_cookie,
};
use domain::{
    session::lifecycle::{DEVICE_LIFE, NewSession, Visitor},
    token::Token,
};

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

/// Makes the browser known.
pub(super) fn remember_device(services: &Services, device: &Token) {
    let secure = services.secure_cookies;
    let cookie =
        session_cookie::set_cookie(device_cookie(secure), &device.to_string(), Some(DEVICE_LIFE), secure);
    session_cookie::respond_with(cookie);
}
