//! Card payment by Stripe Checkout (SPEC section 5): the client pays on Stripe's page, and Stripe tells us what came of it by signed
//! notices (`webhook.rs`). Card numbers never come near this server.

mod amount;
mod event;
mod signature;
pub(crate) mod webhook;

use crate::mail::tls;
use chrono::{TimeDelta, Utc};
use domain::{
    money::Money,
    payment::{
        Provider,
        provider::{Begun, Order, PaymentProvider, ProviderError, ProviderFuture},
    },
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::{fmt, time::Duration};
use url::{Url, form_urlencoded::Serializer};

/// The version of Stripe's API that the requests here are written for.
const API_VERSION: &str = "2024-06-20";
/// How long Stripe's page takes the payment. Stripe's least is half an hour.
const CHECKOUT_LIFE: TimeDelta = TimeDelta::minutes(32);
/// How long the money is held: a little longer, so that the last payer is not overtaken.
const HOLD: TimeDelta = TimeDelta::minutes(40);
/// How long Stripe may think about a request.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Longest answer that is read.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;
/// Longest description that Stripe's page shows well, in characters.
const MAX_DESCRIPTION_CHARS: usize = 200;

/// Stripe's side of card payment.
pub struct Stripe {
    key: SecretString,
    /// Without a slash at its end.
    api_base: String,
    public_url: String,
    http: reqwest::Client,
}

/// The key stays out.
impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripe").field("api_base", &self.api_base).finish_non_exhaustive()
    }
}

/// What Stripe says of a checkout that it has made.
#[derive(Debug, Deserialize)]
struct Session {
    id: String,
    url: String,
}

/// Stripe's refusal; its sentences are for developers.
#[derive(Debug, Deserialize)]
struct Refusal {
    error: RefusalError,
}

#[derive(Debug, Deserialize)]
struct RefusalError {
    message: Option<String>,
}

impl Stripe {
    /// # Errors
    /// When the machine has no certificate authorities.
    pub fn new(key: SecretString, api_base: &Url, public_url: &str) -> std::io::Result<Self> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client_config()?)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .build()
            .map_err(std::io::Error::other)?;
        let api_base = api_base.as_str().trim_end_matches('/').to_owned();
        Ok(Self { key, api_base, public_url: public_url.to_owned(), http })
    }

    /// Stripe's form for a checkout. The amount is the order's, and comes back in every notice together with its id.
    fn checkout_form(&self, order: &Order, expires_at: i64) -> Option<String> {
        let amount = amount::to_stripe(order.amount)?.to_string();
        let id = order.id.to_string();
        let page = format!("{}/portal/payments/{id}", self.public_url);
        let description: String = order.description.chars().take(MAX_DESCRIPTION_CHARS).collect();
        let form = Serializer::new(String::new())
            .append_pair("mode", "payment")
            .append_pair("client_reference_id", &id)
            .append_pair("metadata[payment]", &id)
            .append_pair("payment_intent_data[metadata][payment]", &id)
            .append_pair("payment_intent_data[description]", &description)
            .append_pair("line_items[0][quantity]", "1")
            .append_pair("line_items[0][price_data][currency]", &order.amount.currency.code().to_lowercase())
            .append_pair("line_items[0][price_data][unit_amount]", &amount)
            .append_pair("line_items[0][price_data][product_data][name]", &description)
            .append_pair("success_url", &format!("{page}?returned=1"))
            .append_pair("cancel_url", &page)
            .append_pair("expires_at", &expires_at.to_string())
            .finish();
        Some(form)
    }

    /// Posts a form. `once` is Stripe's Idempotency-Key: the same one again gives the same answer and does nothing more.
    async fn post(&self, path: &str, form: String, once: &str) -> Result<Vec<u8>, ProviderError> {
        let away = |error: reqwest::Error| ProviderError::Unreachable(error.without_url().to_string());
        let mut response = self
            .http
            .post(format!("{}{path}", self.api_base))
            .bearer_auth(self.key.expose_secret())
            .header("content-type", "application/x-www-form-urlencoded")
            .header("stripe-version", API_VERSION)
            .header("idempotency-key", once)
            .body(form)
            .send()
            .await
            .map_err(away)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(ProviderError::Unreachable("its answer is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        if status.is_success() {
            return Ok(body);
        }
        let said = serde_json::from_slice::<Refusal>(&body).ok().and_then(|refusal| refusal.error.message);
        let said = format!("{status}: {}", said.unwrap_or_default());
        // 409 and 429 are about the moment, 401 and 403 about the key: none says anything of the payment.
        Err(if status.is_client_error() && !matches!(status.as_u16(), 401 | 403 | 409 | 429) {
            ProviderError::Refused(said)
        } else {
            ProviderError::Unreachable(said)
        })
    }

    async fn check_out(&self, order: &Order) -> Result<Begun, ProviderError> {
        let expires_at = (Utc::now() + CHECKOUT_LIFE).timestamp();
        let form = self.checkout_form(order, expires_at);
        let form =
            form.ok_or_else(|| ProviderError::Refused(format!("it does not take {}", order.amount)))?;
        let body = self.post("/v1/checkout/sessions", form, &format!("checkout-{}", order.id)).await?;
        let Session { id, url } =
            serde_json::from_slice(&body).map_err(|error| ProviderError::Unreachable(error.to_string()))?;
        Ok(Begun::LeadTo { reference: id, url })
    }

    async fn expire(&self, session: &str) -> Result<(), ProviderError> {
        // It stands in a path: nothing but what Stripe's ids are made of.
        if !session.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(ProviderError::Refused("this is no checkout".to_owned()));
        }
        let path = format!("/v1/checkout/sessions/{session}/expire");
        self.post(&path, String::new(), &format!("expire-{session}")).await.map(|_| ())
    }
}

