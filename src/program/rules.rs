//! The rules of a program, checked: every source is there, every table is whole, dates and ranges make sense.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;

use super::file::{self, Attribution, Day, FigureKind, File, Number, Problem, ProgramFileError, When};
use super::names::{Category, Permission, TrafficClass, TrafficSource};
use crate::money::{Currency, Decimal, Money, Percent};

/// Where a rule or a number was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The document and the section in it.
    pub text: String,
    /// The day that the document's part was last changed, or read.
    pub date: Date,
}

/// The rules of one affiliate program.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) id: String,
    pub(super) admitad_id: u32,
    pub(super) name: String,
    pub(super) currency: Currency,
    pub(super) figures: BTreeMap<FigureKind, (Decimal, Citation)>,
    pub(super) tables: Vec<RateTable>,
    pub(super) classes: BTreeMap<TrafficClass, ClassRules>,
    pub(super) overrides: Vec<Override>,
    pub(super) hot: Option<Citation>,
    pub(super) review: Option<(u32, Citation)>,
    pub(super) extension_conduct: Option<Citation>,
    pub(super) traffic: (BTreeMap<TrafficSource, Permission>, Citation),
    pub(super) standing: Standing,
}

/// Rates by category for a span of days.
#[derive(Clone, Debug)]
pub(super) struct RateTable {
    pub(super) name: String,
    pub(super) valid_from: Date,
    /// The last day.
    pub(super) valid_until: Option<Date>,
    /// The most that this table may add to the standard commission, in the program's currency.
    pub(super) increase_cap: Option<Money>,
    pub(super) percent: BTreeMap<Category, Percent>,
    pub(super) source: Citation,
}

/// Which rates apply.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pay {
    Nothing,
    Unknown,
    /// Tables of this name; their days say which.
    Table(String),
}

#[derive(Clone, Debug)]
pub(super) struct ClassRules {
    pub(super) since: Option<Date>,
    pub(super) affiliate: Pay,
    pub(super) non_affiliate: Pay,
    pub(super) new_buyer: Option<String>,
    pub(super) hot: bool,
    pub(super) attribution: Attribution,
    pub(super) source: Citation,
}

#[derive(Clone, Debug)]
pub(super) struct Override {
    pub(super) when: When,
    pub(super) affiliate: Option<Percent>,
    pub(super) non_affiliate: Option<Percent>,
    pub(super) source: Citation,
}

#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) payment_window: Option<(u32, Citation)>,
    pub(super) returned_orders: Option<Citation>,
    pub(super) antispam: Option<(Percent, Percent, Citation)>,
    pub(super) region: Option<Citation>,
    pub(super) similar_product: Option<Citation>,
}

impl Program {
    /// Reads a program file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and key.
    pub fn parse(text: &str) -> Result<Program, ProgramFileError> {
        let file: File = toml::from_str(text).map_err(|error: toml::de::Error| {
            let offset = error.span().map_or(0, |span| span.start);
            ProgramFileError::at(text, offset, Problem::Shape(error.message().to_owned()))
        })?;
        let sources = file
            .sources
            .iter()
            .map(|(name, source)| {
                let citation = Citation { text: source.title.clone(), date: day(text, &source.date)? };
                Ok((name.as_str(), citation))
            })
            .collect::<Result<_, _>>()?;
        Reader { text, currency: file.currency, sources }.program(&file)
    }
}

fn day(text: &str, day: &Day) -> Result<Date, ProgramFileError> {
    let date = match day.get_ref() {
        toml::value::Datetime { date: Some(date), time: None, offset: None } => {
            // Years and days of TOML fit; what is not in the calendar is refused by `Date::new`.
            i16::try_from(date.year)
                .ok()
                .zip(i8::try_from(date.month).ok().zip(i8::try_from(date.day).ok()))
                .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
        }
        _ => None,
    };
    date.ok_or_else(|| ProgramFileError::at(text, day.span().start, Problem::NotADate))
}

/// Turns what is written into rules; knows the text, to say where something stands.
struct Reader<'a> {
    text: &'a str,
    currency: Currency,
    sources: BTreeMap<&'a str, Citation>,
}

type Checked<T> = Result<T, ProgramFileError>;

