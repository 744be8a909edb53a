//! The few HTML tags that mean something in an abstract; all others are left out, and their text stays.

use html_escape::decode_html_entities;

use super::Builder;

/// Tags that are open across pieces of HTML.
#[derive(Default)]
pub(super) struct Tags {
    /// Inside `<script>`, `<style>` or a comment, whose text is nobody's to read.
    hidden: Option<&'static str>,
}

impl Tags {
    /// Takes one piece of HTML, text included, and does to `builder` what it says.
    pub(super) fn feed(&mut self, raw: &str, builder: &mut Builder) {
        let mut rest = raw;
        while !rest.is_empty() {
            if let Some(end) = self.hidden {
                let Some(at) = rest.find(end) else { return };
                self.hidden = None;
                rest = rest.get(at + end.len()..).unwrap_or_default();
                rest =
                    rest.split_once('>').filter(|_| end.starts_with("</")).map_or(rest, |(_, after)| after);
                continue;
            }
            let open = rest.find('<').unwrap_or(rest.len());
            let (text, tag) = rest.split_at(open);
            push_text(text, builder);
            if let Some(after) = tag.strip_prefix("<!--") {
                self.hidden = Some("-->");
                rest = after;
                continue;
            }
            let Some(end) = tag.find('>') else {
                push_text(tag, builder);
                return;
            };
            self.tag(tag.get(1..end).unwrap_or_default(), builder);
            rest = tag.get(end + 1..).unwrap_or_default();
        }
    }

    fn tag(&mut self, tag: &str, builder: &mut Builder) {
        let closing = tag.starts_with('/');
        let body = tag.trim_start_matches('/').trim_end_matches('/');
        let name =
            body.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        let step = |count: &mut u16| {
            *count = if closing { count.saturating_sub(1) } else { count.saturating_add(1) }
        };
        match name.as_str() {
            "b" | "strong" => step(&mut builder.strong),
            "i" | "em" | "cite" => step(&mut builder.emphasis),
            "code" | "tt" | "kbd" => step(&mut builder.code),
            "br" => builder.line_break(),
            "ul" | "ol" => {
                builder.end_block();
                if closing {
                    builder.lists.pop();
                } else {
                    builder.lists.push((name == "ol").then_some(1));
                }
            }
            "li" if closing => builder.end_block(),
            "li" => builder.item(),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "tr" | "table" | "section"
            | "blockquote" => {
                builder.begin_block();
            }
            "a" if closing => builder.end_link(),
            "a" => builder.targets.push(attribute(body, "href").unwrap_or_default()),
            "script" if !closing => self.hidden = Some("</script"),
            "style" if !closing => self.hidden = Some("</style"),
            _ => {}
        }
    }
}

fn push_text(text: &str, builder: &mut Builder) {
    let decoded = decode_html_entities(text);
    let mut words = decoded.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).peekable();
    if decoded.starts_with([' ', '\n']) {
        builder.push(" ");
    }
    while let Some(word) = words.next() {
        builder.push(word);
        if words.peek().is_some() {
            builder.push(" ");
        }
    }
    if decoded.ends_with([' ', '\n']) && decoded.len() > 1 {
        builder.push(" ");
    }
}

/// The value of an attribute, quoted or not.
fn attribute(tag: &str, name: &str) -> Option<String> {
    // ASCII lower case keeps every byte in its place.
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let value = tag.get(at..)?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(decode_html_entities(value.trim()).into_owned())
}
