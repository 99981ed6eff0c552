//! The words of the templates themselves, in the language of the paper.

use serde::Serialize;
use std::borrow::Cow;

/// What the templates say of themselves; all else is in the papers.
#[derive(Clone, Debug, Serialize)]
pub struct Labels {
    /// The language's tag, such as `en`.
    pub language: Cow<'static, str>,
    /// With `{page}` and `{pages}` where the numbers stand.
    pub page: Cow<'static, str>,
    /// What a paper is; its number follows.
    pub quote: Cow<'static, str>,
    pub approval: Cow<'static, str>,
    pub invoice: Cow<'static, str>,
    pub receipt: Cow<'static, str>,
    pub statement: Cow<'static, str>,
    /// Over the columns of lines.
    pub description: Cow<'static, str>,
    pub quantity: Cow<'static, str>,
    pub price: Cow<'static, str>,
    pub discount: Cow<'static, str>,
    pub amount: Cow<'static, str>,
    pub terms: Cow<'static, str>,
    /// Over what was approved.
    pub approved: Cow<'static, str>,
    pub proof: Cow<'static, str>,
    /// Before the digest of what was approved.
    pub digest: Cow<'static, str>,
    /// That the text under the digest is attached.
    pub attached: Cow<'static, str>,
    /// What the attached file is.
    pub attachment: Cow<'static, str>,
    pub payments: Cow<'static, str>,
    pub pay_to: Cow<'static, str>,
    /// Over the columns of an account.
    pub day: Cow<'static, str>,
    pub entry: Cow<'static, str>,
    pub reference: Cow<'static, str>,
    pub balance: Cow<'static, str>,
    pub opening: Cow<'static, str>,
    pub closing: Cow<'static, str>,
    /// In place of accounts when there are none.
    pub nothing: Cow<'static, str>,
}

impl Labels {
    pub(crate) fn sample() -> Self {
        Self {
            language: "en".into(),
            page: "Page {page} of {pages}".into(),
            quote: "Quote".into(),
            approval: "Approval of quote".into(),
            invoice: "Invoice".into(),
            receipt: "Receipt".into(),
            statement: "Statement of account".into(),
            description: "Description".into(),
            quantity: "Quantity".into(),
            price: "Price".into(),
            discount: "Discount".into(),
            amount: "Amount".into(),
            terms: "Terms".into(),
            approved: "What was approved".into(),
            proof: "Proof".into(),
            digest: "SHA-256:".into(),
            attached: "It is attached.".into(),
            attachment: "The quote".into(),
            payments: "Payments".into(),
            pay_to: "Please pay to".into(),
            day: "Day".into(),
            entry: "Entry".into(),
            reference: "Reference".into(),
            balance: "Balance".into(),
            opening: "Opening balance".into(),
            closing: "Closing balance".into(),
            nothing: "Nothing was invoiced or paid.".into(),
        }
    }
}
