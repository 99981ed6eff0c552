//! What the address of a list says, and the addresses of the same list with one thing changed.

use crate::{
    context,
    ui::{
        Button, ButtonLook, Choice, EmptyState, FilterLinks, IconRef, LinkButton, LinkItem, Order,
        Pagination, SortHeader, Toolbar, ToolbarSelect,
    },
};
use domain::page::{Cursor, Page, PageRequest};
use leptos::prelude::*;
use std::borrow::Cow;

/// Longest text that is searched for, in characters; the search field takes no more.
const MAX_SEARCH_LENGTH: usize = 200;

/// A value in the address and the words on the page.
pub(crate) type Named = (&'static str, &'static str);

/// Search, status, order and page of a list. A value that the list does not know counts as absent.
#[derive(Clone, Debug)]
pub(crate) struct ListQuery {
    path: Cow<'static, str>,
    pub(crate) search: Option<String>,
    pub(crate) status: Option<&'static str>,
    pub(crate) sort: &'static str,
    pub(crate) page: PageRequest,
    statuses: Vec<Named>,
    sorts: Vec<Named>,
}

impl ListQuery {
    /// Reads the address of the list at `path`. The first of `sorts` is the order that nobody asked for.
    pub(crate) fn read(
        path: impl Into<Cow<'static, str>>,
        statuses: impl IntoIterator<Item = Named>,
        sorts: impl IntoIterator<Item = Named>,
    ) -> Self {
        let (statuses, sorts): (Vec<_>, Vec<_>) =
            (statuses.into_iter().collect(), sorts.into_iter().collect());
        let known = |all: &[Named], name: &str| {
            let asked = text(name)?;
            all.iter().map(|(value, _)| *value).find(|value| *value == asked)
        };
        Self {
            path: path.into(),
            search: text("q").map(|search| search.chars().take(MAX_SEARCH_LENGTH).collect()),
            status: known(&statuses, "status"),
            sort: known(&sorts, "sort")
                .or_else(|| sorts.first().map(|(value, _)| *value))
                .unwrap_or_default(),
            page: PageRequest::from_query(text("after").as_deref(), text("before").as_deref()),
            statuses,
            sorts,
        }
    }

    /// The address of this list; what is at its default stays out.
    fn href(&self, status: Option<&str>, sort: &str, place: Option<(&str, &Cursor)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let default_sort = self.sorts.first().map(|(value, _)| *value);
        for (name, value) in [
            ("q", self.search.as_deref()),
            ("status", status),
            ("sort", Some(sort).filter(|sort| Some(*sort) != default_sort)),
        ] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        if let Some((name, cursor)) = place {
            query.append_pair(name, &cursor.to_string());
        }
        let query = query.finish();
        if query.is_empty() { self.path.clone().into_owned() } else { format!("{}?{query}", self.path) }
    }

    /// The states as links, with all of them first.
    pub(crate) fn filters(&self) -> impl IntoView + use<> {
        let item = |status: Option<&'static str>, label: &str| LinkItem {
            href: self.href(status, self.sort, None),
            label: label.to_owned(),
            count: None,
            current: status == self.status,
        };
        let mut items = vec![item(None, "All")];
        items.extend(self.statuses.iter().map(|(value, label)| item(Some(value), label)));
        view! { <FilterLinks label="Status" items/> }
    }

    /// The search field, and on a phone, where the table has no headings, the order.
    pub(crate) fn toolbar(&self, placeholder: &'static str) -> impl IntoView + use<> {
        let keep = self.status.map(|status| ("status", status.to_owned())).into_iter().collect::<Vec<_>>();
        let choices = self.sorts.iter().map(|(value, label)| Choice::new(*value, *label)).collect::<Vec<_>>();
        let sort = self.sort;
        view! {
            <Toolbar action=self.path.clone().into_owned() placeholder q=self.search.clone().unwrap_or_default() keep>
                <div class="toolbar-sort only-phone">
                    <ToolbarSelect label="Order" name="sort" choices value=sort/>
                    <Button look=ButtonLook::Secondary>"Apply"</Button>
                </div>
            </Toolbar>
        }
    }

    /// A column's heading that sorts by it: by `first`, and when it is already so and there is another way, by `then`.
    pub(crate) fn sort_header(
        &self,
        label: &'static str,
        first: (&'static str, Order),
        then: Option<(&'static str, Order)>,
        numeric: bool,
    ) -> impl IntoView + use<> {
        let other = then.map_or(first.0, |then| then.0);
        let next = if self.sort == first.0 { other } else { first.0 };
        let order = [Some(first), then].into_iter().flatten().find(|way| way.0 == self.sort).map(|way| way.1);
        view! { <SortHeader label href=self.href(self.status, next, None) order numeric/> }
    }

    /// The links to the pages before and after.
    pub(crate) fn pagination<T>(&self, page: &Page<T>) -> impl IntoView + use<T> {
        let link = |name, cursor: &Option<Cursor>| {
            cursor.as_ref().map(|cursor| self.href(self.status, self.sort, Some((name, cursor))))
        };
        view! { <Pagination prev=link("before", &page.previous) next=link("after", &page.next)/> }
    }

    /// What stands in place of an empty list: `nothing_yet` when there is nothing at all, else a way back to all.
    pub(crate) fn empty(
        &self,
        icon: IconRef,
        nothing_yet: Named,
        all: &'static str,
    ) -> impl IntoView + use<> {
        let is_narrowed = self.search.is_some() || self.status.is_some() || self.page != PageRequest::First;
        if !is_narrowed {
            let (title, text) = nothing_yet;
            return view! { <section class="card"><EmptyState icon title text/></section> }.into_any();
        }
        let title = match &self.search {
            Some(search) => format!("Nothing matches “{search}”"),
            None => "Nothing here".to_owned(),
        };
        let path = self.path.clone().into_owned();
        view! {
            <section class="card">
                <EmptyState icon=icondata::LuSearchX title text="Try other words or another status.">
                    <LinkButton href=path look=ButtonLook::Secondary>{all}</LinkButton>
                </EmptyState>
            </section>
        }
        .into_any()
    }
}

/// A value of the address. Postgres has no NUL in texts, and no person types one.
fn text(name: &str) -> Option<String> {
    context::query(name).filter(|value| !value.contains('\0'))
}
