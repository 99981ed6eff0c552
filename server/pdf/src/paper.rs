//! What papers say. Amounts, dates and times are text already, as they are to be read.

use serde::Serialize;

mod statement;
pub use statement::{Account, Balance, Entry, Statement};

/// Who writes to whom; the same on every paper.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    pub company: Company,
    pub client: Client,
    pub logo: Option<Logo>,
}

/// The company whose paper it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Company {
    pub name: String,
    /// Lines of the address and how to reach the company; may be empty.
    pub address: Vec<String>,
    /// What stands at the foot of every page, such as register and tax numbers; may be empty.
    pub footer: String,
    /// `#rrggbb`.
    pub color: String,
}

/// The client to whom the paper goes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Client {
    pub name: String,
    /// Lines of the address; may be empty.
    pub address: Vec<String>,
}

/// The company's logo.
#[derive(Clone, Debug)]
pub struct Logo {
    pub kind: LogoType,
    pub bytes: Vec<u8>,
}

/// The kinds of pictures that a paper can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogoType {
    Png,
    Svg,
    WebP,
}

impl LogoType {
    /// The kind of a content type.
    #[must_use]
    pub fn of(content_type: &str) -> Option<Self> {
        match content_type {
            "image/png" => Some(Self::Png),
            "image/svg+xml" => Some(Self::Svg),
            "image/webp" => Some(Self::WebP),
            _ => None,
        }
    }

    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Png => "logo.png",
            Self::Svg => "logo.svg",
            Self::WebP => "logo.webp",
        }
    }
}

/// Something worth knowing, such as `Valid until` and `12 Dec 2026`.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A line of a quote or an invoice.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub description: String,
    pub quantity: String,
    pub unit_price: String,
    /// As `−10 %`; empty without one.
    pub discount: String,
    pub total: String,
}

/// A row under the lines. The last one is what matters.
#[derive(Clone, Debug, Serialize)]
pub struct Sum {
    pub label: String,
    pub amount: String,
}

/// What was paid on an invoice.
#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    pub paid_on: String,
    pub method: String,
    pub reference: String,
    pub amount: String,
}

/// A quote.
#[derive(Clone, Debug, Serialize)]
pub struct Quote {
    pub number: String,
    pub title: String,
    pub facts: Vec<Fact>,
    pub lines: Vec<Line>,
    pub sums: Vec<Sum>,
    pub terms: String,
}

/// What proves that a quote was approved, and what was.
#[derive(Clone, Debug, Serialize)]
pub struct Approval {
    pub number: String,
    pub title: String,
    /// A sentence that says who approved what and when.
    pub statement: String,
    /// Who, when and from where.
    pub evidence: Vec<Fact>,
    pub facts: Vec<Fact>,
    pub lines: Vec<Line>,
    pub sums: Vec<Sum>,
    pub terms: String,
    /// The text that the digest covers; it is attached to the PDF file.
    pub frozen: String,
    /// SHA-256 of `frozen`, hexadecimal.
    pub sha256: String,
}

/// An invoice.
#[derive(Clone, Debug, Serialize)]
pub struct Invoice {
    pub number: String,
    pub title: String,
    pub facts: Vec<Fact>,
    pub lines: Vec<Line>,
    pub sums: Vec<Sum>,
    pub payments: Vec<Payment>,
    /// Where a transfer goes; `None` when there is nothing to pay, or no account to pay to.
    pub pay_to: Option<PayTo>,
    pub terms: String,
}

/// Where a transfer goes.
#[derive(Clone, Debug, Serialize)]
pub struct PayTo {
    /// The account, and what to write as the reference.
    pub facts: Vec<Fact>,
    /// What else there is to know; may be empty.
    pub instructions: String,
}

/// A receipt for one payment.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// What tells this receipt from others.
    pub number: String,
    /// A sentence that says what was received for what.
    pub statement: String,
    pub amount: String,
    pub facts: Vec<Fact>,
}

/// A paper that has a template.
pub trait Paper: Serialize + sealed::Sealed {
    /// The template's name.
    const TEMPLATE: &'static str;
    /// One that is made up, to try a template with.
    fn sample() -> Self;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Quote {}
    impl Sealed for super::Approval {}
    impl Sealed for super::Invoice {}
    impl Sealed for super::Receipt {}
}

impl Letterhead {
    pub(crate) fn sample() -> Self {
        let address = || vec!["1 Example Road".to_owned(), "12345 Example".to_owned()];
        Self {
            company: Company {
                name: "Example Works".into(),
                address: address(),
                footer: "Example Works Ltd".into(),
                color: "#3b5bdb".into(),
            },
            client: Client { name: "Example Client".into(), address: address() },
            logo: None,
        }
    }
}

fn sample_facts() -> Vec<Fact> {
    vec![Fact::new("Issued", "1 Jan 2026")]
}

fn sample_lines() -> Vec<Line> {
    let line = |discount: &str| Line {
        description: "Example".into(),
        quantity: "1".into(),
        unit_price: "$1.00".into(),
        discount: discount.into(),
        total: "$1.00".into(),
    };
    vec![line(""), line("−10 %")]
}

fn sample_sums() -> Vec<Sum> {
    vec![Sum { label: "Total".into(), amount: "$2.00".into() }]
}

impl Paper for Quote {
    const TEMPLATE: &'static str = "quote.typ";
    fn sample() -> Self {
        Self {
            number: "Q-1".into(),
            title: "Example".into(),
            facts: sample_facts(),
            lines: sample_lines(),
            sums: sample_sums(),
            terms: "Example".into(),
        }
    }
}

impl Paper for Approval {
    const TEMPLATE: &'static str = "approval.typ";
    fn sample() -> Self {
        Self {
            number: "Q-1".into(),
            title: "Example".into(),
            statement: "Example".into(),
            evidence: sample_facts(),
            facts: sample_facts(),
            lines: sample_lines(),
            sums: sample_sums(),
            terms: "Example".into(),
            frozen: "{}".into(),
            sha256: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a".into(),
        }
    }
}

impl Paper for Invoice {
    const TEMPLATE: &'static str = "invoice.typ";
    fn sample() -> Self {
        Self {
            number: "1".into(),
            title: "Example".into(),
            facts: sample_facts(),
            lines: sample_lines(),
            sums: sample_sums(),
            payments: vec![Payment {
                paid_on: "1 Jan 2026".into(),
                method: "Transfer".into(),
                reference: "1".into(),
                amount: "$1.00".into(),
            }],
            pay_to: Some(PayTo { facts: sample_facts(), instructions: "Example".into() }),
            terms: "Example".into(),
        }
    }
}

impl Paper for Receipt {
    const TEMPLATE: &'static str = "receipt.typ";
    fn sample() -> Self {
        Self {
            number: "1".into(),
            statement: "Example".into(),
            amount: "$1.00".into(),
            facts: sample_facts(),
        }
    }
}
