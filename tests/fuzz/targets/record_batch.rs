#![no_main]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use seminars::records::{Handle, RecordBatch};
use seminars::search::{Index, Lookup, Query, ShortFields, UserFlags};

// A record batch and its short search fields, as a damaged or hostile cache may contain them.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok((batch, short_fields)) = postcard::from_bytes::<(RecordBatch, ShortFields)>(bytes) else { return };
    if !batch.is_valid() || !short_fields.is_sound(batch.len()) {
        return;
    }
    for at in 0..batch.len().min(64) {
        let _ = (batch.order_key(at), batch.file(at));
        if let Some(summary) = batch.summary(at) {
            seminars_fuzz::seminar(&summary);
        }
        let _ = batch.seminar(at);
    }
    let _ = batch.for_each_searchable_text(&mut |_, _| ());
    let handles: Vec<Handle> = Handle::new(0).range(batch.len().min(64)).collect();
    let mut index = Index::new();
    index.add_short_fields(Handle::new(0), Arc::new(short_fields));
    for &handle in &handles {
        index.mark_listed(handle);
    }
    let now = Date::constant(2026, 11, 22).to_zoned(TimeZone::UTC).unwrap();
    for query in ["han", "s:=\"song han\"", "routnig", "has:upcoming", "date:2022 sort:title"] {
        let query = Query::parse(query).unwrap();
        let lookup = Lookup { query: &query, order: &handles, now: &now, flags: &UserFlags::default(), cancel: &AtomicBool::new(false) };
        let _ = index.search(&lookup);
    }
});
