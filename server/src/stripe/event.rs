//! Stripe's notices as the payments of the portal understand them.

use super::amount;
use domain::{
    id::PaymentAttemptId,
    payment::{
        Provider,
        arrival::{Notice, ProviderEvent},
    },
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Event {
    id: String,
    r#type: String,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    object: Object,
}

/// What is read of a checkout, of a payment intent or of a charge.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Object {
    id: Option<String>,
    client_reference_id: Option<String>,
    metadata: Option<Metadata>,
    payment_status: Option<String>,
    payment_intent: Option<PaymentIntent>,
    amount: Option<i64>,
    amount_received: Option<i64>,
    amount_total: Option<i64>,
    amount_refunded: Option<i64>,
    currency: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metadata {
    payment: Option<String>,
}

/// An id, or where somebody has asked for it, the whole.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum PaymentIntent {
    Id(String),
    Whole { id: String },
}

/// Reads a notice whose signature has been checked; `None` for a body that is none.
pub(super) fn read(body: &[u8]) -> Option<ProviderEvent> {
    let Event { id, r#type: kind, data: Data { object } } = serde_json::from_slice(body).ok()?;
    let is_checkout = kind.starts_with("checkout.session.");
    let notice = match kind.as_str() {
        // Some ways of paying take days: then the session is complete, and the money is not there.
        "checkout.session.completed" if object.payment_status.as_deref() == Some("unpaid") => {
            Notice::Processing
        }
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
            let (minor, currency) = amount::from_stripe(object.amount_total?, object.currency.as_deref()?);
            Notice::Received { minor, currency }
        }
        // The same money told of a second time, where the account sends both; whichever comes first is taken. Its failure is
        // no news: the client may try another card on Stripe's page.
        "payment_intent.succeeded" => {
            let amount = object.amount_received.or(object.amount)?;
            let (minor, currency) = amount::from_stripe(amount, object.currency.as_deref()?);
            Notice::Received { minor, currency }
        }
        "checkout.session.async_payment_failed" => Notice::Failed,
        "checkout.session.expired" => Notice::Expired,
        "charge.refunded" => {
            let (minor, _) = amount::from_stripe(object.amount_refunded?, object.currency.as_deref()?);
            Notice::Refunded { minor }
        }
        _ => Notice::Other,
    };
    let named = object.metadata.and_then(|metadata| metadata.payment);
    let named = named.or(object.client_reference_id.filter(|_| is_checkout));
    let reference = match object.payment_intent {
        Some(PaymentIntent::Id(id) | PaymentIntent::Whole { id }) => id,
        None => object.id.filter(|_| kind.starts_with("payment_intent.")).unwrap_or_default(),
    };
    let payment = named.and_then(|id| id.parse::<PaymentAttemptId>().ok());
    Some(ProviderEvent { provider: Provider::Stripe, id, kind, payment, reference, notice })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00000000-0000-0000-0000-000000000007";

    fn notice(kind: &str, object: &str) -> Option<Notice> {
        let body =
            format!(r#"{{"id":"evt_1","object":"event","type":"{kind}","data":{{"object":{object}}}}}"#);
        read(body.as_bytes()).map(|event| event.notice)
    }

    #[test]
    fn notices_are_understood() {
        let paid = r#"{"payment_status":"paid","amount_total":1050,"currency":"eur"}"#;
        let received = Some(Notice::Received { minor: 1_050, currency: "EUR".to_owned() });
        assert_eq!(notice("checkout.session.completed", paid), received);
        assert_eq!(notice("checkout.session.async_payment_succeeded", paid), received);
        let intent = r#"{"amount":1050,"amount_received":1000,"currency":"eur"}"#;
        let received = Some(Notice::Received { minor: 1_000, currency: "EUR".to_owned() });
        assert_eq!(notice("payment_intent.succeeded", intent), received);
        assert_eq!(notice("payment_intent.payment_failed", intent), Some(Notice::Other));
        let unpaid = r#"{"payment_status":"unpaid","amount_total":1050,"currency":"eur"}"#;
        assert_eq!(notice("checkout.session.completed", unpaid), Some(Notice::Processing));
        assert_eq!(notice("checkout.session.async_payment_failed", "{}"), Some(Notice::Failed));
        assert_eq!(notice("checkout.session.expired", "{}"), Some(Notice::Expired));
        let refund = r#"{"amount_refunded":300,"currency":"jpy"}"#;
        assert_eq!(notice("charge.refunded", refund), Some(Notice::Refunded { minor: 300 }));
        assert_eq!(notice("customer.created", r#"{"metadata":{"payment":null}}"#), Some(Notice::Other));
        assert_eq!(notice("checkout.session.completed", "{}"), None, "paid, but how much");
        assert!(read(b"{}").is_none() && read(b"not json").is_none());
    }

    #[test]
    fn a_notice_names_the_payment_and_the_money() {
        let body = |object: &str| {
            format!(r#"{{"id":"evt_1","type":"checkout.session.expired","data":{{"object":{object}}}}}"#)
        };
        for object in [
            format!(r#"{{"client_reference_id":"{ID}","payment_intent":"pi_1"}}"#),
            format!(
                r#"{{"metadata":{{"payment":"{ID}"}},"payment_intent":{{"id":"pi_1","object":"payment_intent"}}}}"#
            ),
        ] {
            let event = read(body(&object).as_bytes()).unwrap();
            assert_eq!(event.payment, ID.parse().ok(), "{object}");
            assert_eq!((event.id.as_str(), event.reference.as_str()), ("evt_1", "pi_1"));
        }
        let intent =
            format!(r#"{{"id":"pi_1","amount":1,"currency":"eur","metadata":{{"payment":"{ID}"}}}}"#);
        let intent = body(&intent).replace("checkout.session.expired", "payment_intent.succeeded");
        let event = read(intent.as_bytes()).unwrap();
        assert_eq!((event.payment, event.reference.as_str()), (ID.parse().ok(), "pi_1"));
        let foreign =
            read(body(r#"{"client_reference_id":"order 7","payment_intent":null}"#).as_bytes()).unwrap();
        assert_eq!((foreign.payment, foreign.reference.as_str()), (None, ""));
    }
}
