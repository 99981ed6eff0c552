//! A QR code, drawn as one path.

use crate::ui::Words;
use leptos::prelude::*;
use qrcode::{Color, QrCode};
use std::fmt::Write as _;

/// Light modules around the code, which readers need (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// The text as a QR code; nothing when it is too long for one. `label` says what it is to those who do not see it.
pub(super) fn qr_code(text: &str, label: Words) -> Option<impl IntoView + use<>> {
    let code = QrCode::new(text).ok()?;
    let (width, path) = (code.width(), path(&code));
    let side = width + 2 * QUIET_ZONE;
    Some(view! {
        <svg class="qr-code" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <path d=path/>
        </svg>
    })
}

/// A square for each dark module.
fn path(code: &QrCode) -> String {
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET_ZONE, index / width + QUIET_ZONE);
            // Writing to a string does not fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_inside_the_quiet_zone() {
        let code = QrCode::new("otpauth://totp/x?secret=GEZDGNBV").unwrap();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        let path = path(&code);
        assert_eq!(path.matches('M').count(), dark);
        assert!(path.starts_with("M4 4h1v1h-1z"), "the corner of the first finder: {path}");
    }
}
