//! The same start by the form of the BulkInviteDialog: a plain form, which a browser without script finds on a page of its own.

use super::{Api, START, api_with_clients, invited_client, json};
use crate::support::{Answer, PUBLIC_URL};
use axum::http::StatusCode;
use sqlx::PgPool;

const PAGE: &str = "/staff/bulk-invitations/new";
/// The dialog's own page.
const CLIENTS: &str = "/staff/clients";
const ACTION: &str = "/fn/staff/start-bulk-invitation";

/// A power user's browser.
struct Browser<'a> {
    api: &'a Api,
    session: String,
}

impl<'a> Browser<'a> {
    async fn new(api: &'a Api) -> Self {
        let user = api.user("staff", Some("power_user"), "power@company.example").await;
        Self { api, session: api.portal.session_of(user).await }
    }

    /// The form's fields as it sends them when nothing but these boxes is ticked.
    async fn form(&self, ticked: &[&str]) -> Vec<(String, String)> {
        let page = self.api.portal.get(PAGE).session(&self.session).send().await;
        assert_eq!(page.status, StatusCode::OK);
        let (_, form) = page.body.split_once(&format!("action=\"{ACTION}\"")).unwrap();
        let form = form.split_once("</form>").unwrap().0;
        let fields = form.split("<input").skip(1).filter_map(|input| {
            let input = input.split('>').next().unwrap();
            let attribute =
                |name: &str| Some(input.split_once(&format!(" {name}=\""))?.1.split('"').next()?.to_owned());
            let name = attribute("name").unwrap();
            let is_sent = attribute("type").unwrap() != "checkbox" || ticked.contains(&name.as_str());
            is_sent.then(|| (name, attribute("value").unwrap()))
        });
        fields.collect()
    }

    /// Sends the form from a page, and gives the answer and the page after it.
    async fn send(&self, from: &str, fields: &[(String, String)]) -> (Answer, Answer) {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let ask = self.api.portal.form(ACTION, &fields).header("accept", "text/html");
        let ask = ask.header("referer", &format!("{PUBLIC_URL}{from}")).session(&self.session);
        let answer = ask.send().await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookies = answer.cookies();
        let cookie = cookies.first().and_then(|cookie| cookie.split(';').next()).unwrap_or_default();
        let page = self
            .api
            .portal
            .get(answer.location())
            .header("cookie", cookie)
            .session(&self.session)
            .send()
            .await;
        assert_eq!(page.status, StatusCode::OK);
        (answer, page)
    }

