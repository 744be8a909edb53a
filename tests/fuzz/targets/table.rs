#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    seminars_fuzz::read("talks/a.csv", bytes);
    seminars_fuzz::read("talks/a.tsv", bytes);
});
