//! Starting and stopping the server.

use crate::{
    AppState,
    atlas::{self, AtlasError},
    config::Settings,
    live::Bells,
    mail::{MailConfig, Mailer},
    metrics,
    origin::TrustedProxies,
    papers, router,
    storage::{StorageError, Store},
    stripe::Stripe,
    worker,
};
use app::context::Services;
use cluster::PrivateCluster;
use domain::{
    Db,
    payment::provider::{PaymentProvider, Providers},
};
use leptos::config::get_configuration;
use secrecy::ExposeSecret;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long requests and senders may take to finish after the signal to stop.
const GRACE: Duration = Duration::from_secs(9);
/// How long the start waits for a database that is not there yet, and between two tries.
const DATABASE_WAIT: Duration = Duration::from_secs(30);
const DATABASE_PAUSE: Duration = Duration::from_millis(500);

/// Why the server did not start, or stopped; each a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the private database did not start: {0}")]
    Cluster(#[from] cluster::ClusterError),
    #[error("{0}")]
    Domain(#[from] domain::Error),
    #[error("the database was not there within 30 seconds, for the reason in the log; check DATABASE_URL")]
    NoDatabase,
    #[error("cannot listen on {0}: {1}; LEPTOS_SITE_ADDR takes another address and port")]
    Listen(SocketAddr, std::io::Error),
    #[error(
        "{0} is not set: card payment needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET both, or neither"
    )]
    HalfOfStripe(&'static str),
    #[error("{0}")]
    Storage(#[from] StorageError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Atlas(#[from] AtlasError),
    #[error("{0}")]
    Templates(#[from] papers::TemplatesError),
    #[error("the site's files are not described as they should be: {0}")]
    Leptos(#[from] leptos::config::errors::LeptosConfigError),
}

/// The database of the settings; with a private cluster, which the caller stops.
///
/// # Errors
/// [`ServeError::Cluster`] when the private cluster does not start.
pub async fn open_database(settings: &Settings) -> Result<(Db, Option<PrivateCluster>), ServeError> {
    match &settings.database_url {
        Some(url) => Ok((Db::connect_lazy(url.0.expose_secret())?, None)),
        None => {
            let cluster = cluster::start(&settings.data_dir).await?;
            Ok((Db::connect_lazy(cluster.database_url())?, Some(cluster)))
        }
    }
}

/// Brings the schema up to date, waiting for a database that is still starting.
///
/// # Errors
/// [`ServeError::NoDatabase`] when it does not come; [`ServeError::Domain`] when a migration fails.
pub async fn migrate(db: &Db) -> Result<(), ServeError> {
    let began = Instant::now();
    loop {
        match domain::db::migrate(db).await {
            Err(domain::Error::Unavailable) if began.elapsed() > DATABASE_WAIT => {
                return Err(ServeError::NoDatabase);
            }
            Err(domain::Error::Unavailable) => tokio::time::sleep(DATABASE_PAUSE).await,
            outcome => return Ok(outcome?),
        }
    }
}

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// [`ServeError`] when it cannot start.
pub async fn run(settings: Settings) -> Result<(), ServeError> {
    metrics::install();
    let (db, cluster) = open_database(&settings).await?;
    let outcome = serve(&settings, db).await;
    if let Some(cluster) = cluster {
        cluster.stop().await;
    }
    outcome
}

async fn serve(settings: &Settings, db: Db) -> Result<(), ServeError> {
    let store = Store::open(&settings.storage_url())?;
    let templates = settings.pdf_templates.clone();
    let typesetter = tokio::task::spawn_blocking(move || papers::typesetter(templates.as_deref()));
    let typesetter = typesetter.await.map_err(std::io::Error::other)??;
    let geoip = settings.geoip_database.clone();
    let places = tokio::task::spawn_blocking(move || atlas::open(geoip.as_deref()));
    let places = places.await.map_err(std::io::Error::other)??;
    migrate(&db).await?;
    let public_url: Arc<str> = settings.public_url().into();
    let shutdown = CancellationToken::new();
    let mail = MailConfig {
        smtp: settings.smtp_url.clone(),
        from: settings.mail_from.clone(),
        timeout: Duration::from_secs(settings.mail_timeout_seconds.get().into()),
        places: places.clone(),
    };
    let mailer = Mailer::new(&mail, &settings.data_dir)?;
    let options = worker::Options {
        connections: settings.mail_connections.into(),
        rate: settings.mail_rate,
        lease: Duration::from_secs(settings.mail_lease_seconds.get().into()),
    };

    let mut leptos = get_configuration(None)?.leptos_options;
    leptos.site_addr = settings.site_addr;
    let state = AppState {
        services: Services {
            db: db.clone(),
            hasher: domain::password::Hasher::default(),
            secure_cookies: public_url.starts_with("https://"),
            public_url: public_url.clone(),
            payments: Providers::new(card(settings, &public_url)?),
            places: places.clone(),
        },
        leptos,
        store: store.clone(),
        typesetter,
        proxies: TrustedProxies(settings.trusted_proxies.clone().into()),
        progress: worker::Progress::new(db.clone()),
        bells: Bells::default(),
        kept_mails: mailer.kept_mails(),
        stripe_webhook_secret: settings.stripe_webhook_secret.clone(),
        stopping: shutdown.clone(),
    };
    let listener = TcpListener::bind(settings.site_addr)
        .await
        .map_err(|error| ServeError::Listen(settings.site_addr, error))?;
    tracing::info!(address = %listener.local_addr()?, %public_url, "the portal is open");
    if settings.smtp_url.is_none() {
        tracing::info!(page = %format!("{public_url}/dev/mail"), "SMTP_URL is not set: mails are kept and not sent");
    }

    let bells = state.bells.clone();
    let mut workers = worker::spawn(db.clone(), mailer, &mail, &public_url, options, bells, shutdown.clone());
    workers.remove_bytes(db, store, shutdown.clone());
    let app = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = shutdown.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move { stopping.cancelled().await });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        () = stop_signal() => tracing::info!("stopping"),
        outcome = &mut server => return outcome.map_err(std::io::Error::other)?.map_err(ServeError::Io),
    }
    shutdown.cancel();
    // Open event streams would keep the server for ever; senders finish the mails that are under way.
    let _ = tokio::time::timeout(GRACE, async { tokio::join!(&mut server, workers.finished()) }).await;
    Ok(())
}

/// Card payment, when it is set up.
fn card(settings: &Settings, public_url: &str) -> Result<Option<Arc<dyn PaymentProvider>>, ServeError> {
    match (&settings.stripe_secret_key, &settings.stripe_webhook_secret) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(ServeError::HalfOfStripe("STRIPE_WEBHOOK_SECRET")),
        (None, Some(_)) => Err(ServeError::HalfOfStripe("STRIPE_SECRET_KEY")),
        (Some(key), Some(_)) => {
            let stripe = Stripe::new(key.clone(), &settings.stripe_api_base, public_url)?;
            Ok(Some(Arc::new(stripe)))
        }
    }
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
        _ => std::future::pending().await,
    }
}
