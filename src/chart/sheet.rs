//! What all charts share: title and legend above, notes below, words and numbers in one form.

use crate::chart::Kind;
use crate::chart::drawing::{Anchor, Dot, Drawing};
use crate::chart::style::{DOT, INK, LEADING, MARGIN, MUTED, WARNING, em};
use crate::chart::text::{clean, width, wrap};
use crate::language::Language;
use crate::numeric::exact::Exact;
use crate::score::result::{Row, Scores, Status};
use crate::score::scheme::Category;
use crate::tell;

/// What a chart is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The finished results.
    pub scores: &'a Scores,
    /// The category shown.
    pub category: &'a Category,
    /// The language of all texts.
    pub language: Language,
}

impl<'a> Subject<'a> {
    /// The one of two texts that the reader reads.
    pub fn say(&self, name: &'static str) -> &'static str {
        self.language.say(name)
    }

    /// The name of a unit; its identifier if the scheme does not know it.
    pub fn unit<'b>(&'b self, id: &'b str) -> &'b str {
        self.category.units.iter().find(|u| u.id == id).map_or(id, |u| u.name(self.language))
    }

    /// A number with the digits and the rounding of published scores.
    pub fn number(&self, value: f64) -> String {
        let settings = &self.scores.scheme.settings;
        Exact::from_f64(value).map_or_else(String::new, |v| v.rounded(settings.decimals, settings.rounding))
    }

    /// A number with its sign, as changes are written.
    pub fn signed(&self, value: f64) -> String {
        let text = self.number(value);
        match text.strip_prefix('-') {
            Some(digits) => format!("−{digits}"),
            None if text.bytes().any(|b| b.is_ascii_digit() && b != b'0') => format!("+{text}"),
            None => text,
        }
    }

    /// "95% confidence interval" with the survey's own level.
    pub fn interval(&self) -> String {
        let level = &self.scores.scheme.settings.confidence;
        let level = level.rounded(u32::from(!level.0.is_integer()), crate::numeric::exact::Rounding::HalfEven);
        tell!(self.language, "chart-interval", level = level)
    }

    /// Why a row has no score.
    pub fn why_none(&self, status: Status) -> &'a str {
        match status {
            Status::Withheld => self.say("chart-withheld"),
            _ => self.say("word-no-composite"),
        }
    }

    /// How many valid questionnaires stand behind one unit of these rows; nothing without rows, nor where some of the numbers are withheld.
    pub fn questionnaires(&self, rows: &[&Row]) -> Option<String> {
        let valid: Vec<u32> = rows.iter().map(|r| r.told_valid()).collect::<Option<_>>()?;
        let (least, most) = (valid.iter().min()?, valid.iter().max()?);
        let range = if least == most { least.to_string() } else { format!("{least}–{most}") };
        Some(tell!(self.language, "chart-questionnaires", range = range))
    }
}

/// One entry of a legend.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its sign.
    pub dot: Dot,
    /// Its name.
    pub name: String,
}

/// A drawing in the making, filled from top to bottom.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    notice: Option<&'a str>,
    /// What is drawn so far.
    pub drawing: Drawing,
    /// Where the next thing may begin.
    pub y: f64,
}

impl<'a> Sheet<'a> {
    /// A sheet with its title: pictures travel alone, so it names category, figure, survey and round.
    pub fn new(subject: Subject<'a>, kind: Kind, wide: f64) -> Self {
        let language = subject.language;
        let scheme = &subject.scores.scheme;
        let (category, figure) = (subject.category.name(language), kind.title(language));
        let title = tell!(language, "chart-about", what = category, figure = figure);
        let (survey, round) = (scheme.survey.title.get(language), subject.scores.round.name(language));
        let subtitle = if round.is_empty() { survey.to_owned() } else { tell!(language, "chart-survey-and-round", survey = survey, round = round) };
        Sheet::titled(&title, &subtitle, scheme.survey.notice.as_ref().map(|n| n.get(language)), wide)
    }

