//! `minyi chart`: one figure, or all of a kind, from a plan with its answers or from any tidy result.

use std::path::{Path, PathBuf};

use super::options::{not_beside, only_with};
use super::source::Source;
use super::{Answer, Output, language, print, write_all};
use crate::chart::drawing::Drawing;
use crate::chart::estimates::{self, Line};
use crate::chart::{self, Kind, Sources, output};
use crate::error::{Error, ErrorKind, Problems};
use crate::said;
use crate::score::comparison::comparisons;
use crate::score::result::Scores;
use crate::select::summary::ClassDraw;
use crate::table::Table;

/// A figure as SVG or PNG
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to show: a kind, `all`, or `estimates`
    kind: String,
    #[command(flatten)]
    source: Source,
    /// The category, or the class for response, weights and tree (default: all)
    #[arg(long, value_name = "ID")]
    of: Option<String>,
    /// A file that ends in .svg or .png, or a folder for several (both formats)
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
    /// Pixels of a PNG to one of the drawing (default: 2)
    #[arg(long)]
    scale: Option<f64>,
}

/// A name without an ending, and the picture.
type Picture = (String, Drawing);

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let ending = args.check()?;
    let scale = args.scale.unwrap_or(2.0);
    let pictures = if args.kind == "estimates" { vec![of_table(&args.source.plan)?] } else { of_results(args)? };
    #[allow(clippy::single_match_else)] // two ways of equal rank
    let (folder, files) = match ending.as_deref() {
        Some(ending @ ("svg" | "png")) => {
            let [one] = pictures.as_slice() else {
                let names = pictures.iter().map(|p| p.0.as_str()).collect::<Vec<_>>().join(", ");
                return Err(Error::new(ErrorKind::Argument, said!("error-several-figures", n = pictures.len(), names = names))
                    .hint(said!("hint-several-figures"))
                    .into());
            };
            let bytes = if ending == "svg" { output::svg(&one.1)?.into_bytes() } else { output::png(&one.1, scale)? };
            let name = args.out.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            (args.out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf(), vec![(name, bytes)])
        }
        _ => {
            let mut files = Vec::new();
            for (name, drawing) in &pictures {
                files.push((format!("{name}.svg"), output::svg(drawing)?.into_bytes()));
                files.push((format!("{name}.png"), output::png(drawing, scale)?));
            }
            (args.out.clone(), files)
        }
    };
    write_all(&folder, &files, Output { out: None, force: args.force }.existing())?;
    files.iter().for_each(|(name, _)| print(&format!("{}\n", folder.join(name).display())));
    Ok(Answer::Yes)
}

impl Args {
    /// How the file to write ends, none for a folder; options that this chart does not take are refused.
    fn check(&self) -> Result<Option<String>, Error> {
        let json = self.source.plan.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        let (answers, sample) = (self.source.responses.is_some(), self.source.sample.is_some());
        if self.kind == "estimates" {
            not_beside("`estimates`", &[("RESPONSES", answers), ("sample", sample), ("of", self.of.is_some())])?;
        } else if json {
            not_beside("`scores.json`", &[("RESPONSES", answers), ("sample", sample)])?;
        }
        // A folder that is there may be called what it likes.
        let ending = self.out.extension().map(|e| e.to_string_lossy().to_lowercase()).filter(|_| !self.out.is_dir());
        if let Some(other) = ending.as_deref().filter(|e| !["svg", "png"].contains(e)) {
            return Err(Error::new(ErrorKind::Argument, said!("error-charts-are-svg-png", ending = other))
                .in_file(&self.out)
                .hint(said!("hint-end-in-svg-png")));
        }
        only_with("scale", self.scale.is_some(), "out FILE.png", ending.as_deref() != Some("svg"))?;
        Ok(ending)
    }
}

