//! A bell's stream of server-sent events, from outside.

use crate::failure::Failure;
use serde_json::Value;

/// An open stream; dropping it closes it.
#[derive(Debug)]
pub(crate) struct Events {
    response: reqwest::Response,
    text: String,
}

impl Events {
    pub(crate) fn of(response: reqwest::Response) -> Self {
        Self { response, text: String::new() }
    }

    /// What the next event says; what keeps the connection alive is passed over.
    pub(crate) async fn next(&mut self) -> Result<Value, Failure> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.strip_prefix("data: ").map(serde_json::from_str);
                self.text = rest.to_owned();
                if let Some(data) = data {
                    return Ok(data?);
                }
                continue;
            }
            let ended = || Failure::told("the stream of events has ended");
            let part = self.response.chunk().await?.ok_or_else(ended)?;
            self.text.push_str(&String::from_utf8_lossy(&part));
        }
    }
}
