//! Stripe's signature of a notice (<https://docs.stripe.com/webhooks#verify-manually>): HMAC-SHA256 over time and body.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// How old a notice may be, and how far its clock may be ahead, in seconds: what somebody recorded is worth nothing later.
const TOLERANCE: i64 = 5 * 60;

/// Whether `header` signs `body` with this secret, not too long ago. While a secret is being replaced there are several signatures;
/// one must fit. The comparison takes the same time wherever they differ.
pub(super) fn is_valid(header: &str, body: &[u8], secret: &str, now: i64) -> bool {
    let pairs = || header.split(',').filter_map(|pair| pair.trim().split_once('='));
    let Some(time) = pairs().find(|(name, _)| *name == "t").map(|(_, time)| time) else { return false };
    let Ok(seconds) = time.parse::<i64>() else { return false };
    if seconds.abs_diff(now) > TOLERANCE.unsigned_abs() {
        return false;
    }
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    pairs()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, signature)| from_hex(signature))
        .any(|signature| mac.clone().verify_slice(&signature).is_ok())
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_test_secret";
    const BODY: &[u8] = br#"{"id":"evt_1","type":"checkout.session.completed"}"#;
    const TIME: i64 = 1_790_000_000;
    /// Computed by Python's `hmac.new(secret, b"1790000000." + body, "sha256").hexdigest()`.
    const SIGNATURE: &str = "081916dffe60d5d7ed5cde3427cc5da76a2e156f4f24d544a5363c4f5f8dac54";

    #[test]
    fn a_notice_is_taken_only_as_it_was_signed() {
        let header = format!("t={TIME},v1={SIGNATURE}");
        assert!(is_valid(&header, BODY, SECRET, TIME));
        assert!(is_valid(&header, BODY, SECRET, TIME + 300) && is_valid(&header, BODY, SECRET, TIME - 300));
        let rolled = format!("t={TIME},v1={},v0=x,v1={SIGNATURE}", "0".repeat(64));
        assert!(is_valid(&rolled, BODY, SECRET, TIME), "one of several fits");

        assert!(!is_valid(&header, BODY, SECRET, TIME + 301), "too old");
        assert!(!is_valid(&header, BODY, SECRET, TIME - 301), "from the future");
        assert!(!is_valid(&header, b"{}", SECRET, TIME), "another body");
        assert!(!is_valid(&header, BODY, "whsec_other", TIME), "another secret");
        for wrong in [
            String::new(),
            format!("v1={SIGNATURE}"),
            format!("t={TIME}"),
            format!("t={TIME},v0={SIGNATURE}"),
            format!("t={},v1={SIGNATURE}", TIME + 1),
            format!("t={TIME},v1={}", &SIGNATURE[..62]),
            format!("t={TIME},v1=é{}", &SIGNATURE[2..]),
            format!("t=x,v1={SIGNATURE}"),
            format!("t={},v1={SIGNATURE}", i64::MIN),
        ] {
            assert!(!is_valid(&wrong, BODY, SECRET, TIME), "{wrong}");
        }
    }
}
