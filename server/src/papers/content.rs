//! What papers say, in the words and amounts that people read: in the language of the request.

use crate::words::say;
use app::{format, portal::lines_table::sums, words::language};
use chrono_tz::Tz;
use domain::{
    invoice::InvoiceStatus,
    line::Line,
    locale,
    money::Money,
    paper::{ApprovalPaper, InvoicePaper, Letterhead, QuotePaper, ReceiptPaper},
    payment::settings::BankAccount,
    quote::{KeptQuote, QuoteStatus},
    statement::{Account, Period, Statement},
};
use pdf::{Fact, Labels, Logo, LogoType, Sum};
use std::borrow::Cow;

/// A quote's number, with the revision from the second on: `Q-2031 rev. 2`.
pub(crate) fn numbered(quote: &KeptQuote) -> String {
    if quote.revision > 1 {
        let (number, revision) = (quote.number.as_str(), quote.revision);
        say!(language(), "paper-revision", number = number, revision = revision).into_owned()
    } else {
        quote.number.clone()
    }
}

pub(crate) fn letterhead(from: Letterhead) -> pdf::Letterhead {
    let logo =
        from.logo.and_then(|(content_type, bytes)| Some(Logo { kind: LogoType::of(&content_type)?, bytes }));
    pdf::Letterhead {
        company: pdf::Company {
            name: from.company,
            address: from.company_address,
            footer: from.footer,
            color: from.color,
        },
        client: pdf::Client { name: from.client, address: from.client_address },
        logo,
        labels: labels(),
    }
}

fn labels() -> Labels {
    let here = language();
    Labels {
        language: here.tag().into(),
        page: say!(here, "paper-page", page = "{page}", pages = "{pages}"),
        quote: say!(here, "paper-kind-quote"),
        approval: say!(here, "paper-kind-approval"),
        invoice: say!(here, "paper-kind-invoice"),
        receipt: say!(here, "paper-kind-receipt"),
        statement: say!(here, "paper-kind-statement"),
        description: say!(here, "paper-description"),
        quantity: say!(here, "paper-quantity"),
        price: say!(here, "paper-price"),
        discount: say!(here, "paper-discount"),
        amount: say!(here, "paper-amount"),
        terms: say!(here, "paper-terms"),
        approved: say!(here, "paper-approved"),
        proof: say!(here, "paper-proof"),
        digest: say!(here, "paper-digest"),
        attached: say!(here, "paper-attached"),
        attachment: say!(here, "paper-attachment"),
        payments: say!(here, "paper-payments"),
        pay_to: say!(here, "paper-pay-to"),
        day: say!(here, "paper-day"),
        entry: say!(here, "paper-entry"),
        reference: say!(here, "paper-reference"),
        balance: say!(here, "paper-balance"),
        opening: say!(here, "paper-opening"),
        closing: say!(here, "paper-closing"),
        nothing: say!(here, "paper-nothing"),
    }
}

fn quote_status(status: QuoteStatus) -> Cow<'static, str> {
    match status {
        QuoteStatus::Draft => say!(language(), "paper-status-draft"),
        QuoteStatus::Sent => say!(language(), "paper-status-sent"),
        QuoteStatus::Expired => say!(language(), "paper-status-expired"),
        QuoteStatus::Approved => say!(language(), "paper-status-approved"),
        QuoteStatus::Declined => say!(language(), "paper-status-declined"),
        QuoteStatus::Cancelled => say!(language(), "paper-status-cancelled"),
    }
}

fn invoice_status(status: InvoiceStatus) -> Cow<'static, str> {
    match status {
        InvoiceStatus::Draft => say!(language(), "paper-status-draft"),
        InvoiceStatus::Sent => say!(language(), "paper-status-sent"),
        InvoiceStatus::Overdue => say!(language(), "paper-status-overdue"),
        InvoiceStatus::Paid => say!(language(), "paper-status-paid"),
        InvoiceStatus::Cancelled => say!(language(), "paper-status-cancelled"),
    }
}

/// How a payment was made. Other systems have words of their own for it, which stay.
fn method(word: &str) -> Cow<'static, str> {
    match word {
        "card" => say!(language(), "paper-method-card"),
        "bank_transfer" => say!(language(), "paper-method-bank-transfer"),
        "received" => say!(language(), "paper-method-received"),
        "other" => say!(language(), "paper-method-other"),
        own => format::label(own).into(),
    }
}

pub(crate) fn quote(from: &QuotePaper) -> pdf::Quote {
    let QuotePaper { quote, status, project, .. } = from;
    let mut facts = quote_facts(quote);
    facts.extend(project.as_ref().map(|project| Fact::new(say!(language(), "paper-project"), project)));
    if *status != QuoteStatus::Sent {
        facts.push(Fact::new(say!(language(), "paper-status"), quote_status(*status)));
    }
    pdf::Quote {
        number: numbered(quote),
        title: quote.title.clone(),
        facts,
        lines: lines(&quote.lines),
        sums: sum_rows(sums(&quote.lines, quote.total)),
        terms: quote.terms.clone(),
    }
}

