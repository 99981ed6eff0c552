//! Many simple clients, all alike, for measuring.

mod history;
mod pg;

pub use pg::fill_for_benchmark;

/// What to fill an empty database with. Client `n` from 1 has the address [`Benchmark::email`].
#[derive(Clone)]
pub struct Benchmark {
    pub clients: u32,
    /// Each client has a portal user and may come in; otherwise each can be invited.
    pub has_accounts: bool,
    /// Each client has what comes with the years, too: lines, milestones, payments, messages and more, so that every page has
    /// something to show. Only with accounts.
    pub has_history: bool,
    /// The address of the one administrator.
    pub admin_email: &'static str,
    /// Of the administrator and of every portal user: a PHC string.
    pub password_hash: String,
}

/// Most clients.
const MAX_CLIENTS: u32 = 1_000_000;

impl Benchmark {
    /// The address of a client and of its portal user.
    #[must_use]
    pub fn email(number: u32) -> String {
        format!("client-{number}@bench.example")
    }
}

/// Without the hash, which is of no use in a log.
impl std::fmt::Debug for Benchmark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Benchmark").field("clients", &self.clients).finish_non_exhaustive()
    }
}
