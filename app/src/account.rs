//! Getting in: sign-in, a forgotten password, an invitation. Staff and clients share these pages; all of them are plain forms.

pub mod forgot_password_page;
pub mod invitation_page;
mod link_cookie;
mod next;
pub mod passkey;
pub mod reset_password_page;
pub mod sign_in_code_page;
pub mod sign_in_page;
mod visitor;

pub use forgot_password_page::{ForgotPasswordPage, RequestPasswordReset};
pub use invitation_page::{AcceptInvitation, InvitationLinkPage, InvitationPage, SendNewLink};
pub use passkey::{ConfirmWithPasskey, SignInWithPasskey, StartPasskeySignIn, StartPasskeyStep};
pub use reset_password_page::{ResetPassword, ResetPasswordLinkPage, ResetPasswordPage};
pub use sign_in_code_page::{ConfirmSignIn, SignInCodePage};
pub use sign_in_page::{SignIn, SignInPage};

use crate::{
    context,
    layout::{AccountLayout, DocumentTitle, flash_message},
    ui::Words,
    words::{SLOTS, filled, say},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// The frame around these pages: the document's title, the card, and the good news of the form before.
fn frame(title: &str, lead: impl Into<String>, content: impl IntoView + 'static) -> AnyView {
    let head =
        context::company().map_or_else(|_| title.to_owned(), |company| format!("{title} · {}", company.name));
    let message = flash_message();
    view! {
        <DocumentTitle text=head/>
        <AccountLayout title=title.to_owned() lead=lead.into()>{message}{content}</AccountLayout>
    }
    .into_any()
}

/// The status of a page that explains why it cannot do what it is for.
fn set_status(status: http::StatusCode) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(status);
    }
}

/// Whom to ask when nothing on the page helps.
fn contact() -> Option<impl IntoView> {
    let email = context::company().ok()?.support_email?;
    let href = format!("mailto:{email}");
    let [slot, _] = SLOTS;
    let words =
        filled(&say!("account-questions", email = slot), [view! { <a href=href>{email}</a> }.into_any()]);
    Some(view! { <p class="muted small">{words}</p> })
}

/// What a new password must be, at its field.
pub(crate) fn password_hint() -> Words {
    say!("account-password-hint")
}

/// Refuses a repeated password that differs from the first.
fn same_twice(password: &str, again: &str) -> domain::Result<()> {
    if password == again {
        Ok(())
    } else {
        Err(domain::Error::field("password_again", say!("account-passwords-differ")))
    }
}
