//! Prices in messages, and prices that people type.

use dealink_core::money::Currency;
use rust_decimal::Decimal;

use super::*;
use crate::{find_links, inspect};

const LINK: &str = "https://a.aliexpress.com/_mPkQRYF";
const OTHER: &str = "https://a.aliexpress.com/_EHdhbaG";

/// The prices of the links of a message, as text.
fn prices(text: &str) -> Vec<String> {
    let show = |price: Price| {
        format!("{} {}", price.amount, price.currency.map_or("?".to_owned(), |currency| currency.to_string()))
    };
    find_links(text, &[]).into_iter().map(|link| link.price.map_or("-".to_owned(), show)).collect()
}

/// The price of a message around one link.
fn price(text: &str) -> String {
    prices(&format!("{text}\n{LINK}")).remove(0)
}

#[test]
fn turkish_forms() {
    for (text, expected) in [
        ("₺1.234,56 | Kablo", "1234.56 TRY"),
        ("1.234,56 TL", "1234.56 TRY"),
        ("1.234,56TL", "1234.56 TRY"),
        ("₺12.345", "12345 TRY"),
        ("84,90 TL", "84.90 TRY"),
        ("TRY 236.95", "236.95 TRY"),
        ("TRY1,234.56 | Kablo", "1234.56 TRY"),
        ("459,99₺", "459.99 TRY"),
        ("Bugün 1.249 TL'ye düştü", "1249 TRY"),
        ("1.249 TL’ye", "1249 TRY"),
        ("99 lira", "99 TRY"),
        ("iPhone 12 999 TL", "999 TRY"),
    ] {
        assert_eq!(price(text), expected, "{text}");
    }
}

#[test]
fn other_forms() {
    for (text, expected) in [
        ("THB1,736.96 | Board", "1736.96 THB"),
        ("￡0.68 | Module", "0.68 GBP"),
        ("￥1,234 | Cable", "1234 ?"),
        ("US $2.85", "2.85 USD"),
        ("$12.34 CAD", "12.34 CAD"),
        ("1 234,56 руб.", "1234.56 RUB"),
        ("1\u{a0}234,56 zł", "1234.56 PLN"),
        ("₪\u{200f}42.10", "42.10 ILS"),
        ("٤٥٫٩٩ ر.س", "45.99 SAR"),
        ("11.7💲🔥", "11.7 USD"),
        ("Found this: 12.34 | Cable", "12.34 ?"),
    ] {
        assert_eq!(price(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_price() {
    for text in [
        "5V 2A 10W USB charger, 24V 36V",
        "AliExpress:  | Charger for $5 gadgets",
        "%50 indirim",
        "50% off",
        "Kupon: 50 TL",
        "50 TL'lik kupon: ABC50 ile",
        "50 TL i\u{307}ndirim",
        "50 TL u\u{308}stu\u{308}",
        "50 TL ustu",
        "$3 off $30",
        "Kupon: 5$/30$",
        "-50 TL",
        "ESP32 TL",
        "try 5 of them",
        "6 ft cable",
        "₺0",
        "US $2.85 - 5.99",
        "99 TL veya 199 TL",
        "Redmi Note 13 | kutulu",
    ] {
        assert_eq!(price(text), "-", "{text}");
    }
}

#[test]
fn the_new_price_counts() {
    for text in [
        "₺1.499,00 ➡️ ₺899,00",
        "1499 TL -> 899 TL",
        "1499 TL > 899 TL",
        "1499 TL yerine 899 TL",
        "1499 TL s\u{327}imdi 899 TL",
        "1499 TL simdi 899 TL",
        "Eski fiyat: 1499 TL\nFiyat: 899 TL",
        "~~1499 TL~~ 899 TL",
        "899 TL, kupon: 50 TL",
        "899 TL (Kupon: TR50)",
        "Kuponlu fiyat 899 TL",
        "899 TL\n899,00 TL",
    ] {
        assert!(price(text).starts_with("899"), "{text}: {}", price(text));
    }
    assert_eq!(price("De R$ 199 por R$ 99"), "99 BRL");
}

#[test]
fn digits_of_links_are_no_prices() {
    assert_eq!(prices("https://www.aliexpress.com/item/1005006123456789.html?x=US+%242.85"), ["-"]);
    assert_eq!(prices(&format!("https://shop.example/99TL/ {LINK}")), ["-"]);
}

#[test]
fn several_links() {
    assert_eq!(prices(&format!("Kablo 99 TL {LINK}\nŞarj 199 TL {OTHER}")), ["99 TRY", "199 TRY"]);
    assert_eq!(prices(&format!("Kablo\n99 TL\n{LINK}\nŞarj\n199 TL\n{OTHER}")), ["99 TRY", "199 TRY"]);
    assert_eq!(prices(&format!("Valor: R$995\nMoedas: {LINK}\nLink: {OTHER}")), ["995 BRL", "995 BRL"]);
    assert_eq!(prices(&format!("Kablo 99 TL {LINK}\nŞarj {OTHER}")), ["99 TRY", "-"]);
    assert_eq!(prices(&format!("{LINK}\n99 TL\n{OTHER}\n199 TL")), ["-", "-"]);
    assert_eq!(prices(&format!("$3 | A\n{LINK}\n$5 | B 9$\n{OTHER}")), ["3 USD", "5 USD"]);
}

#[test]
fn a_price_that_a_person_types() {
    let typed = |text: &str| {
        parse_price(text, Some(Currency::USD)).map(|price| {
            format!(
                "{} {}",
                price.amount,
                price.currency.map_or("?".to_owned(), |currency| currency.to_string())
            )
        })
    };
    for (text, expected) in [
        ("1.234,56", "1234.56 USD"),
        ("12.5 usd", "12.5 USD"),
        ("99", "99 USD"),
        ("₺1.234,56", "1234.56 TRY"),
        (" 1.249 tl ", "1249 TRY"),
        ("try 5", "5 TRY"),
        ("1 234,56 €", "1234.56 EUR"),
        ("1 234 567", "1234567 USD"),
        ("¥100", "100 ?"),
        ("1000000000", "1000000000 USD"),
    ] {
        assert_eq!(typed(text).as_deref(), Some(expected), "{text}");
    }
    for text in [
        "",
        "abc",
        "-5",
        "0",
        "0,00",
        "1000000001",
        "5 10",
        "5-10",
        "5 usd 6",
        "$",
        "12 abc",
        "1e5",
        "1,2,3",
        "5%",
        "$5 usd",
        "12,5,6",
        "9999999999999999999999",
        "price 5",
        "5 $ 6",
    ] {
        assert_eq!(typed(text), None, "{text}");
    }
    assert_eq!(parse_price("99", None), Some(Price { amount: Decimal::from(99), currency: None }));
}

#[test]
fn the_first_of_two_links_has_the_price_in_the_report_too() {
    let report = inspect(&format!("11.7💲\n{LINK}\n{OTHER}"));
    assert_eq!(report.links[0].price.as_ref().unwrap().currency.as_deref(), Some("USD"));
}
