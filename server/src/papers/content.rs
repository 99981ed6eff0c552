//! What papers say, in the words and amounts that people read.

use app::{format, portal::lines_table::sums};
use chrono_tz::Tz;
use domain::{
    invoice::InvoiceStatus,
    line::Line,
    money::Money,
    paper::{ApprovalPaper, InvoicePaper, Letterhead, QuotePaper, ReceiptPaper},
    payment::settings::BankAccount,
    quote::{KeptQuote, QuoteStatus},
    statement::{Account, Period, Statement},
};
use pdf::{Fact, Logo, LogoType, Sum};
use std::borrow::Cow;

/// A quote's number, with the revision from the second on: `Q-2031 rev. 2`.
pub(crate) fn numbered(quote: &KeptQuote) -> String {
    if quote.revision > 1 {
        format!("{} rev. {}", quote.number, quote.revision)
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
    }
}

pub(crate) fn quote(from: &QuotePaper) -> pdf::Quote {
    let QuotePaper { quote, status, project, .. } = from;
    let mut facts = quote_facts(quote);
    facts.extend(project.as_ref().map(|project| Fact::new("Project", project)));
    if *status != QuoteStatus::Sent {
        facts.push(Fact::new("Status", status.label()));
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
    let mut facts = vec![Fact::new("Issued", format::date(quote.issued_on))];
    facts.extend(quote.valid_until.map(|until| Fact::new("Valid until", format::date(until))));
    facts
}

pub(crate) fn approval(from: &ApprovalPaper, zone: Tz) -> pdf::Approval {
    let quote = &from.quote;
    let at = format::time(from.approved_at, zone);
    let device = format!("{} on {} ({})", from.browser, from.platform, from.device_type);
    let address = from.ip_address.clone().unwrap_or_else(|| "Not known".to_owned());
    pdf::Approval {
        number: numbered(quote),
        title: quote.title.clone(),
        statement: format!(
            "{} approved quote {} for {} over {} and accepted its terms on {at}.",
            from.typed_name,
            numbered(quote),
            from.letterhead.client,
            quote.total,
        ),
        evidence: vec![
            Fact::new("Typed name", &from.typed_name),
            Fact::new("Account", &from.account),
            Fact::new("Time", format!("{at} ({})", from.approved_at.format("%Y-%m-%d %H:%M:%S UTC"))),
            Fact::new("IP address", address),
            Fact::new("Device", device),
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
    let invoice = &from.invoice;
    let summary = &invoice.summary;
    let mut facts = vec![Fact::new("Issued", format::date(summary.issued_on))];
    facts.extend(summary.due_on.map(|due| Fact::new("Due", format::date(due))));
    facts.extend(invoice.project.as_ref().map(|(_, project)| Fact::new("Project", project)));
    if matches!(summary.status, InvoiceStatus::Paid | InvoiceStatus::Cancelled) {
        facts.push(Fact::new("Status", summary.status.label()));
    }
    let mut rows = sums(&invoice.lines, summary.total);
    let paid = summary.total.minor.saturating_sub(summary.balance.minor);
    if paid != 0 {
        rows.push(("Paid".into(), Money::new(paid.saturating_neg(), summary.total.currency)));
        rows.push(("Balance".into(), summary.balance));
    }
    let payments = invoice.payments.iter().map(|payment| pdf::Payment {
        paid_on: format::date(payment.paid_on),
        method: format::label(&payment.method),
        reference: payment.reference.clone(),
        amount: payment.amount.to_string(),
    });
    pdf::Invoice {
        number: summary.number.clone(),
        title: summary.title.clone(),
        facts,
        lines: lines(&invoice.lines),
        sums: sum_rows(rows),
        payments: payments.collect(),
        pay_to: from.bank.as_ref().map(|bank| pay_to(bank, &summary.number)),
        terms: invoice.terms.clone(),
    }
}

/// As on the page on which the invoice is paid.
fn pay_to(bank: &BankAccount, reference: &str) -> pdf::PayTo {
    let mut facts = vec![
        Fact::new("Account holder", &bank.holder),
        Fact::new("Account", &bank.account),
        Fact::new("BIC", &bank.bic),
        Fact::new("Reference", reference),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    pdf::PayTo { facts, instructions: bank.instructions.clone() }
}

pub(crate) fn statement(from: &Statement) -> pdf::Statement {
    let Period { from: first, to: last } = from.period;
    let facts = from.accounts.iter().map(|account| {
        let code = account.currency.code();
        Fact::new(format!("Closing balance in {code}"), account.closing.to_string())
    });
    pdf::Statement {
        period: format::date_range(Some(first), Some(last)).into_owned(),
        facts: facts.collect(),
        accounts: from.accounts.iter().map(|account| self::account(account, from.period)).collect(),
    }
}

fn account(account: &Account, period: Period) -> pdf::Account {
    let balance = |day, amount: Money| pdf::Balance { day: format::date(day), amount: amount.to_string() };
    let entries = account.entries.iter().map(|entry| pdf::Entry {
        day: format::date(entry.day),
        label: entry.label(),
        reference: entry.reference.clone(),
        amount: entry.amount.to_string(),
        balance: entry.balance.to_string(),
    });
    // How old debts are is what a statement is asked for, also when there are none; credit, which comes last, is rare.
    let groups = account.ages.groups();
    let shown = if account.ages.credit.minor == 0 { groups.len() - 1 } else { groups.len() };
    let ages = groups.into_iter().take(shown);
    pdf::Account {
        currency: account.currency.code().to_owned(),
        opening: balance(period.from, account.opening),
        entries: entries.collect(),
        closing: balance(period.to, account.closing),
        ages: sum_rows(ages.collect()),
    }
}

pub(crate) fn receipt(from: &ReceiptPaper) -> pdf::Receipt {
    let payment = &from.payment;
    let paid_on = format::date(payment.paid_on);
    let mut facts = vec![
        Fact::new("Received on", &paid_on),
        Fact::new("Method", format::label(&payment.method)),
        Fact::new("Reference", &payment.reference),
        Fact::new("Invoice", &from.invoice_number),
        Fact::new("For", &from.invoice_title),
        Fact::new("Total of the invoice", from.invoice_total.to_string()),
        Fact::new("Balance of the invoice", from.balance.to_string()),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    pdf::Receipt {
        number: format!("{} {}", from.invoice_number, payment.paid_on),
        statement: format!(
            "We have received a payment of {} for invoice {} from {} on {paid_on}. Thank you.",
            payment.amount, from.invoice_number, from.letterhead.client,
        ),
        amount: payment.amount.to_string(),
        facts,
    }
}

fn lines(lines: &[Line]) -> Vec<pdf::Line> {
    let line = |line: &Line| pdf::Line {
        description: line.description.clone(),
        quantity: line.quantity.normalize().to_string(),
        unit_price: line.unit_price.to_string(),
        discount: if line.discount_percent.is_zero() {
            String::new()
        } else {
            format!("−{} %", line.discount_percent.normalize())
        },
        total: line.total.to_string(),
    };
    lines.iter().map(line).collect()
}

fn sum_rows(rows: Vec<(Cow<'static, str>, Money)>) -> Vec<Sum> {
    rows.into_iter()
        .map(|(label, amount)| Sum { label: label.into_owned(), amount: amount.to_string() })
        .collect()
}
