#![no_main]

use seminars::search::{Query, Rank, TextRole, occurrences};

// The first line asks, the rest answers.
libfuzzer_sys::fuzz_target!(|both: &str| {
    let (query, text) = both.split_once('\n').unwrap_or((both, both));
    let mut end = 0;
    for range in occurrences(text, query) {
        assert!(end <= range.start && text.get(range.clone()).is_some(), "{range:?}");
        end = range.end;
    }
    let _ = Query::parse_partial(query);
    let query = match Query::parse(query) {
        Ok(query) => query,
        Err(error) => {
            assert!(query.get(error.range()).is_some());
            return;
        }
    };
    assert_eq!(Query::parse(&query.to_string()).as_ref(), Ok(&query));
    for role in [TextRole::Speaker, TextRole::Title, TextRole::Tag, TextRole::Abstract] {
        for rank in [Rank::Name, Rank::Typo] {
            let mut end = 0;
            for range in query.highlights(text, role, rank) {
                assert!(end <= range.start && text.get(range.clone()).is_some(), "{range:?}");
                end = range.end;
            }
        }
    }
});
