//! Bearer tokens of the API.

use super::frame::{bare_frame, moment};
use crate::{
    context,
    error::AppError,
    flash,
    layout::StaffSection,
    list_query::ListQuery,
    page::page,
    ui::{
        Alert, Button, ButtonLook, Checkbox, Choice, Confirm, Field, FormErrors, Icon, PageHead, Section,
        Select, StatusChip, Table, Tone,
    },
};
use chrono_tz::Tz;
use domain::{
    actor::ApiScope,
    api_token::{self, ApiToken, ApiTokenFilter, NewApiToken, Owner},
    id::ApiTokenId,
    token::Token,
};
use leptos::{prelude::*, server_fn::ServerFn};

const PATH: &str = "/staff/api-tokens";
/// Stands before the new token in the good news after making it.
const MADE: &str = "made ";

/// `/staff/api-tokens`
#[component]
pub fn ApiTokensPage() -> impl IntoView {
    page(load())
}

/// Makes a token, which the next page shows once.
///
/// # Errors
/// As [`api_token::create`].
#[server(endpoint = "staff/create-api-token")]
pub async fn create_api_token(
    #[server(default)] owner_email: String,
    #[server(default)] name: String,
    #[server(default)] portal_access: bool,
    #[server(default)] bulk_invitations: bool,
    #[server(default)] records: bool,
    #[server(default)] activities: bool,
) -> Result<(), AppError> {
    let ticked = [portal_access, bulk_invitations, records, activities];
    let scopes =
        ApiScope::ALL.into_iter().zip(ticked).filter(|(_, ticked)| *ticked).map(|(scope, _)| scope).collect();
    let new = NewApiToken { owner_email, name, scopes };
    let token = api_token::create(&context::services()?.db, &context::staff()?.staff, new).await?;
    flash::redirect(PATH, Some(&format!("{MADE}{token}")));
    Ok(())
}

/// Ends a token.
///
/// # Errors
/// As [`api_token::revoke`].
#[server(endpoint = "staff/revoke-api-token")]
pub async fn revoke_api_token(token_id: ApiTokenId) -> Result<(), AppError> {
    api_token::revoke(&context::services()?.db, &context::staff()?.staff, token_id).await?;
    flash::redirect(PATH, Some("The token is revoked. What used it is refused from now on."));
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let db = context::services()?.db;
    let zone = context::zone()?;
    let list = ListQuery::read(PATH, [("active", "Active".into()), ("revoked", "Revoked".into())], []);
    let filter = ApiTokenFilter {
        search: list.search.clone(),
        is_revoked: list.status.map(|status| status == "revoked"),
        page: list.page.clone(),
    };
    let tokens = api_token::list(&db, &viewer.staff, &filter).await?;
    let owners = api_token::owners(&db, &viewer.staff).await?;
    let own_email = viewer.person.email.clone();
    let notice = flash::notice().map(|notice| match notice.strip_prefix(MADE).map(str::parse::<Token>) {
        Some(Ok(token)) => made(&token).into_any(),
        _ => view! { <Alert tone=Tone::Success><p>{notice}</p></Alert> }.into_any(),
    });
    let content = view! {
        <PageHead title="API tokens" lead="With a token, another system uses the API in the name of a staff user.">
            <a class="button" data-look="quiet" href="/api/docs">"API description"</a>
        </PageHead>
        {notice}
        <div class="split">
            <div class="stack">
                <div class="list-tools">{list.filters()}{list.toolbar("Search name or owner")}</div>
                {if tokens.items.is_empty() {
                    let nothing_yet = ("No tokens yet", "Make one for each system, so that you can revoke it alone.");
                    list.empty(icondata::LuKeyRound, nothing_yet, "Show all tokens").into_any()
                } else {
                    let pagination = list.pagination(&tokens);
                    view! {
                        <section class="card flush" aria-labelledby="tokens">
                            <header class="card-head"><h2 id="tokens">"Tokens"</h2></header>
                            {table(tokens.items, zone)}
                            {pagination}
                        </section>
                    }
                    .into_any()
                }}
            </div>
            <aside class="stack">{form(owners, own_email)}</aside>
        </div>
    };
    Ok(bare_frame(viewer, StaffSection::ApiTokens, "API tokens", content))
}

