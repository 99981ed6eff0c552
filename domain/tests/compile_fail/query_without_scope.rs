//! A portal query takes a scope, not an id.

use domain::{Db, dashboard, id::ClientId};

async fn peek(db: &Db, client_id: ClientId, today: chrono::NaiveDate) {
    let _ = dashboard::load(db, &client_id, today).await;
}

fn main() {}
