//! Writes what the targets `cache` and `record_batch` begin with into their corpora: `seed_cache CORPUS`.

use std::fs;
use std::path::PathBuf;

use seminars::archive::{self, Origin};
use seminars::format::Limits;
use seminars::records::RecordBatch;
use seminars::search::ShortFields;

fn main() {
    let corpus = PathBuf::from(std::env::args_os().nth(1).expect("the folder of the corpora"));
    let write = |target: &str, name: usize, bytes: &[u8]| {
        fs::create_dir_all(corpus.join(target)).unwrap();
        fs::write(corpus.join(target).join(format!("seed-{name}")), bytes).unwrap();
    };
    for (number, part) in seminars_fuzz::cache::parts().into_iter().enumerate() {
        write("cache", number, &part);
    }
    let (seminars, _) = archive::read(&Origin::Sample, &Limits::default());
    for (number, talks) in seminars.chunks(3).enumerate() {
        let (mut batch, mut short_fields) = (RecordBatch::default(), ShortFields::default());
        for talk in talks {
            batch.push(talk);
            short_fields.push(talk);
        }
        write("record_batch", number, &postcard::to_stdvec(&(batch, short_fields)).unwrap());
    }
}
