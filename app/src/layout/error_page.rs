//! What is shown instead of a page.

use super::{DocumentTitle, brand::Brand, home_of};
use crate::{
    context,
    ui::{ButtonLook, LinkButton, Words},
    words::say,
};
use leptos::prelude::*;

fn title(status: u16) -> Words {
    match status {
        401 => say!("error-page-sign-in"),
        403 => say!("error-page-forbidden"),
        404 => say!("error-page-missing"),
        409 => say!("error-page-conflict"),
        429 => say!("error-page-attempts"),
        503 => say!("error-page-away"),
        _ => say!("error-page-other"),
    }
}

/// A status, a sentence and a way on. It needs neither a session nor a database, and a 503 tries again by itself: that is told by a
/// header ([`crate::page::retry_headers`]), for a `Meta` that is rendered after an await does not reliably find its document.
#[component]
pub fn ErrorPage(status: u16, #[prop(into)] message: String) -> impl IntoView {
    let home = context::facts().map_or("/", |facts| home_of(&facts.visit.viewer));
    let retries = status == 503;
    view! {
        <DocumentTitle text=title(status)/>
        <div class="frame plain">
            <header class="app-bar"><div class="app-bar-inner"><Brand href=home/></div></header>
            <main id="main" class="page" tabindex="-1">
                <div class="error-page">
                    <p class="error-code">{status}</p>
                    <h1>{title(status)}</h1>
                    <p>{message}</p>
                    {retries.then(|| view! { <p>{say!("error-page-retries")}</p> })}
                    <div class="actions">
                        {if retries {
                            view! {
                                <LinkButton href="" look=ButtonLook::Secondary icon=icondata::LuRefreshCw>
                                    {say!("error-page-again")}
                                </LinkButton>
                            }
                        } else {
                            view! { <LinkButton href=home>{say!("error-page-home")}</LinkButton> }
                        }}
                    </div>
                </div>
            </main>
        </div>
    }
}
