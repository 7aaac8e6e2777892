//! The current terms of a program as its network lists them: figures, and the ad space's own rates by category.
//!
//! They replace the file's numbers; where they have no value, the file's number is used, with its own date. Names of tariffs are
//! understood by their words; a name that is not understood is skipped and counted.

use std::collections::{BTreeMap, BTreeSet};

use dealink_core::money::{Decimal, Percent};
use jiff::civil::Date;

use super::file::FigureKind;
use super::names::Category;
use super::rules::Citation;

/// Where and when terms were read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TermsSource {
    /// The document that figures are cited with, such as the network's API.
    pub document: &'static str,
    pub section: &'static str,
    pub read_on: Date,
}

/// A rate as a network lists it: one row of a tariff of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRate {
    /// The action's name, such as `Mobile phone NEW`.
    pub action: String,
    /// The tariff's name below it.
    pub tariff: Option<String>,
    pub percent: Percent,
    /// The two-letter country that it is for; `None` is all countries.
    pub country: Option<String>,
    /// The first day on which it is in force; `None` has no start.
    pub from: Option<Date>,
    /// The lowest order sum that it applies to, in the program's currency; `None` is any sum.
    pub from_sum: Option<Decimal>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    source: TermsSource,
    figures: BTreeMap<FigureKind, Decimal>,
    tariffs: BTreeMap<Category, Vec<Tier>>,
    unread: usize,
}

/// A category's rate from a day and an order sum on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tier {
    from: Date,
    from_sum: Decimal,
    percent: Percent,
}

impl Terms {
    /// Reads the listed rates. Rates for `country` go before rates for all countries; rates for other countries are left out, and so
    /// are impossible values (a share above 100 %, a negative number).
    pub fn from_listed_rates(
        source: TermsSource,
        figures: impl IntoIterator<Item = (FigureKind, Decimal)>,
        listed: impl IntoIterator<Item = ListedRate>,
        country: &str,
    ) -> Terms {
        let mut rates: BTreeMap<Category, Vec<(bool, Tier)>> = BTreeMap::new();
        let mut unread = BTreeSet::new();
        for rate in listed {
            let here = rate.country.as_deref().map(|code| code.eq_ignore_ascii_case(country));
            match rate_meaning(&rate) {
                NameMeaning::Standard(category) if here != Some(false) && rate.percent.is_plausible() => {
                    let tier = Tier {
                        from: rate.from.unwrap_or(Date::MIN),
                        from_sum: rate.from_sum.unwrap_or_default(),
                        percent: rate.percent,
                    };
                    rates.entry(category).or_default().push((here.is_some(), tier));
                }
                NameMeaning::Standard(_) | NameMeaning::Special => {}
                NameMeaning::Unread => {
                    unread.insert((rate.action, rate.tariff));
                }
            }
        }
        let figures = figures.into_iter().filter(|(kind, value)| is_possible(*kind, *value));
        let tariffs = rates.into_iter().map(|(category, rates)| (category, prefer_country(rates)));
        Terms { source, figures: figures.collect(), tariffs: tariffs.collect(), unread: unread.len() }
    }

    pub fn read_on(&self) -> Date {
        self.source.read_on
    }

    /// Whether no figure and no rate was understood.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.tariffs.is_empty()
    }

    /// The number of tariff names that were not understood.
    pub fn unread_names(&self) -> usize {
        self.unread
    }

    /// A figure of the program, with its source.
    pub(super) fn figure(&self, kind: FigureKind) -> Option<(Decimal, Citation)> {
        let TermsSource { document, section, read_on } = self.source;
        let citation =
            Citation { document: document.to_owned(), section: section.to_owned(), date: Some(read_on) };
        Some((*self.figures.get(&kind)?, citation))
    }

    /// The standard rate of a category for an order of this day and sum (in the program's currency). Where rates depend on an unknown
    /// sum, the lowest of them, which is paid at any sum.
    ///
    /// A category without a tariff belongs to "all other categories", unless a name was not understood, which may have meant it.
    pub fn rate(&self, category: Category, day: Date, sum: Option<Decimal>) -> Option<Percent> {
        let other = || self.tariffs.get(&Category::Other).filter(|_| self.unread == 0);
        let tiers = self.tariffs.get(&category).or_else(other)?;
        match sum {
            Some(sum) => rate_in_force(tiers, day, sum),
            None => tiers.iter().filter_map(|tier| rate_in_force(tiers, day, tier.from_sum)).min(),
        }
    }

    /// The lowest and the highest rate of that day and sum, without the special category.
    pub fn span(&self, day: Date, sum: Option<Decimal>) -> Option<(Percent, Percent)> {
        let categories = Category::ALL.iter().filter(|category| **category != Category::Special);
        let rates: Vec<Percent> = categories.filter_map(|category| self.rate(*category, day, sum)).collect();
        Some((*rates.iter().min()?, *rates.iter().max()?))
    }
}

