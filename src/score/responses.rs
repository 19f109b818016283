//! Answers as they come in: three layouts, told apart by their columns, made into questionnaires (rater × unit).
//!
//! - *wide*: one row per rater × unit, one column per indicator;
//! - *long*: one row per rater × unit × indicator, with columns `indicator` and `answer`;
//! - *matrix*: one row per rater, one column per unit × indicator, by the mapping in the plan.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::error::{Error, ErrorKind, Problems, nearest};
use crate::language::catalogue::Message;
use crate::said;
pub use crate::score::admission::DrawnRaters;
use crate::score::answer::{Answer, Judge};
use crate::score::input::{Input, InvalidCell, SetAside};
pub use crate::score::layout::{Layout, Matrix};
use crate::score::own_samples;
pub use crate::score::questionnaires::{Questionnaires, Rater, RaterDesign};
use crate::score::scheme::{InvalidAnswer, Scheme};
use crate::select::draw::{Draw, Raters};
use crate::table::value::canonical;
use crate::table::{Table, notes, quoted};

/// The outermost part of a stratum's label.
///
/// ```
/// assert_eq!(minyi::score::responses::area_of("前锋区/rural/01镇"), "前锋区");
/// ```
pub fn area_of(stratum: &str) -> &str {
    stratum.split('/').next().unwrap_or_default().trim()
}

/// At most this many problems are listed for one file.
const LISTED: usize = 50;

struct Reader<'a> {
    scheme: &'a Scheme,
    layout: &'a Layout,
    table: &'a Table,
    judge: Judge,
    drawn: Option<&'a DrawnRaters>,
    units: HashMap<&'a str, (u32, &'a [String])>,
    /// Their identifiers, in the order of the plan.
    ids: Vec<&'a str>,
    known_raters: HashMap<(usize, &'a str), u32>,
    seen: HashMap<(u32, u32), usize>,
    /// Questionnaires set aside, so that each is counted once.
    aside: HashSet<(usize, &'a str, u32)>,
    out: Questionnaires,
    problems: Problems,
}

/// Columns that describe a row.
struct Roles<'a> {
    class: Option<Vec<&'a str>>,
    constant: Option<usize>,
    rater: Vec<&'a str>,
    stratum: Option<Vec<&'a str>>,
    psu: Option<Vec<&'a str>>,
    weight: Option<Vec<f64>>,
    order: Option<Vec<u64>>,
    area: Option<Vec<&'a str>>,
}

/// Reads the questionnaires of a round from a table in any of the three layouts.
///
/// # Errors
/// All problems of the file, at most fifty: unknown units, classes or raters, double questionnaires, missing columns, and, where the plan
/// says so, invalid answers; each with row, column and value.
pub fn read(scheme: &Scheme, layout: &Layout, table: &Table, drawn: Option<&DrawnRaters>) -> Result<Questionnaires, Problems> {
    let width = scheme.categories.iter().map(|c| c.indicators.len()).max().unwrap_or(0);
    let mut reader = Reader {
        scheme,
        layout,
        table,
        judge: Judge::new(&scheme.scale, scheme.settings.verbal_answers),
        drawn,
        units: (0..).zip(scheme.units()).map(|(i, (category, unit))| (canonical(&unit.id), (i, category.indicators.as_slice()))).collect(),
        ids: scheme.units().map(|(_, u)| u.id.as_str()).collect(),
        known_raters: HashMap::new(),
        seen: HashMap::new(),
        aside: HashSet::new(),
        out: Questionnaires {
            width,
            design_known: vec![true; scheme.classes.len()],
            unordered: vec![false; scheme.classes.len()],
            ..Questionnaires::default()
        },
        problems: Problems::new(),
    };
    let unit_column = layout.unit.as_deref().unwrap_or("unit");
    let matrix = layout.matrix.as_ref().filter(|_| !table.has(unit_column));
    let roles = reader.roles(layout)?;
    if let Some(matrix) = matrix {
        reader.matrix(matrix, &roles)?;
    } else if table.has("indicator") && table.has("answer") {
        reader.long(unit_column, &roles)?;
    } else {
        reader.wide(unit_column, &roles)?;
    }
    reader.designs(&roles);
    reader.finish()
}