/// Pictures from a plan with its answers, or from `scores.json`.
fn of_results(args: &Args) -> Result<Vec<Picture>, Problems> {
    let kinds: Vec<Kind> = if args.kind == "all" { Kind::ALL.to_vec() } else { vec![kind(&args.kind)?] };
    let path = &args.source.plan;
    let language = language();
    let json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let (scores, changes, compared, draws) = if json {
        let bytes = crate::table::bounds::bytes(path)?;
        let scores: Scores = serde_json::from_slice(&bytes)
            .map_err(|e| Error::new(ErrorKind::Format, said!("error-no-scores-json", reason = e.to_string())).in_file(path).hint(said!("hint-scores-json")))?;
        (scores, Vec::new(), Vec::new(), Vec::new())
    } else {
        let (_, results) = args.source.read()?;
        let compared = comparisons(&results.current, &results.current.scores.scheme.survey.seed().effective()?)?;
        let draws: Vec<ClassDraw> = results.certificate.iter().flat_map(|c| c.classes.iter().map(|c| c.draw.clone())).collect();
        (results.current.scores, results.changes, compared, draws)
    };
    let sources = Sources { scores: &scores, changes: &changes, comparisons: &compared, draws: &draws };
    let wanted: Vec<(Kind, String)> = match &args.of {
        Some(of) => kinds.iter().filter(|k| args.kind != "all" || sources.figures().contains(&(**k, of.as_str()))).map(|k| (*k, of.clone())).collect(),
        None => sources.figures().into_iter().filter(|(k, _)| kinds.contains(k)).map(|(k, of)| (k, of.to_owned())).collect(),
    };
    if wanted.is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-nothing-to-draw", kind = args.kind.as_str())).hint(said!("hint-nothing-to-draw")).into());
    }
    let picture = |(kind, of): (Kind, String)| Ok((format!("{of}-{}-{}", kind.word(), language.code()), chart::draw(kind, &sources, &of, language)?));
    Ok(wanted.into_iter().map(picture).collect::<Result<_, Error>>()?)
}

fn kind(word: &str) -> Result<Kind, Error> {
    let found = Kind::ALL.into_iter().find(|k| k.word() == word);
    found.ok_or_else(|| {
        let words: Vec<&str> = Kind::ALL.iter().map(|k| k.word()).chain(["all", "estimates"]).collect();
        let error = Error::new(ErrorKind::Argument, said!("error-no-kind", kind = word));
        match crate::error::nearest(word, words.iter().copied()) {
            Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
            None => error.hint(said!("hint-kinds", kinds = words.join(", "))),
        }
    })
}

/// A picture of a table of estimates: every column before `value` that is not empty everywhere, and not the same everywhere, is part of the label.
fn of_table(path: &Path) -> Result<Picture, Problems> {
    let table = Table::read(path)?;
    let header = table.names();
    let values = table.text("value")?;
    let before = header.iter().position(|h| *h == "value").unwrap_or(0);
    let columns = header[..before].iter().map(|h| table.text(h)).collect::<Result<Vec<_>, _>>()?;
    let telling: Vec<&Vec<&str>> = columns.iter().filter(|c| c.iter().any(|x| *x != c[0])).collect();
    let number = |text: &str, row: usize, column: &str| -> Result<Option<f64>, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || Error::new(ErrorKind::Data, said!("error-no-number", value = text)).in_file(path).at_row(table.file_row(row)).at_column(column);
        text.parse().map(Some).map_err(|_| wrong())
    };
    let ends = if table.has("ci_low") && table.has("ci_high") { Some((table.text("ci_low")?, table.text("ci_high")?)) } else { None };
    let mut lines = Vec::new();
    for row in 0..table.rows() {
        let label = telling.iter().map(|c| c[row].trim()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        let label = if label.is_empty() { columns.last().map_or_else(String::new, |c| c[row].to_owned()) } else { label };
        let interval = match &ends {
            Some((low, high)) => number(low[row], row, "ci_low")?.zip(number(high[row], row, "ci_high")?),
            None => None,
        };
        lines.push(Line { label, value: number(values[row], row, "value")?, interval });
    }
    let same: Vec<&str> = columns.iter().filter(|c| !c.is_empty() && !c[0].trim().is_empty() && c.iter().all(|x| *x == c[0])).map(|c| c[0]).collect();
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let title = if same.is_empty() { name.clone() } else { same.join(" ") };
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, estimates::draw(&title, &file, &lines, language())))
}
