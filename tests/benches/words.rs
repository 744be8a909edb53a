//! The words that made-up texts consist of: common ones as they are, rare ones from syllables.

use super::generator::{mix, pick};

/// A language to write in.
pub(crate) struct Language {
    /// Its code.
    pub(crate) code: &'static str,
    /// Whether blanks stand between its words.
    pub(crate) spaced: bool,
    common: &'static [&'static str],
    syllables: &'static [&'static str],
}

impl Language {
    /// Puts the word of a rank behind `out`: the lower the rank, the more common the word.
    pub(crate) fn push_word(&self, rank: u64, out: &mut String) {
        let at = usize::try_from(rank).unwrap_or(usize::MAX);
        if let Some(word) = self.common.get(at) {
            out.push_str(word);
            return;
        }
        let mut mixed = mix(rank);
        let syllables = if self.spaced { 2 + mixed % 3 } else { 2 };
        for _ in 0..syllables {
            mixed = mix(mixed);
            out.push_str(pick::<&str>(self.syllables, mixed));
        }
    }
}

/// English first; the others are rarer.
#[rustfmt::skip]
pub(crate) static LANGUAGES: [Language; 7] = [
    Language {
        code: "en",
        spaced: true,
        common: &[
            "the", "of", "and", "to", "in", "a", "we", "for", "is", "that", "this", "with", "on", "are", "as",
            "by", "be", "from", "an", "can", "which", "it", "will", "or", "our", "these", "has", "have", "how",
            "such", "data", "models", "model", "learning", "talk", "problem", "problems", "theory", "systems",
            "methods", "between", "new", "results", "also", "their", "show", "using", "work", "not", "more",
            "at", "other", "present", "time", "neural", "networks", "quantum", "analysis", "based", "approach",
            "algorithms", "many", "discuss", "research", "applications", "into", "when", "language", "large",
            "through", "machine", "some", "one", "two", "recent", "where", "than", "science", "most", "space",
            "functions", "information", "been", "training", "random", "equations", "optimization", "state",
            "design", "process", "used", "first", "statistical", "human", "under", "control", "structure",
            "over", "dynamics", "network", "real", "general", "university", "professor", "computer",
            "received", "she", "he", "his", "her", "department", "award", "inference", "probability", "robots",
            "vision", "graph", "graphs", "stochastic", "deep", "geometry", "software", "safety",
            "verification", "distributed", "privacy", "energy", "linear", "causal", "high", "about", "well",
            "different", "including", "both", "paper", "while", "then", "different", "main", "classes",
            "*MCUNet*", "ImageNet-scale", "$O(n \\log n)$", "state-of-the-art", "C++", "don’t",
            "[code](https://example.org)",
        ],
        syllables: &[
            "con", "ver", "ti", "mo", "ra", "net", "al", "gor", "ith", "pro", "ba", "bil", "op", "ta", "ize",
            "sys", "lin", "ear", "gra", "di", "ent", "sto", "cha", "stic", "mar", "kov", "hel", "ing", "quo", "fe", "zu", "gi", "bre", "dro", "pla", "wi", "ju", "nov", "exa", "ul",
            "tion", "ed", "er", "in", "re", "de", "co", "mul", "po", "ly", "fac", "tor", "mat", "rix", "ten",
            "sor", "ke", "nel", "li", "pre", "sub", "ic",
        ],
    },
    Language {
        code: "fr",
        spaced: true,
        common: &[
            "de", "la", "et", "les", "des", "le", "en", "une", "un", "est", "à", "pour", "dans", "que", "nous",
            "par", "sur", "qui", "du", "ces", "méthodes", "modèles", "données", "l'optimisation", "problème",
            "théorie", "réseaux", "où", "très", "être", "d'apprentissage", "systèmes", "été", "présentons",
            "œuvre", "ça",
        ],
        syllables: &[
            "mé", "tho", "de", "ré", "seau", "le", "tion", "ap", "prê", "sion", "ca", "li", "té", "eux",
            "gé", "no",
        ],
    },
    Language {
        code: "de",
        spaced: true,
        common: &[
            "die", "der", "und", "in", "den", "von", "zu", "das", "mit", "für", "ist", "auf", "wir", "ein",
            "eine", "werden", "über", "Größe", "Verfahren", "Lösung", "können", "Vortrag", "maßgeblich",
            "Straße", "während",
        ],
        syllables: &[
            "ver", "fah", "ren", "lös", "ung", "grö", "ße", "be", "stimm", "keit", "ab", "hän", "gig",
            "schaft",
        ],
    },
    Language {
        code: "ru",
        spaced: true,
        common: &[
            "и", "в", "на", "с", "что", "для", "по", "не", "как", "мы", "из", "это", "к", "доклад", "задачи",
            "методы", "системы", "теория", "уравнения", "рассматривается", "моделей", "обучения",
            "устойчивость", "её", "случай",
        ],
        syllables: &[
            "пре", "об", "ра", "зо", "ва", "ни", "е", "мо", "де", "ли", "тео", "ри", "я", "си", "сте", "ма",
            "ого",
        ],
    },
    Language {
        code: "zh",
        spaced: false,
        common: &[
            "的", "是", "在", "和", "了", "我们", "研究", "方法", "问题", "系统", "模型", "学习", "量子",
            "数据", "理论", "网络", "报告", "算法", "结果", "应用", "计算", "控制", "分析", "介绍",
        ],
        syllables: &[
            "大", "中", "力", "学", "数", "理", "化", "生", "信", "息", "机", "器", "人", "工", "智", "能",
            "图", "像",
        ],
    },
    Language {
        code: "ja",
        spaced: false,
        common: &[
            "の", "を", "に", "は", "が", "と", "で", "について", "研究", "モデル", "学習", "データ", "システム", "量子", "講演", "ロボット",
            "では", "ネットワーク", "解析", "する",
        ],
        syllables: &[
            "か", "き", "し", "た", "な", "ラ", "ル", "ン", "ト", "ス", "数", "理", "機", "械", "力", "学",
        ],
    },
    Language {
        code: "ko",
        spaced: true,
        common: &[
            "및", "이", "연구", "방법", "모델", "시스템", "학습", "데이터", "양자", "이론", "그리고", "대한", "본", "강연에서는", "문제를",
            "알고리즘", "결과를", "네트워크",
        ],
        syllables: &[
            "가", "나", "다", "라", "정", "보", "계", "산", "기", "학", "수", "의", "를", "한", "적",
        ],
    },
];

