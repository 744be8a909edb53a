//! Which talks are found in a collection does not depend on order, names or neighbours.

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;

const PEOPLE: [&str; 8] = [
    "Emmy Noether",
    "Ada Lovelace",
    "Sofia Kovalevskaya",
    "Mary Somerville",
    "Maria Agnesi",
    "Sophie Germain",
    "Ingrid Daubechies",
    "Olga Ladyzhenskaya",
];
const TOPICS: [&str; 8] = [
    "Why rings have no corners",
    "Numbers that weave and knit",
    "A top that never stops",
    "Stars seen from a garden",
    "Curves with a bad name",
    "Letters about small primes",
    "Waves that fit in a box",
    "Water that goes its way",
];

/// Column names, of which at most one is recognised.
const NAMES: [[&str; 4]; 3] =
    [["title", "gast", "wann", "raum"], ["title", "wer", "an_dem", "wo"], ["x", "speaker", "y", "z"]];

/// A collection of talks: who speaks about what, and on which day.
#[derive(Debug, Clone)]
struct Talks {
    people: Vec<&'static str>,
    topics: Vec<&'static str>,
    names: [&'static str; 4],
    order: Vec<usize>,
}

fn talks() -> impl Strategy<Value = Talks> {
    (5..=8usize).prop_flat_map(|count| {
        (
            subsequence(PEOPLE.to_vec(), count).prop_shuffle(),
            subsequence(TOPICS.to_vec(), count).prop_shuffle(),
            prop::sample::select(NAMES.to_vec()),
            Just(vec![0, 1, 2, 3]).prop_shuffle(),
        )
            .prop_map(|(people, topics, names, order)| Talks { people, topics, names, order })
    })
}

impl Talks {
    /// The pairs of an entry in this order.
    fn pairs(&self, at: usize, order: &[usize]) -> Vec<(&'static str, String)> {
        let values = [
            self.topics[at].to_owned(),
            self.people[at].to_owned(),
            format!("2024-03-0{}", at + 1),
            format!("{at}b"),
        ];
        order.iter().map(|&column| (self.names[column], values[column].clone())).collect()
    }

    fn yaml(&self, order: &[usize]) -> String {
        let entry = |at| {
            let pairs = self.pairs(at, order).into_iter().map(|(name, value)| format!("{name}: \"{value}\""));
            format!("- {{{}}}\n", pairs.collect::<Vec<_>>().join(", "))
        };
        (0..self.people.len()).map(entry).collect()
    }

    fn csv(&self, order: &[usize]) -> String {
        let row = |cells: Vec<String>| cells.join(",") + "\n";
        let head = row(order.iter().map(|&column| self.names[column].to_owned()).collect());
        let rows = (0..self.people.len())
            .map(|at| row(self.pairs(at, order).into_iter().map(|(_, value)| value).collect()));
        head + &rows.collect::<String>()
    }

    fn page(&self, at: usize, order: &[usize]) -> String {
        let pairs = self.pairs(at, order).into_iter().map(|(name, value)| format!("{name}: \"{value}\"\n"));
        format!("---\n{}---\n", pairs.collect::<String>())
    }

    /// Title, speaker and day of all talks, sorted.
    fn expected(&self) -> Vec<(String, String, String)> {
        let talk = |at: usize| {
            (self.topics[at].to_owned(), self.people[at].to_owned(), format!("2024-03-0{}", at + 1))
        };
        let mut all: Vec<_> = (0..self.people.len()).map(talk).collect();
        all.sort();
        all
    }
}

/// Title, speakers and day of all talks of a folder, sorted.
fn facts(folder: &TestFolder) -> Vec<(String, String, String)> {
    let (seminars, _) = read(&folder.origin(), &Limits::default());
    let fact = |seminar: &Seminar| {
        let day = seminar.when().map(|when| when.to_string()).unwrap_or_default();
        (seminar.display_title().to_owned(), seminar.speaker_names(), day)
    };
    let mut all: Vec<_> = seminars.iter().map(fact).collect();
    all.sort();
    all
}

const BY_FIELD: [usize; 4] = [0, 1, 2, 3];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn entries_of_one_shape_are_as_many_talks_whatever_the_order_of_columns(talks in talks()) {
        for order in [&BY_FIELD[..], &talks.order] {
            let list = TestFolder::new(&[("talks.yml", &talks.yaml(order))]);
            prop_assert_eq!(facts(&list), talks.expected());
            let table = TestFolder::new(&[("talks.csv", &talks.csv(order))]);
            prop_assert_eq!(facts(&table), talks.expected());
        }
        let pages = TestFolder::new(&[]);
        for at in 0..talks.people.len() {
            pages.write(&format!("talks/page-{at}.md"), &talks.page(at, &talks.order));
        }
        prop_assert_eq!(facts(&pages), talks.expected());
    }

    #[test]
    fn what_is_no_collection_of_talks_changes_nothing(talks in talks(), other in 0..5usize) {
        let folder = TestFolder::new(&[("_data/talks.yml", &talks.yaml(&BY_FIELD))]);
        let (name, text) = [
            ("LICENSE.md", "# Licence\n\nDo what you like.\n"),
            ("_data/navigation.yml", "- {title: Home, url: /}\n- {title: Talks, url: /talks}\n"),
            ("_data/people.yml", "- {name: Emmy Noether, role: organiser}\n- {name: Ada Lovelace, role: chair}\n"),
            ("_posts/2024-05-05-news.md", "---\nlayout: post\ntitle: We moved\n---\nTo a new building.\n"),
            ("notes/todo.md", "- water the trees\n- count the rings\n"),
        ][other];
        folder.write(name, text);
        prop_assert_eq!(facts(&folder), talks.expected());
    }

    #[test]
    fn a_plain_collection_beside_others_removes_only_what_is_doubtful(talks in talks(), more in talks()) {
        let folder = TestFolder::new(&[
            ("a/talks.yml", &talks.yaml(&BY_FIELD)),
            ("pages/day.md", "---\ntitle: A day without a speaker\ndate: 2020-01-01\nabstract: About nothing\n---\n"),
        ]);
        let before = facts(&folder);
        folder.write("b/_talks/talks.csv", &more.csv(&BY_FIELD));
        let after = facts(&folder);
        for talk in talks.expected().iter().chain(&more.expected()) {
            prop_assert!(after.contains(talk), "{:?} of {:?}, before {:?}", talk, after, before);
        }
    }
}

#[test]
fn the_name_of_an_archive_says_nothing() {
    let case = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/archive/cases/columns-by-values");
    let (expected, _) = read(&Origin::Paths(vec![case.clone()]), &Limits::default());
    for name in ["people", "posts", "talks", "software"] {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join(name);
        fs::create_dir_all(root.join("_data")).unwrap();
        for file in ["_data/evenings.yml", "colloquium.csv"] {
            fs::copy(case.join(file), root.join(file)).unwrap();
        }
        let (seminars, _) = read(&Origin::Paths(vec![root]), &Limits::default());
        let facts =
            |all: &[Seminar]| all.iter().map(|one| (one.id.clone(), one.speaker_names())).collect::<Vec<_>>();
        assert_eq!(facts(&seminars), facts(&expected), "{name}");
    }
}
