//! What a client writes as the reference of a transfer.

use crate::id::InvoiceId;
use sha2::{Digest as _, Sha256};

/// Letters and digits that nobody takes for each other (Crockford's Base32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them stand for the invoices: one of 33 million for each first invoice.
const CODE_LETTERS: usize = 5;

/// For one invoice its number. For several, the number of the oldest and a code that stands for all of them: short enough for every
/// bank's field, known before anything is stored, and the same whenever the same invoices are paid together. Whoever sees it on the
/// account finds the payment by it, or at least the client.
#[must_use]
pub fn reference<'a>(invoices: impl IntoIterator<Item = (InvoiceId, &'a str)>) -> String {
    let mut invoices: Vec<_> = invoices.into_iter().collect();
    invoices.sort_unstable();
    let number = invoices.first().map_or("", |(_, number)| *number);
    if invoices.len() < 2 {
        return number.to_owned();
    }
    let digest = invoices.iter().fold(Sha256::new(), |digest, (id, _)| digest.chain_update(id.0)).finalize();
    // A byte has more values than there are letters, and a multiple of them: each letter is as likely.
    let letters = digest.iter().take(CODE_LETTERS).map(|byte| usize::from(byte % 32));
    let code: String = letters.filter_map(|index| LETTERS.get(index).copied().map(char::from)).collect();
    format!("{number}-{code}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn one_invoice_is_its_number_and_several_are_short_and_not_mixed_up() {
        let id = |number| InvoiceId(Uuid::from_u128(number));
        assert_eq!(reference([(id(1), "INV-1")]), "INV-1");
        assert_eq!(reference([]), "");
        let both = reference([(id(1), "INV-1"), (id(2), "INV-2")]);
        assert_eq!(both, reference([(id(2), "INV-2"), (id(1), "INV-1")]), "in any order");
        assert!(both.starts_with("INV-1-") && both.len() == "INV-1-".len() + CODE_LETTERS, "{both}");
        let others: std::collections::BTreeSet<_> =
            (2..500).map(|other| reference([(id(1), "INV-1"), (id(other), "x")])).collect();
        assert_eq!(others.len(), 498, "each pair has its own");
        let fifty = (1..=50).map(|number| (id(number), "INV-1"));
        assert_eq!(reference(fifty).len(), both.len());
    }
}
