#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| seminars_fuzz::read("talks/a.yaml", bytes));
