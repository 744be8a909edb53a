//! Stop words: the most common words of English and of English abstracts, which say nothing about the topic of a talk.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::word_hash::hash_word;

/// Words of four letters or more. Plurals are covered by their singulars.
const WORDS: &str = "\
    able about above according achieve across actually address addresses after again against allow allowing almost \
    along already also although always among another anything approach approaches around aspect available aware away \
    based beautiful because become been before begin behind being below best better between beyond both bring \
    building build came case cause challenge challenges challenging change clear common compared complex concept \
    consider considered consist could course current currently deal demonstrate derive described describe despite \
    detail develop developed developing development did different difficult discuss discussed does doing done down \
    during each easily effect either else emerging enable enabling enough especially even ever every everything \
    exactly example examples exist existing explain explore extend extent fact feature field finally find finding \
    first five focus follow following form found four from full fully further future gain general generally give \
    given gives giving goal going good great group hand handful hard have having help hence here high highly \
    however idea ideas identify impact implement important improve include including indeed inside instead \
    interest interesting into introduce introduced introduction issue itself just keep kind know knowledge known \
    large last later latest lead leading least less like likely long look made main mainly major make makes making \
    many matter mean means measure method methods might million more moreover most motivate much must name namely \
    need needed never nevertheless next novel number numerous obtain obtained often once only onto open order other \
    others otherwise outline over overcome overview paper part particular particularly past people perform \
    performance perhaps place point possible potential practical practice present presentation presented presenting \
    previous problem process progress propose proposed prove provide provided providing question quite rather real \
    really reason recent recently regarding related relevant rely remain require required requires research result \
    right role same second seem seen several shall should show showing shown significant significantly similar \
    simple simply since single small some something sometimes speaker still strong study studied studies successful \
    such suggest take taken talk talks task tell term than thank that their them themselves then there thereby \
    therefore these they thing think this those though three through thus time title today together topic toward \
    towards true turn twice type typical typically under understand understanding unfortunately unique until upon \
    used useful user uses using usually value variety various very view want well were what when where whereas whether \
    which while whole whose widely keynote lightning minute opening closing panel session tutorial welcome workshop will with within without wonder word work working world would year years yield \
    yields your";

/// Verbs. Each also covers its other forms: `solve` covers `solves`, `solved` and `solving`.
const VERBS: &str = "\
    accept account adapt adopt advance affect agree analyze apply argue arise arrive assume attempt attend attract avoid \
    balance benefit borrow break build calculate call capture carry cause choose claim close collect combine compare \
    complete compute conclude conduct confirm connect construct contain continue contribute control convert correct count \
    cover create cross decide define deliver depend design determine differ discover divide draw drive earn employ enable \
    encounter encourage enhance enjoy ensure enter establish estimate evaluate evolve examine execute exhibit expand expect \
    explore express face fail fall feel fill follow force form gather generalize generate grow guide happen help hide hope \
    illustrate imagine include incorporate increase influence inform inspire integrate involve join keep lack learn \
    leverage limit list live lose maintain manage maximize meet minimize miss modify motivate move observe occur offer \
    operate optimize organize outperform participate pass plan play pose predict prepare preserve prevent produce promise \
    promote push quantify raise range reach reach read realize receive recover reduce refer reflect remove repeat replace \
    report represent reveal review revisit rise save scale search select sense separate serve share shed shift showcase \
    simplify solve span spend stand start stay step store strengthen support survey sustain target teach test touch trace \
    track train transfer transform translate travel treat trust tune unify update vary verify visit wait walk watch weigh \
    write";

/// Adjectives and nouns that are common in every subject.
const EMPTY_WORDS: &str = "\
    abstract academic accurate active additional advanced algorithm amount analysis application area assistant author \
    average award background basic black book broad candidate career case category center central certain class classical \
    classic co-author collaboration collection colleague college combination community company comparison complexity \
    component computational computer conference connection content context contribution core critical data deep degree \
    department dimension direct director distinct domain dramatic dynamic early economic efficient element empirical \
    engineer engineering entire environment equal error essential evidence exact experience experiment experimental expert \
    explicit external extreme faculty family fast fellow figure final fixed flexible formal foundation framework frequent \
    function fundamental global goal graduate great growth head huge human image implementation individual industry \
    information initial input instance institute internal international intuition joint journal laboratory language \
    learner lecture length level line linear little local location loss lower machine massive mathematical mathematics \
    mechanism member modern module multiple national natural nature network normal object objective observation ongoing \
    opportunity optimal original output pair parameter parallel path pattern phenomenon physical population positive power \
    powerful precise principle prior private professor program programme project property public purpose quality random \
    rapid rare rate reality reliable response rich robust rule sample scenario scheme science scientific scientist section \
    sector sensitive series setting shape short size small society software solution source space special speed stage \
    standard state statistic step strategy strength strict structure student subject success sufficient suitable system \
    table team technical technique technology term theoretical theory tool total tradition traditional true trend \
    undergraduate unified unit universal university update upper usage vision visual vital wave weak wealth website wide \
    youtube zoom channel confirmation license slides video webpage subscribe";

/// Whether the word with this hash is a stop word. The most common words are stop words everywhere; verbs and empty
/// words only in abstracts, because in a title or tag they are there for a reason.
pub(super) fn is_stop_word(hash: u32, in_title: bool) -> bool {
    static ANYWHERE: LazyLock<HashSet<u32>> =
        LazyLock::new(|| hashes(WORDS.split_whitespace().map(str::to_owned)));
    static IN_TEXTS: LazyLock<HashSet<u32>> = LazyLock::new(|| {
        let verbs = VERBS.split_whitespace().flat_map(forms);
        hashes(verbs.chain(EMPTY_WORDS.split_whitespace().map(str::to_owned)))
    });
    ANYWHERE.contains(&hash) || (!in_title && IN_TEXTS.contains(&hash))
}

fn hashes(words: impl Iterator<Item = String>) -> HashSet<u32> {
    words.filter_map(|word| hash_word(word.as_bytes())).collect()
}

/// A verb and its other forms, including those with a doubled letter.
fn forms(verb: &str) -> Vec<String> {
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let doubled = verb.chars().next_back().map_or(String::new(), |last| format!("{verb}{last}"));
    let past = verb.strip_suffix('y').map_or(format!("{stem}ed"), |stem| format!("{stem}ied"));
    let third = verb.strip_suffix('y').map_or(format!("{verb}es"), |stem| format!("{stem}ies"));
    vec![verb.to_owned(), past, third, format!("{stem}ing"), format!("{doubled}ed"), format!("{doubled}ing")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_stands_for_its_other_forms() {
        for (verb, form) in
            [("solve", "solving"), ("apply", "applied"), ("learn", "learned"), ("plan", "planning")]
        {
            assert!(forms(verb).contains(&form.to_owned()), "{form}: {:?}", forms(verb));
        }
    }
}
