//! Lines that several products of a list share: each once, with the numbers of its products.

/// What products have in common, in the order in which it appeared.
pub(super) struct NumberedLines<T>(Vec<(T, Vec<usize>)>);

impl<T: PartialEq> NumberedLines<T> {
    /// Collects what each product has; products count from 1.
    pub(super) fn collect<L: IntoIterator<Item = T>>(of_products: impl IntoIterator<Item = L>) -> Self {
        let mut collected: Vec<(T, Vec<usize>)> = Vec::new();
        for (index, lines) in of_products.into_iter().enumerate() {
            for line in lines {
                match collected.iter_mut().find(|(known, _)| *known == line) {
                    Some((_, numbers)) if numbers.last() == Some(&(index + 1)) => {}
                    Some((_, numbers)) => numbers.push(index + 1),
                    None => collected.push((line, vec![index + 1])),
                }
            }
        }
        NumberedLines(collected)
    }

    /// The same without what `keep` rejects, by what it is and how many products have it.
    pub(super) fn filter(mut self, keep: impl Fn(&T, usize) -> bool) -> Self {
        self.0.retain(|(line, numbers)| keep(line, numbers.len()));
        self
    }

    pub(super) fn sort_by_key<K: Ord>(mut self, key: impl Fn(&T) -> K) -> Self {
        self.0.sort_by_key(|(line, _)| key(line));
        self
    }

    /// The lines: a mark, the numbers unless all `products` have it, and the text, which is HTML.
    pub(super) fn lines(
        &self,
        products: usize,
        mark_and_text: impl Fn(&T) -> (&'static str, String),
    ) -> Vec<String> {
        let line = |(line, numbers): &(T, Vec<usize>)| {
            let (mark, text) = mark_and_text(line);
            if numbers.len() == products {
                return format!("{mark} {text}");
            }
            let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
            format!("{mark} <b>{}</b>: {text}", numbers.join(", "))
        };
        self.0.iter().map(line).collect()
    }
}
