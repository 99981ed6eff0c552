//! The lines of a quote or an invoice, and what they add up to.

use crate::{
    format,
    ui::{Money, Words},
    words::{language, say},
};
use domain::{
    line::Line,
    locale,
    money::{Currency, Money as Amount},
};
use leptos::prelude::*;

/// The lines with their sum. `after_total` are rows below the total, as (label, amount); the last is the one that matters.
pub(crate) fn lines_table(
    lines: Vec<Line>,
    total: Amount,
    after_total: Vec<(Words, Amount)>,
) -> impl IntoView {
    let has_discounts = lines.iter().any(|line| !line.discount_percent.is_zero());
    let sums = sums(&lines, total);
    let columns = if has_discounts { 4 } else { 3 };
    let last = sums.len() + after_total.len();
    let foot = sums
        .into_iter()
        .chain(after_total)
        .enumerate()
        .map(|(i, (label, amount))| {
            view! {
                <tr class=(i + 1 == last).then_some("total")>
                    <th scope="row" colspan=columns>{label}</th>
                    <td class="num"><Money text=format::money(amount)/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="lines">
            <caption class="sr-only">{say!("lines-caption")}</caption>
            <thead>
                <tr>
                    <th scope="col">{say!("lines-description")}</th>
                    <th scope="col" class="num">{say!("lines-quantity")}</th>
                    <th scope="col" class="num">{say!("lines-price")}</th>
                    {has_discounts.then(|| view! { <th scope="col" class="num">{say!("lines-discount")}</th> })}
                    <th scope="col" class="num">{say!("lines-amount")}</th>
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(|line| row(line, has_discounts)).collect_view()}</tbody>
            <tfoot>{foot}</tfoot>
        </table>
    }
}

fn row(line: Line, has_discounts: bool) -> impl IntoView {
    let discount = (!line.discount_percent.is_zero())
        .then(|| format!("−{} %", locale::quantity(language(), line.discount_percent)));
    view! {
        <tr>
            <td dir="auto">{line.description}</td>
            <td class="num times">{locale::quantity(language(), line.quantity)}</td>
            <td class="num"><Money text=format::money(line.unit_price)/></td>
            {has_discounts.then(|| view! { <td class="num">{discount}</td> })}
            <td class="num"><Money text=format::money(line.total)/></td>
        </tr>
    }
}

/// From the lines to the total: what was taken off, and what the total holds besides the lines.
#[must_use]
pub fn sums(lines: &[Line], total: Amount) -> Vec<(Words, Amount)> {
    let currency: Currency = total.currency;
    let of_lines = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.total.minor));
    let in_full = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.full_price()?.minor));
    let (Some(of_lines), Some(in_full)) = (of_lines, in_full) else {
        return vec![(say!("lines-total"), total)];
    };
    let mut rows = Vec::new();
    if in_full != of_lines {
        rows.push((say!("lines-before-discounts"), Amount::new(in_full, currency)));
        rows.push((say!("lines-discounts"), Amount::new(of_lines.saturating_sub(in_full), currency)));
    }
    let besides = total.minor.saturating_sub(of_lines);
    if besides != 0 && !lines.is_empty() {
        let label = if besides > 0 { say!("lines-other-charges") } else { say!("lines-other-deductions") };
        rows.push((label, Amount::new(besides, currency)));
    }
    rows.push((say!("lines-total"), total));
    rows
}
