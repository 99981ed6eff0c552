//! Routes that know their own addresses, so that a test can ask whether each of them has been thought of.

use crate::AppState;
use axum::{Router, routing::MethodRouter};

/// A router and the addresses that were put into it.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<AppState>,
    paths: Vec<&'static str>,
}

impl Routes {
    /// As [`Router::route`].
    #[must_use]
    pub(crate) fn add(mut self, path: &'static str, methods: MethodRouter<AppState>) -> Self {
        self.paths.push(path);
        self.router = self.router.route(path, methods);
        self
    }

    pub(crate) fn into_router(self) -> Router<AppState> {
        self.router
    }

    /// The addresses, as they were added.
    #[must_use]
    pub fn paths(&self) -> &[&'static str] {
        &self.paths
    }
}
