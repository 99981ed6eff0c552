//! What the server's own layers say, outside pages and server functions.

use super::say;
use crate::ui::Words;

/// A form that is no form.
#[must_use]
pub fn form_unreadable() -> Words {
    say!("form-unreadable")
}

/// A form past its limit.
#[must_use]
pub fn form_too_large() -> Words {
    say!("form-too-large")
}

/// A form that another site made.
#[must_use]
pub fn form_from_elsewhere() -> Words {
    say!("form-from-elsewhere")
}

/// A form whose sender was signed out, when they are back.
#[must_use]
pub fn form_not_sent() -> Words {
    say!("form-not-sent")
}

/// A picture form without a picture.
#[must_use]
pub fn picture_missing() -> Words {
    say!("picture-missing")
}

#[must_use]
pub fn picture_saved() -> Words {
    say!("picture-saved")
}
