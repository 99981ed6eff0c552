//! Bells that ring at once: each page that is looked at has a stream of server-sent events, and hears when something has come.
//!
//! Every event is the whole ([`BellSnapshot`]), looked up by the session anew, so that a stream says nothing that a reload would not,
//! and ends with its session. What wakes it ([`crate::worker`]) may be lost; then it looks by itself after a while.

use crate::{AppState, staff_routes::Refusal};
use app::{bell::BellSnapshot, context::RequestFacts, error::AppError, session_cookie};
use axum::{
    Extension,
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use axum_extra::extract::CookieJar;
use domain::{
    Db, Error,
    activity::Origin,
    id::UserId,
    language::Language,
    session::{self, Viewer},
    token::Token,
};
use futures::{Stream, StreamExt as _, stream};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Most streams of one process; who comes after that is told to come back later.
pub const MAX_STREAMS: usize = 2_000;
/// How often a stream looks by itself, also at whether its session still lasts.
const LOOK: Duration = Duration::from_secs(30);
/// News that come so close together are one event.
const GATHER: Duration = Duration::from_millis(40);

/// Those who listen in this process.
#[derive(Clone, Debug)]
pub struct Bells {
    listeners: Arc<Mutex<HashMap<UserId, watch::Sender<u64>>>>,
    seats: Arc<Semaphore>,
}

impl Default for Bells {
    fn default() -> Self {
        Self::with_seats(MAX_STREAMS)
    }
}

impl Bells {
    /// For at most so many streams.
    #[must_use]
    pub fn with_seats(seats: usize) -> Self {
        Self { listeners: Arc::default(), seats: Arc::new(Semaphore::new(seats)) }
    }

    /// There is news for this person.
    pub fn ring(&self, person: UserId) {
        if let Some(listener) = self.listeners().get(&person) {
            listener.send_modify(|rings| *rings += 1);
        }
    }

    /// There may be news for anybody.
    pub fn ring_all(&self) {
        for listener in self.listeners().values() {
            listener.send_modify(|rings| *rings += 1);
        }
    }

    fn take_seat(&self, person: UserId) -> Option<Seat> {
        let permit = self.seats.clone().try_acquire_owned().ok()?;
        let rings = self.listeners().entry(person).or_insert_with(|| watch::Sender::new(0)).subscribe();
        Some(Seat { bells: self.clone(), person, rings: Some(rings), _permit: permit })
    }

    fn listeners(&self) -> MutexGuard<'_, HashMap<UserId, watch::Sender<u64>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One stream's place. Dropping it gives it back.
#[derive(Debug)]
struct Seat {
    bells: Bells,
    person: UserId,
    rings: Option<watch::Receiver<u64>>,
    _permit: OwnedSemaphorePermit,
}

impl Seat {
    /// Returns when it has rung, or after [`LOOK`].
    async fn wait(&mut self) {
        let Some(rings) = &mut self.rings else { return };
        if tokio::time::timeout(LOOK, rings.changed()).await.is_ok() {
            tokio::time::sleep(GATHER).await;
            rings.mark_unchanged();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.rings = None;
        let mut listeners = self.bells.listeners();
        if listeners.get(&self.person).is_some_and(|listener| listener.receiver_count() == 0) {
            listeners.remove(&self.person);
        }
    }
}

/// `GET /portal/notifications/events`
pub(crate) async fn of_client(
    state: State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    match &facts.visit.viewer {
        Viewer::Client(viewer) => answer(state.0, viewer.scope.user_id(), &facts, &jar),
        Viewer::Staff(_) => Err(AppError::not_found().into()),
        Viewer::SignedOut(because) => Err(AppError::new(401, because.say(app::words::language())).into()),
    }
}

/// `GET /staff/notifications/events`
pub(crate) async fn of_staff(
    state: State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    let staff = crate::staff_routes::staff(&facts)?.id();
    answer(state.0, staff, &facts, &jar)
}

/// At once, at every change, and `end` when the session has ended.
fn answer(
    state: AppState,
    person: UserId,
    facts: &RequestFacts,
    jar: &CookieJar,
) -> Result<Response, Refusal> {
    let name = session_cookie::name(state.services.secure_cookies);
    let token = jar.get(name).and_then(|cookie| cookie.value().parse().ok());
    let Some(seat) = state.bells.take_seat(person) else {
        return Err(AppError::new(503, "Too many pages are open at the moment.").into());
    };
    let first = BellSnapshot::of(&facts.visit, facts.language);
    let watching = Watching {
        db: state.services.db.clone(),
        token,
        origin: facts.origin.clone(),
        language: facts.language,
        seat,
        last: first.clone(),
    };
    let begin = stream::iter(first.and_then(|first| Event::default().json_data(first).ok()));
    let rest = changes(watching).take_until(state.stopping.clone().cancelled_owned());
    // Compression polls a stream once more after its end.
    let events = begin.chain(rest).map(Ok::<_, std::convert::Infallible>).fuse();
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

struct Watching {
    db: Db,
    token: Option<Token>,
    origin: Origin,
    /// Of the page that watches.
    language: Language,
    seat: Seat,
    last: Option<BellSnapshot>,
}

fn changes(watching: Watching) -> impl Stream<Item = Event> + Send {
    stream::unfold(Some(watching), async |watching| {
        let mut watching = watching?;
        loop {
            watching.seat.wait().await;
            let visit =
                match session::peek(&watching.db, watching.token.as_ref(), watching.origin.clone()).await {
                    Ok(visit) => visit,
                    // A database that is away comes back; the page keeps what it shows.
                    Err(Error::Unavailable) => continue,
                    Err(_) => return None,
                };
            let Some(now) = BellSnapshot::of(&visit, watching.language) else {
                return Some((Event::default().event("end").data(""), None));
            };
            if watching.last.as_ref().is_some_and(|last| last.says_the_same(&now)) {
                continue;
            }
            let event = Event::default().json_data(&now).ok()?;
            watching.last = Some(now);
            return Some((event, Some(watching)));
        }
    })
}
