//! The Turkish central bank's daily bulletin (`today.xml`): what currencies are worth in lira. Pure.
//!
//! The document is not trusted: entities are not looked up, a document type is passed over, and a malformed row is left out. All
//! that is read is ASCII, so the encoding makes no difference.

use std::collections::BTreeMap;

use dealink_core::money::{Currency, Decimal};
use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use serde::{Deserialize, Serialize};

use super::rate::is_plausible;

/// What currencies were worth on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Bulletin {
    /// The bulletin's own day.
    pub(super) date: Date,
    /// Lira for one unit of a currency; above zero.
    lira: BTreeMap<Currency, Decimal>,
}

/// The document is no bulletin, or only the beginning of one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotABulletin;

impl Bulletin {
    pub(super) fn parse(document: &[u8]) -> Result<Bulletin, NotABulletin> {
        let text = String::from_utf8_lossy(document);
        let mut reader = Reader::from_str(&text);
        let (mut date, mut lira, mut whole) = (None, BTreeMap::new(), false);
        let (mut row, mut field) = (None::<CurrencyRow>, None::<CurrencyField>);
        loop {
            match reader.read_event().map_err(|_| NotABulletin)? {
                Event::Start(element) => match element.name().as_ref() {
                    "Tarih_Date" => date = parse_date(&element),
                    "Currency" => row = parse_currency(&element).map(CurrencyRow::new),
                    name => field = CurrencyField::from_name(name),
                },
                Event::Text(text) => {
                    if let (Some(of), Some(field)) = (&mut row, field) {
                        of.set_field(field, text.trim());
                    }
                }
                // A number has neither; the row is malformed.
                Event::CData(_) | Event::GeneralRef(_) if field.is_some() => row = None,
                Event::End(element) => match element.name().as_ref() {
                    "Tarih_Date" => whole = true,
                    "Currency" => {
                        if let Some((currency, worth)) = row.take().and_then(|row| row.lira_value()) {
                            lira.entry(currency).or_insert(worth);
                        }
                    }
                    _ => field = None,
                },
                Event::Eof => break,
                _ => {}
            }
        }
        match date {
            Some(date) if whole && !lira.is_empty() => Ok(Bulletin { date, lira }),
            _ => Err(NotABulletin),
        }
    }

    /// Units of `into` for one unit of `of`, through the lira.
    pub(super) fn rate(&self, of: Currency, into: Currency) -> Option<Decimal> {
        self.lira_value(of)?.checked_div(self.lira_value(into)?)
    }

    fn lira_value(&self, currency: Currency) -> Option<Decimal> {
        match currency {
            Currency::TRY => Some(Decimal::ONE),
            other => self.lira.get(&other).copied(),
        }
    }
}

#[derive(Clone, Copy)]
enum CurrencyField {
    Unit,
    Buying,
    Selling,
}

impl CurrencyField {
    fn from_name(name: &str) -> Option<CurrencyField> {
        match name {
            "Unit" => Some(CurrencyField::Unit),
            "ForexBuying" => Some(CurrencyField::Buying),
            "ForexSelling" => Some(CurrencyField::Selling),
            _ => None,
        }
    }
}

/// A currency while it is read. A field that comes twice makes it malformed.
struct CurrencyRow {
    currency: Currency,
    fields: [Option<Decimal>; 3],
    is_malformed: bool,
}

impl CurrencyRow {
    fn new(currency: Currency) -> CurrencyRow {
        CurrencyRow { currency, fields: [None; 3], is_malformed: false }
    }

    fn set_field(&mut self, field: CurrencyField, text: &str) {
        if text.is_empty() {
            return;
        }
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let number = text.parse().ok().filter(|number: &Decimal| plain && *number > Decimal::ZERO);
        self.is_malformed |=
            number.is_none() || self.fields[field as usize].replace(number.unwrap_or_default()).is_some();
    }

