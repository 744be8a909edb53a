#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    seminars_fuzz::read("talks/2022-11-17-song-han.md", bytes);
    seminars_fuzz::read("index.html", bytes);
});
