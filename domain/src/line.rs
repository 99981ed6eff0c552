//! Lines of quotes and invoices.

use crate::money::Money;
use rust_decimal::{Decimal, RoundingStrategy};

/// One line of a quote or an invoice.
#[derive(Clone, Debug)]
pub struct Line {
    /// From 1.
    pub position: i32,
    pub description: String,
    pub quantity: Decimal,
    pub unit_price: Money,
    /// 0 to 100.
    pub discount_percent: Decimal,
    /// As [`line_total`].
    pub total: Money,
}

impl Line {
    /// What the line would cost without its discount. `None` past 64 bits.
    #[must_use]
    pub fn full_price(&self) -> Option<Money> {
        line_total(self.quantity, self.unit_price, Decimal::ZERO)
    }
}

/// quantity × unit price less discount, rounded half up to the currency's minor unit. `None` past 64 bits.
#[must_use]
pub fn line_total(quantity: Decimal, unit_price: Money, discount_percent: Decimal) -> Option<Money> {
    let factor = (Decimal::ONE_HUNDRED - discount_percent) / Decimal::ONE_HUNDRED;
    let exact = quantity.checked_mul(Decimal::from(unit_price.minor))?.checked_mul(factor)?;
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Some(Money::new(i64::try_from(rounded).ok()?, unit_price.currency))
}

#[cfg(feature = "postgres")]
mod pg;
#[cfg(feature = "postgres")]
pub(crate) use pg::{LineRow, of_invoice, of_quote};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn rounds_half_up_after_the_discount() {
        let total = |quantity: &str, minor, discount: &str| {
            line_total(quantity.parse().unwrap(), Money::new(minor, Currency::USD), discount.parse().unwrap())
                .map(|total| total.minor)
        };
        assert_eq!(total("12", 1_400, "0.00"), Some(16_800));
        assert_eq!(total("1", 25, "50"), Some(13), "12.5 cents");
        assert_eq!(total("0.5", 1, "0"), Some(1));
        assert_eq!(total("3", 999, "100"), Some(0));
        assert_eq!(total("99999999999", i64::MAX, "0"), None);
    }
}
