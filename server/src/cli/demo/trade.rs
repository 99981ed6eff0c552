//! What the demo company sells.

/// A kind of work.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) milestones: &'static [&'static str],
    /// What is charged: text, usual quantity, price of one in whole euros.
    pub(super) items: &'static [(&'static str, u32, i64)],
}

pub(super) const TERMS: &str = "Work starts within two weeks of approval. Half of the amount is due on approval and half on delivery, \
    each within 30 days. Travel is charged at cost. All rights in the result pass to you with the last payment.";

pub(super) const INVOICE_TERMS: &str =
    "Payable within 30 days without deduction. Please give the invoice number as the reference.";

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "Website relaunch",
        about: "A new public website: structure, design, texts and a content system that your own people can run.",
        milestones: &["Workshop and sitemap", "Design approved", "Content moved", "Launch"],
        items: &[
            ("Discovery workshop, one day on site", 1, 1_850),
            ("Information architecture and wireframes", 4, 920),
            ("Visual design, days", 8, 920),
            ("Front-end development, days", 12, 880),
            ("Content migration, pages", 60, 35),
            ("Accessibility review to WCAG 2.2 AA", 1, 2_400),
        ],
    },
    Work {
        name: "Booking app",
        about: "An app for phones with which customers book, pay and change their bookings, and staff see the day at a glance.",
        milestones: &[
            "Clickable prototype",
            "Payment connected",
            "Pilot with 50 customers",
            "In the app stores",
        ],
        items: &[
            ("Prototype and user tests, rounds", 2, 3_600),
            ("App development, days", 24, 890),
            ("Payment integration", 1, 4_200),
            ("Backend and interfaces, days", 14, 890),
            ("Release to both app stores", 1, 1_500),
        ],
    },
    Work {
        name: "Brand refresh",
        about: "Logo, colours, type and tone of voice brought up to date, with guidelines that are short enough to be read.",
        milestones: &["Three directions", "Direction chosen", "Guidelines delivered"],
        items: &[
            ("Brand workshop", 1, 1_850),
            ("Design directions", 3, 1_400),
            ("Logo and type system", 1, 5_200),
            ("Guidelines, 24 pages", 1, 2_900),
            ("Stationery and templates", 1, 1_600),
        ],
    },
    Work {
        name: "Online shop",
        about: "A shop with stock, shipping and tax connected to your accounts, made for people who order on a phone.",
        milestones: &["Catalogue structured", "Checkout ready", "Stock connected", "Launch"],
        items: &[
            ("Shop design, days", 9, 920),
            ("Shop development, days", 18, 880),
            ("Product data import, hundred products", 8, 240),
            ("Connection to accounts", 1, 3_800),
            ("Training, half a day", 2, 620),
        ],
    },
    Work {
        name: "Signage and wayfinding",
        about: "Signs inside and out, planned with your people on site, with files ready for the sign maker.",
        milestones: &["Site walk", "Plan approved", "Print files delivered"],
        items: &[
            ("Site survey, days", 2, 980),
            ("Wayfinding plan", 1, 3_400),
            ("Sign designs", 14, 180),
            ("Print supervision, days", 2, 980),
        ],
    },
    Work {
        name: "Support and care",
        about: "Updates, monitoring, small changes and a person who answers, with reports at the end of each quarter.",
        milestones: &["First quarter", "Second quarter", "Third quarter", "Fourth quarter"],
        items: &[
            ("Care plan, months", 3, 680),
            ("Changes, hours", 10, 115),
            ("Hosting, months", 3, 140),
            ("Security review", 1, 1_200),
        ],
    },
    Work {
        name: "Photography and film",
        about: "Pictures and short films of your people, places and products, with rights for all media.",
        milestones: &["Shot list agreed", "Shooting days", "Final cuts"],
        items: &[
            ("Shooting day with two people", 2, 2_600),
            ("Editing, days", 4, 760),
            ("Retouching, pictures", 45, 28),
            ("Film cut, 90 seconds", 1, 2_200),
        ],
    },
    Work {
        name: "Customer research",
        about: "Twelve interviews and a survey, told in a report that says what to do first.",
        milestones: &["Guide agreed", "Interviews done", "Report presented"],
        items: &[
            ("Interviews with preparation and notes", 12, 340),
            ("Survey with 400 answers", 1, 2_900),
            ("Report and presentation", 1, 3_600),
        ],
    },
    Work {
        name: "Packaging design",
        about: "A family of packages that is recognised from across the shop, with artwork for the printer.",
        milestones: &["Shelf study", "Mock-ups", "Artwork released"],
        items: &[
            ("Shelf study", 1, 1_900),
            ("Packaging concept", 1, 4_800),
            ("Artwork, products", 12, 320),
            ("Mock-ups", 6, 150),
        ],
    },
    Work {
        name: "Data dashboard",
        about: "The figures that matter on one screen, fresh every morning, from the systems you have.",
        milestones: &["Figures defined", "Sources connected", "Handed over"],
        items: &[
            ("Definition of figures, workshop", 1, 1_850),
            ("Connection of a source", 3, 2_100),
            ("Dashboard development, days", 7, 890),
            ("Training, half a day", 1, 620),
        ],
    },
    Work {
        name: "Newsletter and campaigns",
        about: "Templates, a calendar for the year and the first six issues.",
        milestones: &["Templates ready", "First issue", "Sixth issue"],
        items: &[
            ("Newsletter template", 1, 2_400),
            ("Issue with text and pictures", 6, 780),
            ("Campaign page", 2, 1_900),
        ],
    },
    Work {
        name: "Exhibition stand",
        about: "A stand that can be built in a morning and used for three years, from the first sketch to the fair.",
        milestones: &["Sketches", "Construction drawings", "Built", "Fair opens"],
        items: &[
            ("Stand design", 1, 5_600),
            ("Construction drawings", 1, 3_200),
            ("Build, at cost with 8 % handling", 1, 14_500),
            ("On-site supervision, days", 3, 980),
        ],
    },
];

/// Names of documents: the part before the project's name, and its ending and media type.
pub(super) const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("Contract", "pdf", "application/pdf"),
    ("Project plan", "pdf", "application/pdf"),
    ("Workshop notes", "txt", "text/plain; charset=utf-8"),
    ("Design draft", "pdf", "application/pdf"),
    ("Moodboard", "png", "image/png"),
    ("Site photo", "png", "image/png"),
    ("Budget", "csv", "text/csv; charset=utf-8"),
    ("Acceptance protocol", "pdf", "application/pdf"),
];

/// Browsers that people have at work.
pub(super) const DESKTOPS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
];

/// Browsers that people have with them.
pub(super) const HANDHELDS: &[&str] = &[
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.96 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
];