impl PaymentProvider for Stripe {
    fn provider(&self) -> Provider {
        Provider::Stripe
    }

    fn takes(&self, amount: Money) -> bool {
        amount::to_stripe(amount).is_some()
    }

    fn hold(&self) -> TimeDelta {
        HOLD
    }

    fn begin<'a>(&'a self, order: &'a Order) -> ProviderFuture<'a, Begun> {
        Box::pin(self.check_out(order))
    }

    fn withdraw<'a>(&'a self, reference: &'a str) -> ProviderFuture<'a, ()> {
        Box::pin(self.expire(reference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{id::PaymentAttemptId, money::Currency};
    use std::collections::HashMap;

    fn stripe() -> Stripe {
        let base = "http://127.0.0.1:9/".parse().unwrap();
        Stripe::new("sk_test_key".into(), &base, "https://portal.example").unwrap()
    }

    fn order(minor: i64, currency: Currency) -> Order {
        let id = PaymentAttemptId(uuid::Uuid::from_u128(7));
        Order { id, amount: Money::new(minor, currency), description: "Invoice INV-1".to_owned() }
    }

    #[test]
    fn the_form_has_the_orders_amount_and_the_ways_back() {
        let form = stripe().checkout_form(&order(125_050, Currency::EUR), 1_790_000_000).unwrap();
        let pairs: HashMap<String, String> =
            url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let id = "00000000-0000-0000-0000-000000000007";
        for (name, value) in [
            ("mode", "payment"),
            ("client_reference_id", id),
            ("metadata[payment]", id),
            ("payment_intent_data[metadata][payment]", id),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", "eur"),
            ("line_items[0][price_data][unit_amount]", "125050"),
            ("line_items[0][price_data][product_data][name]", "Invoice INV-1"),
            ("success_url", &format!("https://portal.example/portal/payments/{id}?returned=1")),
            ("cancel_url", &format!("https://portal.example/portal/payments/{id}")),
            ("expires_at", "1790000000"),
        ] {
            assert_eq!(pairs.get(name).map(String::as_str), Some(value), "{name}");
        }
    }

    #[tokio::test]
    async fn a_stripe_that_is_away_is_told_as_that_and_keys_stay_out_of_it() {
        let stripe = stripe();
        let order = order(100, Currency::EUR);
        let error = stripe.begin(&order).await.unwrap_err();
        assert!(matches!(error, ProviderError::Unreachable(_)), "{error}");
        assert!(!format!("{error} {stripe:?}").contains("sk_test"), "{error}");
        let error = stripe.withdraw("../v1/refunds").await.unwrap_err();
        assert!(matches!(error, ProviderError::Refused(_)), "{error}");
    }
}
