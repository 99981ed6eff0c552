//! The Quotes tab: a client's quotes, drafts included.

use super::{client_page::head, frame::frame};
use crate::{
    context,
    error::AppError,
    layout::StaffSection,
    page::page,
    portal::quotes_table::{quotes_filter, quotes_list, quotes_query},
};
use domain::{client, id::ClientId, quote::staff as staff_quotes};
use leptos::prelude::*;

/// `/staff/clients/{id}/quotes`
#[component]
pub fn ClientQuotesPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let today = context::today()?;
    let id: ClientId = context::route_id()?;
    let list = quotes_query(format!("/staff/clients/{id}/quotes"), staff_quotes::STATUSES);
    let client = client::get(&db, &viewer.staff, id).await?;
    let quotes = staff_quotes::list(&db, &viewer.staff, id, today, &quotes_filter(&list)).await?;
    let nothing_yet = "Quotes come with the import or through the API.";
    let content = view! {
        {head(&client, "quotes")}
        {quotes_list(&list, quotes, "/staff/quotes", nothing_yet, today)}
    };
    Ok(frame(viewer, StaffSection::Clients, &format!("Quotes of {}", client.name), content))
}
