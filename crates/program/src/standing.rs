//! Notes that hold for every order of a program.

use crate::codes::WarningCode;
use crate::estimate_result::Warning;
use crate::file::OverrideCondition;
use crate::names::Severity;
use crate::rules::{Citation, Program};

impl Program {
    /// Notes that hold for every order and are therefore in no estimate: cookie, payment window, returns, deductions, region.
    pub fn standing_notes(&self) -> Vec<Warning> {
        let standing = &self.standing_rules;
        let note = |code, args, source: &Citation| Warning::new(code, Severity::Note, args, source);
        let mut notes = Vec::new();
        if let Some((days, source)) = &standing.cookie {
            notes.push(note(WarningCode::CookieLifetime, vec![("days", (*days).into())], source));
        }
        if let Some(source) = &standing.one_session {
            notes.push(note(WarningCode::OneSession, Vec::new(), source));
        }
        if let Some((hours, source)) = &standing.payment_window {
            notes.push(note(WarningCode::PaymentWindow, vec![("hours", (*hours).into())], source));
        }
        if let Some(source) = &standing.returned_orders {
            notes.push(note(WarningCode::ReturnedOrders, Vec::new(), source));
        }
        if let Some((low, high, source)) = &standing.antispam {
            let args = vec![("low", (*low).into()), ("high", (*high).into())];
            notes.push(note(WarningCode::AntispamDeduction, args, source));
        }
        if let Some((_, source)) = &self.region {
            notes.push(note(WarningCode::Region, Vec::new(), source));
        }
        // The country of delivery is known only after the order, so the rule is a note in advance.
        if let Some(rule) = self.overrides.iter().find(|rule| rule.when == OverrideCondition::CisDelivery) {
            notes.push(note(WarningCode::CisDelivery, Vec::new(), &rule.source));
        }
        if let Some(source) = &standing.similar_product {
            notes.push(note(WarningCode::SimilarProduct, Vec::new(), source));
        }
        notes
    }
}
