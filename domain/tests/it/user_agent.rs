//! Browser and platform against the public tests of ua-parser, device types against our own table, and headers made to hurt.

use domain::user_agent::{Device, DeviceType, OTHER, UNKNOWN, clean, parse};
use std::time::{Duration, Instant};

/// The rows of a file in `tests/data` with three columns and a line of titles.
fn rows(file: &str) -> csv::Result<Vec<[String; 3]>> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(path)?;
    reader.deserialize().collect()
}

#[derive(Default)]
struct Score {
    right: u32,
    cases: u32,
}

impl Score {
    fn count(&mut self, right: bool) {
        self.right += u32::from(right);
        self.cases += 1;
    }

    fn percent(&self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.cases)
    }
}

#[test]
fn names_95_percent_of_browsers_and_of_platforms() {
    let (mut browsers, mut platforms) = (Score::default(), Score::default());
    for [kind, expected, user_agent] in rows("user-agents.tsv").unwrap() {
        let device = parse(&user_agent);
        match kind.as_str() {
            "browser" => browsers.count(device.browser == expected),
            "platform" => platforms.count(device.platform == expected),
            _ => panic!("unknown kind {kind}"),
        }
    }
    for (name, score) in [("browser", &browsers), ("platform", &platforms)] {
        println!("{name}: {} of {} right, {:.2} %", score.right, score.cases, score.percent());
    }
    assert_eq!(browsers.cases + platforms.cases, 2084);
    assert!(browsers.percent() >= 95.0, "browsers: {:.2} %", browsers.percent());
    assert!(platforms.percent() >= 95.0, "platforms: {:.2} %", platforms.percent());
}

#[test]
fn tells_device_types() {
    let rows = rows("device-types.tsv").unwrap();
    assert!(rows.len() >= 40);
    let wrong: Vec<String> = rows
        .iter()
        .filter(|[_, expected, user_agent]| {
            parse(user_agent).device_type != expected.parse::<DeviceType>().unwrap()
        })
        .map(|[group, expected, user_agent]| format!("{group}, not {expected}: {user_agent}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Safari on an iPad asks for desktop pages unless told otherwise, and its header is a Mac's, letter by letter.
#[test]
fn cannot_tell_an_ipad_from_a_mac() {
    let ipad = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
    assert_eq!(parse(ipad), device(DeviceType::Desktop, "Safari", "Mac OS X"));
}

#[test]
fn says_what_it_does_not_know() {
    for empty in ["", "   ", "\0\t\r\n \u{200b}"] {
        assert_eq!(parse(empty), device(DeviceType::Desktop, UNKNOWN, UNKNOWN));
    }
    assert_eq!(parse("x"), device(DeviceType::Desktop, OTHER, OTHER));
}

#[test]
fn names_of_device_types_are_the_contracts() {
    for device_type in DeviceType::ALL {
        assert_eq!(device_type.as_str().parse::<DeviceType>().unwrap(), *device_type);
    }
    assert_eq!(
        DeviceType::ALL.iter().map(|device| device.as_str()).collect::<Vec<_>>(),
        ["desktop", "mobile", "tablet"]
    );
    assert!("Desktop".parse::<DeviceType>().is_err());
}

#[test]
fn cleans_what_is_kept() {
    assert_eq!(clean("\u{feff} curl/8\r\n\0.5\u{202e}.0\t "), "curl/8.5.0");
    assert_eq!(clean(&"é".repeat(600)), "é".repeat(512));
}

#[test]
fn hostile_headers_take_bounded_time_and_give_short_names() {
    let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    let known = parse(chrome);
    let headers = [
        "a".repeat(1 << 20),
        "\0".repeat(1 << 20),
        format!("{}{chrome}", "\u{1b}".repeat(1 << 20)),
        format!("{chrome} {}", "x".repeat(1 << 20)),
        "Mozilla Mobile ".repeat(1000),
        "Mozilla/5.0 Android Mobile Safari Chrome Version ".repeat(100),
        "Mozilla/5.0 (".repeat(100),
        "1.1.1.1.1.1.".repeat(100),
        format!("{}!", "a.a/1.".repeat(100)),
        format!("{}/1 CFNetwork", "(".repeat(400)),
        "(a+)+$ (.*)* [[[ \\ $1 ${1} {1,99999}".repeat(10),
        "微信浏览器/8.0 CFNetwork/1.0 Darwin/1.0".to_owned(),
        "\u{1f469}\u{200d}\u{1f4bb}".repeat(500),
        "ﷺ".repeat(1000),
        "İ".repeat(1000),
        "'; drop table activities; -- <script>alert(1)</script>".to_owned(),
    ];
    for header in &headers {
        let start = Instant::now();
        let Device { browser, platform, .. } = parse(header);
        let taken = start.elapsed();
        // Builds without optimisation are some ten times slower than a server, and may share their processor.
        assert!(
            taken < Duration::from_secs(2),
            "{taken:?} for {:?}",
            header.chars().take(40).collect::<String>()
        );
        for name in [browser, platform] {
            assert!((1..=64).contains(&name.chars().count()), "{name}");
            assert!(!name.contains(char::is_control), "{name:?}");
        }
    }
    assert_eq!(parse(&headers[2]), known);
    assert_eq!(parse(&headers[3]), known);
}

#[test]
fn answers_many_threads_at_once() {
    let header = |i: u32| format!("Mozilla/5.0 (X11; Linux x86_64; rv:{i}.0) Gecko/20100101 Firefox/{i}.0");
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                (1..200).for_each(|i| {
                    assert_eq!(parse(&header(i)), device(DeviceType::Desktop, "Firefox", "Linux"))
                })
            });
        }
    });
}

fn device(device_type: DeviceType, browser: &str, platform: &str) -> Device {
    Device { device_type, browser: browser.into(), platform: platform.into() }
}
