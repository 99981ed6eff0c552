//! The list of quotes.

use super::{
    frame,
    quotes_table::{quotes_filter, quotes_list, quotes_query},
};
use crate::{context, error::AppError, layout::PortalSection, page::page, ui::PageHead};
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
    let nothing_yet = "Quotes appear here when they are sent to you.";
    let content = view! {
        <PageHead title="Quotes"/>
        {quotes_list(&list, quotes, "/portal/quotes", nothing_yet, today)}
    };
    Ok(frame(viewer, PortalSection::Quotes, "Quotes", content))
}
