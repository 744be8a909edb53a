#![no_main]

use seminars::{markup, text};

libfuzzer_sys::fuzz_target!(|raw: &str| {
    let text = text::clean(raw);
    markup::parse(&text).iter().for_each(|block| drop(markup::timestamps(block)));
    for span in markup::parse(&text).iter().flat_map(|block| &block.spans) {
        assert!(!span.text.contains('\n'), "{span:?}");
        seminars_fuzz::fit(&span.text);
    }
    seminars_fuzz::fit(&markup::to_plain_text(&text));
    let _ = markup::find_addresses(&text);
});
