//! The list of quotes.

use super::{
    frame,
    quotes_table::{quotes_filter, quotes_list, quotes_query},
};
use crate::{context, error::AppError, layout::PortalSection, page::page, ui::PageHead, words::say};
use domain::quote::{self, QuoteStatus};
use leptos::prelude::*;

/// `/portal/quotes`
#[component]
pub fn QuotesPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::client()?;
    let today = context::today()?;
    let list = quotes_query("/portal/quotes", QuoteStatus::VISIBLE);
    let quotes = quote::list(&context::services()?.db, &viewer.scope, today, &quotes_filter(&list)).await?;
    let content = view! {
        <PageHead title=say!("quotes-title")/>
        {quotes_list(&list, quotes, "/portal/quotes", say!("quotes-none-text"), today)}
    };
    Ok(frame(viewer, PortalSection::Quotes, &say!("quotes-title"), content))
}