/// Names of people, a script in each row: how common it is, then given and family names.
#[rustfmt::skip]
pub(crate) static NAMES: [(u64, &[&str], &[&str]); 10] = [
    (
        58,
        &[
            "Anna", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Han", "Irene", "James", "Kate",
            "Liam", "Maria", "Noah", "Olga", "Peter", "Priya", "Rahul", "Sarah", "Song", "Tom", "Uma",
            "Victor", "Wei", "Yan", "Zoe", "Jean-Luc", "J. A.", "Mary Ann",
        ],
        &[
            "Adams", "Baker", "Chen", "Das", "Evans", "Fischer", "Gupta", "Han", "Huang", "Ivanova", "Jones",
            "Kim", "Li", "Lopez", "Mehta", "Nakamura", "O’Brien", "Park", "Quinn", "Rossi", "Singh", "Tanaka",
            "van der Berg", "Wang", "Young", "Zhang", "Smith-Jones", "T’kindt",
        ],
    ),
    (
        18,
        &[
            "Rémi", "Clémence", "Łukasz", "José", "Zoë", "Søren", "Åsa", "Jürgen", "Šárka", "İpek", "Đorđe",
            "Þóra", "François",
        ],
        &[
            "Gagné", "Prévost", "Łódź", "Núñez", "Müller", "Sørensen", "Ångström", "Dvořák", "Yıldız", "Groß",
            "Đurić", "Ægisson", "Żak", "Kégl", "Hernández", "Straße",
        ],
    ),
    (
        4,
        &["Thị Ánh", "Văn Hùng", "Đức", "Ngọc Trinh", "Quốc"],
        &["Nguyễn", "Trần", "Phạm", "Đặng", "Lê", "Vũ"],
    ),
    (
        6,
        &["Иван", "Ольга", "Дмитрий", "Екатерина", "Фёдор", "Андрей"],
        &[
            "Иванов", "Петрова", "Соколов", "Чебышёв", "Щербаков", "Юдин", "Голубев",
        ],
    ),
    (
        2,
        &["Γιώργος", "Ελένη", "Νίκος"],
        &["Παπαδόπουλος", "Ιωάννου", "Δημητρίου"],
    ),
    (
        5,
        &["伟", "小明", "芳", "秀英", "子涵"],
        &["王", "李", "张", "刘", "陈", "宋", "韩"],
    ),
    (
        3,
        &["一郎", "さくら", "花子", "ケン"],
        &["鈴木 ", "佐藤 ", "高橋 ", "田中 "],
    ),
    (
        3,
        &["민수", "지영", "서연", "현우"],
        &["김", "이", "박", "최", "한"],
    ),
    (1, &["محمد", "فاطمة"], &["الحسن", "العلي"]),
    (1, &["अनिल", "प्रिया"], &["शर्मा", "गुप्ता"]),
];

/// Places where people work.
#[rustfmt::skip]
pub(crate) static AFFILIATIONS: [&str; 12] = [
    "MIT EECS", "ETH Zürich", "Université Paris-Saclay", "UC Berkeley", "Univerzita Karlova", "清华大学", "東京大学",
    "KAIST", "МГУ имени М. В. Ломоносова", "University of Oxford", "IIT Bombay",
    "Łódź University of Technology",
];

/// Sequences of talks.
#[rustfmt::skip]
pub(crate) static SERIES: [&str; 10] = [
    "Data Science Seminar", "Signal Seminar", "Autonomous Vehicles Colloquium", "One World Scheduling",
    "Theory Lunch", "Séminaire de statistique", "Physics and Machine Learning", "Robotics Today", "数学讨论班",
    "Women in Logic",
];
