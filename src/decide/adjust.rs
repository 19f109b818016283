//! The adjusted score: the survey's score, which never changes, and beside it the score with the points of the ledger.
//!
//! ```text
//! adjusted = score + Σ over clauses of the clause's points, each clause's sum held within ± its cap
//! ```
//!
//! held within the bounds that the rules state, if any. Exact. Events count in the order of their days, so it can be seen which of them a cap left out.

use serde::{Deserialize, Serialize};

use crate::decide::ledger::{Clause, Event};
use crate::numeric::exact::Exact;

/// Between which numbers adjusted scores are held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Bounds {
    /// No lower than this.
    #[serde(default)]
    pub floor: Option<Exact>,
    /// No higher than this.
    #[serde(default)]
    pub ceiling: Option<Exact>,
}

/// How a unit's adjusted score comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Unit identifier.
    pub unit: String,
    /// The score before.
    pub score: Option<Exact>,
    /// Every event of the unit, in the order of days, with the points that count.
    pub items: Vec<Item>,
    /// The adjusted score; none where there is no score.
    pub adjusted: Option<Exact>,
    /// The rank by the score in the unit's category, 1 is best; none before ranks are made, and without a score.
    pub rank: Option<u32>,
    /// The rank by the adjusted score. Vetoes move nobody's rank.
    pub adjusted_rank: Option<u32>,
    /// Vetoes.
    pub vetoes: Vec<Veto>,
}

/// A veto in an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Veto {
    /// The grade that it caps at, by name.
    pub grade: String,
    /// Clause identifier.
    pub clause: String,
    /// Document number.
    pub document: String,
}

/// An event in an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The event.
    pub event: Event,
    /// The points that count: less than the event's where a cap was reached.
    pub counted: Exact,
}

/// The account of a unit.
pub fn account(unit: &str, score: Option<&Exact>, events: &[Event], clauses: &[Clause], bounds: &Bounds) -> Account {
    let mut own: Vec<&Event> = events.iter().filter(|e| e.unit == unit).collect();
    own.sort_by_key(|e| (e.date, e.row));
    let mut items: Vec<Item> = Vec::new();
    for event in own {
        let cap = clauses.iter().find(|c| c.id == event.clause).and_then(|c| c.cap.as_ref());
        let before = items.iter().filter(|i| i.event.clause == event.clause).fold(Exact::zero().0, |s, i| s + &i.counted.0);
        let mut after = &before + &event.points.0;
        if let Some(cap) = cap {
            after = after.clamp(-cap.0.clone(), cap.0.clone());
        }
        items.push(Item { event: event.clone(), counted: Exact(after - before) });
    }
    let adjusted = score.map(|score| {
        let sum = items.iter().fold(score.0.clone(), |s, i| s + &i.counted.0);
        let sum = bounds.floor.as_ref().map_or(sum.clone(), |f| sum.clone().max(f.0.clone()));
        Exact(bounds.ceiling.as_ref().map_or(sum.clone(), |c| sum.min(c.0.clone())))
    });
    let veto = |i: &Item| {
        let grade = clauses.iter().find(|c| c.id == i.event.clause)?.caps_grade.clone()?;
        Some(Veto { grade, clause: i.event.clause.clone(), document: i.event.document.clone() })
    };
    let vetoes = items.iter().filter_map(veto).collect();
    Account { unit: unit.to_owned(), score: score.cloned(), items, adjusted, rank: None, adjusted_rank: None, vetoes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::ledger::Points;

    fn event(row: u64, clause: &str, points: i64) -> Event {
        Event {
            row,
            unit: "a".into(),
            date: format!("2013-01-{row:02}").parse().unwrap(),
            clause: clause.into(),
            level: String::new(),
            points: Exact::whole(points),
            document: row.to_string(),
            approver: "Li".into(),
            matter: String::new(),
        }
    }

    #[test]
    fn caps_hold_per_clause_and_bounds_at_the_end() {
        let clause = |id: &str, cap: Option<i64>| Clause {
            id: id.into(),
            zh: id.into(),
            en: id.into(),
            points: Points::None,
            cap: cap.map(Exact::whole),
            caps_grade: (id == "veto").then(|| "poor".into()),
        };
        let clauses = [clause("case", Some(3)), clause("praise", None), clause("veto", None)];
        let events = [event(3, "case", -2), event(1, "case", -2), event(2, "praise", 5), event(4, "veto", 0)];
        let a = account("a", Some(&Exact::whole(98)), &events, &clauses, &Bounds { floor: None, ceiling: Some(Exact::whole(100)) });
        // By day: −2, +5, then −2 of which the cap leaves −1.
        assert_eq!(a.items.iter().map(|i| i.counted.clone()).collect::<Vec<_>>(), [-2, 5, -1, 0].map(Exact::whole));
        assert_eq!(a.adjusted, Some(Exact::whole(100)));
        assert_eq!(a.score, Some(Exact::whole(98)));
        assert_eq!(a.vetoes, [Veto { grade: "poor".into(), clause: "veto".into(), document: "4".into() }]);
        assert_eq!(account("b", None, &events, &clauses, &Bounds::default()).adjusted, None);
    }
}
