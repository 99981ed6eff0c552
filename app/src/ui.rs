//! Small components that pages and islands are built from. Each is plain markup with the classes of `style/`, knows
//! nothing of the domain's operations, and compiles for the browser as well.
//!
//! | for | component |
//! |---|---|
//! | states | [`StatusChip`] with a [`Tone`] |
//! | surfaces | [`Section`], [`StatCard`], [`EmptyState`], [`Alert`] |
//! | the top of a page | [`Breadcrumbs`], [`PageHead`], [`Tabs`] |
//! | lists | [`Toolbar`], [`FilterLinks`], [`Table`], [`SortHeader`], [`Pagination`] |
//! | forms | [`Field`], [`TextArea`], [`PasswordField`], [`Select`], [`TimeZones`], [`Checkbox`], [`FormErrors`], [`Button`], [`LinkButton`] |
//! | running work | [`ProgressBar`] |
//! | questions | [`DialogFrame`], [`Confirm`], [`FormDialog`] |
//! | words | [`Icon`], [`Avatar`], [`Money`], [`DateText`] |

/// Words that are shown: of a sentence, or in islands a literal.
pub(crate) type Words = std::borrow::Cow<'static, str>;

pub mod alert;
pub mod avatar;
#[cfg(feature = "ssr")]
pub mod breadcrumbs;
pub mod button;
pub mod checkbox;
#[cfg(feature = "ssr")]
pub mod confirm;
pub mod dialog_frame;
pub mod empty_state;
pub mod field;
#[cfg(feature = "ssr")]
pub mod form_dialog;
pub mod icon;
pub mod links;
pub mod page_head;
#[cfg(feature = "ssr")]
pub mod pagination;
pub mod password_field;
pub mod progress_bar;
pub mod section;
pub mod select;
pub mod stat_card;
pub mod status_chip;
pub mod table;
pub mod text;
pub mod text_area;
#[cfg(feature = "ssr")]
pub mod time_zones;
pub mod tone;
pub mod toolbar;

pub use alert::{Alert, FormErrors};
pub use avatar::Avatar;
#[cfg(feature = "ssr")]
pub use breadcrumbs::Breadcrumbs;
pub use button::{Button, ButtonLook, LinkButton};
pub use checkbox::Checkbox;
#[cfg(feature = "ssr")]
pub use confirm::Confirm;
pub use dialog_frame::DialogFrame;
pub use empty_state::EmptyState;
pub use field::Field;
#[cfg(feature = "ssr")]
pub use form_dialog::{FormDialog, FormTarget};
pub use icon::{Icon, IconRef};
pub use links::{FilterLinks, LinkItem, Tabs};
pub use page_head::PageHead;
#[cfg(feature = "ssr")]
pub use pagination::Pagination;
#[cfg(feature = "ssr")]
pub use password_field::PasswordField;
pub use progress_bar::ProgressBar;
pub use section::Section;
pub use select::{Choice, Select};
pub use stat_card::StatCard;
pub use status_chip::StatusChip;
pub use table::{Order, SortHeader, Table};
pub use text::{DateText, Money};
pub use text_area::TextArea;
#[cfg(feature = "ssr")]
pub use time_zones::TimeZones;
pub use tone::Tone;
pub use toolbar::{Toolbar, ToolbarSelect};

#[cfg(test)]
mod tests;