    /// The same form as a program sends it.
    async fn send_as_program(&self, fields: &[(String, String)]) -> Answer {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.api.portal.form(ACTION, &fields).session(&self.session).send().await
    }
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[sqlx::test(migrations = "../migrations")]
async fn the_form_starts_a_run_with_what_is_ticked(pool: PgPool) {
    for (ticked, total) in [(&["confirm"][..], 2), (&["confirm", "remind_already_invited"][..], 3)] {
        sqlx::query("truncate users, clients cascade").execute(&pool).await.unwrap();
        sqlx::query("truncate bulk_invitation_runs").execute(&pool).await.unwrap();
        let api = api_with_clients(&pool).await;
        invited_client(&api, "Invited").await;
        let browser = Browser::new(&api).await;
        let fields = browser.form(ticked).await;
        assert!(fields.contains(&field("expected", "2")), "{fields:?}");
        let (answer, page) = browser.send(PAGE, &fields).await;
        let run: (uuid::Uuid, i32) =
            sqlx::query_as("select id, total from bulk_invitation_runs").fetch_one(&pool).await.unwrap();
        assert_eq!(
            (answer.location(), run.1),
            (format!("/staff/bulk-invitations/{}", run.0).as_str(), total)
        );
        assert!(page.body.contains("role=\"progressbar\""), "it leads to the run");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_without_its_tick_starts_nothing(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let browser = Browser::new(&api).await;
    let unticked = browser.form(&[]).await;
    assert!(unticked.iter().all(|(name, _)| name != "confirm"), "{unticked:?}");
    let before = api.everything().await;
    for fields in [unticked.clone(), [&unticked[..], &[field("confirm", "false")]].concat()] {
        let (answer, page) = browser.send(PAGE, &fields).await;
        assert_eq!(answer.location(), PAGE);
        assert!(
            page.body.contains("Tick the box to confirm that the invitations may be sent."),
            "{}",
            page.body
        );
        assert!(page.body.contains("aria-invalid=\"true\""), "it is said at the box");
        let (answer, page) = browser.send(CLIENTS, &fields).await;
        assert_eq!(answer.location(), CLIENTS);
        assert!(page.body.contains("The invitations were not started"), "the dialog's page says it, too");

        let program = browser.send_as_program(&fields).await;
        assert_eq!(program.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", program.body);
        assert_eq!(json(&program)["fields"][0]["field"], "confirm");
    }
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_with_a_stale_or_missing_count_starts_nothing(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let browser = Browser::new(&api).await;
    let stale = browser.form(&["confirm"]).await;
    api.client("Late").await;
    let before = api.everything().await;
    let (answer, page) = browser.send(PAGE, &stale).await;
    assert_eq!(answer.location(), PAGE);
    assert!(page.body.contains("class=\"alert\"") || page.body.contains("role=\"alert\""), "{}", page.body);
    assert!(page.body.contains("name=\"expected\" value=\"3\""), "the page has counted anew: {}", page.body);
    let program = browser.send_as_program(&stale).await;
    assert_eq!(program.status, StatusCode::CONFLICT, "{}", program.body);

    for confirmed in [&["confirm"][..], &["confirm", "remind_already_invited"][..]] {
        let mut fields = browser.form(confirmed).await;
        fields.retain(|(name, _)| name != "expected");
        let program = browser.send_as_program(&fields).await;
        assert!(program.status.is_client_error(), "{}: {}", program.status, program.body);
        browser.send(PAGE, &fields).await;
    }
    let nonsense = [field("confirm", "true"), field("expected", "many")];
    assert!(browser.send_as_program(&nonsense).await.status.is_client_error());
    assert_eq!(api.everything().await, before);

    // Once more from the page as it is now.
    let (answer, _) = browser.send(PAGE, &browser.form(&["confirm"]).await).await;
    assert!(answer.location().starts_with("/staff/bulk-invitations/"), "{}", answer.location());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_without_a_count_starts_no_reminders_either(pool: PgPool) {
    let api = Api::new(&pool).await;
    invited_client(&api, "Invited").await;
    let browser = Browser::new(&api).await;
    let before = api.everything().await;
    let mut fields = browser.form(&["confirm", "remind_already_invited"]).await;
    fields.retain(|(name, _)| name != "expected");
    let program = browser.send_as_program(&fields).await;
    assert_eq!(program.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", program.body);
    assert_eq!(api.everything().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn while_a_run_is_unfinished_the_page_shows_it_and_the_form_starts_nothing(pool: PgPool) {
    let api = api_with_clients(&pool).await;
    let browser = Browser::new(&api).await;
    let fields = browser.form(&["confirm"]).await;
    let run = json(&api.post(START, json!({"confirm": true, "expected": 2})).await)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let before = api.everything().await;
    let page = api.portal.get(PAGE).session(&browser.session).send().await;
    assert!(page.body.contains(&format!("/staff/bulk-invitations/{run}")) && !page.body.contains(ACTION));
    let (_, page) = browser.send(CLIENTS, &fields).await;
    assert!(page.body.contains(&format!("/staff/bulk-invitations/{run}")), "the refusal leads to it");
    let program = browser.send_as_program(&fields).await;
    assert_eq!((program.status, &json(&program)["run"]), (StatusCode::CONFLICT, &run.as_str().into()));
    assert_eq!(api.everything().await, before);
}
