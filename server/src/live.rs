//! Pages that hear at once what is new: each page that is looked at has a stream of server-sent events for its bell, and the page of
//! an invoice or a payment one more for the money.
//!
//! Every event is the whole, looked up by the session anew, so that a stream says nothing that a reload would not,
//! and ends with its session. What wakes it ([`crate::worker`]) may be lost; then it looks by itself after a while.

mod money;

use crate::{AppState, routes::Routes, staff_routes::Refusal, words::say};
use app::{
    bell::BellSnapshot,
    context::RequestFacts,
    error::AppError,
    session_cookie,
    words::{answer_in, language},
};
use axum::{
    Extension,
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use axum_extra::extract::CookieJar;
use domain::{
    Db, Error,
    activity::Origin,
    id::{ClientId, UserId},
    language::Language,
    session::{self, Viewer, Visit},
    token::Token,
};
use futures::{Stream, StreamExt as _, future::BoxFuture, stream};
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use uuid::Uuid;

/// Most streams of one process; who comes after that is told to come back later.
pub const MAX_STREAMS: usize = 2_000;
/// How often a stream looks by itself, also at whether its session still lasts.
const LOOK: Duration = Duration::from_secs(30);
/// News that come so close together are one event.
const GATHER: Duration = Duration::from_millis(40);

/// Those who listen in this process.
#[derive(Clone, Debug)]
pub struct Bells {
    listeners: Arc<Mutex<HashMap<Uuid, watch::Sender<u64>>>>,
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
        self.wake(person.0);
    }

    /// A payment or an invoice of this client has changed.
    pub fn tell_of_money(&self, client: ClientId) {
        self.wake(client.0);
    }

    /// Ids are never the same for a person and a client.
    fn wake(&self, id: Uuid) {
        if let Some(listener) = self.listeners().get(&id) {
            listener.send_modify(|rings| *rings += 1);
        }
    }

    /// There may be news for anybody.
    pub fn ring_all(&self) {
        for listener in self.listeners().values() {
            listener.send_modify(|rings| *rings += 1);
        }
    }

    /// A place for a stream of what concerns the person or client `of`.
    fn take_seat(&self, of: Uuid) -> Result<Seat, AppError> {
        let permit = self.seats.clone().try_acquire_owned();
        let permit = permit.map_err(|_| AppError::new(503, say!(language(), "too-many-pages")))?;
        let rings = self.listeners().entry(of).or_insert_with(|| watch::Sender::new(0)).subscribe();
        Ok(Seat { bells: self.clone(), of, rings: Some(rings), _permit: permit })
    }

    fn listeners(&self) -> MutexGuard<'_, HashMap<Uuid, watch::Sender<u64>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One stream's place. Dropping it gives it back.
#[derive(Debug)]
struct Seat {
    bells: Bells,
    of: Uuid,
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
        if listeners.get(&self.of).is_some_and(|listener| listener.receiver_count() == 0) {
            listeners.remove(&self.of);
        }
    }
}

/// What a stream says: the whole, each time.
trait Snapshot: Serialize + Clone + Send + Sync + 'static {
    /// Whether the other is no news.
    fn says_the_same(&self, other: &Self) -> bool;
}

impl Snapshot for BellSnapshot {
    fn says_the_same(&self, other: &Self) -> bool {
        self.says_the_same(other)
    }
}

/// Looks at what there is to say to whoever the session belongs to by now; `None` when there is nothing for them any more.
type Look<T> = Box<dyn Fn(Visit) -> BoxFuture<'static, domain::Result<Option<T>>> + Send + Sync>;

/// Adds the routes; they stand behind the session check.
pub(crate) fn add_to(routes: Routes) -> Routes {
    let routes = routes
        .add("/portal/notifications/events", get(of_client))
        .add("/staff/notifications/events", get(of_staff));
    money::add_to(routes)
}

/// `GET /portal/notifications/events`
async fn of_client(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    match &facts.visit.viewer {
        Viewer::Client(viewer) => bell(&state, viewer.scope.user_id(), &facts, &jar),
        Viewer::Staff(_) => Err(AppError::not_found().into()),
        Viewer::SignedOut(because) => Err(AppError::from(*because).into()),
    }
}

/// `GET /staff/notifications/events`
async fn of_staff(
    State(state): State<AppState>,
    Extension(facts): Extension<RequestFacts>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    let staff = facts.staff()?.staff.id();
    bell(&state, staff, &facts, &jar)
}

fn bell(
    state: &AppState,
    person: UserId,
    facts: &RequestFacts,
    jar: &CookieJar,
) -> Result<Response, Refusal> {
    let seat = state.bells.take_seat(person.0)?;
    let look: Look<BellSnapshot> =
        Box::new(|visit| Box::pin(std::future::ready(Ok(BellSnapshot::of(&visit)))));
    let first = BellSnapshot::of(&facts.visit).ok_or_else(AppError::not_found)?;
    Ok(answer(state, facts, jar, seat, first, look))
}

/// At once, at every change, and `end` when there is nothing more to say.
fn answer<T: Snapshot>(
    state: &AppState,
    facts: &RequestFacts,
    jar: &CookieJar,
    seat: Seat,
    first: T,
    look: Look<T>,
) -> Response {
    let name = session_cookie::name(state.services.secure_cookies);
    let watching = Watching {
        db: state.services.db.clone(),
        token: jar.get(name).and_then(|cookie| cookie.value().parse().ok()),
        origin: facts.origin.clone(),
        language: facts.language,
        seat,
        last: first.clone(),
        look,
    };
    let begin = stream::iter(Event::default().json_data(first).ok());
    let rest = changes(watching).take_until(state.stopping.clone().cancelled_owned());
    let events = begin.chain(rest).map(Ok::<_, std::convert::Infallible>);
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

struct Watching<T> {
    db: Db,
    token: Option<Token>,
    origin: Origin,
    /// In which the page is, and what it is told.
    language: Language,
    seat: Seat,
    last: T,
    look: Look<T>,
}

impl<T: Snapshot> Watching<T> {
    /// Boxed: what a look needs of memory is there for its moment, not as long as the stream.
    fn look(&self) -> BoxFuture<'_, domain::Result<Option<T>>> {
        Box::pin(async {
            let visit = session::peek(&self.db, self.token.as_ref(), self.origin.clone()).await?;
            answer_in(self.language, async { (self.look)(visit).await }).await
        })
    }
}

fn changes<T: Snapshot>(watching: Watching<T>) -> impl Stream<Item = Event> + Send {
    stream::unfold(Some(watching), async |watching| {
        let mut watching = watching?;
        loop {
            watching.seat.wait().await;
            let now = match watching.look().await {
                Ok(Some(now)) => now,
                Ok(None) => return Some((Event::default().event("end").data(""), None)),
                // A database that is away comes back; the page keeps what it shows.
                Err(Error::Unavailable) => continue,
                Err(_) => return None,
            };
            if watching.last.says_the_same(&now) {
                continue;
            }
            let event = Event::default().json_data(&now).ok()?;
            watching.last = now;
            return Some((event, Some(watching)));
        }
    })
}
