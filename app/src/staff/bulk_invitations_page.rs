//! The list of bulk invitation runs.

use super::frame::{frame, moment, run_tone};
use crate::{
    context,
    error::AppError,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    ui::{EmptyState, LinkButton, PageHead, StatusChip, Table},
};
use chrono_tz::Tz;
use domain::bulk_invitation::{self, RunSummary};
use leptos::prelude::*;

/// `/staff/bulk-invitations`
#[component]
pub fn BulkInvitationsPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let zone = context::zone()?;
    let list = ListQuery::read("/staff/bulk-invitations", [], []);
    let runs = bulk_invitation::list(&context::services()?.db, &viewer.staff, &list.page).await?;
    let content = view! {
        <PageHead title="Bulk invitations" lead="Each start of the dialog, newest first">
            <LinkButton href="/staff/bulk-invitations/new" icon=icondata::LuMails>"Invite clients"</LinkButton>
        </PageHead>
        {if runs.items.is_empty() {
            view! {
                <section class="card">
                    <EmptyState icon=icondata::LuMails title="No runs yet" text="Invite all eligible clients at once; each gets a link of its own."/>
                </section>
            }
            .into_any()
        } else {
            let pagination = list.pagination(&runs);
            view! {
                <section class="card flush">
                    <Table caption="Bulk invitation runs">
                        <thead>
                            <tr>
                                <th scope="col">"Started"</th>
                                <th scope="col">"State"</th>
                                <th scope="col">"By"</th>
                                <th scope="col" class="num">"Sent"</th>
                                <th scope="col" class="num">"Failed"</th>
                                <th scope="col" class="num">"Skipped"</th>
                                <th scope="col" class="num">"Total"</th>
                            </tr>
                        </thead>
                        <tbody>{runs.items.into_iter().map(|run| row(run, zone)).collect_view()}</tbody>
                    </Table>
                    {pagination}
                </section>
            }
            .into_any()
        }}
    };
    Ok(frame(viewer, StaffSection::BulkInvitations, "Bulk invitations", content))
}

fn row(summary: RunSummary, zone: Tz) -> impl IntoView {
    let run = summary.run;
    view! {
        <tr>
            <td class="cell-title">
                <a class="row-link" href=format!("/staff/bulk-invitations/{}", run.id)>{moment(Some(summary.created_at), zone)}</a>
            </td>
            <td class="cell-status"><StatusChip label=run.state.label() tone=run_tone(run.state)/></td>
            <td class="cell-meta" data-label="By">{summary.started_by_name}</td>
            <td class="cell-meta num" data-label="Sent">{run.success}</td>
            <td class="cell-meta num" data-label="Failed">{run.failed}</td>
            <td class="cell-hide num">{run.skipped}</td>
            <td class="cell-hide num">{run.total}</td>
        </tr>
    }
}
