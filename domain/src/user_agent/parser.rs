//! Browser and platform by the rules of ua-parser.
//!
//! The 637 rules take 12 MiB as soon as they are compiled, and up to 16 MiB more for each thread that matches with them. So
//! they live on one thread of their own, from the first `User-Agent` on: a server that nobody has visited has none of it, and
//! a busy one has it once.

use super::{Device, DeviceType, OTHER, UNKNOWN, clean, device_type};
use hashlink::LruCache;
use std::{
    sync::{LazyLock, Mutex, PoisonError, mpsc},
    thread,
};
use ua_parser::{os, user_agent};

mod rules {
    include!(concat!(env!("OUT_DIR"), "/user_agent_rules.rs"));
}

/// A company's visitors share far fewer; the bound is against those who make one up for each request.
const REMEMBERED: usize = 1024;
/// Some rules take the name from the header, which may put anything there.
const MAX_NAME_CHARS: usize = 64;

static DEVICES: LazyLock<Mutex<LruCache<String, Device>>> =
    LazyLock::new(|| Mutex::new(LruCache::new(REMEMBERED)));

/// What the `User-Agent` says, whatever its length and content: an empty one is a desktop with [`UNKNOWN`] browser and
/// platform, and what no rule recognises is [`OTHER`].
///
/// The calling thread waits: less than a microsecond for a known one, a twentieth of a millisecond for a new one, and 50 ms
/// for the very first.
#[must_use]
pub fn parse(user_agent: &str) -> Device {
    let user_agent = clean(user_agent);
    if user_agent.is_empty() {
        return Device {
            device_type: DeviceType::Desktop,
            browser: UNKNOWN.into(),
            platform: UNKNOWN.into(),
        };
    }
    let devices = || DEVICES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = devices().get(&user_agent).cloned();
    known.unwrap_or_else(|| {
        let Names { browser, platform } = names(user_agent.clone());
        let device = Device { device_type: device_type::of(&user_agent), browser, platform };
        devices().insert(user_agent, device.clone());
        device
    })
}

struct Names {
    browser: String,
    platform: String,
}

struct Question {
    user_agent: String,
    answer: mpsc::SyncSender<Names>,
}

static QUESTIONS: LazyLock<mpsc::Sender<Question>> = LazyLock::new(|| {
    let (sender, questions) = mpsc::channel();
    if let Err(error) = thread::Builder::new().name("user-agent".into()).spawn(move || answer_all(&questions))
    {
        tracing::error!(%error, "no thread for the rules of user agents: browser and platform will be missing in the log");
    }
    sender
});

fn names(user_agent: String) -> Names {
    let (answer, answers) = mpsc::sync_channel(1);
    let asked = QUESTIONS.send(Question { user_agent, answer });
    let answered = asked.ok().and_then(|()| answers.recv().ok());
    answered.unwrap_or_else(|| Names { browser: OTHER.into(), platform: OTHER.into() })
}

fn answer_all(questions: &mpsc::Receiver<Question>) {
    match Rules::compile() {
        Ok(rules) => questions.iter().for_each(|question| rules.answer(&question)),
        Err(error) => tracing::error!(%error, "the rules of user agents cannot be compiled"),
    }
}

struct Rules {
    browsers: user_agent::Extractor<'static>,
    platforms: os::Extractor<'static>,
}

impl Rules {
    fn compile() -> Result<Self, ua_parser::Error> {
        let browsers = rules::BROWSERS.iter().map(|&(regex, name)| user_agent::Parser {
            regex: regex.into(),
            family_replacement: name.map(Into::into),
            ..user_agent::Parser::default()
        });
        let platforms = rules::PLATFORMS.iter().map(|&(regex, name)| os::Parser {
            regex: regex.into(),
            os_replacement: name.map(Into::into),
            ..os::Parser::default()
        });
        Ok(Self {
            browsers: user_agent::Builder::new().push_all(browsers)?.build()?,
            platforms: os::Builder::new().push_all(platforms)?.build()?,
        })
    }

    fn answer(&self, question: &Question) {
        let browser = self.browsers.extract(&question.user_agent).map(|found| found.family);
        let platform = self.platforms.extract(&question.user_agent).map(|found| found.os);
        // Nobody waits any more when the caller's thread is gone, and then there is nothing to do.
        let _ = question
            .answer
            .send(Names { browser: name(browser.as_deref()), platform: name(platform.as_deref()) });
    }
}

fn name(found: Option<&str>) -> String {
    match found.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => name.chars().take(MAX_NAME_CHARS).collect(),
        None => OTHER.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_a_bounded_number() {
        for i in 0..2 * REMEMBERED {
            assert_eq!(parse(&format!("Ladybird/1.{i}")).browser, "Ladybird");
        }
        assert_eq!(DEVICES.lock().unwrap().len(), REMEMBERED);
    }
}
