//! From response files to finished results.

use std::path::Path;

use super::Plan;
use super::draw::{Certificate, parts, read_sample};
use crate::decide::adjust::account;
use crate::decide::case::{Case, Judging};
use crate::decide::engine::{adjusted_measure, decide, fired};
use crate::decide::result::{Decisions, People};
use crate::decide::rule::RuleBook;
use crate::decide::standing::{Standing, of_outcome, standing_of};
use crate::error::{Error, ErrorKind, Problems};
use crate::language::Text;
use crate::said;
use crate::score::change::changes;
use crate::score::engine::{Outcome, score};
use crate::score::responses::read;
use crate::score::result::{Change, Finding, Input, Provenance, Severity};
use crate::score::scheme::{Round, Scheme};
use crate::score::standings::Standings;
use crate::table::{Table, sha256};

/// Scores one round from a response file, matched with the sample in `sample` if there is one.
///
/// # Errors
/// All problems of the response file, or why it could not be read.
pub fn score_round(plan: &Plan, round: &Round, responses: &Path, sample: &Path) -> Result<(Outcome, Option<Certificate>), Problems> {
    let drawn = read_sample(plan, sample)?;
    let table = Table::read(responses)?;
    let questionnaires = read(&plan.scheme, &plan.responses, &table, drawn.as_ref().map(|d| &d.0))?;
    let mut provenance = Provenance { version: env!("CARGO_PKG_VERSION").into(), inputs: Vec::new() };
    let file = plan.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    provenance.inputs.push(Input { role: "plan".into(), file, sha256: plan.sha256.clone() });
    provenance.inputs.push(questionnaires.input.clone());
    if drawn.is_some() {
        let path = sample.join("certificate.json");
        let bytes = crate::table::bounds::bytes(&path)?;
        provenance.inputs.push(Input { role: "certificate".into(), file: "certificate.json".into(), sha256: sha256(&bytes) });
    }
    let mut outcome = score(&plan.scheme, round, &questionnaires, provenance)?;
    let now = parts(plan)?;
    if drawn.as_ref().is_some_and(|d| d.1.plan.parts != now || d.1.seed_phrase != plan.scheme.survey.seed_phrase) {
        outcome.scores.quality.findings.push(Finding::of(Severity::Warning, &said!("report-finding-the-plan-has-changed-since-the-sample")));
    }
    Ok((outcome, drawn.map(|d| d.1)))
}

/// Everything that the data of a plan allow: the current round, the one before, the change, the recommendations.
#[derive(Clone, Debug)]
pub struct Results {
    /// The current round.
    pub current: Outcome,
    /// The round before.
    pub previous: Option<Outcome>,
    /// The change between them.
    pub changes: Vec<Change>,
    /// Recommendations for the current round.
    pub decisions: Decisions,
    /// How the sample was drawn, where it was ours.
    pub certificate: Option<Certificate>,
}

/// The scores of the current round alone: its answers from `responses`, else from the file that the plan names.
///
/// # Errors
/// All problems of the response file.
pub fn current(plan: &Plan, responses: Option<&Path>, sample: &Path) -> Result<(Outcome, Option<Certificate>), Problems> {
    let round = plan.round();
    let named = plan.folder().join(&round.responses);
    let path = responses.unwrap_or(&named);
    if !path.exists() {
        return Err(Error::new(ErrorKind::Io, said!("error-no-answers-yet")).in_file(path).hint(said!("hint-name-response-file-try")).into());
    }
    score_round(plan, round, path, sample)
}

