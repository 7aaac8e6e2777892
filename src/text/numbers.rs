//! Numbers as each language writes them: `1.234,50` in Turkish, `1,234.50` in English.
//!
//! Only the digits and their grouping; `numbers.ftl` places the currency and percent signs.

use fixed_decimal::Decimal as Fixed;
use icu_decimal::DecimalFormatter;
use icu_locale_core::Locale;
use rust_decimal::Decimal;

use super::Lang;

pub struct NumberFormat(DecimalFormatter);

impl NumberFormat {
    pub(super) fn new(lang: Lang) -> Result<Self, String> {
        let locale: Locale = lang.code().parse().map_err(|e| format!("{e:?}"))?;
        DecimalFormatter::try_new(locale.into(), Default::default())
            .map(NumberFormat)
            .map_err(|e| e.to_string())
    }

    pub fn format(&self, number: Decimal) -> String {
        match Fixed::try_from_str(&number.to_string()) {
            Ok(fixed) => self.0.format(&fixed).to_string(),
            Err(_) => number.to_string(),
        }
    }
}