fn quote_facts(quote: &KeptQuote) -> Vec<Fact> {
    let mut facts = vec![Fact::new(say!(language(), "paper-issued"), format::date(quote.issued_on))];
    facts.extend(
        quote.valid_until.map(|until| Fact::new(say!(language(), "paper-valid-until"), format::date(until))),
    );
    facts
}

pub(crate) fn approval(from: &ApprovalPaper, zone: Tz) -> pdf::Approval {
    let (here, quote) = (language(), &from.quote);
    let at = format::time(from.approved_at, zone);
    let device = say!(
        here,
        "paper-device-text",
        browser = from.browser.as_str(),
        platform = from.platform.as_str(),
        kind = device_type(&from.device_type)
    );
    let address = from.ip_address.clone().unwrap_or_else(|| say!(here, "paper-address-unknown").into_owned());
    let statement = say!(
        here,
        "paper-approval-sentence",
        person = from.typed_name.as_str(),
        number = numbered(quote),
        client = from.letterhead.client.as_str(),
        total = format::money(quote.total),
        moment = at.as_str()
    );
    pdf::Approval {
        number: numbered(quote),
        title: quote.title.clone(),
        statement: statement.into_owned(),
        evidence: vec![
            Fact::new(say!(here, "paper-typed-name"), &from.typed_name),
            Fact::new(say!(here, "paper-user-account"), &from.account),
            Fact::new(
                say!(here, "paper-time"),
                format!("{at} ({})", from.approved_at.format("%Y-%m-%d %H:%M:%S UTC")),
            ),
            Fact::new(say!(here, "paper-address"), address),
            Fact::new(say!(here, "paper-device"), device),
        ],
        facts: quote_facts(quote),
        lines: lines(&quote.lines),
        sums: sum_rows(sums(&quote.lines, quote.total)),
        terms: quote.terms.clone(),
        frozen: from.frozen.clone(),
        sha256: from.sha256.clone(),
    }
}

pub(crate) fn invoice(from: &InvoicePaper) -> pdf::Invoice {
    let (here, invoice) = (language(), &from.invoice);
    let summary = &invoice.summary;
    let mut facts = vec![Fact::new(say!(here, "paper-issued"), format::date(summary.issued_on))];
    facts.extend(summary.due_on.map(|due| Fact::new(say!(here, "paper-due"), format::date(due))));
    let project = invoice.project.as_ref();
    facts.extend(project.map(|(_, project)| Fact::new(say!(here, "paper-project"), project)));
    if matches!(summary.status, InvoiceStatus::Paid | InvoiceStatus::Cancelled) {
        facts.push(Fact::new(say!(here, "paper-status"), invoice_status(summary.status)));
    }
    let mut rows = sum_rows(sums(&invoice.lines, summary.total));
    let paid = summary.total.minor.saturating_sub(summary.balance.minor);
    if paid != 0 {
        let paid = Money::new(paid, summary.total.currency);
        rows.push(sum_row(say!(here, "paper-paid"), negative(paid)));
        rows.push(sum_row(say!(here, "paper-balance-due"), summary.balance));
    }
    let payments = invoice.payments.iter().flat_map(|payment| {
        let came = pdf::Payment {
            paid_on: format::date(payment.paid_on),
            method: method(&payment.method).into_owned(),
            reference: payment.reference.clone(),
            amount: format::money(payment.amount),
        };
        let went = payment.refunded_on.map(|day| pdf::Payment {
            paid_on: format::date(day),
            method: say!(here, "paper-refund").into_owned(),
            reference: payment.reference.clone(),
            amount: format::money(negative(payment.refunded)),
        });
        [Some(came), went].into_iter().flatten()
    });
    pdf::Invoice {
        number: summary.number.clone(),
        title: summary.title.clone(),
        facts,
        lines: lines(&invoice.lines),
        sums: rows,
        payments: payments.collect(),
        pay_to: from.bank.as_ref().map(|bank| pay_to(bank, &summary.number)),
        terms: invoice.terms.clone(),
    }
}

