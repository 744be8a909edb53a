#![no_main]

use seminars::records::Sheaf;

// What a cache may hold, whoever wrote it.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(sheaf) = postcard::from_bytes::<Sheaf>(bytes) else { return };
    for at in 0..sheaf.len().min(64) {
        let _ = (sheaf.order_key(at), sheaf.file(at));
        if let Some(head) = sheaf.head(at) {
            seminars_fuzz::seminar(&head);
        }
        let _ = sheaf.seminar(at);
    }
    let _ = sheaf.each_wording(&mut |_, _| ());
});
