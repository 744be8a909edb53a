//! Handles the few HTML tags that mean something in an abstract. All others are dropped, but their text is kept.

use html_escape::decode_html_entities;

/// A part of an HTML text that means something in an abstract.
pub(super) enum HtmlPart<'t> {
    Text(&'t str),
    Strong {
        opens: bool,
    },
    Emphasis {
        opens: bool,
    },
    Code {
        opens: bool,
    },
    LineBreak,
    /// A list; `first` is the number of its first item, if the list is numbered.
    ListStart {
        first: Option<u64>,
    },
    ListEnd,
    ItemStart,
    ItemEnd,
    /// A paragraph, heading or table row begins or ends.
    Block,
    LinkStart(String),
    LinkEnd,
}

/// Splits HTML into parts, and keeps its state from one piece of HTML to the next.
#[derive(Default)]
pub(super) struct HtmlReader {
    /// Inside `<script>`, `<style>` or a comment, whose text is skipped: the text that ends it.
    hidden_until: Option<&'static str>,
}

impl HtmlReader {
    /// Splits one piece of HTML, including its text, and passes the parts to `add`.
    pub(super) fn read(&mut self, raw: &str, add: &mut dyn FnMut(HtmlPart<'_>)) {
        let mut rest = raw;
        while !rest.is_empty() {
            if let Some(end) = self.hidden_until {
                let Some(at) = rest.find(end) else { return };
                self.hidden_until = None;
                rest = rest.get(at + end.len()..).unwrap_or_default();
                rest =
                    rest.split_once('>').filter(|_| end.starts_with("</")).map_or(rest, |(_, after)| after);
                continue;
            }
            let open = rest.find('<').unwrap_or(rest.len());
            let (text, tag) = rest.split_at(open);
            push_text(text, add);
            if let Some(after) = tag.strip_prefix("<!--") {
                self.hidden_until = Some("-->");
                rest = after;
                continue;
            }
            let Some(end) = tag.find('>') else {
                push_text(tag, add);
                return;
            };
            self.handle_tag(tag.get(1..end).unwrap_or_default(), add);
            rest = tag.get(end + 1..).unwrap_or_default();
        }
    }

    fn handle_tag(&mut self, tag: &str, add: &mut dyn FnMut(HtmlPart<'_>)) {
        let opens = !tag.starts_with('/');
        let body = tag.trim_start_matches('/').trim_end_matches('/');
        let name =
            body.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "b" | "strong" => add(HtmlPart::Strong { opens }),
            "i" | "em" | "cite" => add(HtmlPart::Emphasis { opens }),
            "code" | "tt" | "kbd" => add(HtmlPart::Code { opens }),
            "br" => add(HtmlPart::LineBreak),
            "ul" | "ol" if opens => add(HtmlPart::ListStart { first: (name == "ol").then_some(1) }),
            "ul" | "ol" => add(HtmlPart::ListEnd),
            "li" if opens => add(HtmlPart::ItemStart),
            "li" => add(HtmlPart::ItemEnd),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "tr" | "table" | "section"
            | "blockquote" => add(HtmlPart::Block),
            "a" if opens => add(HtmlPart::LinkStart(attribute(body, "href").unwrap_or_default())),
            "a" => add(HtmlPart::LinkEnd),
            "script" if opens => self.hidden_until = Some("</script"),
            "style" if opens => self.hidden_until = Some("</style"),
            _ => {}
        }
    }
}

fn push_text(text: &str, add: &mut dyn FnMut(HtmlPart<'_>)) {
    let decoded = decode_html_entities(text);
    let mut words = decoded.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).peekable();
    if decoded.starts_with([' ', '\n']) {
        add(HtmlPart::Text(" "));
    }
    while let Some(word) = words.next() {
        add(HtmlPart::Text(word));
        if words.peek().is_some() {
            add(HtmlPart::Text(" "));
        }
    }
    if decoded.ends_with([' ', '\n']) && decoded.len() > 1 {
        add(HtmlPart::Text(" "));
    }
}

/// The value of an attribute, quoted or not.
fn attribute(tag: &str, name: &str) -> Option<String> {
    // Lower-casing only ASCII keeps byte offsets valid.
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let value = tag.get(at..)?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(decode_html_entities(value.trim()).into_owned())
}
