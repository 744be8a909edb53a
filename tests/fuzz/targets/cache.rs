#![no_main]

// The first byte says which part of the cache the others replace.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((number, part)) = bytes.split_first() {
        seminars_fuzz::cache::open_with_part(*number, part);
    }
});
