//! What the address of a list says, and the addresses of the same list with one thing changed.

use crate::{
    context,
    ui::{
        Button, ButtonLook, Choice, EmptyState, FilterLinks, IconRef, LinkButton, LinkItem, Order,
        Pagination, SortHeader, Toolbar, ToolbarSelect, Words,
    },
    words::say,
};
use domain::page::{Cursor, Page, PageRequest};
use leptos::prelude::*;
use std::borrow::Cow;

/// Longest text that is searched for, in characters; the search field takes no more.
const MAX_SEARCH_LENGTH: usize = 200;

/// A value in the address and the words on the page.
pub(crate) type Named = (&'static str, Words);

/// Search, status, order and page of a list. A value that the list does not know counts as absent.
#[derive(Clone, Debug)]
pub(crate) struct ListQuery {
    path: Cow<'static, str>,
    /// What else narrows the list: names and values of its own.
    also: Vec<(&'static str, String)>,
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
            also: Vec::new(),
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

    /// Narrows the list by something of its own, which its links keep; nothing when it is `None`.
    pub(crate) fn narrowed(mut self, name: &'static str, value: Option<String>) -> Self {
        self.also.extend(value.map(|value| (name, value)));
        self
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
        for (name, value) in &self.also {
            query.append_pair(name, value);
        }
        if let Some((name, cursor)) = place {
            query.append_pair(name, &cursor.to_string());
        }
        let query = query.finish();
        if query.is_empty() { self.path.to_string() } else { format!("{}?{query}", self.path) }
    }

    /// The states as links, with all of them first.
    pub(crate) fn filters(&self) -> impl IntoView + use<> {
        let item = |status: Option<&'static str>, label: Words| LinkItem {
            href: self.href(status, self.sort, None),
            label: label.into_owned(),
            count: None,
            current: status == self.status,
        };
        let mut items = vec![item(None, say!("list-all"))];
        items.extend(self.statuses.iter().map(|(value, label)| item(Some(value), label.clone())));
        view! { <FilterLinks label=say!("list-status") items/> }
    }

    /// The search field, and on a phone, where the table has no headings, the order.
    pub(crate) fn toolbar(&self, placeholder: impl Into<Words>) -> AnyView {
        self.toolbar_with(placeholder, None)
    }

    /// As [`ListQuery::toolbar`], with a filter of the list's own, which is a control of the same form.
    pub(crate) fn toolbar_with(&self, placeholder: impl Into<Words>, filter: Option<AnyView>) -> AnyView {
        let placeholder: Words = placeholder.into();
        let keep = self.status.map(|status| ("status", status.to_owned())).into_iter().collect::<Vec<_>>();
        let choices =
            self.sorts.iter().map(|(value, label)| Choice::new(*value, label.clone())).collect::<Vec<_>>();
        let class = if filter.is_some() { "toolbar-sort" } else { "toolbar-sort only-phone" };
        let sort = self.sort;
        let order = (!choices.is_empty()).then(|| {
            view! { <div class="only-phone"><ToolbarSelect label=say!("list-order") name="sort" choices value=sort/></div> }
        });
        let controls = (order.is_some() || filter.is_some()).then(|| {
            view! { <div class=class>{filter}{order}<Button look=ButtonLook::Secondary>{say!("list-apply")}</Button></div> }
        });
        view! {
            <Toolbar action=self.path.to_string() placeholder q=self.search.clone().unwrap_or_default() keep>
                {controls}
            </Toolbar>
        }
        .into_any()
    }

    /// A column's heading that sorts by it: by `first`, and when it is already so and there is another way, by `then`.
    pub(crate) fn sort_header(
        &self,
        label: impl Into<Words>,
        first: (&'static str, Order),
        then: Option<(&'static str, Order)>,
        numeric: bool,
    ) -> AnyView {
        let label: Words = label.into();
        let other = then.map_or(first.0, |then| then.0);
        let next = if self.sort == first.0 { other } else { first.0 };
        let order = [Some(first), then].into_iter().flatten().find(|way| way.0 == self.sort).map(|way| way.1);
        view! { <SortHeader label href=self.href(self.status, next, None) order numeric/> }.into_any()
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
        nothing_yet: (impl Into<Words>, impl Into<Words>),
        all: impl Into<Words>,
    ) -> AnyView {
        let is_narrowed = !self.also.is_empty()
            || self.search.is_some()
            || self.status.is_some()
            || self.page != PageRequest::First;
        if !is_narrowed {
            let (title, text): (Words, Words) = (nothing_yet.0.into(), nothing_yet.1.into());
            return view! { <section class="card"><EmptyState icon title text/></section> }.into_any();
        }
        let title = match &self.search {
            Some(search) => say!("list-no-match", search = search.clone()),
            None => say!("list-nothing"),
        };
        let (path, all): (_, Words) = (self.path.to_string(), all.into());
        view! {
            <section class="card">
                <EmptyState icon=icondata::LuSearchX title text=say!("list-try-other")>
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
