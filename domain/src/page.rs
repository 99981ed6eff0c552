//! Lists that are read by key, never by offset: a page costs the same however deep it is.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Rows on a page.
pub const PAGE_SIZE: i64 = 25;

/// Where a page starts: the sort key and id of the row before (or after) it. In an address it is `key~id`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cursor {
    pub key: String,
    pub id: Uuid,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}", self.key, self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = BadCursor;
    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (key, id) = text.rsplit_once('~').ok_or(BadCursor)?;
        Ok(Self { key: key.to_owned(), id: id.parse().map_err(|_| BadCursor)? })
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a place in this list")]
pub struct BadCursor;

/// Which page of a list.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum PageRequest {
    #[default]
    First,
    /// The page that begins after this row.
    After(Cursor),
    /// The page that ends before this row.
    Before(Cursor),
}

impl PageRequest {
    /// From the address's `after` and `before`; what cannot be read means the first page.
    #[must_use]
    pub fn from_query(after: Option<&str>, before: Option<&str>) -> Self {
        match (after.map(str::parse), before.map(str::parse)) {
            (Some(Ok(cursor)), _) => Self::After(cursor),
            (_, Some(Ok(cursor))) => Self::Before(cursor),
            _ => Self::First,
        }
    }

    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::First => None,
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
        }
    }

    /// Whether the list is walked against its order, to find the page before a row.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_))
    }
}

/// One page of a list, in the list's order.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// For the link to the page before; `None` on the first.
    pub previous: Option<Cursor>,
    /// For the link to the page after; `None` on the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// From rows read in walking order, with one more than `size` asked for.
    pub fn from_rows(
        mut rows: Vec<T>,
        size: i64,
        request: &PageRequest,
        cursor_of: impl Fn(&T) -> Cursor,
    ) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let there_is_more = rows.len() > size;
        rows.truncate(size);
        let backwards = request.is_backwards();
        if backwards {
            rows.reverse();
        }
        let first = rows.first().map(&cursor_of);
        let last = rows.last().map(&cursor_of);
        let (before, after) = match request {
            PageRequest::First => (false, there_is_more),
            PageRequest::After(_) => (true, there_is_more),
            PageRequest::Before(_) => (there_is_more, true),
        };
        Self { items: rows, previous: first.filter(|_| before), next: last.filter(|_| after) }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), previous: self.previous, next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(n: &u32) -> Cursor {
        Cursor { key: n.to_string(), id: Uuid::nil() }
    }

    #[test]
    fn pages_know_their_neighbours() {
        let first = Page::from_rows(vec![1, 2, 3], 2, &PageRequest::First, cursor);
        assert_eq!((first.items, first.previous, first.next), (vec![1, 2], None, Some(cursor(&2))));
        let back = Page::from_rows(vec![2, 1], 2, &PageRequest::Before(cursor(&3)), cursor);
        assert_eq!((back.items, back.previous, back.next), (vec![1, 2], None, Some(cursor(&2))));
        let last = Page::from_rows(vec![5], 2, &PageRequest::After(cursor(&4)), cursor);
        assert_eq!((last.items, last.previous, last.next), (vec![5], Some(cursor(&5)), None));
    }

    #[test]
    fn a_cursor_survives_the_address() {
        let odd = Cursor { key: "a~b é".into(), id: Uuid::from_u128(7) };
        assert_eq!(odd.to_string().parse::<Cursor>().ok(), Some(odd));
        assert_eq!(PageRequest::from_query(Some("nonsense"), None), PageRequest::First);
    }
}
