use dealink_core::money::{Currency, Money, Percent};

use super::*;

fn money(amount: &str, currency: Currency) -> Argument {
    Argument::Money(Money::new(amount.parse().unwrap(), currency))
}

#[test]
fn each_language_writes_numbers_its_own_way() {
    let texts = Texts::load().unwrap();
    let (tr, en) = (texts.localizer(Lang::Tr), texts.localizer(Lang::En));
    let cases: [(Argument, &str, &str); 7] = [
        (Argument::Percent(Percent("7.25".parse().unwrap())), "%7,25", "7.25%"),
        (Argument::Percent(Percent("5.00".parse().unwrap())), "%5", "5%"),
        (money("1234.5", Currency::TRY), "₺1.234,50", "₺1,234.50"),
        (money("38", Currency::USD), "38,00 $", "$38.00"),
        (money("-0.5", Currency::USD), "−0,50 $", "−$0.50"),
        (Argument::Number("1234567.5".parse().unwrap()), "1.234.567,5", "1,234,567.5"),
        (Argument::Date(jiff::civil::date(2026, 8, 5)), "5 Ağustos 2026", "5 August 2026"),
    ];
    for (value, turkish, english) in cases {
        assert_eq!((tr.format_value(&value).as_str(), en.format_value(&value).as_str()), (turkish, english));
    }
}

#[test]
fn html_is_escaped_and_read_back() {
    let nasty = "a <b>&amp;\"quoted\" & 5 > 3";
    assert_eq!(html_to_plain(&escape_html(nasty)), nasty);
    assert_eq!(
        html_to_plain("<b>bold</b> &amp; <a href=\"https://x.example/?a=1&amp;b=2\">link</a>"),
        "bold & link"
    );
    assert_eq!(html_length("<b>😀</b>&lt;"), 3);
    assert_eq!(
        html_to_terminal("1. <a href=\"https://x.example/?a=1&amp;b=2\">A &lt;cup&gt;</a>\nend"),
        "1. A <cup>\nhttps://x.example/?a=1&b=2\nend"
    );
}

#[test]
fn language_tags_are_read_by_their_first_part() {
    assert_eq!(Lang::from_tag("tr-TR"), Some(Lang::Tr));
    assert_eq!(Lang::from_tag("EN"), Some(Lang::En));
    assert_eq!(Lang::from_tag("de"), None);
}
