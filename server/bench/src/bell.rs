//! From a form at one server to the bell that is listened to at another, both on one database.

use crate::{
    Arguments,
    failure::Failure,
    pg::Pg,
    portal::{Installation, email},
    report::{Report, median, percentile},
};
use reqwest::multipart::Form;
use std::time::{Duration, Instant};

const CLIENTS: u32 = 10;
const MESSAGES: i64 = 20;
const MILLIS: f64 = 500.0;
/// How long servers may take until they listen for news.
const PATIENCE: Duration = Duration::from_secs(15);

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let installation = Installation::with_history(arguments, "bell", CLIENTS).await?;
    let here = installation.serve(None).await?;
    let there = installation.serve_with(None, Some(&installation.database_url("portal"))).await?;
    let mut pg = Pg::connect(&installation).await?;
    let conversation = pg.records(&email(1)).await?.conversation;
    let begun = Instant::now();
    while pg.listeners().await? < 2 {
        if begun.elapsed() > PATIENCE {
            return Err(Failure::told("the servers do not listen for news"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let admin = here.sign_in_admin().await?;
    let mut bell = there.listen(&there.sign_in(&email(1)).await?).await?;
    let first = bell.next().await?;
    if first["waiting"] != 0 {
        return Err(Failure::told(format!("there are unread messages already: {first}")));
    }
    let mut millis = Vec::new();
    for n in 1..=MESSAGES {
        let body = format!("This is message {n}.");
        let message = Form::new().text("conversation_id", conversation.clone()).text("body", body);
        let sent = Instant::now();
        let heard = async {
            while bell.next().await?["waiting"] != n {}
            Ok::<_, Failure>(sent.elapsed())
        };
        let (_, heard) = tokio::try_join!(here.send("/staff/messages/send", message, &admin), heard)?;
        millis.push(heard.as_secs_f64() * 1_000.0);
    }
    println!("from the form at one server to the bell at another: median {:.0} ms", median(&millis));
    report.add("notification_p95", percentile(&millis, 0.95), "ms from form to bell", MILLIS);
    there.stop().await?;
    here.stop().await
}
