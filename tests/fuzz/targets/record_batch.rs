#![no_main]

use seminars::records::RecordBatch;

// A record batch as a damaged or hostile cache may contain it.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(batch) = postcard::from_bytes::<RecordBatch>(bytes) else { return };
    for at in 0..batch.len().min(64) {
        let _ = (batch.order_key(at), batch.file(at));
        if let Some(summary) = batch.summary(at) {
            seminars_fuzz::seminar(&summary);
        }
        let _ = batch.seminar(at);
    }
    let _ = batch.for_each_searchable_text(&mut |_, _| ());
});
