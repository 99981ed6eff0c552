//! The list of clients, from which access is given.

use super::{
    bulk_invite_dialog::{BulkInviteDialog, StartBulkInvitation},
    frame::{failure, frame, moment},
};
use crate::{
    context,
    error::AppError,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    ui::{Alert, Order, PageHead, StatusChip, Table, Tone},
    words::InWords as _,
};
use chrono_tz::Tz;
use domain::{
    actor::Policy,
    client::{self, ClientFilter, ClientSort, ClientSummary, PortalState},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/staff/clients`
#[component]
pub fn ClientsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let zone = context::zone()?;
    let list = ListQuery::read(
        "/staff/clients",
        PortalState::ALL.map(|state| (state.as_str(), state.words())),
        ClientSort::ALL.map(|sort| (sort.as_str(), sort.label().into())),
    );
    let filter = ClientFilter {
        search: list.search.clone(),
        portal_state: list.status.and_then(|status| status.parse().ok()),
        sort: list.sort.parse().unwrap_or_default(),
        page: list.page.clone(),
    };
    let clients = client::list(&db, &viewer.staff, &filter).await?;
    let dialog = viewer.staff.may(Policy::ManagePortalAccess).then(|| view! { <BulkInviteDialog/> });
    let content = view! {
        <PageHead title="Clients">{dialog}</PageHead>
        {refused_start()}
        <div class="list-tools">{list.filters()}{list.toolbar("Search name, e-mail or number")}</div>
        {if clients.items.is_empty() {
            let nothing_yet = ("No clients yet", "Import them with “client-portal import clients”, or put them through the API.");
            list.empty(icondata::LuUsers, nothing_yet, "Show all clients").into_any()
        } else {
            let pagination = list.pagination(&clients);
            view! {
                <section class="card flush">
                    <Table caption="Clients">
                        <thead>
                            <tr>
                                {list.sort_header("Name", ("name", Order::Ascending), Some(("name-desc", Order::Descending)), false)}
                                <th scope="col">"Portal"</th>
                                <th scope="col">"E-mail"</th>
                                <th scope="col" class="num">"Contacts"</th>
                                <th scope="col">"Last sign-in"</th>
                            </tr>
                        </thead>
                        <tbody>{clients.items.into_iter().map(|client| row(client, zone)).collect_view()}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, StaffSection::Clients, "Clients", content))
}

/// What a start from the dialog had to say when it was refused.
fn refused_start() -> impl IntoView {
    failure(&[StartBulkInvitation::PATH]).map(|error| {
        let run = error.run.map(|run| {
            view! { " "<a href=format!("/staff/bulk-invitations/{run}")>"Show the run"</a> }
        });
        view! {
            <Alert tone=Tone::Danger title="The invitations were not started"><p>{error.message}{run}</p></Alert>
        }
    })
}

fn row(client: ClientSummary, zone: Tz) -> impl IntoView {
    let state = client.portal_state;
    view! {
        <tr>
            <td class="cell-title"><a class="row-link" href=format!("/staff/clients/{}", client.id) dir="auto">{client.name}</a></td>
            <td class="cell-status"><StatusChip label=state.label() tone=state/></td>
            <td class="cell-meta" data-label="E-mail">{client.email.unwrap_or_else(|| "–".to_owned())}</td>
            <td class="cell-hide num">{client.contacts}</td>
            <td class="cell-hide">{moment(client.last_sign_in, zone)}</td>
        </tr>
    }
}