    /// Lira for one unit: the middle between the buying and the selling price.
    fn lira_value(self) -> Option<(Currency, Decimal)> {
        let [Some(unit), Some(buying), Some(selling)] = self.fields else { return None };
        let middle = buying.checked_add(selling)?.checked_div(Decimal::TWO)?;
        let worth = middle.checked_div(unit)?;
        let far_apart = buying.max(selling) > buying.min(selling).checked_mul(Decimal::TWO)?;
        let fits = !self.is_malformed && unit.is_integer() && !far_apart && is_plausible(worth);
        (fits && self.currency != Currency::TRY).then_some((self.currency, worth))
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(found.value.trim().to_owned())
}

fn parse_currency(element: &BytesStart<'_>) -> Option<Currency> {
    let code = attribute(element, "CurrencyCode").or_else(|| attribute(element, "Kod"))?;
    code.parse().ok()
}

/// `Tarih` is written 20.11.2026, `Date` 11/20/2026.
fn parse_date(element: &BytesStart<'_>) -> Option<Date> {
    let written = |name, form| Date::strptime(form, attribute(element, name)?).ok();
    written("Tarih", "%d.%m.%Y").or_else(|| written("Date", "%m/%d/%Y"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Currency {
        text.parse().unwrap()
    }

    fn row(code: &str, unit: &str, buying: &str, selling: &str) -> String {
        let price = |name: &str, text: &str| match text {
            "" => format!("<{name}/>"),
            text => format!("<{name}>{text}</{name}>"),
        };
        let (buying, selling) = (price("ForexBuying", buying), price("ForexSelling", selling));
        format!(
            "<Currency CrossOrder=\"1\" Kod=\"{code}\" CurrencyCode=\"{code}\"><Unit>{unit}</Unit><Isim>PARA</Isim>\
             <CurrencyName>MONEY</CurrencyName>{buying}\n{selling}<BanknoteBuying/><BanknoteSelling></BanknoteSelling>\
             <CrossRateUSD/><CrossRateOther/></Currency>"
        )
    }

    fn bulletin(rows: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet type=\"text/xsl\" href=\"isokur.xsl\"?>\n\
             <Tarih_Date Tarih=\"20.11.2026\" Date=\"11/20/2026\" Bulten_No=\"2026/219\">{rows}</Tarih_Date>"
        )
    }

    fn rate(document: &str, code: &str) -> Option<String> {
        let bulletin = Bulletin::parse(document.as_bytes()).ok()?;
        bulletin.rate(of(code), Currency::TRY).map(|rate| rate.normalize().to_string())
    }

    #[test]
    fn the_middle_of_buying_and_selling_for_one_unit_counts() {
        let rows = row("USD", "1", "42.30", "42.40") + &row("JPY", "100", "27.10", "27.30");
        let read = Bulletin::parse(bulletin(&rows).as_bytes()).unwrap();
        assert_eq!(read.date, jiff::civil::date(2026, 11, 20));
        let rate = |of, into| read.rate(of, into).map(|rate| rate.round_dp(6).normalize().to_string());
        assert_eq!(rate(Currency::USD, Currency::TRY).as_deref(), Some("42.35"));
        assert_eq!(rate(of("JPY"), Currency::TRY).as_deref(), Some("0.272"));
        assert_eq!(rate(Currency::TRY, Currency::USD).as_deref(), Some("0.023613"));
        assert_eq!(rate(of("JPY"), Currency::USD).as_deref(), Some("0.006423"), "through the lira");
        assert_eq!(rate(Currency::EUR, Currency::USD), None);
    }

    #[test]
    fn a_row_that_is_not_as_it_should_be_is_left_out_and_the_others_stay() {
        for (unit, buying, selling) in [
            ("1", "50", ""),
            ("1", "", ""),
            ("1", "0", "50"),
            ("1", "-50", "-50"),
            ("0", "50", "51"),
            ("", "50", "51"),
            ("1.5", "50", "51"),
            ("1", "50", "151"),
            ("1", "5e1", "51"),
            ("1", "50,1", "50,2"),
            ("1", "50 51", "51"),
            ("1", "99999999", "99999999"),
            ("1000000", "0.01", "0.01"),
            ("1", "99999999999999999999999999999999", "51"),
            ("1", "5<!-- -->0", "51"),
            ("1", "<![CDATA[50]]>", "51"),
            ("1", "<![CDATA[5]]>50", "51"),
            ("1", "&#53;50", "51"),
            ("1", "5&euro;0", "51"),
            ("1", "50</ForexBuying><ForexBuying>50", "51"),
        ] {
            let document = bulletin(&(row("EUR", unit, buying, selling) + &row("USD", "1", "42", "43")));
            assert_eq!(rate(&document, "EUR"), None, "{unit} {buying} {selling}");
            assert_eq!(rate(&document, "USD").as_deref(), Some("42.5"), "{unit} {buying} {selling}");
        }
    }

    #[test]
    fn letters_of_another_encoding_and_a_document_type_change_nothing() {
        let rows = row("GBP", "1", "55", "56").replace("PARA", "\u{0}").into_bytes();
        let rows: Vec<u8> = rows.into_iter().map(|byte| if byte == 0 { 0xdd } else { byte }).collect();
        let frame = bulletin("|").replace(
            "<Tarih_Date",
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b \"&a;&a;\">]>\n<Tarih_Date",
        );
        let (head, tail) = frame.split_once('|').unwrap();
        let document = [head.as_bytes(), &rows, tail.as_bytes()].concat();
        let read = Bulletin::parse(&document).unwrap();
        assert_eq!(read.rate(of("GBP"), Currency::TRY), Some("55.5".parse().unwrap()));
    }

    #[test]
    fn the_day_is_read_from_either_of_its_forms() {
        let document = bulletin(&row("USD", "1", "42", "43"));
        let day = |document: &str| Bulletin::parse(document.as_bytes()).map(|read| read.date).ok();
        let expected = Some(jiff::civil::date(2026, 11, 20));
        assert_eq!(day(&document.replace("Tarih=\"20.11.2026\" ", "")), expected);
        assert_eq!(day(&document.replace(" Date=\"11/20/2026\"", "")), expected);
        assert_eq!(day(&document.replace("20.11.2026", "31.11.2026").replace("11/20", "31/11")), None);
    }

    #[test]
    fn what_is_no_whole_bulletin_is_refused() {
        let document = bulletin(&row("USD", "1", "42", "43"));
        for no in [
            "",
            "<html><body>Be right back</body></html>",
            "{\"USD\": 42}",
            &document[..document.len() - 5],
            &document[..document.len() / 2],
            &document.replace("</Tarih_Date>", ""),
            &bulletin(""),
            &document.replace("Tarih_Date", "Other"),
        ] {
            assert_eq!(Bulletin::parse(no.as_bytes()), Err(NotABulletin), "{no}");
        }
    }

    #[test]
    fn what_is_kept_on_the_disk_is_read_back() {
        let read = Bulletin::parse(bulletin(&row("USD", "1", "42.1234", "43")).as_bytes()).unwrap();
        let kept = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Bulletin>(&kept).unwrap(), read);
    }

    proptest! {
        #[test]
        fn nothing_that_a_server_sends_breaks_it(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            (unit, buying, selling) in ("[0-9.]{0,12}", "[0-9.eE+-]{0,40}", "[0-9.]{0,40}"),
            cut in 0_usize..2_000,
        ) {
            let _ = Bulletin::parse(&bytes);
            let document = bulletin(&row("USD", &unit, &buying, &selling)).into_bytes();
            let mut spoilt = document.clone();
            let at = cut % document.len();
            spoilt.splice(at..at, bytes);
            for document in [&document[..], &document[..at], &spoilt] {
                if let Ok(read) = Bulletin::parse(document) {
                    let rate = read.rate(Currency::USD, Currency::TRY);
                    prop_assert!(rate.is_none_or(is_plausible));
                }
            }
        }
    }
}
