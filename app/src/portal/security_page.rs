//! The safety of one's own account: two-step sign-in, passkeys, and what happened to the account.

use super::{oneself::Account, parts::address_and_place, passkeys, two_step};
use crate::{
    context::{self, Services},
    error::AppError,
    flash, format,
    page::page,
    ui::{ButtonLook, Confirm, DateText, EmptyState, Icon, PageHead, Pagination, Section, StatusChip, Tone},
    words::{InWords as _, activity_detail, device, say},
};
use chrono_tz::Tz;
use domain::{
    activity::ActivityKind,
    id::{ActivityId, SessionId},
    page::{Cursor, Page, PageRequest},
    passkey,
    place::Places,
    security::{self, SecurityEvent},
    two_step::{self as domain_two_step, TwoStep},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/portal/security`
#[component]
pub fn SecurityPage() -> impl IntoView {
    page(async { load(Account::of_client()?).await })
}

/// `/staff/security`
#[component]
pub fn StaffSecurityPage() -> impl IntoView {
    page(async { load(Account::of_staff()?).await })
}

/// Says that something in one's own log was somebody else.
///
/// # Errors
/// As [`security::report`].
#[server(endpoint = "account/report-activity")]
pub async fn report_activity(activity_id: ActivityId) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    let email = security::report(&context::services()?.db, &account.oneself()?, activity_id).await?;
    flash::redirect("/login", Some(&say!("security-reported", email = email)));
    Ok(())
}

async fn load(account: Account) -> Result<AnyView, AppError> {
    let Services { db, places, .. } = context::services()?;
    let zone = context::zone()?;
    let oneself = account.oneself()?;
    let request =
        PageRequest::from_query(context::query("after").as_deref(), context::query("before").as_deref());
    let state = domain_two_step::state(&db, &oneself).await?;
    let own_passkeys = passkey::list(&db, &oneself).await?;
    let events = security::list(&db, &oneself, &request).await?;
    let has_codes = matches!(state, TwoStep::On { .. });
    let passkeys = passkeys::section(own_passkeys, has_codes, &oneself.origin().user_agent, zone)?;
    let content = view! {
        <PageHead title=say!("settings-security")/>
        {account.settings_tabs(account.security_path())}
        <div class="settings">
            {two_step::new_codes()}
            {two_step::section(state, zone)}
            {passkeys}
            {log(events, account.security_path(), oneself.origin().session_id, (zone, &places))}
        </div>
    };
    Ok(account.frame(say!("settings-security"), content))
}

fn log(
    events: Page<SecurityEvent>,
    path: &'static str,
    this_session: Option<SessionId>,
    at: (Tz, &Places),
) -> impl IntoView + use<> {
    let link = |name: &str, cursor: &Option<Cursor>| {
        cursor.as_ref().map(|cursor| {
            let place: String = url::form_urlencoded::byte_serialize(cursor.to_string().as_bytes()).collect();
            format!("{path}?{name}={place}#log")
        })
    };
    let (prev, next) = (link("before", &events.previous), link("after", &events.next));
    let content = if events.items.is_empty() {
        let (title, text) = (say!("security-log-none"), say!("security-log-none-text"));
        view! { <EmptyState icon=icondata::LuShieldCheck title text/> }.into_any()
    } else {
        let rows = events.items.into_iter().map(|event| row(event, this_session, at)).collect_view();
        view! { <ul class="rows">{rows}</ul><Pagination prev next/> }.into_any()
    };
    view! { <Section id="log" title=say!("security-log-title") flush=true>{content}</Section> }
}

fn row(
    event: SecurityEvent,
    this_session: Option<SessionId>,
    (zone, places): (Tz, &Places),
) -> impl IntoView + use<> {
    let icon = match event.kind {
        ActivityKind::FailedLogin => icondata::LuTriangleAlert,
        ActivityKind::Login => match event.device_type.as_str() {
            "mobile" => icondata::LuSmartphone,
            "tablet" => icondata::LuTablet,
            _ => icondata::LuMonitor,
        },
        ActivityKind::ReportActivity => icondata::LuFlag,
        _ => icondata::LuKeyRound,
    };
    let is_this_one =
        event.kind == ActivityKind::Login && this_session.is_some() && event.session_id == this_session;
    let device = device(&event.browser, &event.platform);
    let address = event.ip_address.map(|address| address_and_place(address, places));
    let detail = (!event.detail.is_empty()).then(|| {
        let words = activity_detail(event.kind, event.detail.clone());
        view! { <span dir="auto">{words}</span> }
    });
    let time = format::time(event.occurred_at, zone);
    let about = format!("{}, {time}", event.kind.words());
    let side = if is_this_one {
        view! { <StatusChip label=say!("sessions-this") tone=Tone::Success/> }.into_any()
    } else if event.can_be_reported() {
        view! {
            <Confirm
                id=format!("report-{}", event.id)
                label=say!("security-report")
                title=say!("security-report-title")
                yes=say!("security-report-yes")
                action=ReportActivity::PATH
                field=("activity_id", event.id.to_string())
                look=ButtonLook::Quiet
                small=true
                about
            >
                <p>{say!("security-report-text")}</p>
            </Confirm>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <li class="row">
            <Icon icon/>
            <div class="row-main">
                <span class="row-title">{event.kind.words()}</span>
                <span class="row-sub dots">
                    {detail}<span>{device}</span>{address}
                    <DateText iso=event.occurred_at.to_rfc3339() text=time/>
                </span>
            </div>
            <div class="row-side">{side}</div>
        </li>
    }
}
