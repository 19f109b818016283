//! Small valid inputs of every verb that reads files: what is typed, the files beside it, and which of them may be damaged.
//!
//! Samples, stores, certificates, exports and Parquet files are made by the command itself, so that they are always of its own format.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use rust_xlsxwriter::Workbook;

use super::judge::command;
use crate::support::{ANSWERS, small_plan};

/// What a file is, which says how it is damaged and what of that must be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A CSV table: another value is another answer, not a damaged file.
    Table,
    /// A TOML text in which every line that begins with a key begins with one that the command knows.
    Toml,
    /// JSON that stands for itself.
    Json,
    /// JSON in which every value is vouched for.
    Certificate,
    /// The table of an exported store, every cell in a chain of hashes.
    Index,
    /// A file whose digest stands elsewhere.
    Sealed,
    /// An .xlsx file with shared texts.
    Workbook,
    /// An .ods file.
    OpenDocument,
    /// A Parquet file without checksums.
    Parquet,
    /// A Parquet file whose pages carry checksums; its column `code` is read.
    Checked,
    /// A store of the history.
    Store,
}

/// A call of the command.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// What is typed.
    pub args: Vec<&'static str>,
    /// The files it finds, by their path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The files that are damaged.
    pub targets: Vec<(String, Form)>,
    /// How often it is drawn, beside the others.
    pub weight: u32,
}

/// A folder with everything that inputs are taken from.
struct Shelf {
    folder: tempfile::TempDir,
    inputs: Vec<Input>,
}

