//! Where to go after sign-in.

use domain::user::Kind;
use url::Url;

/// Longest address that is gone back to.
const MAX_CHARS: usize = 2_000;

/// The wanted page, if it is one of ours on this person's side; otherwise the page that the person begins with.
///
/// The text stands in an address that anybody can write and send to somebody, so it is read as a browser would read it, and
/// then only a path below the person's own start page is taken.
pub(super) fn destination(wanted: &str, kind: Kind) -> String {
    same_site_path(wanted)
        .filter(|path| is_below(path, kind.home()))
        .unwrap_or_else(|| kind.home().to_owned())
}

/// The wanted page of somebody who is not known yet, for the form to carry; `None` when it is not one of ours.
pub(super) fn carried(wanted: &str) -> Option<String> {
    same_site_path(wanted)
        .filter(|path| [Kind::Client, Kind::Staff].iter().any(|kind| is_below(path, kind.home())))
}

/// The address of a page that carries the wanted one on.
pub(super) fn with_wanted(page: &str, wanted: &str) -> String {
    match carried(wanted) {
        Some(wanted) => {
            let wanted: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
            format!("{page}?next={wanted}")
        }
        None => page.to_owned(),
    }
}

fn is_below(path: &str, home: &str) -> bool {
    path.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

fn same_site_path(text: &str) -> Option<String> {
    let is_plain = text.len() <= MAX_CHARS
        && text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    if !is_plain {
        return None;
    }
    let base = Url::parse("http://portal.invalid/").ok()?;
    let url = base.join(text).ok()?;
    let path = url.path();
    // Reading resolves `/..//host` to `//host`; and whoever decodes `%2f` or `%5c` later must not find a host there either.
    let hides_a_slash = ["%2f", "%5c"].iter().any(|code| path.to_ascii_lowercase().contains(code));
    if url.origin() != base.origin() || !url.username().is_empty() || path.contains("//") || hides_a_slash {
        return None;
    }
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    let fragment = url.fragment().map_or_else(String::new, |fragment| format!("#{fragment}"));
    Some(format!("{path}{query}{fragment}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_pages_are_gone_back_to() {
        for own in [
            "/portal",
            "/portal/quotes/7?x=1&y=%20z#main",
            "/portal?next=//evil.example",
            "/portal/quotes?q=a%2fb",
        ] {
            assert_eq!(destination(own, Kind::Client), own);
            assert_eq!(carried(own).as_deref(), Some(own));
        }
        assert_eq!(destination("/staff/clients?after=x", Kind::Staff), "/staff/clients?after=x");
    }

    #[test]
    fn the_other_side_is_not_this_persons() {
        assert_eq!(destination("/staff/clients", Kind::Client), "/portal");
        assert_eq!(destination("/portal/quotes", Kind::Staff), "/staff");
        assert_eq!(destination("/portalx", Kind::Client), "/portal");
    }

    #[test]
    fn nothing_leads_off_the_site() {
        let hostile = [
            "",
            " ",
            "evil.example",
            "//evil.example",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/ /evil.example",
            "https://evil.example",
            "https:evil.example",
            "https:/evil.example",
            "http:///evil.example",
            "HTTPS://evil.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//user@evil.example",
            "//portal.invalid@evil.example",
            "https://portal.invalid@evil.example",
            "/%2f%2fevil.example",
            "/%2F/evil.example",
            "/%5cevil.example",
            "%2f%2fevil.example",
            "/..//evil.example",
            "/portal/..//evil.example",
            "/portal/../..//evil.example",
            "/.//evil.example",
            "/portal//evil.example",
            "/portal\r\nSet-Cookie: a=b",
            "/portal%2f..%2f%2fevil.example",
            "//[::1]",
            "//evil%E3%80%82example",
            "/\u{2028}/evil.example",
            "?next=//evil.example",
            "#//evil.example",
            "/logout",
            "/fn/account/sign-in",
            "/login?next=//evil.example",
            "/portal/../login",
        ];
        assert!(hostile.len() >= 40);
        for wanted in hostile {
            assert_eq!(destination(wanted, Kind::Client), "/portal", "{wanted:?}");
            assert_eq!(destination(wanted, Kind::Staff), "/staff", "{wanted:?}");
            assert_eq!(carried(wanted), None, "{wanted:?}");
        }
        assert_eq!(destination(&format!("/portal/{}", "x".repeat(9_000)), Kind::Client), "/portal");
    }
}