/// As on the page on which the invoice is paid.
fn pay_to(bank: &BankAccount, reference: &str) -> pdf::PayTo {
    let mut facts = vec![
        Fact::new(say!(language(), "paper-account-holder"), &bank.holder),
        Fact::new(say!(language(), "paper-account"), &bank.account),
        Fact::new(say!(language(), "paper-bic"), &bank.bic),
        Fact::new(say!(language(), "paper-transfer-reference"), reference),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    pdf::PayTo { facts, instructions: bank.instructions.clone() }
}

pub(crate) fn statement(from: &Statement) -> pdf::Statement {
    let Period { from: first, to: last } = from.period;
    let facts = from.accounts.iter().map(|account| {
        let code = account.currency.code();
        let label = say!(language(), "paper-closing-in", currency = code);
        Fact::new(label, format::money(account.closing))
    });
    pdf::Statement {
        period: format::date_range(Some(first), Some(last)).into_owned(),
        facts: facts.collect(),
        accounts: from.accounts.iter().map(|account| self::account(account, from.period)).collect(),
    }
}

fn account(account: &Account, period: Period) -> pdf::Account {
    let here = language();
    let balance = |day, amount: Money| pdf::Balance { day: format::date(day), amount: format::money(amount) };
    let entries = account.entries.iter().map(|entry| pdf::Entry {
        day: format::date(entry.day),
        label: entry.label(here).into_owned(),
        reference: entry.reference.clone(),
        amount: format::money(entry.amount),
        balance: format::money(entry.balance),
    });
    // How old debts are is what a statement is asked for, also when there are none; credit, which comes last, is rare.
    let groups = account.ages.groups(here);
    let shown = if account.ages.credit.minor == 0 { groups.len() - 1 } else { groups.len() };
    let ages = groups.into_iter().take(shown);
    pdf::Account {
        title: say!(here, "paper-account-in", currency = account.currency.code()).into_owned(),
        opening: balance(period.from, account.opening),
        entries: entries.collect(),
        closing: balance(period.to, account.closing),
        ages_title: say!(here, "paper-open-on", day = format::date(period.to)).into_owned(),
        ages: sum_rows(ages),
    }
}

pub(crate) fn receipt(from: &ReceiptPaper) -> pdf::Receipt {
    let (here, payment) = (language(), &from.payment);
    let (paid_on, amount) = (format::date(payment.paid_on), format::money(payment.amount));
    let mut facts = vec![
        Fact::new(say!(here, "paper-received-on"), &paid_on),
        Fact::new(say!(here, "paper-method"), method(&payment.method)),
        Fact::new(say!(here, "paper-reference"), &payment.reference),
        Fact::new(
            say!(here, "paper-refunded", day = payment.refunded_on.map(format::date).unwrap_or_default()),
            payment.refunded_on.map(|_| format::money(payment.refunded)).unwrap_or_default(),
        ),
        Fact::new(say!(here, "paper-invoice-number"), &from.invoice_number),
        Fact::new(say!(here, "paper-for"), &from.invoice_title),
        Fact::new(say!(here, "paper-invoice-total"), format::money(from.invoice_total)),
        Fact::new(say!(here, "paper-invoice-balance"), format::money(from.balance)),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    let statement = say!(
        here,
        "paper-receipt-sentence",
        amount = amount.as_str(),
        number = from.invoice_number.as_str(),
        client = from.letterhead.client.as_str(),
        day = paid_on
    );
    // Two payments of an invoice on one day have two numbers.
    let id = payment.id.to_string().to_uppercase();
    let mark = &id[id.len().saturating_sub(4)..];
    pdf::Receipt {
        number: format!("{} {} {mark}", from.invoice_number, payment.paid_on),
        statement: statement.into_owned(),
        amount,
        facts,
    }
}

fn lines(lines: &[Line]) -> Vec<pdf::Line> {
    let line = |line: &Line| pdf::Line {
        description: line.description.clone(),
        quantity: locale::quantity(language(), line.quantity),
        unit_price: format::money(line.unit_price),
        discount: if line.discount_percent.is_zero() {
            String::new()
        } else {
            format!("−{} %", locale::quantity(language(), line.discount_percent))
        },
        total: format::money(line.total),
    };
    lines.iter().map(line).collect()
}

fn sum_rows(rows: impl IntoIterator<Item = (impl Into<String>, Money)>) -> Vec<Sum> {
    rows.into_iter().map(|(label, amount)| sum_row(label, amount)).collect()
}

fn negative(amount: Money) -> Money {
    Money::new(amount.minor.saturating_neg(), amount.currency)
}

fn device_type(stored: &str) -> Cow<'static, str> {
    match stored {
        "mobile" => say!(language(), "paper-device-mobile"),
        "tablet" => say!(language(), "paper-device-tablet"),
        _ => say!(language(), "paper-device-desktop"),
    }
}

fn sum_row(label: impl Into<String>, amount: Money) -> Sum {
    Sum { label: label.into(), amount: format::money(amount) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::words::answer_in;
    use domain::language::Language;

    #[tokio::test]
    async fn labels_are_in_the_language_of_the_request() {
        let said = |language| answer_in(language, async { (labels(), method("card"), method("in_cash")) });
        let (english, card, _) = said(Language::English).await;
        assert_eq!((&*english.page, &*card), ("Page {page} of {pages}", "Card"));
        let (german, card, cash) = said(Language::German).await;
        assert_eq!((&*german.language, &*german.page), ("de", "Seite {page} von {pages}"));
        assert_eq!((&*german.invoice, &*card, &*cash), ("Rechnung", "Karte", "In cash"));
    }
}