    /// The sheet of a figure about a class of raters.
    pub fn of_class(scores: &'a Scores, class: &crate::score::scheme::Class, kind: Kind, language: Language) -> Self {
        let title = tell!(language, "chart-about", what = class.name(language), figure = kind.title(language));
        let (survey, round) = (scores.scheme.survey.title.get(language), scores.round.name(language));
        let subtitle = if round.is_empty() { survey.to_owned() } else { tell!(language, "chart-survey-and-round", survey = survey, round = round) };
        Sheet::titled(&title, &subtitle, scores.scheme.survey.notice.as_ref().map(|n| n.get(language)), crate::chart::style::WIDTH)
    }

    /// A sheet with this title and what stands below it; the notice comes after the notes.
    pub fn titled(title: &str, subtitle: &str, notice: Option<&'a str>, wide: f64) -> Self {
        let mut sheet = Sheet { notice, drawing: Drawing::new(wide, format!("{title} ({subtitle})")), y: MARGIN };
        sheet.paragraph(title, em::TITLE, INK);
        sheet.y += 2.0;
        sheet.paragraph(subtitle, em::SUBTITLE, MUTED);
        sheet.y += 10.0;
        sheet
    }

    fn paragraph(&mut self, text: &str, em: f64, colour: crate::chart::drawing::Colour) {
        let room = self.drawing.width - 2.0 * MARGIN;
        for line in wrap(text, em, room, 4) {
            self.drawing.text((MARGIN, self.y + 0.95 * em), Anchor::Start, em, colour, &line);
            self.y += LEADING * em;
        }
    }

    /// A legend, in as many lines as it needs.
    pub fn legend(&mut self, entries: &[Entry]) {
        const GAP: f64 = 18.0;
        const SIGN: f64 = 16.0;
        let (line, room) = (em::SMALL * 1.6, self.drawing.width - 2.0 * MARGIN);
        let mut x = MARGIN;
        for entry in entries {
            let lines = wrap(&entry.name, em::SMALL, room - SIGN, 2);
            let wide = SIGN + lines.iter().map(|l| width(l, em::SMALL)).fold(0.0, f64::max);
            if x > MARGIN && x + wide > MARGIN + room {
                x = MARGIN;
                self.y += line;
            }
            self.drawing.dot((x + 6.0, self.y + line / 2.0), entry.dot);
            for (i, text) in lines.iter().enumerate() {
                if i > 0 {
                    self.y += line;
                }
                self.drawing.centred((x + SIGN, self.y + line / 2.0), Anchor::Start, em::SMALL, INK, text);
            }
            x = if lines.len() > 1 { f64::INFINITY } else { x + wide + GAP };
        }
        self.y += line + 6.0;
    }

    /// One sentence in place of a chart that has nothing to show.
    pub fn nothing(&mut self, sentence: &str) {
        self.y += 14.0;
        self.paragraph(sentence, em::LABEL, MUTED);
        self.y += 14.0;
    }

    /// The notes, the notice of the survey, and the end.
    pub fn finish(mut self, notes: &str) -> Drawing {
        self.y += 6.0;
        if !clean(notes).is_empty() {
            self.paragraph(notes, em::SMALL, MUTED);
        }
        if let Some(notice) = self.notice {
            self.y += 3.0;
            self.paragraph(notice, em::SMALL, WARNING);
        }
        self.drawing.height = (self.y + MARGIN - 4.0).ceil();
        self.drawing
    }
}

/// A share of 1 as a tick in percent.
pub fn percent_tick(value: f64, decimals: usize) -> String {
    format!("{:.1$}%", 100.0 * value, decimals.saturating_sub(2))
}

/// The dot of this colour in a legend or a chart.
pub fn dot(symbol: crate::chart::drawing::Symbol, colour: crate::chart::drawing::Colour) -> Dot {
    Dot { symbol, radius: DOT, colour, hollow: false }
}
