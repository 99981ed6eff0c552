//! A scope cannot be read from a request either.

use domain::actor::ClientScope;

fn forge(body: &str) -> ClientScope {
    serde_json::from_str(body).unwrap()
}

fn main() {}
