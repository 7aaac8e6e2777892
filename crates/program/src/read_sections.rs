//! Checks the sections of a program file one by one and turns them into rules: sources exist, tables are complete, dates and ranges
//! are in order.

use std::collections::BTreeMap;

use dealink_core::money::{Decimal, Money};
use jiff::civil::Date;
use toml::Spanned;

use crate::codes::IndicatorKind;
use crate::file::{self, FigureKind, ProgramFile};
use crate::file_error::FileProblem;
use crate::names::{Category, TrafficClass};
use crate::reader::{Checked, ProgramReader};
use crate::region::Region;
use crate::rules::{
    Citation, ClassRules, HotRule, Indicator, OverrideRule, Pay, Program, RateTable, StandingRules, TableRate,
};
use crate::value::DecimalText;

impl ProgramReader<'_> {
    pub(crate) fn program(&self, file: &ProgramFile) -> Program {
        let classes = file.classes.get_ref();
        for class in TrafficClass::ALL.iter().filter(|class| !classes.contains_key(class)) {
            self.collect_error(self.error_at::<(), _>(&file.classes, FileProblem::MissingClass(*class)));
        }
        let classes = classes
            .iter()
            .filter_map(|(class, rules)| Some((*class, self.collect_error(self.class(rules, file))?)));
        let figures = file.figures.iter();
        let figures = figures
            .filter_map(|(kind, figure)| Some((*kind, self.collect_error(self.figure(*kind, figure))?)));
        let overrides = file.overrides.iter().filter_map(|rule| self.collect_error(self.override_rule(rule)));
        let conduct = file.conduct.iter();
        let conduct = conduct.filter_map(|(rule, c)| Some((*rule, self.citation(&c.source, &c.section)?)));
        let indicators = file.indicators.iter();
        let indicators = indicators.filter_map(|(kind, i)| self.collect_error(self.indicator(*kind, i)));
        Program {
            id: file.id.clone(),
            network_id: file.network_id,
            name: file.name.clone(),
            currency: file.currency,
            figures: figures.collect(),
            tables: self.tables(file),
            classes: classes.collect(),
            overrides: overrides.collect(),
            hot: file.hot.as_ref().and_then(|hot| {
                let source = self.citation(&hot.source, &hot.section)?;
                Some(HotRule { special_link: hot.special_link, source })
            }),
            review: file.review.as_ref().and_then(|r| self.days(r)),
            extension_conduct: self.cited(&file.extension_conduct),
            conduct: conduct.collect(),
            indicators: indicators.collect(),
            region: file.region.as_ref().and_then(|region| self.collect_error(self.region(region))),
            traffic: file
                .traffic
                .as_ref()
                .and_then(|t| Some((t.permission.clone(), self.citation(&t.source, &t.section)?))),
            standing_rules: self.standing(&file.standing),
        }
    }

    fn figure(&self, kind: FigureKind, figure: &file::FigureValue) -> Checked<(Decimal, Citation)> {
        let value = match kind {
            FigureKind::Cr | FigureKind::Cr48h | FigureKind::Approval | FigureKind::HotUpTo => {
                self.percent(&figure.value)?.0
            }
            _ => self.not_negative(&figure.value)?,
        };
        Ok((value, self.cite(&figure.source, &figure.section)?))
    }

    fn tables(&self, file: &ProgramFile) -> Vec<RateTable> {
        let mut tables: Vec<RateTable> = Vec::new();
        for written in &file.tables {
            let Some(table) = self.collect_error(self.table(written)) else { continue };
            let ends = |t: &RateTable| t.valid_until.unwrap_or(Date::MAX);
            let overlaps = |t: &RateTable| table.valid_from <= ends(t) && t.valid_from <= ends(&table);
            if tables.iter().any(|t| t.name == table.name && overlaps(t)) {
                self.collect_error(
                    self.error_at::<(), _>(&written.name, FileProblem::Overlap(table.name.clone())),
                );
            }
            tables.push(table);
        }
        tables
    }

    fn table(&self, table: &file::TableSection) -> Checked<RateTable> {
        let valid_from = self.day(&table.valid_from)?;
        let valid_until = table.valid_until.as_ref().map(|d| self.day(d)).transpose()?;
        if let (Some(until), Some(written)) = (valid_until, &table.valid_until)
            && until < valid_from
        {
            return self.error_at(written, FileProblem::EndsBeforeItBegins);
        }
        let cap = table.increase_cap.as_ref().map(|cap| self.not_negative(cap)).transpose()?;
        Ok(RateTable {
            name: table.name.get_ref().clone(),
            valid_from,
            valid_until,
            increase_cap: cap.map(|amount| Money::new(amount, self.currency)),
            percent: self.rates(table)?,
            source: self.cite(&table.source, &table.section)?,
        })
    }

    /// A rate for every category. Each wrong rate is reported on its own.
    fn rates(&self, table: &file::TableSection) -> Checked<BTreeMap<Category, TableRate>> {
        let written = table.percent.as_ref().map(Spanned::get_ref);
        let mut rates = BTreeMap::new();
        for category in Category::ALL {
            let cell = written.and_then(|cells| cells.get(category)).or(table.every.as_ref());
            let rate = match (cell, &table.percent) {
                (Some(cell), _) => self.rate(cell),
                (None, Some(cells)) => self.error_at(cells, FileProblem::MissingCategory(*category)),
                (None, None) => self.error_at(&table.name, FileProblem::MissingCategory(*category)),
            };
            match (cell, rate) {
                // A table without any rates, or with a wrong rate for all categories, is one error.
                (None, Err(error)) => return Err(error),
                (Some(cell), Err(error))
                    if table.every.as_ref().is_some_and(|every| std::ptr::eq(every, cell)) =>
                {
                    return Err(error);
                }
                (_, rate) => rates.insert(*category, self.collect_error(rate).unwrap_or(TableRate::Unknown)),
            };
        }
        Ok(rates)
    }

    fn class(&self, class: &file::ClassSection, file: &ProgramFile) -> Checked<ClassRules> {
        let table = |written: &Spanned<String>| match written.get_ref() {
            name if file.tables.iter().any(|table| table.name.get_ref() == name) => Ok(name.clone()),
            name => self.error_at(written, FileProblem::NoSuchTable(name.clone())),
        };
        let pay = |written: &Spanned<String>| match written.get_ref().as_str() {
            "nothing" => Ok(Pay::Nothing),
            "unknown" => Ok(Pay::Unknown),
            _ => table(written).map(Pay::Table),
        };
        Ok(ClassRules {
            since: class.since.as_ref().map(|since| self.day(since)).transpose()?,
            // Affiliate products always have a rate, so "nothing" is an error here.
            affiliate: match class.affiliate.get_ref().as_str() {
                "unknown" => Pay::Unknown,
                _ => Pay::Table(table(&class.affiliate)?),
            },
            non_affiliate: pay(&class.non_affiliate)?,
            non_affiliate_unseen: class.non_affiliate_unseen,
            new_buyer: class.new_buyer.as_ref().map(table).transpose()?,
            hot: class.hot,
            attribution: class.attribution,
            source: self.cite(&class.source, &class.section)?,
        })
    }

    fn override_rule(&self, rule: &file::OverrideSection) -> Checked<OverrideRule> {
        let percent =
            |written: &Option<Spanned<DecimalText>>| written.as_ref().map(|p| self.percent(p)).transpose();
        Ok(OverrideRule {
            when: rule.when,
            affiliate: percent(&rule.affiliate)?,
            non_affiliate: percent(&rule.non_affiliate)?,
            source: self.cite(&rule.source, &rule.section)?,
        })
    }

    fn indicator(&self, kind: IndicatorKind, indicator: &file::IndicatorSection) -> Checked<Indicator> {
        Ok(Indicator {
            kind,
            clicks_above: indicator.clicks_above,
            cr_below: indicator.cr_below.as_ref().map(|cr| self.percent(cr)).transpose()?,
            source: self.cite(&indicator.source, &indicator.section)?,
        })
    }

    fn region(&self, region: &file::RegionSection) -> Checked<(Region, Citation)> {
        let countries = match (&region.only, &region.except) {
            (Some(only), None) => Region::Only(only.clone()),
            (None, Some(except)) => Region::AllExcept(except.clone()),
            _ => return self.error_at(&region.source, FileProblem::RegionForm),
        };
        Ok((countries, self.cite(&region.source, &region.section)?))
    }

    fn days(&self, section: &file::DaysSection) -> Option<(u32, Citation)> {
        Some((section.days, self.citation(&section.source, &section.section)?))
    }

    fn standing(&self, standing: &file::StandingSection) -> StandingRules {
        let antispam = standing.antispam.as_ref().and_then(|a| {
            let (low, high) =
                (self.collect_error(self.percent(&a.low))?, self.collect_error(self.percent(&a.high))?);
            if low > high {
                self.collect_error(self.error_at::<(), _>(&a.low, FileProblem::LowAboveHigh));
            }
            Some((low, high, self.citation(&a.source, &a.section)?))
        });
        let window = standing.payment_window.as_ref();
        StandingRules {
            payment_window: window.and_then(|w| Some((w.hours, self.citation(&w.source, &w.section)?))),
            cookie: standing.cookie.as_ref().and_then(|cookie| self.days(cookie)),
            one_session: self.cited(&standing.one_session),
            returned_orders: self.cited(&standing.returned_orders),
            antispam,
            similar_product: self.cited(&standing.similar_product),
        }
    }
}
