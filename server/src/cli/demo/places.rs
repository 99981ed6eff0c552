//! Where people sit: at work at a desk, and on the way.

use super::{
    maker::Maker,
    trade::{DESKTOPS, HANDHELDS},
};
use domain::{demo::Origin, user_agent};

/// Networks for documentation (RFC 5737), so that no address is anybody's.
const NETWORKS: [&str; 3] = ["192.0.2", "198.51.100", "203.0.113"];

/// What one person uses.
pub(super) struct Habits {
    desk: Origin,
    way: Origin,
}

impl Habits {
    pub(super) fn make(maker: &mut Maker) -> Self {
        let (desktop, handheld) = (*maker.pick(DESKTOPS), *maker.pick(HANDHELDS));
        Self { desk: origin(maker, desktop), way: origin(maker, handheld) }
    }

    /// From where this person comes this time.
    pub(super) fn origin(&self, maker: &mut Maker) -> Origin {
        if maker.chance(70) { self.desk.clone() } else { self.way.clone() }
    }
}

fn origin(maker: &mut Maker, agent: &'static str) -> Origin {
    let ip_address = if maker.chance(15) {
        format!(
            "2001:db8:{:x}:{:x}::{:x}",
            maker.between(1..=0xfff),
            maker.between(1..=0xffff),
            maker.between(2..=0xffff)
        )
    } else {
        format!("{}.{}", maker.pick(&NETWORKS), maker.between(2..=254))
    };
    let device = user_agent::parse(agent);
    Origin {
        ip_address,
        user_agent: agent,
        device_type: device.device_type.as_str(),
        browser: device.browser,
        platform: device.platform,
    }
}
