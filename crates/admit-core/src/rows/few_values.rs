//! The different values of a column, as long as they are few.

use crate::base::limits::{FEW_VALUE_BYTES_MAX, FEW_VALUES_MAX};

/// The different values of a column with how often each was met. What has more of them than
/// a list of choices has, or longer ones, is none and is forgotten: so it is the same however
/// the rows were shared out.
#[derive(Clone, Debug, Default)]
pub struct FewValues {
    values: Vec<(Box<str>, u64)>,
    too_many: bool,
}

impl FewValues {
    /// Counts a value.
    pub fn note(&mut self, text: &str) {
        if !self.too_many {
            self.add(text, 1);
        }
    }

    /// Counts what was counted of other rows.
    pub fn absorb(&mut self, other: &FewValues) {
        if other.too_many {
            self.forget();
        }
        for (text, times) in &other.values {
            self.add(text, *times);
        }
    }

    /// The values with their counts; nothing if there were too many.
    pub fn all(&self) -> Option<impl Iterator<Item = (&str, u64)> + Clone> {
        let values = self.values.iter().map(|(text, times)| (&**text, *times));
        (!self.too_many).then_some(values)
    }

    fn add(&mut self, text: &str, times: u64) {
        if self.too_many {
            return;
        }
        let known = self.values.iter_mut().find(|(known, _)| **known == *text);
        if let Some((_, count)) = known {
            *count += times;
        } else if self.values.len() == FEW_VALUES_MAX || text.len() > FEW_VALUE_BYTES_MAX {
            self.forget();
        } else {
            self.values.push((text.into(), times));
        }
    }

    fn forget(&mut self) {
        self.too_many = true;
        self.values = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: impl IntoIterator<Item = String>) -> FewValues {
        let mut values = FewValues::default();
        for text in texts {
            values.note(&text);
        }
        values
    }

    #[test]
    fn many_different_values_are_no_choices_however_they_were_shared_out() {
        let texts = |range: std::ops::Range<usize>| range.map(|n| n.to_string());
        let mut few = of(texts(0..FEW_VALUES_MAX));
        few.absorb(&of(texts(0..FEW_VALUES_MAX)));
        let counts: Vec<u64> = few.all().expect("they are few").map(|(_, n)| n).collect();
        assert_eq!(counts, [2; FEW_VALUES_MAX]);
        assert!(of(texts(0..FEW_VALUES_MAX + 1)).all().is_none());
        few.absorb(&of(texts(FEW_VALUES_MAX..FEW_VALUES_MAX + 1)));
        assert!(few.all().is_none());
        assert!(of(["x".repeat(FEW_VALUE_BYTES_MAX + 1)]).all().is_none());
    }
}