impl Shelf {
    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Runs the command, which must succeed; what it prints.
    fn made(&self, args: &str) -> Vec<u8> {
        let done = command(&args.split(' ').collect::<Vec<_>>()).current_dir(self.folder.path()).output().unwrap();
        assert!(done.status.success(), "{args}: {}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    }

    fn copy(&self, from: &str, to: &str) {
        self.put(to, std::fs::read(self.folder.path().join(from)).unwrap());
    }

    /// Adds an input: its files are those of `targets` and `beside`; a name that ends in `/` means all files below it, and a target that does means any of them.
    fn input(&mut self, weight: u32, name: &'static str, args: &'static str, targets: &[(&str, Form)], beside: &[&str]) {
        let root = self.folder.path();
        let mut files = BTreeMap::new();
        let mut damaged = Vec::new();
        for (name, form) in targets.iter().map(|(n, f)| (*n, Some(*f))).chain(beside.iter().map(|n| (*n, None))) {
            for found in below(root, name) {
                files.insert(found.clone(), std::fs::read(root.join(&found)).unwrap());
                damaged.extend(form.map(|f| (found, f)));
            }
        }
        self.inputs.push(Input { name, args: args.split(' ').collect(), files, targets: damaged, weight });
    }
}

fn below(root: &Path, name: &str) -> Vec<String> {
    if !name.ends_with('/') {
        return vec![name.to_owned()];
    }
    let mut entries: Vec<_> = std::fs::read_dir(root.join(name)).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    entries
        .iter()
        .flat_map(|e| {
            let inside = format!("{name}{}", e.file_name().to_string_lossy());
            if e.path().is_dir() { below(root, &format!("{inside}/")) } else { vec![inside] }
        })
        .collect()
}

/// All inputs.
pub fn corpus() -> Vec<Input> {
    let mut shelf = Shelf { folder: tempfile::tempdir().unwrap(), inputs: Vec::new() };
    tables(&shelf);
    plans(&shelf);
    of_estimates(&mut shelf);
    of_packed_files(&mut shelf);
    of_samples(&mut shelf);
    of_sizes(&mut shelf);
    of_plans(&mut shelf);
    of_drawn_plans(&mut shelf);
    of_results(&mut shelf);
    of_the_history(&mut shelf);
    shelf.inputs
}

/// Strata `h`, clusters `c`, domains `g` and `k`, answers `y` and `z`, weights `w`, populations `n`.
fn answers() -> Vec<Vec<String>> {
    let mut rows = vec![["h", "c", "g", "k", "y", "z", "w", "n"].map(str::to_owned).to_vec()];
    rows.extend((0..24).map(|i| {
        let of = |levels: &[&str], k: usize| levels[k % levels.len()].to_owned();
        vec![
            of(&["a", "b"], i),
            format!("{}{}", i % 2, i / 4 % 3),
            of(&["p", "q", "r"], i),
            of(&["u", "v"], i * 7 % 5),
            (i * 5 % 11).to_string(),
            format!("{}.5", i * 3 % 7),
            (1 + i % 4).to_string(),
            of(&["50", "60"], i),
        ]
    }));
    rows
}

fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().fold(String::new(), |mut text, row| {
        let _ = writeln!(text, "{}", row.join(","));
        text
    })
}

fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let (r, c) = (r as u32, c as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(r, c, number).unwrap(),
                Err(_) => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn open_document(rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| match text.parse::<f64>() {
        Ok(_) => format!(r#"<table:table-cell office:value-type="float" office:value="{text}"><text:p>{text}</text:p></table:table-cell>"#),
        Err(_) => format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#),
    };
    let rows: String = rows.iter().map(|r| format!("<table:table-row>{}</table:table-row>", r.iter().map(cell).collect::<String>())).collect();
    let names = ["office", "table", "text"].map(|n| format!(r#"xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0""#)).join(" ");
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let media = "application/vnd.oasis.opendocument.spreadsheet";
    let space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    let manifest = format!(
        r#"<manifest:manifest xmlns:manifest="{space}"><manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>"#
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", media), ("META-INF/manifest.xml", manifest.as_str()), ("content.xml", content.as_str())] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Tables and specifications that stand for themselves.
fn tables(shelf: &Shelf) {
    let rows = answers();
    shelf.put("d.csv", csv(&rows));
    shelf.put("d.xlsx", workbook(&rows));
    shelf.put("d.ods", open_document(&rows));
    shelf.put("types.parquet", include_bytes!("../../reference/tables/types.parquet"));
    shelf.put("design.toml", "weight = \"w\"\n[[stage]]\nstrata = \"h\"\ncluster = \"c\"\n");
    let margins = "{ columns = [\"h\"], totals = { a = 50, b = 70 } }, { columns = [\"g\"], totals = { p = 40, q = 40, r = 40 } }";
    shelf.put("steps.toml", format!("weight = \"w\"\n[[step]]\n[step.rake]\nmargins = [{margins}]\n[[step]]\n[step.trim]\nupper = {{ median = 4.0 }}\n"));
    let villages = (0..20).map(|i| format!("v{i:02},{},{},t{}\n", ["A", "B"][i % 2], 10 + i * i % 17, i / 4));
    shelf.put("frame.csv", format!("id,h,size,town\n{}", villages.collect::<String>()));
    let stage = |name: &str, id: &str| format!("[[stage]]\nname = \"{name}\"\nselect = {{ method = \"srs\", id = \"{id}\", take = {{ each = 2 }} }}\n");
    let stages = stage("towns", "town") + &stage("villages", "id");
    shelf.put("stages.toml", format!("survey = \"s\"\nframe = \"frame.csv\"\nseed = {{ phrase = \"p\" }}\n{stages}"));
    shelf.put("sizes.csv", "h,n\nA,2\nB,3\n");
    shelf.put("strata.csv", "stratum,population,sd,mean,cost,size\na,100,2,5,1,10\nb,300,3,6,2,20\nc,50,1,4,1,5\n");
    shelf.put("counts.csv", "sex,age,count\nf,y,30\nf,o,40\nm,y,35\nm,o,25\n");
    shelf.put("done.csv", "sex,age\nf,y\nm,o\nm,o\n");
    shelf.put("domains.csv", "domain,population,sd,p\na,100,2,0.5\nb,300,3,0.3\n");
    let chinese = "组,y\n甲,1\n乙,2\n甲,3\n";
    shelf.put("gb.csv", encoding_rs::GB18030.encode(chinese).0);
    shelf.put("wide.csv", [vec![0xff, 0xfe], chinese.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat());
}

fn plans(shelf: &Shelf) {
    let twice = "\n[[rules]]\nid = \"twice\"\nzh = \"连续\"\nen = \"twice\"\nclause = \"2\"\nwhen = { running = { rounds = 2, when = { below = { limit = 60 } } } }\nconsequence = { zh = \"免职\", en = \"dismissal\" }\n";
    shelf.put("plan.toml", small_plan());
    shelf.put("answers.csv", ANSWERS);
    let cells: Vec<Vec<String>> = ANSWERS.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect();
    shelf.put("answers.xlsx", workbook(&cells));
    for id in ["2012", "2013"] {
        let dated = format!("[[rounds]]\ndate = \"{id}-10-31\"\nid = \"{id}\"");
        let plan = small_plan().replace("round = \"1\"", &format!("round = \"{id}\"")).replace("[[rounds]]\nid = \"1\"", &dated) + twice;
        shelf.put(&format!("{id}/plan.toml"), &plan);
        shelf.put(&format!("{id}/answers.csv"), ANSWERS);
        if id == "2013" {
            shelf.put("renamed/plan.toml", plan.replace("id = \"b\"", "id = \"bb\""));
            shelf.put("renamed/answers.csv", ANSWERS.replace(",b,", ",bb,"));
        }
    }
    let drawn = small_plan().replace("draw = { given = {} }", "draw = { systematic = { frame = \"f.csv\", id = \"id\", sort = [\"kind\"] } }");
    shelf.put("drawn/plan.toml", drawn);
    shelf.put("drawn/f.csv", format!("id,kind\n{}", (1..8).map(|i| format!("p{i},{}\n", ["x", "y"][i % 2])).collect::<String>()));
    let rule = "[[rules]]\nid = \"low\"\nzh = \"低\"\nen = \"low\"\nclause = \"1\"\nwhen = { below = { limit = 60 } }\nconsequence = { zh = \"约谈\", en = \"talk\" }\n";
    shelf.put("rules.toml", rule);
    shelf.put("units.toml", "[[renamed]]\nround = \"2013\"\nfrom = \"b\"\nto = \"bb\"\n");
    shelf.put("adjusted.csv", "unit,what,from,to,why\nb,low,talk,none,new management\n");
}

fn of_estimates(shelf: &mut Shelf) {
    use Form::{Table, Toml};
    shelf.made("replicate --data d.csv --weight w --strata h --cluster c --replicates jkn --out rep.csv");
    let d = [("d.csv", Table)];
    shelf.input(30, "mean", "estimate mean y z --by g --data d.csv --weight w --strata h --cluster c", &d, &[]);
    shelf.input(10, "quantile", "estimate quantile y --p 0.5 --data d.csv --weight w", &d, &[]);
    shelf.input(10, "total", "estimate total y --data d.csv --weight w --strata h --fpc n", &d, &[]);
    let both = [("design.toml", Toml), ("steps.toml", Toml)];
    shelf.input(20, "design", "estimate mean y --data d.csv --design design.toml --steps steps.toml", &both, &["d.csv"]);
    let replicates = [("rep.csv", Table), ("rep.design.toml", Toml)];
    shelf.input(10, "replicates", "estimate mean y --data rep.csv --design rep.design.toml", &replicates, &[]);
    shelf.input(5, "gb18030", "estimate mean y --by 组 --data gb.csv --weight 1", &[("gb.csv", Table)], &[]);
    shelf.input(5, "utf-16", "estimate mean y --by 组 --data wide.csv --weight 1", &[("wide.csv", Table)], &[]);
    shelf.input(10, "chi-square", "test chi-square g k --data d.csv --weight w", &d, &[]);
    shelf.input(10, "t", "test t y h --data d.csv --weight w", &d, &[]);
    shelf.input(10, "fit", "fit y~z+factor(g) --data d.csv --weight w", &d, &[]);
    shelf.input(20, "weigh", "weigh steps.toml --data d.csv --out w.parquet", &[("d.csv", Table), ("steps.toml", Toml)], &[]);
    shelf.input(10, "replicate", "replicate --data d.csv --weight w --strata h --cluster c --replicates jkn --out r.csv", &d, &[]);
}

fn of_packed_files(shelf: &mut Shelf) {
    shelf.made("weigh steps.toml --data d.csv --out d.parquet");
    shelf.input(30, "workbook", "estimate mean y --by g --data d.xlsx --weight w --strata h", &[("d.xlsx", Form::Workbook)], &[]);
    shelf.input(15, "open-document", "estimate mean y --by g --data d.ods --weight w", &[("d.ods", Form::OpenDocument)], &[]);
    shelf.input(30, "parquet", "estimate mean y --by g --data d.parquet --weight w --strata h", &[("d.parquet", Form::Parquet)], &[]);
    shelf.input(15, "parquet-checked", "estimate mean code --by g --data types.parquet --weight 1", &[("types.parquet", Form::Checked)], &[]);
    shelf.input(10, "workbook-of-answers", "score plan.toml answers.xlsx", &[("answers.xlsx", Form::Workbook)], &["plan.toml"]);
}

fn of_samples(shelf: &mut Shelf) {
    use Form::{Certificate, Sealed, Table, Toml};
    shelf.made("sample srs --frame frame.csv --id id --n 5 --strata h --reserve 2 --seed p --out s.csv");
    shelf.made("sample --design stages.toml --out st.csv");
    let drawn = String::from_utf8(std::fs::read(shelf.folder.path().join("s.csv")).unwrap()).unwrap();
    let first: Vec<&str> = drawn.lines().nth(1).unwrap().split(',').collect();
    shelf.put("losses.csv", format!("unit,reason,stratum\n{},refused,{}\n", first[0], first[1]));
    let frame = [("frame.csv", Table)];
    shelf.input(10, "srs", "sample srs --frame frame.csv --id id --n 5 --strata h --reserve 2 --seed p --out o.csv", &frame, &[]);
    shelf.input(10, "brewer", "sample brewer --frame frame.csv --id id --n 5 --size size --seed p --out o.csv", &frame, &[]);
    shelf.input(15, "stages", "sample --design stages.toml --out o.csv", &[("frame.csv", Table), ("stages.toml", Toml)], &[]);
    let sizes = "sample srs --frame frame.csv --id id --strata h --n-from sizes.csv --seed p --out o.csv";
    shelf.input(5, "n-from", sizes, &[("sizes.csv", Table)], &["frame.csv"]);
    let larger = "sample srs --frame frame.csv --id id --strata h --n 7 --contains s.csv --seed p --out o.csv";
    shelf.input(5, "contains", larger, &[("s.csv", Table)], &["frame.csv"]);
    let sealed = [("s.certificate.json", Certificate), ("s.csv", Sealed)];
    shelf.input(25, "verify-sample", "verify s.certificate.json --frame frame.csv --sample s.csv", &sealed, &["frame.csv"]);
    shelf.input(20, "verify-stages", "verify st.certificate.json", &[("st.certificate.json", Certificate)], &["frame.csv"]);
    let lost = [("s.certificate.json", Certificate), ("losses.csv", Table)];
    shelf.input(20, "replace", "replace s.certificate.json --log losses.csv --out o.csv", &lost, &["frame.csv"]);
}

fn of_sizes(shelf: &mut Shelf) {
    let strata = [("strata.csv", Form::Table)];
    shelf.input(10, "neyman", "allocate strata.csv --rule neyman --n 40 --out o.csv", &strata, &[]);
    shelf.input(10, "bethel", "allocate strata.csv --rule bethel --variable t:mean:sd:0.05", &strata, &[]);
    let quota = "quota counts.csv --variables sex,age --n 20 --seed p --achieved done.csv --out o.csv";
    shelf.input(10, "quota", quota, &[("counts.csv", Form::Table), ("done.csv", Form::Table)], &[]);
    shelf.input(10, "size", "size domains domains.csv --of proportion --margin 0.05", &[("domains.csv", Form::Table)], &[]);
}

fn of_plans(shelf: &mut Shelf) {
    use Form::{Table, Toml};
    let plan = [("plan.toml", Toml), ("answers.csv", Table)];
    shelf.input(20, "check", "check plan.toml", &[("plan.toml", Toml)], &["answers.csv"]);
    shelf.input(20, "score", "score plan.toml answers.csv --out o", &plan, &[]);
    shelf.input(10, "rank", "rank plan.toml", &plan, &[]);
    shelf.input(15, "decide", "decide plan.toml --out o", &plan, &[]);
    shelf.input(10, "rules", "decide plan.toml --rules rules.toml", &[("rules.toml", Toml)], &["plan.toml", "answers.csv"]);
    shelf.input(1, "run", "run plan.toml --out o", &plan, &[]);
    shelf.input(1, "report", "report plan.toml --edition public --out o", &plan, &[]);
    for (name, bytes) in [
        ("scheme.toml", &include_bytes!("../../../data/schemes/b1-villages/scheme.toml")[..]),
        ("checks.csv", include_bytes!("../../../data/schemes/b1-villages/checks.csv")),
        ("comprehensive.csv", include_bytes!("../../../data/schemes/b1-villages/comprehensive.csv")),
        ("events.csv", include_bytes!("../../../data/schemes/b1-villages/events.csv")),
    ] {
        shelf.put(name, bytes);
    }
    let scheme = [("scheme.toml", Toml), ("checks.csv", Table), ("comprehensive.csv", Table), ("events.csv", Table)];
    shelf.input(20, "scheme", "decide scheme.toml", &scheme, &[]);
}

fn of_drawn_plans(shelf: &mut Shelf) {
    use Form::{Certificate, Json, Sealed, Table, Toml};
    shelf.input(20, "draw", "draw drawn/plan.toml --out o", &[("drawn/plan.toml", Toml), ("drawn/f.csv", Table)], &[]);
    shelf.made("draw drawn/plan.toml");
    shelf.made("simulate drawn/plan.toml --out invented");
    shelf.copy("invented/answers.csv", "drawn/answers.csv");
    let whole = ["drawn/"];
    let sealed = [
        ("drawn/sample/certificate.json", Certificate),
        ("drawn/sample/people.csv", Sealed),
        ("drawn/sample/assignments.csv", Sealed),
        ("drawn/sample/frame-rows.csv", Sealed),
    ];
    shelf.input(30, "verify-plan", "verify drawn/sample", &sealed, &whole);
    let scored =
        [("drawn/answers.csv", Table), ("drawn/sample/certificate.json", Json), ("drawn/sample/people.csv", Sealed), ("drawn/sample/assignments.csv", Sealed)];
    shelf.input(20, "score-of-a-sample", "score drawn/plan.toml --out o", &scored, &whole);
    let plan = [("drawn/plan.toml", Toml), ("drawn/sample/certificate.json", Json)];
    shelf.input(10, "simulate", "simulate drawn/plan.toml --out o", &plan, &whole);
}

fn of_results(shelf: &mut Shelf) {
    shelf.made("score plan.toml answers.csv --out scored");
    shelf.put("estimates.csv", shelf.made("estimate mean y --by g --data d.csv --weight w --csv"));
    shelf.input(15, "chart", "chart league scored/scores.json --out o.svg", &[("scored/scores.json", Form::Json)], &[]);
    shelf.input(3, "charts", "chart all scored/scores.json --out o", &[("scored/scores.json", Form::Json)], &[]);
    shelf.input(10, "chart-of-estimates", "chart estimates estimates.csv --out o.svg", &[("estimates.csv", Form::Table)], &[]);
    let after = "report plan.toml --edition public --after scored/scores.csv --out o";
    shelf.input(1, "after", after, &[("scored/scores.csv", Form::Table)], &["plan.toml", "answers.csv"]);
}

fn of_the_history(shelf: &mut Shelf) {
    use Form::{Index, Sealed, Store, Table, Toml};
    shelf.made("history add 2012/plan.toml --store s.db");
    for name in ["two.db", "draft.db"] {
        shelf.copy("s.db", name);
    }
    shelf.made("history add renamed/plan.toml --store two.db");
    shelf.made("history review draft.db --round 2012 --state draft --by Li --role r --date 2013-11-01");
    shelf.made("history export s.db --out archive");
    let store = [("s.db", Store)];
    let plan = ["2013/plan.toml", "2013/answers.csv"];
    let added = [("s.db", Store), ("2013/plan.toml", Toml), ("2013/answers.csv", Table)];
    shelf.input(15, "history-add", "history add 2013/plan.toml --store s.db", &added, &[]);
    shelf.input(10, "history-list", "history list s.db", &store, &[]);
    shelf.input(10, "history-show", "history show s.db 3", &store, &[]);
    shelf.input(15, "history-verify", "history verify s.db", &store, &[]);
    shelf.input(10, "history-export", "history export s.db --out o", &store, &[]);
    shelf.input(10, "history-review", "history review s.db --round 2012 --state draft --by Li --role r --date 2013-11-01", &store, &[]);
    let adjusted = "history review draft.db --round 2012 --state reviewed --by Wu --role r --date 2013-11-02 --adjustments adjusted.csv";
    shelf.input(5, "history-adjust", adjusted, &[("adjusted.csv", Table)], &["draft.db"]);
    let mapped = "history map two.db units.toml --survey small --round 2013 --date 2013-11-01";
    shelf.input(10, "history-map", mapped, &[("units.toml", Toml)], &["two.db"]);
    shelf.input(10, "history-decide", "decide 2013/plan.toml --history s.db", &store, &plan);
    let exported = [("archive/entries.csv", Index), ("archive/bodies/", Sealed)];
    shelf.input(25, "history-import", "history import archive --store new.db", &exported, &[]);
    shelf.input(10, "history-import-more", "history import archive --store s.db", &[("archive/entries.csv", Index), ("s.db", Store)], &["archive/"]);
}
