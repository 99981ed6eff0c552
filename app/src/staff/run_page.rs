//! One bulk invitation run: progress while it goes, results when it has ended.

use super::{
    frame::{frame, moment, run_tone},
    run_progress::RunProgress,
};
use crate::{
    context,
    error::AppError,
    flash,
    layout::StaffSection,
    page::page,
    ui::{
        Alert, Breadcrumbs, Button, ButtonLook, Confirm, EmptyState, FilterLinks, LinkButton, LinkItem,
        PageHead, Pagination, Section, StatusChip, Table, Tone, Toolbar,
    },
};
use domain::{
    bulk_invitation::{self, Outcome, ResultRow, RunSnapshot, RunSummary},
    id::RunId,
    page::{Cursor, Page, PageRequest},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/staff/bulk-invitations/{id}`
#[component]
pub fn RunPage() -> impl IntoView {
    page(load())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let zone = context::zone()?;
    let id: RunId = context::route_id()?;
    let RunSummary { run, started_by_name, created_at, .. } =
        bulk_invitation::summary(&db, &viewer.staff, id).await?;
    let filter: Option<Outcome> = context::query("outcome").and_then(|outcome| outcome.parse().ok());
    let request =
        PageRequest::from_query(context::query("after").as_deref(), context::query("before").as_deref());
    let search = context::query("q").filter(|search| !search.contains('\0'));
    let results =
        bulk_invitation::results(&db, &viewer.staff, id, filter, search.as_deref(), &request).await?;

    let is_finished = run.state.is_finished();
    let refresh =
        (!is_finished).then(|| view! { <noscript><meta http-equiv="refresh" content="2"/></noscript> });
    let (actions, results) = (buttons(&run), table(&run, filter, search, results));
    let status = (run.state.label(), run_tone(run.state));
    let content = view! {
        {refresh}
        <Breadcrumbs trail=vec![("/staff/bulk-invitations".to_owned(), "Bulk invitations".to_owned())] here="Run"/>
        {refusal()}
        <PageHead title="Bulk invitations" status=status>{actions}</PageHead>
        <Section id="progress" title="Progress">
            <RunProgress initial=run/>
            <p class="muted small">"Started by "{started_by_name}", "{moment(Some(created_at), zone)}</p>
        </Section>
        {results}
    };
    Ok(frame(viewer, StaffSection::BulkInvitations, "Bulk invitations", content))
}

/// What a button that was refused has to say.
fn refusal() -> impl IntoView {
    let errors = [
        flash::form::<PauseBulkInvitation>(),
        flash::form::<ResumeBulkInvitation>(),
        flash::form::<CancelBulkInvitation>(),
        flash::form::<RetryBulkInvitation>(),
    ];
    let message = errors.into_iter().find_map(|form| form.message());
    message.map(|message| view! { <Alert tone=Tone::Danger><p>{message}</p></Alert> })
}

fn buttons(run: &RunSnapshot) -> impl IntoView + use<> {
    let id = run.id;
    let form = move |action: &'static str, look: ButtonLook, label: &'static str| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="run_id" value=id.to_string()/>
                <Button look>{label}</Button>
            </form>
        }
    };
    let cancel = run.state.can_cancel().then(|| {
        view! {
            <Confirm
                id="cancel-run"
                label="Cancel"
                title="Cancel this run?"
                yes="Cancel the run"
                action=CancelBulkInvitation::PATH
                field=("run_id", id.to_string())
                look=ButtonLook::Secondary
            >
                <p>"Nobody else will be invited by this run. Those who are waiting are skipped."</p>
            </Confirm>
        }
    });
    let csv = format!("/staff/bulk-invitations/{id}/results.csv");
    view! {
        {run.state.can_pause().then(|| form(PauseBulkInvitation::PATH, ButtonLook::Secondary, "Pause"))}
        {run.state.can_resume().then(|| form(ResumeBulkInvitation::PATH, ButtonLook::Primary, "Resume"))}
        {cancel}
        {(run.state.can_retry() && run.failed > 0).then(|| form(RetryBulkInvitation::PATH, ButtonLook::Primary, "Retry failed"))}
        <LinkButton href=csv look=ButtonLook::Secondary icon=icondata::LuDownload>"Download results"</LinkButton>
    }
}

fn table(
    run: &RunSnapshot,
    filter: Option<Outcome>,
    search: Option<String>,
    results: Page<ResultRow>,
) -> impl IntoView + use<> {
    let id = run.id;
    let words = search.clone();
    let href = |outcome: Option<Outcome>, place: Option<(&str, &Cursor)>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(outcome) = outcome {
            query.append_pair("outcome", outcome.as_str());
        }
        if let Some(words) = &words {
            query.append_pair("q", words);
        }
        if let Some((name, cursor)) = place {
            query.append_pair(name, &cursor.to_string());
        }
        format!("/staff/bulk-invitations/{id}?{}#results", query.finish())
    };
    let counts = [run.success, run.failed, run.skipped, run.queued];
    let mut items = vec![LinkItem {
        href: href(None, None),
        label: "All".to_owned(),
        count: u64::try_from(run.total).ok(),
        current: filter.is_none(),
    }];
    items.extend(Outcome::ALL.iter().zip(counts).map(|(outcome, count)| LinkItem {
        href: href(Some(*outcome), None),
        label: outcome.label().to_owned(),
        count: u64::try_from(count).ok(),
        current: filter == Some(*outcome),
    }));
    let link =
        |name, cursor: &Option<Cursor>| cursor.as_ref().map(|cursor| href(filter, Some((name, cursor))));
    let (prev, next) = (link("before", &results.previous), link("after", &results.next));
    let rows = results.items;
    let keep = filter.map(|outcome| ("outcome", outcome.as_str().to_owned())).into_iter().collect::<Vec<_>>();
    let nobody = if search.is_some() { "Nobody matches these words" } else { "Nobody here" };
    view! {
        <Section id="results" title="Results" flush=true>
            <div class="card-tools"><FilterLinks label="Outcome" items/>
                <Toolbar
                    action=format!("/staff/bulk-invitations/{id}#results")
                    placeholder="Search name or e-mail"
                    q=search.unwrap_or_default()
                    keep
                />
            </div>
            {if rows.is_empty() {
                view! { <EmptyState icon=icondata::LuInbox title=nobody/> }.into_any()
            } else {
                view! {
                    <Table caption="Recipients">
                        <thead>
                            <tr><th scope="col">"Client"</th><th scope="col">"Outcome"</th><th scope="col">"E-mail"</th><th scope="col">"Reason"</th></tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </Table>
                }
                .into_any()
            }}
            <Pagination prev next/>
        </Section>
    }
}

fn row(result: ResultRow) -> impl IntoView {
    let tone = match result.outcome {
        Outcome::Queued => Tone::Neutral,
        Outcome::Success => Tone::Success,
        Outcome::Failed => Tone::Danger,
        Outcome::Skipped => Tone::Warning,
    };
    view! {
        <tr>
            <td class="cell-title">
                <a class="row-link" href=format!("/staff/clients/{}", result.client_id) dir="auto">{result.name}</a>
            </td>
            <td class="cell-status"><StatusChip label=result.outcome.label() tone/></td>
            <td class="cell-meta" data-label="E-mail">{result.email}</td>
            <td class="cell-meta" dir="auto">{result.reason.unwrap_or_default()}</td>
        </tr>
    }
}

/// Lets the mails that are under way out, and no more.
///
/// # Errors
/// As [`bulk_invitation::pause`].
#[server(endpoint = "staff/pause-bulk-invitation")]
pub async fn pause_bulk_invitation(run_id: RunId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    bulk_invitation::pause(&context::services()?.db, &viewer.staff, run_id).await?;
    flash::redirect(&format!("/staff/bulk-invitations/{run_id}"), Some("The run is paused."));
    Ok(())
}

/// Goes on.
///
/// # Errors
/// As [`bulk_invitation::resume`].
#[server(endpoint = "staff/resume-bulk-invitation")]
pub async fn resume_bulk_invitation(run_id: RunId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    bulk_invitation::resume(&context::services()?.db, &viewer.staff, run_id).await?;
    flash::redirect(&format!("/staff/bulk-invitations/{run_id}"), Some("The run goes on."));
    Ok(())
}

/// Ends the run; those who are waiting are skipped.
///
/// # Errors
/// As [`bulk_invitation::cancel`].
#[server(endpoint = "staff/cancel-bulk-invitation")]
pub async fn cancel_bulk_invitation(run_id: RunId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    bulk_invitation::cancel(&context::services()?.db, &viewer.staff, run_id).await?;
    flash::redirect(&format!("/staff/bulk-invitations/{run_id}"), Some("The run is cancelled."));
    Ok(())
}

/// Tries the failed ones again.
///
/// # Errors
/// As [`bulk_invitation::retry`].
#[server(endpoint = "staff/retry-bulk-invitation")]
pub async fn retry_bulk_invitation(run_id: RunId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    bulk_invitation::retry(&context::services()?.db, &viewer.staff, run_id).await?;
    flash::redirect(&format!("/staff/bulk-invitations/{run_id}"), Some("The failed ones are tried again."));
    Ok(())
}
