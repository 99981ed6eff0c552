//! The fonts that travel with the software: Latin, Greek and Cyrillic, Arabic, Hebrew, Chinese, Japanese and Korean.

use std::sync::LazyLock;
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

/// What the files hold, and the files.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

/// In the order in which templates ask for them. The two large ones are read by the system page by page when they are needed.
const FILES: [&[u8]; 9] = [
    include_bytes!("../fonts/NotoSans_400Regular.ttf"),
    include_bytes!("../fonts/NotoSans_700Bold.ttf"),
    include_bytes!("../fonts/NotoSansMono_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic_700Bold.ttf"),
    include_bytes!("../fonts/NotoSansHebrew_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew_700Bold.ttf"),
    include_bytes!("../fonts/NotoSansSC_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansKR_400Regular.ttf"),
];

/// Read once, when the first paper is made.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});