/// Scores, compares and judges: the answers of the current round from `responses`, else from the file that the plan names.
///
/// # Errors
/// All problems of a response file.
pub fn results(plan: &Plan, responses: Option<&Path>, sample: &Path) -> Result<Results, Problems> {
    let round = plan.round();
    let (mut current, certificate) = current(plan, responses, sample)?;
    if let (Some(reason), Some(_)) = (&round.break_before, plan.previous_round()) {
        current.scores.quality.findings.push(Finding::of(Severity::Warning, &said!("report-finding-not-comparable-with-the-round-before", reason = reason)));
    }
    if let Some(comments) = &plan.comments {
        let file = plan.folder().join(&comments.file);
        if file.exists() {
            let table = Table::read(&file)?;
            current.scores.comments = Some(crate::score::comments::comments(&plan.scheme, comments, &table, &plan.scheme.survey.seed().effective()?)?);
            let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            current.scores.provenance.inputs.push(Input { role: "comments".into(), file: name, sha256: table.sha256().to_owned() });
        }
    }
    let previous = match plan.previous_round() {
        Some(before) => Some(score_round(plan, before, &plan.folder().join(&before.responses), sample)?.0),
        None => None,
    };
    let aside = previous.as_ref().map_or(0, |p| p.scores.quality.set_aside_total);
    if aside > 0 {
        current.scores.quality.findings.push(Finding::of(Severity::Warning, &said!("report-finding-set-aside-before", n = aside)));
    }
    let changes = previous.as_ref().map(|p| changes(&p.scores, &current.scores)).unwrap_or_default();
    let earlier: Vec<Standing> = previous.iter().map(of_outcome).collect();
    let decisions = judge(plan, &plan.book, &current, earlier)?;
    Ok(Results { current, previous, changes, decisions, certificate })
}

/// What a book of rules recommends for a scored round of a plan; `earlier` are the rounds before, oldest first.
///
/// # Errors
/// All problems of the ledger.
pub fn judge(plan: &Plan, book: &RuleBook, current: &Outcome, earlier: Vec<Standing>) -> Result<Decisions, Problems> {
    let scheme = &plan.scheme;
    let units: Vec<&str> = scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let events = book.events(&units, current.scores.round.date)?;
    let mut rounds = earlier;
    rounds.push(of_outcome(current));
    let mut accounts = Vec::new();
    if book.ledger.is_some() {
        let bounds = book.bounds();
        accounts = units.iter().zip(&current.standings.composites).map(|(u, score)| account(u, score.as_ref(), &events, &book.clauses, &bounds)).collect();
        if let Some(present) = rounds.last_mut() {
            for list in &mut present.lists {
                let measure = adjusted_measure(list, &accounts);
                list.measures.extend(measure);
            }
        }
    }
    let movers = |unit: &str, points: f64| -> Vec<People> {
        let Some(u) = units.iter().position(|id| *id == unit) else { return Vec::new() };
        let class = |(c, class): (usize, &crate::score::scheme::Class)| People {
            class: class.id.clone(),
            name: Text { zh: class.zh.clone(), en: class.en.clone() },
            people: current.crossing[u].people(c, points),
        };
        scheme.classes.iter().enumerate().map(class).collect()
    };
    let phrase = scheme.survey.seed().effective()?;
    let case =
        Case { rules: &book.rules, rounds: &rounds, events: &events, accounts: &accounts, judging: judging(scheme), phrase: &phrase, movers: Some(&movers) };
    Ok(decide(&case))
}

/// Which units each rule of a plan is for, by scores alone: for surveys that are repeated. `phrase` is the effective one of the plan's seed.
pub fn fires(plan: &Plan, phrase: &str, found: &Standings) -> Vec<Vec<bool>> {
    let standing = standing_of(&plan.scheme, plan.round(), found);
    let rules = &plan.book.rules;
    fired(&Case { rules, rounds: &[standing], events: &[], accounts: &[], judging: judging(&plan.scheme), phrase, movers: None })
}

fn judging(scheme: &Scheme) -> Judging {
    let settings = &scheme.settings;
    Judging {
        thresholds_on: settings.thresholds_on,
        ranks_on: settings.ranks_on,
        decimals: settings.decimals,
        rounding: settings.rounding,
        cut_ties: settings.cut_ties,
        points: scheme.scale.points,
    }
}
