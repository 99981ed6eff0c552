//! The account of whoever asks. Staff have the same pages about themselves as clients, in a frame of their own.

use super::narrow_frame;
use crate::{
    context,
    error::AppError,
    layout::{DocumentTitle, StaffLayout, StaffSection, flash_message},
    ui::{LinkItem, Tabs, Words},
    words::say,
};
use domain::{
    actor::ClientScope,
    notification::BellOwner,
    session::{ClientViewer, Person, StaffViewer, Viewer},
    user::Oneself,
};
use leptos::prelude::*;

/// A signed-in person.
pub(super) enum Account {
    Client(Box<ClientViewer>),
    Staff(Box<StaffViewer>),
}

impl Account {
    /// A client's person.
    pub(super) fn of_client() -> Result<Self, AppError> {
        context::client().map(|viewer| Self::Client(Box::new(viewer)))
    }

    /// A staff user.
    pub(super) fn of_staff() -> Result<Self, AppError> {
        context::staff().map(|viewer| Self::Staff(Box::new(viewer)))
    }

    /// Either, for the forms that both pages have.
    pub(super) fn of_anybody() -> Result<Self, AppError> {
        match &context::facts()?.visit.viewer {
            Viewer::Staff(_) => Self::of_staff(),
            Viewer::Client(_) | Viewer::SignedOut(_) => Self::of_client(),
        }
    }

    pub(super) fn oneself(&self) -> Result<Oneself, AppError> {
        match self {
            Self::Client(viewer) => Ok(Oneself::from(&viewer.scope)),
            Self::Staff(viewer) => Ok(Oneself::try_from(&viewer.staff)?),
        }
    }

    pub(super) fn is_client(&self) -> bool {
        matches!(self, Self::Client(_))
    }

    pub(super) fn bell(&self) -> Result<BellOwner, AppError> {
        match self {
            Self::Client(viewer) => Ok(BellOwner::from(&viewer.scope)),
            Self::Staff(viewer) => Ok(BellOwner::try_from(&viewer.staff)?),
        }
    }

    /// What a client's person may see; `None` for staff.
    pub(super) fn scope(&self) -> Option<&ClientScope> {
        match self {
            Self::Client(viewer) => Some(&viewer.scope),
            Self::Staff(_) => None,
        }
    }

    /// How many notifications this person has not read.
    pub(super) fn unread(&self) -> i64 {
        match self {
            Self::Client(viewer) => viewer.unread,
            Self::Staff(viewer) => viewer.unread,
        }
    }

    pub(super) fn person(&self) -> &Person {
        match self {
            Self::Client(viewer) => &viewer.person,
            Self::Staff(viewer) => &viewer.person,
        }
    }

    /// The address of this person's own profile.
    pub(super) fn profile_path(&self) -> &'static str {
        match self {
            Self::Client(_) => "/portal/profile",
            Self::Staff(_) => "/staff/profile",
        }
    }

    /// The address of this person's own settings.
    pub(super) fn settings_path(&self) -> &'static str {
        match self {
            Self::Client(_) => "/portal/settings",
            Self::Staff(_) => "/staff/settings",
        }
    }

    /// The address of what this person can do for the safety of their account.
    pub(super) fn security_path(&self) -> &'static str {
        match self {
            Self::Client(_) => "/portal/security",
            Self::Staff(_) => "/staff/security",
        }
    }

    /// The two pages about settings, as tabs.
    pub(super) fn settings_tabs(&self, current: &str) -> impl IntoView + use<> {
        let tab = |href: &'static str, label: Words| LinkItem {
            href: href.to_owned(),
            label: label.into_owned(),
            count: None,
            current: href == current,
        };
        let items = vec![
            tab(self.settings_path(), say!("settings-title")),
            tab(self.security_path(), say!("settings-security")),
        ];
        view! { <Tabs label=say!("settings-title") items/> }
    }

    /// The frame of this person's side of the portal.
    pub(super) fn frame(self, title: impl Into<Words>, content: impl IntoView + 'static) -> AnyView {
        let title: Words = title.into();
        match self {
            Self::Client(viewer) => narrow_frame(*viewer, &title, content),
            Self::Staff(viewer) => {
                let message = flash_message();
                view! {
                    <DocumentTitle text=title/>
                    <StaffLayout viewer=*viewer section=StaffSection::Other narrow=true>{message}{content}</StaffLayout>
                }
                .into_any()
            }
        }
    }
}
