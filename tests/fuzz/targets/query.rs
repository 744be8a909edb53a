#![no_main]

use seminars::search::{Query, Rank, Role};

// The first line asks, the rest answers.
libfuzzer_sys::fuzz_target!(|both: &str| {
    let (query, text) = both.split_once('\n').unwrap_or((both, both));
    let query = match Query::parse(query) {
        Ok(query) => query,
        Err(error) => {
            assert!(query.get(error.at()).is_some());
            return;
        }
    };
    for role in [Role::Speaker, Role::Title, Role::Label, Role::Text] {
        for rank in [Rank::Name, Rank::Typo] {
            let mut end = 0;
            for range in query.highlights(text, role, rank) {
                assert!(end <= range.start && text.get(range.clone()).is_some(), "{range:?}");
                end = range.end;
            }
        }
    }
});
