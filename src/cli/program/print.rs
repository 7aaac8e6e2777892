//! A program's card as text and as JSON.

use dealink_core::message::{Argument, Message};
use dealink_program::{CardPart, Citation, Program, Region};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::text::Localizer;

pub(super) fn card_text(program: &Program, today: Date, localizer: &Localizer) -> String {
    let mut card = CardText { localizer, lines: Vec::new() };
    let (name, currency) = (program.name(), program.currency());
    card.lines.push(format!("{name} ({}, {}, {currency})", program.network_id(), program.id()));
    let plain = |message: &Message| localizer.plain(message);
    let cited =
        |text: String, citation: &Citation| format!("{text} [{}]", citation_text(citation, localizer));
    card.part(CardPart::Figures, program.figures(None).iter().map(|f| cited(plain(&f.message), &f.citation)));
    card.part(
        CardPart::Tables,
        program.tables().iter().map(|table| {
            let until = table.until_message().map(|until| format!(" {}", plain(&until))).unwrap_or_default();
            cited(format!("{}{until}", plain(&table.message())), &table.source)
        }),
    );
    let term = |key: &str| localizer.format_value(&Argument::Term(key.to_owned()));
    let classes = program.comparison(today).into_iter().map(|(class, messages)| {
        let texts: Vec<String> = messages.iter().map(plain).collect();
        format!("{}: {}", term(class.key()), texts.join(" "))
    });
    card.part(CardPart::Classes, classes);
    let sources = program.traffic_sources();
    let permissions =
        sources.map(|(source, permission)| format!("{}: {}", term(source.key()), term(permission.key())));
    card.part(CardPart::Traffic, permissions);
    let region = program.region().map(|(region, citation)| cited(plain(&region.message()), citation));
    let notes = program.standing_notes();
    let notes = notes.iter().map(|note| cited(plain(&note.message), &note.source));
    card.part(CardPart::Standing, region.into_iter().chain(notes));
    card.part(CardPart::Conduct, program.conduct().iter().map(|(_, s, source)| cited(plain(s), source)));
    card.part(
        CardPart::Indicators,
        program.indicators().iter().map(|i| cited(plain(&i.message()), &i.source)),
    );
    card.lines.join("\n")
}

struct CardText<'a> {
    localizer: &'a Localizer,
    lines: Vec<String>,
}

impl CardText<'_> {
    /// Adds a heading with its lines; an empty part says that it is not known.
    fn part(&mut self, part: CardPart, lines: impl Iterator<Item = String>) {
        self.lines.extend([String::new(), self.localizer.text(part.key())]);
        let before = self.lines.len();
        self.lines.extend(lines.map(|line| format!(" • {line}")));
        if self.lines.len() == before {
            self.lines.push(format!(" • {}", self.localizer.text(CardPart::NotKnown.key())));
        }
    }
}

fn citation_text(citation: &Citation, localizer: &Localizer) -> String {
    match citation.date {
        Some(date) => format!("{}, {}", citation.text(), localizer.format_value(&Argument::Date(date))),
        None => citation.text(),
    }
}

pub(super) fn program_json(program: &Program, today: Date, localizer: &Localizer) -> Json {
    let number = |value: &Argument| match value {
        Argument::Money(money) => money.amount.to_string(),
        Argument::Percent(percent) => percent.0.normalize().to_string(),
        Argument::Number(number) => number.normalize().to_string(),
        other => localizer.format_value(other),
    };
    let texts = |messages: &[Message]| messages.iter().map(|s| localizer.plain(s)).collect::<Vec<_>>();
    let list = |values: &mut dyn Iterator<Item = Json>| Json::Array(values.collect());
    let figures = program.figures(None);
    let tables = program.tables();
    let notes = program.standing_notes();
    json!({
        "campaign": program.network_id(),
        "id": program.id(),
        "name": program.name(),
        "currency": program.currency().code(),
        "figures": list(&mut figures.iter().map(|f| json!({
            "kind": f.kind.name(),
            "value": number(&f.value),
            "text": localizer.plain(&f.message),
            "source": f.citation,
        }))),
        "tables": list(&mut tables.iter().map(|t| json!({
            "name": t.name,
            "valid_from": t.valid_from.to_string(),
            "valid_until": t.valid_until.map(|until| until.to_string()),
            "low": t.span().map(|(low, _)| low.0.normalize().to_string()),
            "high": t.span().map(|(_, high)| high.0.normalize().to_string()),
            "increase_cap": t.increase_cap.map(|cap| cap.amount.to_string()),
            "source": t.source,
        }))),
        "classes": list(&mut program.comparison(today).iter().map(|(class, messages)| json!({
            "class": class.name(),
            "texts": texts(messages),
        }))),
        "traffic": list(&mut program.traffic_sources().map(|(source, permission)| json!({
            "source": source.name(),
            "permission": permission.name(),
        }))),
        "region": program.region().map(|(region, citation)| {
            let (kind, countries) = match region {
                Region::Only(countries) => ("only", countries),
                Region::AllExcept(countries) => ("except", countries),
            };
            let countries: Vec<&str> = countries.iter().map(|country| country.code()).collect();
            json!({ kind: countries, "source": citation })
        }),
        "standing": list(&mut notes.iter().map(|note| json!({
            "code": note.code.name(),
            "text": localizer.plain(&note.message),
            "source": note.source,
        }))),
        "conduct": list(&mut program.conduct().iter().map(|(rule, message, citation)| json!({
            "rule": rule.name(),
            "text": localizer.plain(message),
            "source": citation,
        }))),
        "indicators": list(&mut program.indicators().iter().map(|i| json!({
            "kind": i.kind.name(),
            "clicks_above": i.clicks_above,
            "cr_below": i.cr_below.map(|cr| cr.0.normalize().to_string()),
            "text": localizer.plain(&i.message()),
            "source": i.source,
        }))),
    })
}
