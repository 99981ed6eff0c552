//! The lines of a quote or an invoice, and what they add up to.

use crate::ui::Money;
use domain::{
    line::Line,
    money::{Currency, Money as Amount},
};
use leptos::prelude::*;

/// The lines with their sum. `after_total` are rows below the total, as (label, amount); the last is the one that matters.
pub(crate) fn lines_table(
    lines: Vec<Line>,
    total: Amount,
    after_total: Vec<(&'static str, Amount)>,
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
                    <td class="num"><Money text=amount.to_string()/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="lines">
            <caption class="sr-only">"Lines"</caption>
            <thead>
                <tr>
                    <th scope="col">"Description"</th>
                    <th scope="col" class="num">"Quantity"</th>
                    <th scope="col" class="num">"Price"</th>
                    {has_discounts.then(|| view! { <th scope="col" class="num">"Discount"</th> })}
                    <th scope="col" class="num">"Amount"</th>
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(|line| row(line, has_discounts)).collect_view()}</tbody>
            <tfoot>{foot}</tfoot>
        </table>
    }
}

fn row(line: Line, has_discounts: bool) -> impl IntoView {
    let discount =
        (!line.discount_percent.is_zero()).then(|| format!("−{} %", line.discount_percent.normalize()));
    view! {
        <tr>
            <td dir="auto">{line.description}</td>
            <td class="num times">{line.quantity.normalize().to_string()}</td>
            <td class="num"><Money text=line.unit_price.to_string()/></td>
            {has_discounts.then(|| view! { <td class="num">{discount}</td> })}
            <td class="num"><Money text=line.total.to_string()/></td>
        </tr>
    }
}

/// From the lines to the total: what was taken off, and what the total holds besides the lines.
#[must_use]
pub fn sums(lines: &[Line], total: Amount) -> Vec<(&'static str, Amount)> {
    let currency: Currency = total.currency;
    let of_lines = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.total.minor));
    let in_full = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.full_price()?.minor));
    let (Some(of_lines), Some(in_full)) = (of_lines, in_full) else { return vec![("Total", total)] };
    let mut rows = Vec::new();
    if in_full != of_lines {
        rows.push(("Before discounts", Amount::new(in_full, currency)));
        rows.push(("Discounts", Amount::new(of_lines.saturating_sub(in_full), currency)));
    }
    let besides = total.minor.saturating_sub(of_lines);
    if besides != 0 && !lines.is_empty() {
        let label = if besides > 0 { "Other charges" } else { "Other deductions" };
        rows.push((label, Amount::new(besides, currency)));
    }
    rows.push(("Total", total));
    rows
}
