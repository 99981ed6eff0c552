//! The web server around the pages of `app` and the operations of `domain`.
//!
//! [`router`] is the whole of it, so that tests can call it without a network. The layers from the outside in: metrics,
//! protective headers, compression (not of pages' event streams and of documents), refusal of other sites' forms, the session check; then pages and server functions. Files and
//! the JSON API need no session.

mod activity_csv;
pub mod api;
pub mod atlas;
pub mod brand;
pub mod cli;
pub mod config;
pub mod csrf;
mod dev_mail;
mod disposition;
pub mod documents;
pub mod error_page;
mod everything;
pub mod forms;
pub mod headers;
pub mod health;
pub mod live;
pub mod logo_upload;
pub mod logout;
pub mod mail;
pub mod metrics;
pub mod origin;
pub mod papers;
mod payment_routes;
pub mod picture;
mod plain_page;
pub mod routes;
mod run_events;
mod run_results;
pub mod serve;
pub mod session;
mod staff_routes;
pub mod storage;
pub mod stripe;
mod words;
pub mod worker;

use app::{
    App,
    context::{RequestFacts, Services},
    shell,
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware,
    response::Redirect,
    routing::{get, post},
};
use domain::session::Viewer;
use leptos::prelude::{LeptosOptions, provide_context, with_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes};
use routes::Routes;
use tokio_util::sync::CancellationToken;
use tower_http::{
    compression::CompressionLayer,
    services::{ServeDir, ServeFile},
};

/// What every handler can ask for.
#[derive(Clone)]
pub struct AppState {
    pub services: Services,
    pub leptos: LeptosOptions,
    /// The bytes of documents.
    pub store: storage::Store,
    pub proxies: origin::TrustedProxies,
    /// Makes PDF files.
    pub typesetter: pdf::Typesetter,
    /// Mails that are kept instead of sent, when there is no mail server.
    pub kept_mails: Option<mail::MailFolder>,
    /// Live progress of bulk invitation runs.
    pub progress: worker::Progress,
    /// Pages that hear of news at once.
    pub bells: live::Bells,
    /// What Stripe signs its notices with; `None` when card payment is not offered.
    pub stripe_webhook_secret: Option<secrecy::SecretString>,
    /// The server is about to stop: event streams end.
    pub stopping: CancellationToken,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

impl FromRef<AppState> for Services {
    fn from_ref(state: &AppState) -> Self {
        state.services.clone()
    }
}

/// Every page's route; the isolation test reads it, too.
#[must_use]
pub fn page_routes() -> Vec<AxumRouteListing> {
    leptos_axum::generate_route_list(App)
}

/// What can be asked for besides pages, server functions and the API, with the session check around it.
#[must_use]
pub fn session_routes() -> Routes {
    let routes = Routes::default()
        .add("/", get(home))
        .add("/logout", post(logout::logout))
        .add("/brand.css", get(brand::stylesheet))
        .add(picture::PATH, post(picture::upload).layer(DefaultBodyLimit::max(picture::MAX_FORM_BYTES)))
        .add("/account/picture/{id}", get(picture::show));
    let routes = payment_routes::add_to(staff_routes::add_to(routes));
    papers::add_to(documents::add_to(routes))
}

/// What goes out as it is made, with the session check around it: event streams, which nothing may hold back, and files, which have a
/// length and parts that compressed ones have not. No encoder is kept for them either, as long as they are open.
#[must_use]
pub fn raw_routes() -> Routes {
    let routes = Routes::default().add(everything::PATH, get(everything::download));
    documents::add_files(run_events::add_to(live::add_to(routes)))
}

/// What can be asked for by anybody, and asks for no session.
#[must_use]
pub fn open_routes(state: &AppState) -> Routes {
    let routes = Routes::default()
        .add("/brand/logo", get(brand::logo))
        .add(plain_page::STYLESHEET_PATH, get(plain_page::stylesheet))
        .add("/healthz", get(health::healthz))
        .add("/readyz", get(health::readyz))
        .add("/metrics", get(metrics::render))
        .add(
            stripe::webhook::PATH,
            post(stripe::webhook::receive).layer(DefaultBodyLimit::max(stripe::webhook::MAX_BYTES)),
        );
    if state.kept_mails.is_some() { dev_mail::add_to(routes, state) } else { routes }
}

/// Files at the top of the site: icons, where browsers look for them, and the mark of a company without a logo.
const TOP_FILES: [&str; 4] = ["/favicon.ico", "/favicon.svg", "/apple-touch-icon.png", "/logo.svg"];

/// The whole server as one service. Server functions get their routes together with the pages.
pub fn router(state: AppState) -> Router {
    let forms = || middleware::from_fn_with_state(state.clone(), forms::answer);
    let pages = Router::new()
        .leptos_routes_with_context(&state, page_routes(), page_context(&state), page_shell(&state))
        .fallback(leptos_axum::file_and_error_handler_with_context::<AppState, _>(
            page_context(&state),
            shell,
        ))
        .layer(forms())
        .layer(middleware::from_fn_with_state(state.clone(), session::of_pages));
    let with_session = || middleware::from_fn_with_state(state.clone(), session::of_others);
    let others = session_routes().into_router().layer(forms()).layer(with_session());
    let raw = raw_routes().into_router().layer(with_session());

    Router::new()
        .merge(pages)
        .merge(others)
        .merge(open_routes(&state).into_router())
        .merge(assets(&state.leptos.site_root))
        .layer(middleware::from_fn_with_state(state.clone(), csrf::same_origin))
        .merge(api::router(&state))
        .layer(CompressionLayer::new())
        .merge(raw)
        .layer(middleware::from_fn_with_state(state.clone(), headers::protect))
        .layer(middleware::from_fn(metrics::count))
        .with_state(state)
}

/// The site's files: for everybody, and with no look at the database.
fn assets(site_root: &str) -> Router<AppState> {
    let folder =
        |name: &str| ServeDir::new(format!("{site_root}/{name}")).precompressed_br().precompressed_gzip();
    let router = Router::new().nest_service("/pkg", folder("pkg")).nest_service("/fonts", folder("fonts"));
    TOP_FILES
        .into_iter()
        .fold(router, |router, file| router.route_service(file, ServeFile::new(format!("{site_root}{file}"))))
}

/// Everybody's own start page.
async fn home(Extension(facts): Extension<RequestFacts>) -> Redirect {
    Redirect::to(match facts.visit.viewer {
        Viewer::Client(_) => "/portal",
        Viewer::Staff(_) => "/staff/clients",
        Viewer::SignedOut(_) => "/login",
    })
}

/// What pages and server functions find in their context.
fn page_context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let services = state.services.clone();
    move || {
        provide_context(services.clone());
        // An error page has no request behind it, but its task speaks the language of one.
        let language = with_context(|parts: &http::request::Parts| {
            parts.extensions.get::<RequestFacts>().map(|facts| facts.language)
        });
        provide_context(language.flatten().unwrap_or_else(app::words::language));
        headers::provide_nonce();
    }
}

fn page_shell(state: &AppState) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    use leptos::prelude::IntoAny;
    let options = state.leptos.clone();
    move || shell(options.clone()).into_any()
}
