//! Tables that become cards on a phone.

use super::{Icon, Words};
use leptos::prelude::*;

/// A table with `thead` and `tbody` as `children`. In a narrow place each row becomes a compact card: the cells' classes
/// (`cell-title`, `cell-status`, `cell-meta`, `cell-amount`, `cell-actions`, `cell-hide`) say where each goes, see
/// `style/components/table.css`. `caption` is read out, not shown.
#[component]
pub fn Table(#[prop(into)] caption: String, children: Children) -> impl IntoView {
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                {children()}
            </table>
        </div>
    }
}

/// Which way a column is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Ascending,
    Descending,
}

/// A column's heading that sorts by it: `href` leads to the list in the other order, `order` is the present one.
#[component]
pub fn SortHeader(
    #[prop(into)] label: Words,
    #[prop(into)] href: String,
    #[prop(optional_no_strip)] order: Option<Order>,
    #[prop(optional)] numeric: bool,
) -> impl IntoView {
    let (sort, icon) = match order {
        Some(Order::Ascending) => (Some("ascending"), icondata::LuChevronUp),
        Some(Order::Descending) => (Some("descending"), icondata::LuChevronDown),
        None => (None, icondata::LuChevronsUpDown),
    };
    view! {
        <th scope="col" class=numeric.then_some("num") aria-sort=sort>
            <a class="sort" href=href>{label}<Icon icon/></a>
        </th>
    }
}