/// The rates for the country if there are any, else the rates for all countries.
fn prefer_country(rates: Vec<(bool, Tier)>) -> Vec<Tier> {
    let own = rates.iter().any(|(own, _)| *own);
    rates.into_iter().filter(|(of, _)| *of == own).map(|(_, tier)| tier).collect()
}

/// The latest rate in force for a sum. Of several rates of one day, that with the highest sum; of two with the same sum, the lower.
fn rate_in_force(tiers: &[Tier], day: Date, sum: Decimal) -> Option<Percent> {
    let in_force = tiers.iter().filter(|tier| tier.from <= day && tier.from_sum <= sum);
    let best = in_force.max_by_key(|tier| (tier.from, tier.from_sum, std::cmp::Reverse(tier.percent)));
    best.map(|tier| tier.percent)
}

fn is_possible(kind: FigureKind, value: Decimal) -> bool {
    match kind {
        FigureKind::Cr | FigureKind::Cr48h | FigureKind::Approval | FigureKind::HotUpTo => {
            Percent(value).is_plausible()
        }
        _ => value >= Decimal::ZERO,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameMeaning {
    Standard(Category),
    /// A rate for other cases: Hot products, new buyers, non-affiliate products, one kind of traffic.
    Special,
    Unread,
}

/// A tariff's name has precedence over its action's name, but a special case in either of them decides.
fn rate_meaning(rate: &ListedRate) -> NameMeaning {
    let action = name_meaning(&rate.action);
    match (action, rate.tariff.as_deref().map(name_meaning)) {
        (NameMeaning::Special, _) | (_, Some(NameMeaning::Special)) => NameMeaning::Special,
        (_, Some(NameMeaning::Standard(category))) => NameMeaning::Standard(category),
        _ => action,
    }
}

/// Words of a category's name, and words that may accompany them. Singular, without apostrophes.
const CATEGORIES: [(Category, &[&str], &[&str]); 16] = [
    (Category::PhoneAccessories, &["phone", "accessory"], &["mobile", "cell"]),
    (Category::MobilePhone, &["phone"], &["mobile", "cell"]),
    (Category::ComputerPeripherals, &["peripheral"], &["computer", "pc"]),
    (Category::Tablets, &["tablet"], &["computer", "pc"]),
    (Category::Desktop, &["desktop"], &["computer", "pc"]),
    (Category::Laptop, &["laptop"], &["netbook", "notebook", "computer"]),
    (Category::HomeAudioVideo, &["audio", "video"], &["home", "equipment"]),
    (Category::ExternalStorage, &["external", "storage"], &["device", "drive"]),
    (Category::InternalStorage, &["internal", "storage"], &["device", "drive"]),
    (Category::InteriorAccessories, &["interior", "accessory"], &[]),
    (Category::GardenSupplies, &["garden", "supply"], &[]),
    (Category::WomensClothing, &["women", "clothing"], &[]),
    (Category::MensClothing, &["men", "clothing"], &[]),
    (Category::ChildrensClothing, &["children", "clothing"], &["kid"]),
    (Category::Other, &["other", "category"], &["all"]),
    (Category::Special, &["special", "category"], &["virtual"]),
];
/// Words that name no category. "NEW" marks new rows of the table, not new buyers.
const EMPTY_WORDS: [&str; 7] = ["new", "and", "the", "order", "paid", "sale", "in"];
/// Words that mark a rate as not the standard one.
const SPECIAL_WORDS: &str =
    "hot non nonaffiliate nonaffiliated buyer customer user cashback extension dropshipping subnetwork bonus";

fn name_meaning(name: &str) -> NameMeaning {
    let words = name_words(name);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    if SPECIAL_WORDS.split(' ').any(|special| words.iter().any(|word| word == special)) {
        return NameMeaning::Special;
    }
    let named = CATEGORIES.iter().find(|(_, needed, beside)| {
        let all_there = needed.iter().all(|word| words.iter().any(|w| w == word));
        let fits = |word: &String| is(needed, word) || is(beside, word) || is(&EMPTY_WORDS, word);
        all_there && words.iter().all(fits)
    });
    named.map_or(NameMeaning::Unread, |(category, ..)| NameMeaning::Standard(*category))
}

pub(super) fn category_named(name: &str) -> Option<Category> {
    match name_meaning(name) {
        NameMeaning::Standard(category) => Some(category),
        NameMeaning::Special | NameMeaning::Unread => None,
    }
}

/// The words of a name in lower case, without apostrophes and plural endings.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let name: String = name.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '`')).collect();
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let singular = |word: &str| {
        let word = word.to_lowercase();
        match (word.strip_suffix("ies"), word.strip_suffix('s')) {
            (Some(stem), _) => format!("{stem}y"),
            (None, Some(stem)) => stem.to_owned(),
            (None, None) => word,
        }
    };
    words.map(singular).collect()
}
