//! Numbers and texts in the syntax of CSV and XML.

pub(super) fn push_integer(out: &mut String, number: u64) {
    let mut digits = [0; 20];
    let (mut rest, mut at) = (number, digits.len());
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

/// A number of hundredths with no more digits than needed: `10.43`, `5.4`, `7`.
pub(super) fn push_hundredths(out: &mut String, number: u64) {
    push_integer(out, number / 100);
    let (tenths, rest) = (number / 10 % 10, number % 10);
    if tenths + rest > 0 {
        out.push('.');
        push_integer(out, tenths);
        if rest > 0 {
            push_integer(out, rest);
        }
    }
}

/// A CSV field, quoted where needed.
pub(super) fn push_csv_field(out: &mut String, field: &str) {
    if field.bytes().any(|byte| matches!(byte, b';' | b'"' | b'\n' | b'\r')) {
        out.push('"');
        for (at, part) in field.split('"').enumerate() {
            if at > 0 {
                out.push_str("\"\"");
            }
            out.push_str(part);
        }
        out.push('"');
    } else {
        out.push_str(field);
    }
}

pub(super) fn push_xml_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