impl Reader<'_> {
    fn wrong<T, S>(&self, at: &Spanned<S>, problem: Problem) -> Checked<T> {
        Err(ProgramFileError::at(self.text, at.span().start, problem))
    }

    fn cite(&self, source: &Spanned<String>, section: &str) -> Checked<Citation> {
        match self.sources.get(source.get_ref().as_str()) {
            Some(Citation { text, date }) => Ok(Citation { text: format!("{text}: {section}"), date: *date }),
            None => self.wrong(source, Problem::NoSuchSource(source.get_ref().clone())),
        }
    }

    fn cited(&self, cited: &Option<file::Cited>) -> Checked<Option<Citation>> {
        cited.as_ref().map(|c| self.cite(&c.source, &c.section)).transpose()
    }

    fn percent(&self, number: &Spanned<Number>) -> Checked<Percent> {
        let percent = Percent(number.get_ref().0);
        if !percent.is_plausible() {
            return self.wrong(number, Problem::NotAPercentage(percent.0));
        }
        Ok(percent)
    }

    fn not_negative(&self, number: &Spanned<Number>) -> Checked<Decimal> {
        let value = number.get_ref().0;
        if value < Decimal::ZERO {
            return self.wrong(number, Problem::Negative(value));
        }
        Ok(value)
    }

    fn program(&self, file: &File) -> Checked<Program> {
        let tables = self.tables(file)?;
        let classes = file
            .classes
            .get_ref()
            .iter()
            .map(|(class, rules)| Ok((*class, self.class(rules, &tables)?)))
            .collect::<Checked<BTreeMap<_, _>>>()?;
        if let Some(class) = TrafficClass::ALL.iter().find(|class| !classes.contains_key(class)) {
            return self.wrong(&file.classes, Problem::MissingClass(*class));
        }
        let review = file.review.as_ref();
        Ok(Program {
            id: file.id.clone(),
            admitad_id: file.admitad_id,
            name: file.name.clone(),
            currency: file.currency,
            figures: self.figures(file)?,
            tables,
            classes,
            overrides: file.overrides.iter().map(|o| self.override_rule(o)).collect::<Checked<_>>()?,
            hot: self.cited(&file.hot)?,
            review: review.map(|r| Ok((r.days, self.cite(&r.source, &r.section)?))).transpose()?,
            extension_conduct: self.cited(&file.extension_conduct)?,
            traffic: (
                file.traffic.permission.clone(),
                self.cite(&file.traffic.source, &file.traffic.section)?,
            ),
            standing: self.standing(&file.standing)?,
        })
    }

    fn figures(&self, file: &File) -> Checked<BTreeMap<FigureKind, (Decimal, Citation)>> {
        let read = |kind: &FigureKind, figure: &file::FigureValue| {
            let value = match kind {
                FigureKind::Cr | FigureKind::Cr48h | FigureKind::Approval | FigureKind::HotUpTo => {
                    self.percent(&figure.value)?.0
                }
                _ => self.not_negative(&figure.value)?,
            };
            Ok((*kind, (value, self.cite(&figure.source, &figure.section)?)))
        };
        file.figures.iter().map(|(kind, figure)| read(kind, figure)).collect()
    }

    fn tables(&self, file: &File) -> Checked<Vec<RateTable>> {
        let mut tables: Vec<RateTable> = Vec::new();
        for written in &file.tables {
            let table = self.table(written)?;
            let ends = |t: &RateTable| t.valid_until.unwrap_or(Date::MAX);
            let overlaps = |t: &RateTable| table.valid_from <= ends(t) && t.valid_from <= ends(&table);
            if tables.iter().any(|t| t.name == table.name && overlaps(t)) {
                return self.wrong(&written.name, Problem::Overlap(table.name));
            }
            tables.push(table);
        }
        Ok(tables)
    }

    fn table(&self, table: &file::Table) -> Checked<RateTable> {
        let valid_from = day(self.text, &table.valid_from)?;
        let valid_until = table.valid_until.as_ref().map(|d| day(self.text, d)).transpose()?;
        if let (Some(until), Some(written)) = (valid_until, &table.valid_until)
            && until < valid_from
        {
            return self.wrong(written, Problem::EndsBeforeItBegins);
        }
        let written = table.percent.get_ref();
        if let Some(category) = Category::ALL.iter().find(|category| !written.contains_key(category)) {
            return self.wrong(&table.percent, Problem::MissingCategory(*category));
        }
        let cap = table.increase_cap.as_ref().map(|cap| self.not_negative(cap)).transpose()?;
        Ok(RateTable {
            name: table.name.get_ref().clone(),
            valid_from,
            valid_until,
            increase_cap: cap.map(|amount| Money::new(amount, self.currency)),
            percent: written.iter().map(|(c, p)| Ok((*c, self.percent(p)?))).collect::<Checked<_>>()?,
            source: self.cite(&table.source, &table.section)?,
        })
    }

    fn class(&self, class: &file::Class, tables: &[RateTable]) -> Checked<ClassRules> {
        let table = |written: &Spanned<String>| match written.get_ref() {
            name if tables.iter().any(|table| table.name == *name) => Ok(name.clone()),
            name => self.wrong(written, Problem::NoSuchTable(name.clone())),
        };
        let pay = |written: &Spanned<String>| match written.get_ref().as_str() {
            "nothing" => Ok(Pay::Nothing),
            "unknown" => Ok(Pay::Unknown),
            _ => table(written).map(Pay::Table),
        };
        Ok(ClassRules {
            since: class.since.as_ref().map(|since| day(self.text, since)).transpose()?,
            affiliate: pay(&class.affiliate)?,
            non_affiliate: pay(&class.non_affiliate)?,
            new_buyer: class.new_buyer.as_ref().map(table).transpose()?,
            hot: class.hot,
            attribution: class.attribution,
            source: self.cite(&class.source, &class.section)?,
        })
    }

    fn override_rule(&self, rule: &file::Override) -> Checked<Override> {
        let percent =
            |written: &Option<Spanned<Number>>| written.as_ref().map(|p| self.percent(p)).transpose();
        Ok(Override {
            when: rule.when,
            affiliate: percent(&rule.affiliate)?,
            non_affiliate: percent(&rule.non_affiliate)?,
            source: self.cite(&rule.source, &rule.section)?,
        })
    }

    fn standing(&self, standing: &file::Standing) -> Checked<Standing> {
        let window = standing.payment_window.as_ref();
        let antispam = match &standing.antispam {
            None => None,
            Some(a) => {
                let (low, high) = (self.percent(&a.low)?, self.percent(&a.high)?);
                if low > high {
                    return self.wrong(&a.low, Problem::LowAboveHigh);
                }
                Some((low, high, self.cite(&a.source, &a.section)?))
            }
        };
        Ok(Standing {
            payment_window: window.map(|w| Ok((w.hours, self.cite(&w.source, &w.section)?))).transpose()?,
            returned_orders: self.cited(&standing.returned_orders)?,
            antispam,
            region: self.cited(&standing.region)?,
            similar_product: self.cited(&standing.similar_product)?,
        })
    }
}