impl<'a> Reader<'a> {
    fn wrong(&self, row: usize, column: &str, message: Message) -> Error {
        Error::new(ErrorKind::Data, message).in_file(self.table.path()).at_row(self.table.file_row(row)).at_column(column)
    }

    fn roles(&mut self, layout: &Layout) -> Result<Roles<'a>, Problems> {
        let table = self.table;
        let optional = |name: &Option<String>, default: &str| -> Result<Option<String>, Error> {
            match name {
                Some(name) if !table.has(name) => Err(table.no_column(name)),
                Some(name) => Ok(Some(name.clone())),
                None => Ok(table.has(default).then(|| default.to_owned())),
            }
        };
        let text = |column: Option<String>| column.map(|c| table.keys(&c)).transpose();
        let class = if table.has("class") { Some(table.keys("class")?) } else { None };
        let constant = match (&class, &layout.class, self.scheme.classes.as_slice()) {
            (Some(_), ..) => None,
            (None, Some(id), _) => self.scheme.classes.iter().position(|c| &c.id == id),
            (None, None, [_]) => Some(0),
            (None, None, _) => return Err(table.no_column("class").hint(said!("hint-name-class-every-rater")).into()),
        };
        let rater = layout.rater.as_deref().unwrap_or("rater");
        Ok(Roles {
            class,
            constant,
            rater: table.keys(rater)?,
            stratum: text(optional(&layout.stratum, "stratum")?)?,
            psu: text(optional(&layout.psu, "psu")?)?,
            weight: optional(&layout.weight, "weight")?.map(|c| table.numbers(&c)).transpose()?,
            order: optional(&layout.order, "order")?.map(|c| table.counts(&c)).transpose()?,
            area: text(optional(&layout.area, "area")?)?,
        })
    }

    fn full(&self) -> bool {
        self.problems.len() >= LISTED
    }

    /// The class and the rater of a row.
    fn who(&mut self, row: usize, roles: &Roles<'a>) -> Option<(usize, &'a str)> {
        let class = match (&roles.class, roles.constant) {
            (Some(cells), _) => {
                let id = cells[row].trim();
                let Some(class) = self.scheme.classes.iter().position(|c| canonical(&c.id) == id) else {
                    let ids: Vec<&str> = self.scheme.classes.iter().map(|c| c.id.as_str()).collect();
                    let error = self.wrong(row, "class", said!("error-not-class-plan", id = id));
                    self.problems.push(match nearest(id, ids.iter().copied()) {
                        Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                        None => error.hint(said!("hint-the-classes-are", ids = quoted(&ids))),
                    });
                    return None;
                };
                class
            }
            (None, Some(class)) => class,
            (None, None) => return None,
        };
        let id = roles.rater[row].trim();
        if id.is_empty() {
            let error = self.wrong(row, "rater", said!("error-rater-empty")).hint(said!("hint-every-questionnaire-needs-rater"));
            self.problems.push(error);
            return None;
        }
        Some((class, id))
    }

    /// Whether what this rater says of this unit counts; if not, it is set aside and listed.
    fn admitted(&mut self, row: usize, (class, id): (usize, &'a str), unit: u32) -> bool {
        let class_id = &self.scheme.classes[class].id;
        let named = self.ids[unit as usize];
        let Some(reason) = self.drawn.and_then(|d| d.unexpected(class_id, id, named)) else { return true };
        if self.aside.insert((class, id, unit)) {
            *self.out.set_aside_total.entry((class, reason)).or_default() += 1;
            if self.out.set_aside.len() < 100 {
                let (file, row) = (file_name(self.table), self.table.file_row(row));
                self.out.set_aside.push(SetAside { file, row, class: class_id.clone(), rater: id.to_owned(), unit: named.to_owned(), reason });
            }
        }
        false
    }

    /// The position of a rater; makes a new one at the first questionnaire. None for people who were not drawn.
    fn rater(&mut self, row: usize, (class, id): (usize, &'a str), roles: &Roles<'a>) -> Option<u32> {
        if let Some(&r) = self.known_raters.get(&(class, id)) {
            return Some(r);
        }
        let design = self.design(row, class, id, roles)?;
        let r = u32::try_from(self.out.raters.len()).ok()?;
        self.out.raters.push(Rater { class, id: id.to_owned(), design });
        self.known_raters.insert((class, id), r);
        Some(r)
    }

    fn design(&mut self, row: usize, class: usize, id: &str, roles: &Roles<'a>) -> Option<RaterDesign> {
        let class_id = &self.scheme.classes[class].id;
        if let Some(drawn) = self.drawn.filter(|d| d.classes.contains(class_id)) {
            return drawn.raters.get(&(class_id.clone(), id.to_owned())).cloned();
        }
        if roles.stratum.is_none() && roles.psu.is_none() {
            self.out.design_known[class] = false;
        }
        let weight = roles.weight.as_ref().map_or(1.0, |w| w[row]);
        if weight < 0.0 {
            let error = self.wrong(row, "weight", said!("error-the-weight-is", weight = weight)).hint(said!("hint-weights-cannot-negative"));
            self.problems.push(error);
        }
        let stratum = roles.stratum.as_ref().map_or("", |s| s[row].trim());
        Some(RaterDesign {
            stratum: stratum.to_owned(),
            psu: roles.psu.as_ref().map_or(id, |p| p[row].trim()).to_owned(),
            weight,
            unit: String::new(),
            order: roles.order.as_ref().map_or(row as u64, |o| o[row]),
            area: roles.area.as_ref().map_or_else(|| area_of(stratum), |a| a[row].trim()).to_owned(),
        })
    }

    fn unit(&mut self, row: usize, column: &str, id: &str) -> Option<(u32, &'a [String])> {
        let id = id.trim();
        if let Some(&found) = self.units.get(id) {
            return Some(found);
        }
        let error = self.wrong(row, column, said!("error-comment-unit", unit = id));
        self.problems.push(match nearest(id, self.units.keys().copied()) {
            Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
            None => error.hint(said!("hint-units-named-their-id-plan")),
        });
        None
    }

    fn questionnaire(&mut self, row: usize, rater: u32, unit: u32) -> usize {
        let q = self.out.len();
        self.out.rater.push(rater);
        self.out.unit.push(unit);
        self.out.row.push(self.table.file_row(row));
        self.out.answers.resize((q + 1) * self.out.width, Answer::Missing);
        self.seen.insert((rater, unit), q);
        q
    }

    fn answer(&mut self, row: usize, column: &str, text: &str) -> Answer {
        let answer = self.judge.judge(text);
        if answer == Answer::Invalid {
            if matches!(canonical(text), "-3" | "-2") {
                notes::add(said!("cli-note-wenjuan-answers"));
            }
            self.out.invalid_total += 1;
            if self.out.invalid.len() < 100 {
                self.out.invalid.push(InvalidCell {
                    file: file_name(self.table),
                    row: self.table.file_row(row),
                    column: column.to_owned(),
                    value: text.to_owned(),
                });
            }
            if self.scheme.settings.invalid_answer == InvalidAnswer::RejectFile && !self.full() {
                let scale = &self.scheme.scale;
                let error = self
                    .wrong(row, column, said!("error-found-expected-whole-number", text = text, min = scale.min, max = scale.max))
                    .hint(said!("hint-set-invalid-answer-count"));
                self.problems.push(error);
            }
        }
        answer
    }

    fn wide(&mut self, unit_column: &str, roles: &Roles<'a>) -> Result<(), Problems> {
        let units = self.table.keys(unit_column)?;
        let mut columns: HashMap<&str, Vec<&str>> = HashMap::new();
        for category in &self.scheme.categories {
            for id in &category.indicators {
                if columns.contains_key(id.as_str()) {
                    continue;
                }
                match self.table.text(id) {
                    Ok(cells) => {
                        columns.insert(id, cells);
                    }
                    Err(e) => self.problems.push(e),
                }
            }
        }
        if !self.problems.is_empty() {
            return Err(std::mem::take(&mut self.problems));
        }
        let by_category: Vec<Vec<(&str, &Vec<&str>)>> =
            self.scheme.categories.iter().map(|c| c.indicators.iter().map(|i| (i.as_str(), &columns[i.as_str()])).collect()).collect();
        let others: Vec<Vec<&Vec<&str>>> =
            self.scheme.categories.iter().map(|c| columns.iter().filter(|(id, _)| !c.indicators.iter().any(|i| i == *id)).map(|(_, v)| v).collect()).collect();
        let category_of: Vec<usize> = self.scheme.categories.iter().enumerate().flat_map(|(i, c)| std::iter::repeat_n(i, c.units.len())).collect();
        for row in 0..self.table.rows() {
            if self.full() {
                break;
            }
            let unit = self.unit(row, unit_column, units[row]);
            let who = self.who(row, roles);
            let (Some((unit, _)), Some(who)) = (unit, who) else { continue };
            if !self.admitted(row, who, unit) {
                continue;
            }
            let Some(rater) = self.rater(row, who, roles) else { continue };
            if let Some(&before) = self.seen.get(&(rater, unit)) {
                let error = self
                    .wrong(
                        row,
                        "rater",
                        said!("error-rater-rated-unit-row", rater = roles.rater[row].trim(), units = units[row].trim(), row = self.out.row[before]),
                    )
                    .hint(said!("hint-keep-one-questionnaire-per"));
                self.problems.push(error);
                continue;
            }
            let q = self.questionnaire(row, rater, unit);
            let category = category_of[unit as usize];
            for (k, (id, cells)) in by_category[category].iter().enumerate() {
                let answer = self.answer(row, id, cells[row]);
                self.out.answers[q * self.out.width + k] = answer;
            }
            self.out.stray += others[category].iter().filter(|c| !c[row].trim().is_empty()).count() as u64;
        }
        self.unused(columns.keys().copied().chain([unit_column]).collect());
        Ok(())
    }

    fn long(&mut self, unit_column: &str, roles: &Roles<'a>) -> Result<(), Problems> {
        let units = self.table.keys(unit_column)?;
        let indicators = self.table.keys("indicator")?;
        let answers = self.table.text("answer")?;
        let mut given = vec![];
        for row in 0..self.table.rows() {
            if self.full() {
                break;
            }
            let unit = self.unit(row, unit_column, units[row]);
            let who = self.who(row, roles);
            let (Some((unit, own)), Some(who)) = (unit, who) else { continue };
            if !self.admitted(row, who, unit) {
                continue;
            }
            let Some(rater) = self.rater(row, who, roles) else { continue };
            let id = indicators[row].trim();
            let Some(k) = own.iter().position(|i| canonical(i) == id) else {
                let error = self.wrong(row, "indicator", said!("error-not-asked-about-unit", id = id, units = units[row].trim()));
                self.problems.push(match nearest(id, own.iter().map(String::as_str)) {
                    Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                    None => error.hint(said!("hint-its-indicators-are", own = quoted(own))),
                });
                continue;
            };
            let q = match self.seen.get(&(rater, unit)) {
                Some(&q) => q,
                None => self.questionnaire(row, rater, unit),
            };
            given.resize(self.out.answers.len(), false);
            let at = q * self.out.width + k;
            if std::mem::replace(&mut given[at], true) {
                let error = self
                    .wrong(row, "indicator", said!("error-rater-answered-about-unit", rater = roles.rater[row].trim(), id = id, units = units[row].trim()))
                    .hint(said!("hint-keep-one-answer-per"));
                self.problems.push(error);
                continue;
            }
            self.out.answers[at] = self.answer(row, "answer", answers[row]);
        }
        self.unused(vec![unit_column, "indicator", "answer"]);
        Ok(())
    }

    fn matrix(&mut self, matrix: &Matrix, roles: &Roles<'a>) -> Result<(), Problems> {
        let mapping = matrix.mapping(self.scheme);
        // Per unit: which indicator each of its columns is about.
        type Columns<'c> = Vec<(usize, &'c str, Vec<&'c str>)>;
        let mut by_unit: BTreeMap<u32, Columns<'_>> = BTreeMap::new();
        for (column, unit, indicator) in &mapping {
            let Some(&(u, own)) = self.units.get(canonical(unit)) else { continue };
            let Some(k) = own.iter().position(|i| i == indicator) else { continue };
            match self.table.text(column) {
                Ok(cells) => by_unit.entry(u).or_default().push((k, column, cells)),
                Err(e) => self.problems.push(e.hint(said!("hint-every-column-responses-matrix"))),
            }
        }
        if !self.problems.is_empty() {
            return Err(std::mem::take(&mut self.problems));
        }
        let mut raters_seen: HashMap<(usize, &str), usize> = HashMap::new();
        for row in 0..self.table.rows() {
            if self.full() {
                break;
            }
            let Some(who) = self.who(row, roles) else { continue };
            if let Some(before) = raters_seen.insert(who, row) {
                let error = self
                    .wrong(row, "rater", said!("error-rater-row-already", rater = roles.rater[row].trim(), before = self.table.file_row(before)))
                    .hint(said!("hint-matrix-one-row-per"));
                self.problems.push(error);
                continue;
            }
            let rater = self.rater(row, who, roles);
            for (&unit, columns) in &by_unit {
                // A unit about which nothing was entered was not put to this rater.
                let entered = columns.iter().any(|(_, _, cells)| self.judge.judge(cells[row]) != Answer::Missing);
                if !entered || !self.admitted(row, who, unit) {
                    continue;
                }
                let Some(rater) = rater else { continue };
                let q = self.questionnaire(row, rater, unit);
                for (k, column, cells) in columns {
                    let answer = self.answer(row, column, cells[row]);
                    self.out.answers[q * self.out.width + k] = answer;
                }
            }
        }
        self.unused(mapping.iter().map(|(c, _, _)| c.as_str()).collect());
        Ok(())
    }

    /// What follows for classes that others drew from the columns that describe them.
    fn designs(&mut self, roles: &Roles<'a>) {
        let theirs = |id: &String| self.drawn.is_none_or(|d| !d.classes.contains(id));
        let classes: Vec<usize> = (0..self.scheme.classes.len()).filter(|&c| theirs(&self.scheme.classes[c].id)).collect();
        if roles.order.is_none() {
            classes.iter().for_each(|&c| self.out.unordered[c] = true);
        }
        if roles.stratum.is_none() {
            let separate: Vec<usize> = classes.into_iter().filter(|&c| self.scheme.classes[c].raters == Raters::Separate).collect();
            own_samples::by_unit(self.scheme, &separate, &mut self.out);
        }
        self.populations();
    }

    /// Populations of strata that nobody is in would be left out without a word.
    fn populations(&mut self) {
        for (c, class) in self.scheme.classes.iter().enumerate() {
            let Draw::Given(given) = &class.draw else { continue };
            let strata: BTreeSet<&str> = self.out.raters.iter().filter(|r| r.class == c).map(|r| r.design.stratum.as_str()).collect();
            if given.population.is_empty() || strata.is_empty() || given.population.keys().any(|k| strata.contains(k.as_str())) {
                continue;
            }
            let names: Vec<&str> = strata.into_iter().take(10).collect();
            let error = Error::new(ErrorKind::Plan, said!("error-population-of-no-stratum", class = class.id)).in_file(self.table.path());
            self.problems.push(error.hint(said!("hint-population-strata-are", strata = quoted(&names))));
        }
    }

    fn unused(&mut self, used: Vec<&str>) {
        let used: std::collections::HashSet<&str> = used.into_iter().collect();
        let layout = self.layout;
        let named = [&layout.rater, &layout.unit, &layout.stratum, &layout.psu, &layout.weight, &layout.order];
        let mut roles = vec!["class", "rater", "stratum", "psu", "weight", "order"];
        roles.extend(named.into_iter().flatten().map(String::as_str));
        self.out.unused = self.table.names().into_iter().filter(|n| !used.contains(n) && !roles.contains(n)).map(str::to_owned).collect();
    }

    fn finish(mut self) -> Result<Questionnaires, Problems> {
        let unmet = self.judge.unmet();
        if !unmet.is_empty() && self.problems.is_empty() {
            notes::add(said!("cli-note-unmet", file = file_name(self.table), words = quoted(&unmet)));
        }
        if self.full() {
            self.problems.push(Error::new(ErrorKind::Data, said!("error-more-than-problems-rest", listed = LISTED)).in_file(self.table.path()));
        }
        self.out.input = Input { role: "responses".into(), file: file_name(self.table), sha256: self.table.sha256().to_owned() };
        self.out.population = self.drawn.map(|d| d.population.clone()).unwrap_or_default();
        self.out.drawn = self.drawn.map(|d| d.areas.clone()).unwrap_or_default();
        for class in &self.scheme.classes {
            if let Draw::Given(given) = &class.draw {
                for (stratum, n) in &given.population {
                    self.out.population.insert((class.id.clone(), stratum.clone()), *n);
                }
            }
        }
        self.problems.into_result(self.out)
    }
}

fn file_name(table: &Table) -> String {
    table.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
