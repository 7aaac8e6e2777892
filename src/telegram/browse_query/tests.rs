use proptest::prelude::*;

use super::*;

const USD: FilterCurrencies = FilterCurrencies { price: Currency::USD, earning: Currency::USD };

/// The words, and the filters as `price from..to currency`, `min`, `rate`, `discount`.
fn shown(text: &str) -> String {
    let wanted = match parse_query(text, USD) {
        Ok(wanted) => wanted,
        Err(fault) => return fault.key.to_owned(),
    };
    let mut parts = vec![wanted.words];
    let end = |end: Option<Decimal>| end.map(|end| end.normalize().to_string()).unwrap_or_default();
    parts.extend(wanted.price.map(|p| format!("{}..{} {}", end(p.from), end(p.to), p.currency)));
    parts.extend(wanted.earning.map(|least| format!("min {}", least.normalize())));
    parts.extend(wanted.rate.map(|rate| format!("rate {}", rate.0.normalize())));
    parts.extend(wanted.discount.map(|percent| format!("discount {percent}")));
    parts.join(" | ")
}

#[test]
fn filters_stand_among_words_in_both_ways_of_writing() {
    for (text, expected) in [
        ("kulaklık", "kulaklık"),
        ("kulaklık 10-25$", "kulaklık | 10..25 USD"),
        ("$10-25 kulaklık", "kulaklık | 10..25 USD"),
        ("kulaklık 10$-25$ bluetooth", "kulaklık bluetooth | 10..25 USD"),
        ("s\u{327}apka 10-25 TL", "s\u{327}apka | 10..25 TRY"),
        ("10-25", " | 10..25 USD"),
        ("25-10", " | 10..25 USD"),
        ("0-5$", " | 0..5 USD"),
        ("çanta 1.000-2.500 TL", "çanta | 1000..2500 TRY"),
        ("çanta 10 - 25 TL", "çanta | 10..25 TRY"),
        ("bag 1,000.50-2,500.75 USD", "bag | 1000.5..2500.75 USD"),
        ("bag 25$+", "bag | 25.. USD"),
        ("bag 25+$", "bag | 25.. USD"),
        ("bag 25+ TL", "bag | 25.. TRY"),
        ("bag -10$", "bag | ..10 USD"),
        ("bag < 10 USD", "bag | ..10 USD"),
        ("kulaklık min 2$", "kulaklık | min 2"),
        ("kulaklık Min 2,50 $ %5", "kulaklık | min 2.5 | rate 5"),
        ("en az 2$ kulaklık", "kulaklık | min 2"),
        ("headphones at least 1.5 USD", "headphones | min 1.5"),
        ("%5,5", " | rate 5.5"),
        ("7% lamp", "lamp | rate 7"),
        ("lamba -30%", "lamba | discount 30"),
        ("lamba -%30", "lamba | discount 30"),
        ("lamba %-30", "lamba | discount 30"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_filter_is_a_word() {
    for text in [
        "iphone 15",
        "lego 3+",
        "kart 32-64gb",
        "usb-c",
        "phone 15 - 16 case",
        "mini lamba",
        "min lamba",
        "10$",
        "a-b",
        "%",
        "-",
        "10-25-40",
        "10$-25€",
        "+",
        "<script>alert(1)</script>",
        "kalem & defter",
        "ürün 🙂",
    ] {
        let expected = if text.chars().any(char::is_alphanumeric) { text } else { "browse-no-letters" };
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn bad_questions_are_told() {
    assert_eq!(shown("lamba %500"), "browse-bad-percent");
    assert_eq!(shown("min 50 TL"), "browse-earning-currency");
    assert_eq!(shown("?!… ★"), "browse-no-letters");
    assert_eq!(shown(&"ş".repeat(100)), "ş".repeat(100));
    assert_eq!(shown(&"ş".repeat(101)), "browse-too-long");
    assert_eq!(shown(&"a ".repeat(5_000)), "browse-too-long");
    assert_eq!(shown(" \n\t "), "");
}

#[test]
fn what_is_typed_for_a_question_needs_no_currency() {
    let typed = |text: &str| {
        parse_price_filter(text, Currency::TRY)
            .map(|p| (p.from.map(|d| d.to_string()), p.to.map(|d| d.to_string()), p.currency))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(typed("10-25"), Some((some("10"), some("25"), Currency::TRY)));
    assert_eq!(typed(" 25+ "), Some((some("25"), None, Currency::TRY)));
    assert_eq!(typed("-10"), Some((None, some("10"), Currency::TRY)));
    assert_eq!(typed("25+ $"), Some((some("25"), None, Currency::USD)));
    for text in ["", "25", "ucuz", "-", "+", "-5+", "10-x", "1e9-2e9"] {
        assert_eq!(typed(text), None, "{text}");
    }
    assert_eq!(parse_min_earning("2,5", Currency::USD).map(|d| d.to_string()), Ok("2.5".to_owned()));
    assert_eq!(parse_min_earning("min 3$", Currency::USD).map(|d| d.to_string()), Ok("3".to_owned()));
    assert_eq!(parse_min_earning("3 TL", Currency::USD).unwrap_err().key, "browse-earning-currency");
    assert_eq!(parse_min_earning("çok", Currency::USD).unwrap_err().key, "browse-ask-earning-again");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}|[0-9$%+.,–<= -]{0,24}") {
        if let Ok(wanted) = parse_query(&text, USD) {
            prop_assert!(wanted.words.chars().count() <= MAX_WORDS_CHARS);
            // Parsing the words again gives the same words, because each press parses the message again.
            let _ = parse_query(&wanted.words, USD);
        }
        let _ = parse_price_filter(&text, Currency::USD);
        let _ = parse_min_earning(&text, Currency::USD);
    }
}