fn made(token: &Token) -> impl IntoView + use<> {
    let secret = token.to_string();
    view! {
        <Alert tone=Tone::Success title="The token is made">
            <p>"Copy it now: it is not shown again."</p>
            <p><code class="secret" tabindex="0">{secret}</code></p>
        </Alert>
    }
}

fn table(tokens: Vec<ApiToken>, zone: Tz) -> impl IntoView {
    view! {
        <Table caption="Tokens">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Acts for"</th>
                    <th scope="col">"Made"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col"><span class="sr-only">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{tokens.into_iter().map(|token| row(token, zone)).collect_view()}</tbody>
        </Table>
    }
}

fn row(token: ApiToken, zone: Tz) -> impl IntoView {
    let (label, tone) = match (token.revoked_at, token.owner.is_active) {
        (Some(_), _) => ("Revoked", Tone::Neutral),
        (None, false) => ("Account inactive", Tone::Warning),
        (None, true) => ("Active", Tone::Success),
    };
    let scopes = token.scopes.iter().map(|scope| view! { <span>{scope.as_str()}</span> }).collect_view();
    let revoke = token.revoked_at.is_none().then(|| {
        let name = token.name.clone();
        view! {
            <Confirm
                id=format!("revoke-{}", token.id)
                label="Revoke"
                title="Revoke this token?"
                yes="Revoke token"
                action=RevokeApiToken::PATH
                field=("token_id", token.id.to_string())
                look=ButtonLook::Quiet
                small=true
                about=token.name.clone()
            >
                <p>"What uses "<strong dir="auto">{name}</strong>" is refused at once. This cannot be undone."</p>
            </Confirm>
        }
    });
    view! {
        <tr>
            <td class="cell-title"><span class="strong" dir="auto">{token.name}</span><span class="cell-sub dots">{scopes}</span></td>
            <td class="cell-status"><StatusChip label tone/></td>
            <td class="cell-meta" data-label="Acts for">
                <span dir="auto">{token.owner.name}</span>
                <span class="cell-sub">{token.owner.role.label()}</span>
            </td>
            <td class="cell-meta" data-label="Made">{moment(Some(token.created_at), zone)}</td>
            <td class="cell-meta" data-label="Last used">{moment(token.last_used_at, zone)}</td>
            <td class="cell-actions"><div class="actions">{revoke}</div></td>
        </tr>
    }
}

fn form(owners: Vec<Owner>, own_email: String) -> impl IntoView {
    let state = flash::form::<CreateApiToken>();
    let fields = ["name", "owner_email", "scopes"];
    let message = state.message().filter(|_| fields.iter().all(|field| state.error_at(field).is_none()));
    let options = owners
        .into_iter()
        .map(|owner| Choice::new(owner.email, format!("{} ({})", owner.name, owner.role.label())))
        .collect::<Vec<_>>();
    let scopes_error = state.error_at("scopes").map(|error| {
        view! { <p class="field-error"><Icon icon=icondata::LuCircleAlert/>{error}</p> }
    });
    let typed = state.clone();
    let ticked = move |name| typed.value(name).is_some();
    view! {
        <Section id="new-token" title="New token">
            <form class="form" method="post" action=CreateApiToken::PATH>
                <FormErrors message/>
                <Field
                    label="Name"
                    name="name"
                    value=state.value("name").unwrap_or_default()
                    error=state.error_at("name")
                    hint="What it is for, such as “Accounting”."
                    required=true
                    maxlength=100
                />
                <Select
                    label="Acts for"
                    name="owner_email"
                    options
                    value=state.value("owner_email").unwrap_or(own_email)
                    error=state.error_at("owner_email")
                    hint="It can do no more than this staff user."
                />
                <fieldset class="field">
                    <legend>"Scopes"</legend>
                    <div class="choices">
                        <Checkbox name="portal_access" value="true" checked=ticked("portal_access") hint="Enable and disable access">
                            "portal-access"
                        </Checkbox>
                        <Checkbox name="bulk_invitations" value="true" checked=ticked("bulk_invitations") hint="Start and steer runs">
                            "bulk-invitations"
                        </Checkbox>
                        <Checkbox name="records" value="true" checked=ticked("records") hint="Clients, contacts and papers">"records"</Checkbox>
                        <Checkbox name="activities" value="true" checked=ticked("activities") hint="Read the activity log">
                            "activities"
                        </Checkbox>
                    </div>
                    {scopes_error}
                </fieldset>
                <div class="form-actions"><Button>"Make token"</Button></div>
            </form>
        </Section>
    }
}
