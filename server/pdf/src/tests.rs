//! What comes out can be read: by people, by programs that extract text, in every script, and in time.

use crate::{
    Account, Approval, Balance, Entry, Fact, Invoice, Letterhead, Line, Logo, LogoType, Paper, PayTo,
    PdfError, Quote, Receipt, Statement, Sum, TemplateError, Typesetter,
};
use std::time::Instant;
use typst::layout::{Frame, FrameItem};

fn line(description: &str) -> Line {
    Line {
        description: description.into(),
        quantity: "2".into(),
        unit_price: "€1,234.50".into(),
        discount: String::new(),
        total: "€2,469.00".into(),
    }
}

fn text(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many pages a paper has, and how many of its glyphs are the box of a font that lacks a letter.
fn layout<P: Paper>(letterhead: &Letterhead, paper: &P) -> (usize, usize) {
    fn boxes(frame: &Frame) -> usize {
        frame
            .items()
            .map(|(_, item)| match item {
                FrameItem::Group(group) => boxes(&group.frame),
                FrameItem::Text(text) => text.glyphs.iter().filter(|glyph| glyph.id == 0).count(),
                _ => 0,
            })
            .sum()
    }
    let counted = Typesetter::default().lay_out(letterhead, paper, letterhead.logo.as_ref(), |document| {
        let pages = document.pages();
        Ok((pages.len(), pages.iter().map(|page| boxes(&page.frame)).sum()))
    });
    counted.unwrap()
}

#[test]
fn a_quote_says_all_that_it_was_given() {
    let quote = Quote {
        number: "Q-2031".into(),
        title: "Website relaunch".into(),
        facts: vec![Fact::new("Valid until", "12 Dec 2026")],
        lines: vec![line("Concept"), Line { discount: "−10 %".into(), ..line("Build") }],
        sums: vec![Sum { label: "Total".into(), amount: "€4,938.00".into() }],
        terms: "Half now,\nhalf later.".into(),
    };
    let pdf = Typesetter::default().typeset(&Letterhead::sample(), &quote).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let text = text(&pdf);
    for words in [
        "Example Works",
        "Example Client",
        "Quote Q-2031",
        "Website relaunch",
        "12 Dec 2026",
        "Concept",
        "€1,234.50",
        "−10 %",
        "€4,938.00",
        "Half now,",
        "Page 1 of 1",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn what_people_wrote_is_text_and_never_markup() {
    let hostile = "#panic(\"x\") *bold* _it_ $x^2$ [a] @ref <lab> \\ `raw` = Head // gone /* gone */ #read(\"data.json\")";
    let mut letterhead = Letterhead::sample();
    letterhead.client.name = hostile.into();
    letterhead.company.footer = hostile.into();
    let quote =
        Quote { title: hostile.into(), lines: vec![line(hostile)], terms: hostile.into(), ..Quote::sample() };
    let text = text(&Typesetter::default().typeset(&letterhead, &quote).unwrap());
    for words in ["#panic(\"x\") *bold* _it_ $x^2$", "@ref <lab>", "// gone", "#read(\"data.json\")"] {
        assert!(text.matches(words).count() >= 2, "{words} is not in {text}");
    }
}

/// Names in every script that a company's or a client's may be in.
const NAMES: [&str; 6] = [
    "Ærøskøbing Żółć Ελλάδα Київ",
    "شركة الأفق للتجارة",
    "חברת הדוגמה בע״מ",
    "北京示例有限公司",
    "株式会社サンプル",
    "주식회사 예시",
];

/// No letter of `name` is missing on the paper, neither for people nor for programs.
fn has_its_letters<P: Paper>(name: &str, letterhead: &Letterhead, paper: &P) {
    let (_, boxes) = layout(letterhead, paper);
    assert_eq!(boxes, 0, "{name}");
    let pdf = Typesetter::default().typeset(letterhead, paper).unwrap();
    // Extracted in the order in which the letters stand, so that only the letters are compared.
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().filter(|letter| letter.is_alphabetic()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    };
    let found = letters(&text(&pdf));
    let missing: Vec<_> = letters(name).into_iter().filter(|letter| !found.contains(letter)).collect();
    assert!(missing.is_empty(), "{name} lacks {missing:?}");
}

#[test]
fn every_script_that_names_come_in_has_its_letters() {
    for name in NAMES {
        let mut letterhead = Letterhead::sample();
        letterhead.client.name = name.into();
        letterhead.company.name = name.into();
        let pay_to = PayTo { facts: vec![Fact::new("Account holder", name)], instructions: name.into() };
        let invoice = Invoice {
            title: name.into(),
            lines: vec![line(name)],
            pay_to: Some(pay_to),
            terms: name.into(),
            ..Invoice::sample()
        };
        has_its_letters(name, &letterhead, &invoice);
        has_its_letters(name, &letterhead, &statement(vec![entry(name)]));
    }
}

fn entry(reference: &str) -> Entry {
    Entry {
        day: "7 Feb 2026".into(),
        label: format!("Payment of {reference}"),
        reference: reference.into(),
        amount: "−€240.00".into(),
        balance: "€1,010.00".into(),
    }
}

fn statement(entries: Vec<Entry>) -> Statement {
    let balance = |day: &str, amount: &str| Balance { day: day.into(), amount: amount.into() };
    let age = |label: &str, amount: &str| Sum { label: label.into(), amount: amount.into() };
    let account = Account {
        currency: "EUR".into(),
        opening: balance("1 Jan 2026", "€1,250.00"),
        entries,
        closing: balance("31 Mar 2026", "€1,010.00"),
        ages: vec![age("Not due yet", "€10.00"), age("Over 90 days overdue", "€1,000.00")],
    };
    Statement { period: "1 Jan 2026 – 31 Mar 2026".into(), facts: Vec::new(), accounts: vec![account] }
}

#[test]
fn a_statement_says_what_it_is_made_of() {
    let pdf =
        Typesetter::default().typeset(&Letterhead::sample(), &statement(vec![entry("INV-77")])).unwrap();
    let text = text(&pdf);
    for words in [
        "Statement of account",
        "1 Jan 2026 – 31 Mar 2026",
        "Account in EUR",
        "Opening balance",
        "€1,250.00",
        "Payment of INV-77",
        "−€240.00",
        "Closing balance",
        "Open on 31 Mar 2026",
        "Over 90 days overdue",
        "€1,000.00",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let empty = Statement { accounts: Vec::new(), ..Statement::sample() };
    let pdf = Typesetter::default().typeset(&Letterhead::sample(), &empty).unwrap();
    assert!(self::text(&pdf).contains("Nothing was invoiced or paid"));
}

#[test]
fn the_longest_statement_is_set_whole_and_in_time() {
    let entries: Vec<_> = (1..=2_000).map(|number| entry(&format!("INV-{number}"))).collect();
    let began = Instant::now();
    let pdf = Typesetter::default().typeset(&Letterhead::sample(), &statement(entries)).unwrap();
    let took = began.elapsed();
    println!("2,000 entries: {took:?}, {} bytes", pdf.len());
    assert!(took.as_secs() < 20, "{took:?}");
    let text = text(&pdf);
    assert!(text.contains("INV-1 ") && text.contains("INV-2000") && text.contains("Closing balance"));
}

#[test]
fn the_logo_is_drawn_and_a_broken_one_left_out() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#0b6e63"/></svg>"##;
    let with = |kind, bytes: &[u8]| Letterhead {
        logo: Some(Logo { kind, bytes: bytes.to_vec() }),
        ..Letterhead::sample()
    };
    let typesetter = Typesetter::default();
    let plain = typesetter.typeset(&Letterhead::sample(), &Receipt::sample()).unwrap();
    let drawn = typesetter.typeset(&with(LogoType::Svg, svg), &Receipt::sample()).unwrap();
    assert_ne!(plain, drawn);
    let broken =
        typesetter.typeset(&with(LogoType::Png, b"\x89PNG\r\n\x1a\n...."), &Receipt::sample()).unwrap();
    assert_eq!(plain, broken);
    let named = typesetter.typeset(&with(LogoType::Png, svg), &Receipt::sample());
    assert!(named.is_ok());
}

#[test]
fn an_approval_carries_the_frozen_quote() {
    let frozen = "{\"number\":\"Q-1\",\"title\":\"Büro\"}";
    let approval = Approval { frozen: frozen.into(), ..Approval::sample() };
    let pdf = Typesetter::default().typeset(&Letterhead::sample(), &approval).unwrap();
    assert!(text(&pdf).contains(&approval.sha256));
    let name = b"frozen-quote.json";
    assert!(pdf.windows(name.len()).any(|window| window == name), "it is attached");
}

#[test]
fn own_templates_take_the_place_of_ours_or_say_what_is_wrong() {
    let with = |name: &str, source: &str| Typesetter::with_templates([(name.to_owned(), source.to_owned())]);
    let own = with("quote.typ", "#import \"paper.typ\": *\nOur own #data.number").unwrap();
    let pdf = own.typeset(&Letterhead::sample(), &Quote::sample()).unwrap();
    assert!(text(&pdf).contains("Our own Q-1"));
    let wrong = with("quote.typ", "Fine\n#nonsense");
    let Err(TemplateError::Wrong(PdfError::Template(message))) = wrong else { panic!("it was taken") };
    assert_eq!(message, "quote.typ, line 2: unknown variable: nonsense");
    let outside = with("invoice.typ", "#read(\"/etc/passwd\")").unwrap_err().to_string();
    assert!(outside.contains("invoice.typ, line 1"), "{outside}");
    assert!(matches!(with("letter.typ", ""), Err(TemplateError::Unknown(_))));
}

#[test]
fn two_pages_take_no_longer_than_a_person_notices() {
    let letterhead = Letterhead::sample();
    let invoice = |round: usize| Invoice {
        number: format!("2026-{round}"),
        lines: (1..=40).map(|i| line(&format!("Position {i} of round {round}"))).collect(),
        ..Invoice::sample()
    };
    assert_eq!(layout(&letterhead, &invoice(0)).0, 2);
    let typesetter = Typesetter::default();
    let mut took: Vec<_> = (1..=9)
        .map(|round| {
            let invoice = invoice(round);
            let began = Instant::now();
            typesetter.typeset(&letterhead, &invoice).unwrap();
            began.elapsed()
        })
        .collect();
    took.sort();
    println!("two pages: median {:?}, slowest {:?}", took[4], took[8]);
    // Ample for a busy machine and a build that is hardly optimised; the median of a quiet one is far below.
    assert!(took[4].as_millis() < 1_000, "{took:?}");
}
