//! What stands behind the question mark of an address.

/// A path with these fields behind the question mark; empty ones are left out.
pub fn address(path: &str, fields: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn what_is_empty_is_left_out() {
        assert_eq!(address("/rules", &[("search", "")]), "/rules");
        let fields = [("search", "a&b=c"), ("none", ""), ("after", "ü")];
        assert_eq!(
            address("/rules", &fields),
            "/rules?search=a%26b%3Dc&after=%C3%BC"
        );
    }
}
