//! Which device type a `User-Agent` means.
//!
//! ua-parser names makes and models but has no types, so the rules are here. They go by what browsers document: a phone says
//! "Mobile", an Android tablet says "Android" without it. The lists are for those that do otherwise.

use super::DeviceType::{self, Desktop, Mobile, Tablet};

/// Crawlers, previews and page tests, many of which carry a phone's header before their own name.
const BOTS: &[&str] = &[
    "bot/",
    "bot;",
    "bot)",
    "-bot",
    "+http",
    "crawler",
    "spider",
    "slurp",
    "facebookexternalhit",
    "-google/",
    "lighthouse",
    "ptst/",
];

/// Televisions, set-top boxes, consoles and headsets.
const LIVING_ROOM: &[&str] = &[
    "smart-tv",
    "smart_tv",
    "web0s",
    "netcast",
    "bravia",
    "aquosbrowser",
    "roku",
    "crkey",
    "netrange",
    "large screen",
    "playstation",
    "xbox",
    "nintendo",
    "oculusbrowser",
];

const LIVING_ROOM_WORDS: &[&str] = &[
    "tv",
    "smarttv",
    "googletv",
    "androidtv",
    "appletv",
    "hbbtv",
    "mitv",
    "viera",
    "mibox",
    "tvbox",
    "box",
    "stb",
    "4k",
    "uhd",
];

/// Names of tablets which say "Mobile" all the same, or which are not Android.
const TABLETS: &[&str] = &[
    "tablet",
    "kindle",
    "silk/",
    "silk-accelerated",
    "playbook",
    "touchpad",
    "nook",
    "sm-t",
    "sm-x",
    "sm-p",
    "gt-p",
    "sch-i800",
    "nexus 7",
    "nexus 9",
    "nexus 10",
    "pixel c",
    "mediapad",
    "matepad",
    "tb-",
    "lenovo tb",
    "lenovo yt",
    "xoom",
];

/// Names of phones and of the browsers that exist for phones only.
const PHONES: &[&str] = &[
    "mobile",
    "iphone",
    "ipod",
    "dv(iph",
    "phone;",
    "windows phone",
    "windows ce",
    "opera mini",
    "opera mobi",
    "blackberry",
    "bb10",
    "symbian",
    "series60",
    "series40",
    "nokia",
    "kaios",
    "ucweb",
    "up.browser",
    "j2me",
    "midp",
    "palm",
    "webos/",
    "bada/",
    "maemo",
    "meego",
    "docomo",
    "kddi",
    "softbank",
    "wap",
    "obigo",
    "fban/fb4a",
];

/// Windows phones that ask for pages made for a PC.
const PHONES_ON_WINDOWS_NT: &[&str] =
    &["wpdesktop", "zunewp7", "windows phone", "lumia", "opera mobi", "opera mini", "midp"];

/// Browsers of iOS that call an iPad a Macintosh, but leave their own name or "Mobile" in the header.
const BROWSERS_OF_IOS: &[&str] = &["crios/", "fxios/", "edgios/", "mobile/"];

pub(super) fn of(user_agent: &str) -> DeviceType {
    let agent = user_agent.to_lowercase();
    let has = |name: &str| agent.contains(name);
    let any = |names: &[&str]| names.iter().any(|name| agent.contains(name));
    let word = |is: fn(&str) -> bool| agent.split(|c: char| !c.is_ascii_alphanumeric()).any(is);

    // The phones of the make Cubot are no bots.
    if any(BOTS) && !has("cubot") {
        return Desktop;
    }
    let is_ipad = word(|word| word.starts_with("ipad"));
    // With a television's app on it a telephone stays one.
    if !is_ipad && !has("(iphone") && (any(LIVING_ROOM) || word(is_living_room)) {
        return Desktop;
    }
    if has("chromebook") || has("; cros ") {
        return Desktop;
    }
    // Before the tablets: a PC with a touch screen says "Tablet PC 2.0".
    if has("windows nt") {
        return if any(PHONES_ON_WINDOWS_NT) { Mobile } else { Desktop };
    }
    // The one phone that Silk was made for.
    if has("sd4930ur") {
        return Mobile;
    }
    if is_ipad || any(TABLETS) || word(is_tablet) {
        return Tablet;
    }
    if has("macintosh") {
        return if any(BROWSERS_OF_IOS) { Tablet } else { Desktop };
    }
    if any(PHONES) {
        return Mobile;
    }
    // Only browsers leave "Mobile" out on purpose; what apps send of themselves never has it.
    if has("android") {
        return if agent.starts_with("mozilla/") && has("safari") { Tablet } else { Mobile };
    }
    Desktop
}

/// Besides the names: Amazon's Fire TV, whose models are AFTB, AFTMM, AFTEU011.
fn is_living_room(word: &str) -> bool {
    LIVING_ROOM_WORDS.contains(&word)
        || ((4..=8).contains(&word.len()) && word.starts_with("aft") && word != "after")
}

/// "Galaxy Tab", "SurfTab", "Armor Pad"; and Amazon's Fire tablets KFTT, KFTHWI, KFMAWI, with or without Silk.
fn is_tablet(word: &str) -> bool {
    let is_fire = (4..=7).contains(&word.len())
        && word.starts_with("kf")
        && word.chars().all(|c| c.is_ascii_alphabetic());
    is_fire || word == "pad" || word == "apad" || word.ends_with("tab")
}
