//! Stripe counts some currencies in other units than ISO 4217
//! (<https://docs.stripe.com/currencies#zero-decimal>, read in 2026).

use domain::money::{self, Currency, Money};

/// Currencies that Stripe counts in whole units.
const WITHOUT_DECIMALS: [Currency; 15] = [
    Currency::BIF,
    Currency::CLP,
    Currency::DJF,
    Currency::GNF,
    Currency::JPY,
    Currency::KMF,
    Currency::KRW,
    Currency::MGA,
    Currency::PYG,
    Currency::RWF,
    Currency::VND,
    Currency::VUV,
    Currency::XAF,
    Currency::XOF,
    Currency::XPF,
];
/// Currencies without decimals that Stripe counts in hundredths all the same, for the sake of old programs.
const AS_IF_TWO_DECIMALS: [Currency; 2] = [Currency::ISK, Currency::UGX];
/// Of these the last digit must be 0: cards settle in hundredths.
const TEN_AT_A_TIME: [Currency; 5] =
    [Currency::BHD, Currency::JOD, Currency::KWD, Currency::OMR, Currency::TND];

fn decimals(currency: Currency) -> u32 {
    if WITHOUT_DECIMALS.contains(&currency) {
        0
    } else if AS_IF_TWO_DECIMALS.contains(&currency) {
        2
    } else {
        money::decimals(currency)
    }
}

/// The amount in Stripe's units; `None` for an amount that cards cannot pay.
pub(super) fn to_stripe(amount: Money) -> Option<i64> {
    let (ours, theirs) = (money::decimals(amount.currency), decimals(amount.currency));
    let units = if theirs >= ours {
        amount.minor.checked_mul(10_i64.pow(theirs - ours))?
    } else {
        let factor = 10_i64.pow(ours - theirs);
        (amount.minor % factor == 0).then_some(amount.minor / factor)?
    };
    let is_whole_cents = !TEN_AT_A_TIME.contains(&amount.currency) || units % 10 == 0;
    (units > 0 && is_whole_cents).then_some(units)
}

/// Stripe's units and lower-case currency as whole minor units and ISO code. A currency that nobody knows is left as it is.
pub(super) fn from_stripe(units: i64, currency: &str) -> (i64, String) {
    let code = currency.to_uppercase();
    let Ok(currency) = money::currency(&code) else { return (units, code) };
    let (ours, theirs) = (money::decimals(currency), decimals(currency));
    let minor = if theirs >= ours {
        units / 10_i64.pow(theirs - ours)
    } else {
        units.saturating_mul(10_i64.pow(ours - theirs))
    };
    (minor, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_is_counted_as_stripe_counts_it() {
        for (minor, currency, units) in [
            (1_050, Currency::EUR, Some(1_050)),
            (500, Currency::JPY, Some(500)),
            (500, Currency::ISK, Some(50_000)),
            (1_230, Currency::KWD, Some(1_230)),
            (1_234, Currency::KWD, None),
            (12_300, Currency::MGA, Some(123)),
            (12_301, Currency::MGA, None),
            (0, Currency::EUR, None),
            (i64::MAX, Currency::ISK, None),
        ] {
            assert_eq!(to_stripe(Money::new(minor, currency)), units, "{minor} {}", currency.code());
            if let Some(units) = units {
                let back = from_stripe(units, &currency.code().to_lowercase());
                assert_eq!(back, (minor, currency.code().to_owned()));
            }
        }
        assert_eq!(from_stripe(7, "zzz"), (7, "ZZZ".to_owned()));
    }
}
