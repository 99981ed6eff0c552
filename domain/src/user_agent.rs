//! What a `User-Agent` header tells about a visitor: device type, browser and platform (SPEC section 6).
//!
//! The header is a claim of the other side and no more: it is written beside an act in the log, and nothing is decided by it.

use serde::{Deserialize, Serialize};

mod device_type;
#[cfg(feature = "postgres")]
mod parser;
#[cfg(feature = "postgres")]
pub use parser::parse;

/// The browser and platform of a request without a `User-Agent`.
pub const UNKNOWN: &str = "Unknown";
/// The browser or platform of a `User-Agent` which no rule recognises.
pub const OTHER: &str = "Other";

/// Browser and platform as people say them: `Firefox on Windows`.
#[must_use]
pub fn label(browser: &str, platform: &str) -> String {
    match (browser, platform) {
        ("", "") => "Unknown device".to_owned(),
        (browser, "") => browser.to_owned(),
        ("", platform) => platform.to_owned(),
        (browser, platform) => format!("{browser} on {platform}"),
    }
}

/// The longest `User-Agent` that is looked at; the longest of the test suite of ua-parser has 492 characters.
const MAX_CHARS: usize = 512;

/// Names without versions: "Mobile Safari" on "iOS".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    pub device_type: DeviceType,
    pub browser: String,
    pub platform: String,
}

/// The kind of device. Whatever is neither held in one hand nor a tablet is a desktop: televisions, consoles, bots, and
/// requests that do not say.
///
/// Two kinds of tablet cannot be told from the header, since they send exactly what a desktop sends: an iPad whose Safari
/// asks for desktop pages, which is how it is delivered ("Macintosh"), and an Android tablet whose Chrome does ("X11; Linux").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceType {
    Desktop,
    Mobile,
    Tablet,
}

impl DeviceType {
    /// In the order of a filter.
    pub const ALL: &[Self] = &[Self::Desktop, Self::Mobile, Self::Tablet];

    /// The device type of a `User-Agent` of any length and content.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        device_type::of(&clean(user_agent))
    }

    /// The name in the table and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Mobile => "mobile",
            Self::Tablet => "tablet",
        }
    }

    /// The word on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Desktop => "Desktop",
            Self::Mobile => "Mobile",
            Self::Tablet => "Tablet",
        }
    }
}

impl std::fmt::Display for DeviceType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for DeviceType {
    type Err = UnknownDeviceType;
    fn from_str(text: &str) -> Result<Self, UnknownDeviceType> {
        Self::ALL.iter().copied().find(|device| device.as_str() == text).ok_or(UnknownDeviceType)
    }
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("unknown device type")]
pub struct UnknownDeviceType;

/// A `User-Agent` as it is kept and parsed: its first 512 characters, without control characters and without the invisible
/// ones that would turn or hide text on a page of the log.
#[must_use]
pub fn clean(user_agent: &str) -> String {
    let visible = user_agent.chars().filter(|c| !c.is_control() && !is_invisible(*c));
    let kept: String = visible.skip_while(|c| c.is_whitespace()).take(MAX_CHARS).collect();
    kept.trim_end().to_owned()
}

/// Soft hyphen, zero-width and direction marks, line and paragraph separators, byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
