//! Hashing beside the work of a server: on threads of its own, few, and with the lowest priority.
//!
//! A hash costs 25 milliseconds of a core and 19 MiB. A hundred sign-ins at once must neither stop the async threads nor take
//! the cores from the pages of those who are in, nor the memory from everybody.

use super::{Cost, Verified};
use crate::error::{Error, Result};
use secrecy::SecretString;
use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Most threads that hash at the same time; with the cost of 19 MiB each this bounds the memory too.
const MAX_THREADS: usize = 2;
/// Most requests that wait for their turn; the next one is told to come back.
const MAX_WAITING: usize = 400;
/// Longest wait for a turn.
const MAX_WAIT: Duration = Duration::from_secs(20);
/// What those are told who cannot be served: by then the queue has moved on.
const RETRY_AFTER_SECONDS: u32 = 15;

type Job = Box<dyn FnOnce() + Send>;

/// A handle to the hashing threads; cheap to clone. They end with the last handle.
#[derive(Clone, Debug)]
pub struct Hasher {
    cost: Cost,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    jobs: mpsc::Sender<Job>,
}

impl Hasher {
    /// Starts the threads: as many as there are cores, [`MAX_THREADS`] at most.
    #[must_use]
    pub fn start(cost: Cost) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MAX_THREADS));
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..threads {
            let queue = Arc::clone(&queue);
            let thread = std::thread::Builder::new().name("password-hasher".into());
            // Without any thread every hash fails with a message; with fewer it takes longer.
            if let Err(error) = thread.spawn(move || work(&queue)) {
                tracing::error!(%error, "a password hashing thread did not start");
            }
        }
        let (turns, queue) = (Arc::new(Semaphore::new(threads)), Arc::new(Semaphore::new(MAX_WAITING)));
        Self { cost, turns, queue, jobs }
    }

    /// Waits for a thread. Hold the turn over everything that belongs to one attempt, the look at its limits included: then
    /// attempts that come together are counted one after the other.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when too many wait already, or for too long.
    pub async fn turn(&self) -> Result<Turn> {
        let busy = || Error::TooManyAttempts { retry_after_seconds: RETRY_AFTER_SECONDS };
        let _waiting = self.queue.try_acquire().map_err(|_| busy())?;
        let turn = tokio::time::timeout(MAX_WAIT, Arc::clone(&self.turns).acquire_owned());
        let permit = turn.await.map_err(|_| busy())?.map_err(Error::internal)?;
        Ok(Turn { permit: Arc::new(permit), cost: self.cost, jobs: self.jobs.clone() })
    }

    /// The PHC string of a password.
    ///
    /// # Errors
    /// As [`Hasher::turn`]; [`Error::Internal`] without memory or random numbers.
    pub async fn hash(&self, password: SecretString) -> Result<String> {
        self.turn().await?.hash(password).await
    }

    /// Whether `password` is the one behind `stored`; without a stored hash it is not, and that takes as long.
    ///
    /// # Errors
    /// As [`Hasher::turn`]; [`Error::Internal`] when `stored` is no PHC string of argon2.
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<Verified> {
        self.turn().await?.verify(password, stored).await
    }
}

impl Default for Hasher {
    /// At the recommended cost.
    fn default() -> Self {
        Self::start(Cost::RECOMMENDED)
    }
}

/// The right to use one hashing thread.
#[derive(Debug)]
pub struct Turn {
    permit: Arc<OwnedSemaphorePermit>,
    cost: Cost,
    jobs: mpsc::Sender<Job>,
}

impl Turn {
    /// As [`Hasher::hash`].
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub async fn hash(&self, password: SecretString) -> Result<String> {
        self.run(move |cost| cost.hash(&password)).await
    }

    /// As [`Hasher::verify`].
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<Verified> {
        self.run(move |cost| cost.verify(&password, stored.as_deref())).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Cost) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let (cost, permit) = (self.cost, Arc::clone(&self.permit));
        let job = move || {
            // Nobody listens any more when the request was given up; the turn ends here all the same, not before.
            let _ = answer.send(work(cost));
            drop(permit);
        };
        self.jobs.send(Box::new(job)).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

fn gone() -> Error {
    Error::internal("a password hashing thread is gone")
}

fn work(queue: &Mutex<mpsc::Receiver<Job>>) {
    lower_priority();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // A job that panics must not take the thread with it; whoever waits for its answer is told.
        let _ = std::panic::catch_unwind(AssertUnwindSafe(job));
    }
}

/// On Linux a thread has a niceness of its own: these use what the pages leave.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 19) {
        tracing::debug!(%error, "password hashing keeps the normal priority");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hashes_beside_the_async_threads() {
        let hasher = Hasher::start(Cost::LOWEST);
        let stored = hasher.hash("glass onion sunday".into()).await.unwrap();
        assert!(hasher.verify("glass onion sunday".into(), Some(stored.clone())).await.unwrap().ok);
        assert!(!hasher.verify("glass onion monday".into(), Some(stored)).await.unwrap().ok);
        assert!(!hasher.verify("glass onion sunday".into(), None).await.unwrap().ok);
    }

    #[tokio::test]
    async fn a_turn_is_waited_for_and_an_abandoned_one_comes_back() {
        let hasher = Hasher::start(Cost::LOWEST);
        let mut turns = Vec::new();
        while hasher.turns.available_permits() > 0 {
            turns.push(hasher.turn().await.unwrap());
        }
        assert!(turns.len() <= MAX_THREADS);
        let waiting = tokio::spawn({
            let hasher = hasher.clone();
            async move { hasher.hash("glass onion sunday".into()).await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        let given_up = turns.pop().unwrap();
        tokio::select! {
            biased;
            _ = given_up.verify("glass onion sunday".into(), None) => {}
            () = std::future::ready(()) => {}
        }
        drop(given_up);
        assert!(waiting.await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_job_that_panics_costs_one_answer_and_no_thread() {
        let hasher = Hasher::start(Cost::LOWEST);
        for _ in 0..=MAX_THREADS {
            assert!(hasher.turn().await.unwrap().run::<()>(|_| panic!("a test's own panic")).await.is_err());
        }
        assert!(hasher.hash("glass onion sunday".into()).await.is_ok());
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_is_told_when_to_come_back() {
        let hasher = Hasher::start(Cost::LOWEST);
        let _all = hasher.queue.try_acquire_many(u32::try_from(MAX_WAITING).unwrap()).unwrap();
        let refused = hasher.hash("glass onion sunday".into()).await;
        assert!(matches!(refused, Err(Error::TooManyAttempts { .. })), "{refused:?}");
    }
}
