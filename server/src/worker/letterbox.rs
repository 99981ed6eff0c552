//! Form letters of the company as it is now.

use crate::mail::{Form, template::Brand};
use domain::{Db, Error, Result, place::Places};
use lettre::message::Mailbox;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long a change of the company's name, colour or logo may take to reach the mails.
const FRESH: Duration = Duration::from_secs(10);

/// The company's brand, and the form letters of a run.
#[derive(Debug)]
pub(super) struct Letters {
    pub(super) brand: Brand,
    pub(super) invitation: Form,
    pub(super) reminder: Form,
}

/// Makes the form letters once for all senders, and again when the company may have changed.
#[derive(Debug)]
pub(super) struct Letterbox {
    from: Mailbox,
    public_url: String,
    places: Places,
    made: Mutex<Option<(Instant, Arc<Letters>)>>,
}

impl Letterbox {
    pub(super) fn new(from: Mailbox, public_url: String, places: Places) -> Self {
        Self { from, public_url, places, made: Mutex::new(None) }
    }

    pub(super) async fn letters(&self, db: &Db) -> Result<Arc<Letters>> {
        if let Some((at, letters)) = &*self.made.lock().unwrap_or_else(PoisonError::into_inner)
            && at.elapsed() < FRESH
        {
            return Ok(letters.clone());
        }
        let company = domain::company::get(db).await?;
        let brand = Brand::new(&company, &self.from, &self.public_url).with_places(self.places.clone());
        let letters = Arc::new(Letters {
            invitation: brand.invitation_form(false).map_err(Error::internal)?,
            reminder: brand.invitation_form(true).map_err(Error::internal)?,
            brand,
        });
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), letters.clone()));
        Ok(letters)
    }
}
