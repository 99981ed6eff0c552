//! Links from mails: the token leaves the address at once and waits in a short-lived cookie, so that it stands in no history
//! and no Referer (SPEC section 4).
//!
//! The trade uses nothing up and asks nothing of the database; mail scanners, which open every link, may do it as often as they
//! like. Only the form behind it does.

use crate::{
    context::{self, Services},
    error::AppError,
    page::lead_to,
    session_cookie,
};
use domain::token::Token;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::time::Duration;

/// Long enough to think of a password.
const LIFE: Duration = Duration::from_secs(30 * 60);

/// What a link is for.
#[derive(Clone, Copy)]
pub(super) enum Link {
    Invitation,
    PasswordReset,
}

impl Link {
    fn cookie(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Invitation, false) => "invitation",
            (Self::Invitation, true) => "__Host-invitation",
            (Self::PasswordReset, false) => "password-reset",
            (Self::PasswordReset, true) => "__Host-password-reset",
        }
    }

    /// The page that the link leads on to.
    fn page(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation",
            Self::PasswordReset => "/reset-password",
        }
    }

    /// Takes the token out of the address: cookie, and on to the page. What is no token is not found.
    pub(super) fn trade(self) -> Result<(), AppError> {
        let services = context::services()?;
        let token =
            use_params_map().get_untracked().get("token").and_then(|token| token.parse::<Token>().ok());
        let token = token.ok_or_else(AppError::not_found)?;
        self.set(&services, &token.to_string(), LIFE);
        lead_to(self.page());
        Ok(())
    }

    /// The token that this browser traded.
    pub(super) fn token(self, services: &Services) -> Option<Token> {
        session_cookie::read(self.cookie(services.secure_cookies))?.parse().ok()
    }

    /// The link has done its work.
    pub(super) fn forget(self, services: &Services) {
        self.set(services, "", Duration::ZERO);
    }

    fn set(self, services: &Services, value: &str, life: Duration) {
        let secure = services.secure_cookies;
        session_cookie::respond_with(session_cookie::set_cookie(
            self.cookie(secure),
            value,
            Some(life),
            secure,
        ));
    }
}
