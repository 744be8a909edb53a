//! Every record round-trips through its encoded form, whatever its file contained.

use proptest::prelude::*;

use super::*;
use crate::records::{BlockFile, Blocks, RecordError, Summary};
use crate::testing::seminar;

/// All records of the test archives.
fn records() -> Vec<Seminar> {
    cases().iter().flat_map(|origin| read_whole(origin).0).collect()
}

fn batch(records: &[Seminar]) -> RecordBatch {
    let mut record_batch = RecordBatch::default();
    for record in records {
        record_batch.push(record);
    }
    record_batch
}

#[test]
fn records_round_trip() {
    let records = records();
    let record_batch = batch(&records);
    assert!(
        records.len() > 100 && records.iter().any(|r| !r.other_sources.is_empty() && !r.other.is_empty())
    );
    for (at, record) in records.iter().enumerate() {
        assert_eq!(&record_batch.seminar(at).unwrap(), record);
        assert_eq!(record_batch.summary(at).unwrap(), Summary::from(record.clone()));
    }
    let mut all = Vec::new();
    record_batch.for_each(&mut |at, seminar| all.push((at, seminar))).unwrap();
    assert!(all.iter().map(|(_, seminar)| seminar).eq(&records));
    assert!(all.iter().map(|(at, _)| *at).eq(0..records.len()));
    assert!(record_batch.summary(records.len()).is_none() && record_batch.seminar(records.len()).is_err());
}

#[test]
fn order_keys_sort_like_the_list() {
    let records = records();
    let record_batch = batch(&records);
    for (at, a) in records.iter().enumerate() {
        for (other, b) in records.iter().enumerate() {
            assert_eq!(
                record_batch.order_key(at).cmp(&record_batch.order_key(other)),
                a.order_key().cmp(&b.order_key())
            );
        }
    }
}

#[test]
fn bodies_round_trip_through_a_file_and_damage_is_detected() {
    let records = records();
    let record_batch = batch(&records);
    let mut file = Vec::new();
    let mut places = Vec::new();
    let mut keep_chunk = |chunk: &[u8]| {
        let at = u64::try_from(file.len()).unwrap();
        places.push((at, u32::try_from(chunk.len()).unwrap(), crc32fast::hash(chunk)));
        file.extend_from_slice(chunk);
        Ok(())
    };
    record_batch.write_blocks(&mut keep_chunk).unwrap();
    let keep = |bytes: &[u8]| {
        use std::io::Write as _;
        let mut there = tempfile::tempfile().unwrap();
        there.write_all(bytes).unwrap();
        record_batch.use_blocks(Blocks::new(Arc::new(BlockFile::new(there)), places.clone()));
    };
    keep(&file);
    for (at, record) in records.iter().enumerate() {
        assert_eq!(&record_batch.seminar(at).unwrap(), record);
    }
    let mut count = 0;
    record_batch.for_each(&mut |_, _| count += 1).unwrap();
    assert_eq!(count, records.len());
    let last = file.len() - 1;
    file[last] ^= 1;
    keep(&file);
    assert!(matches!(record_batch.seminar(records.len() - 1), Err(RecordError::Damaged)));
    assert!(record_batch.seminar(0).is_ok());
    keep(&file[..last]);
    assert!(matches!(record_batch.seminar(records.len() - 1), Err(RecordError::Unreadable(_))));
}

proptest! {
    #[test]
    fn any_text_round_trips(title in ".{0,40}", speaker in ".{0,20}", text in "(.|\n){0,80}", index in any::<u32>()) {
        let mut record = seminar(&title, &speaker, "2020-01", index);
        record.abstract_text = Some(crate::text::Text::block(&text));
        record.source.line = 7;
        let record_batch = batch(std::slice::from_ref(&record));
        prop_assert_eq!(record_batch.seminar(0).unwrap(), record);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(record_batch) = postcard::from_bytes::<RecordBatch>(&bytes) {
            let _ = record_batch.is_valid();
            let _ = (record_batch.summary(0), record_batch.order_key(0), record_batch.seminar(0).is_ok());
        }
    }
}
