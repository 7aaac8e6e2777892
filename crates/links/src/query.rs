//! Query parameters, decoded only where they are needed.
//!
//! They are read as the URL standard reads forms: `+` is a blank, percent-encoding is undone once, and bytes that are not UTF-8
//! become U+FFFD.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use url::Url;

use crate::decode::decode_once;

pub(crate) struct Parameter<'a> {
    /// Its name, decoded.
    pub(crate) name: Cow<'a, str>,
    /// Its value as written.
    pub(crate) value: &'a str,
    /// The query from its value to the end.
    pub(crate) onwards: &'a str,
}

impl<'a> Parameter<'a> {
    pub(crate) fn decoded(&self) -> Cow<'a, str> {
        decode(self.value)
    }
}

/// All parameters of an address, in order.
pub(crate) fn parameters(url: &Url) -> impl Iterator<Item = Parameter<'_>> {
    let mut left = url.query().unwrap_or_default();
    std::iter::from_fn(move || {
        left = left.trim_start_matches('&');
        let end = memchr(b'&', left.as_bytes()).unwrap_or(left.len());
        let (pair, from) = (&left[..end], left);
        left = &left[end..];
        let (name, value) = match memchr(b'=', pair.as_bytes()) {
            Some(sign) => (&pair[..sign], sign + 1),
            None => (pair, end),
        };
        let parameter = || Parameter { name: decode(name), value: &pair[value..], onwards: &from[value..] };
        (!pair.is_empty()).then(parameter)
    })
}

/// The first value of each name, as written.
pub(crate) fn first_values<'a, const N: usize>(url: &'a Url, names: [&str; N]) -> [Option<&'a str>; N] {
    let mut values = [None; N];
    for parameter in parameters(url) {
        if let Some(at) = names.iter().position(|name| *name == parameter.name) {
            values[at].get_or_insert(parameter.value);
        }
    }
    values
}

pub(crate) fn decode(written: &str) -> Cow<'_, str> {
    match memchr2(b'+', b'%', written.as_bytes()) {
        None => Cow::Borrowed(written),
        Some(_) if !written.contains('+') => decode_once(written),
        Some(_) => Cow::Owned(decode_once(&written.replace('+', " ")).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_read_as_the_standard_reads_forms() {
        for query in [
            "",
            "a",
            "a=",
            "=b",
            "&&a=1&",
            "a=1&a=2",
            "a+b=c%20d+e",
            "%61=%C5%9F%FF",
            "a=b=c&d",
            "a=%",
            "ş=ı",
        ] {
            let url = Url::parse(&format!("https://x.example/?{query}")).unwrap();
            let standard: Vec<_> = url.query_pairs().collect();
            let own: Vec<_> = parameters(&url).map(|one| (one.name.clone(), one.decoded())).collect();
            assert_eq!(own, standard, "{query}");
        }
    }

    #[test]
    fn the_first_value_of_a_name_counts() {
        let url = Url::parse("https://x.example/?b=1&a=2&b=3").unwrap();
        assert_eq!(first_values(&url, ["a", "b", "c"]), [Some("2"), Some("1"), None]);
    }
}
