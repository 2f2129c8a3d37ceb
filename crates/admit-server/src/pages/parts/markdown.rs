//! The documentation of rules: headings, paragraphs, lists and examples, as far as it has
//! them.

/// A piece of text.
#[derive(Debug, PartialEq, Eq)]
pub enum Span {
    /// As it stands.
    Plain(String),
    /// A value, or what somebody types.
    Code(String),
}

/// A part of a document.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// What stands above a part.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list.
    List(Vec<Vec<Span>>),
    /// An example, with what it is written in.
    Example(String, String),
}

/// Reads a document.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    let mut example: Option<(String, String)> = None;
    for line in markdown.lines().chain([""]) {
        if let Some((kind, text)) = &mut example {
            if line.starts_with("```") {
                let text = text.trim_end().to_owned();
                blocks.push(Block::Example(std::mem::take(kind), text));
                example = None;
            } else {
                text.push_str(line);
                text.push('\n');
            }
            continue;
        }
        let begins = line.is_empty() || line.starts_with("## ") || line.starts_with("```");
        if begins || line.starts_with("- ") {
            end(&mut paragraph, &mut blocks);
        }
        if let Some(heading) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(heading.to_owned()));
        } else if let Some(kind) = line.strip_prefix("```") {
            example = Some((kind.to_owned(), String::new()));
        } else if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    blocks
}

/// Ends a paragraph or an item of a list.
fn end(paragraph: &mut String, blocks: &mut Vec<Block>) {
    let text = std::mem::take(paragraph);
    if text.is_empty() {
        return;
    }
    match (text.strip_prefix("- "), blocks.last_mut()) {
        (Some(item), Some(Block::List(items))) => items.push(spans(item)),
        (Some(item), _) => blocks.push(Block::List(vec![spans(item)])),
        (None, _) => blocks.push(Block::Paragraph(spans(&text))),
    }
}

/// Text with what stands between backticks told apart.
fn spans(text: &str) -> Vec<Span> {
    let parts = text.split('`').enumerate();
    let parts = parts.filter(|(_, part)| !part.is_empty());
    let spans = parts.map(|(place, part)| match place % 2 {
        0 => Span::Plain(part.to_owned()),
        _ => Span::Code(part.to_owned()),
    });
    spans.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read() {
        let read = blocks("## A\na `b`\nc\n\n- d\n  e\n- f\n```csv\n1\n\n2\n```\n");
        let plain = |text: &str| Span::Plain(text.to_owned());
        let expected = vec![
            Block::Heading("A".to_owned()),
            Block::Paragraph(vec![plain("a "), Span::Code("b".to_owned()), plain(" c")]),
            Block::List(vec![vec![plain("d e")], vec![plain("f")]]),
            Block::Example("csv".to_owned(), "1\n\n2".to_owned()),
        ];
        assert_eq!(read, expected);
        assert_eq!(blocks(""), vec![]);
    }

    #[test]
    fn every_rule_can_be_read() {
        for rule in admit_core::rules::RULES {
            let read = blocks(&admit_core::report::json::docs(rule));
            let has_example = read
                .iter()
                .any(|block| matches!(block, Block::Example(_, text) if !text.is_empty()));
            assert!(has_example, "{}", rule.code);
            assert!(matches!(read[0], Block::Heading(_)), "{}", rule.code);
        }
    }
}
