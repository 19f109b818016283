//! What is typed is read: options that a choice does not take, sizes beyond what there is, names of files, words of the reader's language.

use std::path::Path;

use crate::support::{ANSWERS, SHIPPED, err, minyi, out, small, small_plan};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// The command fails with 2 and says all of these.
fn refused(folder: &Path, command: &str, says: &[&str]) {
    let output = minyi(folder, &command.split(' ').collect::<Vec<_>>());
    let text = err(&output);
    assert_eq!(output.status.code(), Some(2), "{command}: {}{text}", out(&output));
    for word in says {
        assert!(text.contains(word), "{command}: `{word}` is not in {text}");
    }
}

fn done(folder: &Path, command: &str) -> String {
    let output = minyi(folder, &command.split(' ').collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(0), "{command}: {}", err(&output));
    out(&output)
}

const SURVEY: &str = "g,y,z,w\na,1,2,1\na,2,1,1\nb,3,5,1\nb,5,4,1\n";

#[test]
fn options_that_a_statistic_does_not_take_are_refused() {
    let folder = folder(&[("d.csv", SURVEY)]);
    let f = folder.path();
    let estimate = |rest: &str| format!("estimate {rest} --data d.csv --weight w");
    refused(f, &estimate("mean y --interval logitt"), &["`mean` makes no use of `--interval`", "`proportion`, `quantile`"]);
    refused(f, &estimate("mean y --rule nonsense"), &["`--rule`", "`quantile`"]);
    refused(f, &estimate("total y --p 0.3"), &["`total` makes no use of `--p`", "`quantile`"]);
    refused(f, &estimate("quantile y --deff"), &["`quantile` makes no use of `--deff`", "`mean`"]);
    refused(f, &estimate("quantile y --contrast 1,-1 --by g"), &["`--contrast`"]);
    refused(f, &estimate("proportion g --interval logitt"), &["`logitt` is no", "korn-graubard"]);
    refused(f, &estimate("quantile y --rule hf10"), &["`hf10`", "school"]);
    refused(f, &estimate("mean y --covariance"), &["`--covariance` counts only together with `--json`"]);
    refused(f, &estimate("mean y --contrast 1,x --by g"), &["`x`"]);
    refused(f, &estimate("mean y --nested"), &["`--nested` counts only together with `--cluster`"]);
    refused(f, "fit y~z --data d.csv --weight w --csv --wald z", &["`--wald` is not read beside `--csv`"]);
    refused(f, "test fit g --shares a=0.5,a=0.5 --data d.csv --weight w", &["level `a` has two shares"]);
    assert!(done(f, &estimate("quantile y")).contains("0.5"), "the median is the usual quantile");
    assert!(done(f, &estimate("proportion g --interval wilson")).contains("0.5"));
    assert!(done(f, &estimate("mean y --json --covariance")).contains("covariance"));
}

#[test]
fn options_that_a_size_or_a_rule_does_not_take_are_refused() {
    let folder = folder(&[("s.csv", "stratum,population,sd\na,100,2\nb,300,4\n"), ("d.csv", "domain,sd\nx,3\n"), ("p.csv", "sex,count\nf,10\nm,18\n")]);
    let f = folder.path();
    refused(f, "size mean --sd 2 --se 0.1 --confidence 0.9", &["`--confidence` counts only together with `--margin`"]);
    refused(f, "size mean --sd 2 --margin 0.1 --mean 3", &["`--mean` counts only together with `--cv`"]);
    refused(f, "size domains d.csv --margin 0.1 --interval wilson", &["`mean` makes no use of `--interval`", "`proportion`"]);
    refused(f, "size two-stage --cluster-cost 4 --element-cost 1 --icc 0.1 --budget 900 --sd 3", &["`--sd` counts only together with `--se`"]);
    refused(f, "allocate s.csv --rule neyman --n 40 --exponent 0.5", &["`neyman` makes no use of `--exponent`", "`power`"]);
    refused(f, "allocate s.csv --rule bethel --variable y:m:sd:0.1 --n 40", &["`bethel` makes no use of `--n`", "`equal`"]);
    refused(f, "allocate s.csv --rule equal --n 40 --sd spread", &["`spread`"]);
    refused(f, "allocate s.csv --rule equal --n 40 --force", &["`--force` counts only together with `--out`"]);
    refused(f, "quota p.csv --variables sex --n 4 --seed x --force", &["`--force` counts only together with `--out`"]);
    assert!(done(f, "size difference --p 0.2,0.1").contains("n1 = 197, n2 = 197"));
    assert!(done(f, "size difference --sd 2,2 --difference 0.3").contains("n1 = 698, n2 = 698"));
    assert!(done(f, "size difference --p 0.2,0.1 --populations 1000,1000").contains("n1 = 165, n2 = 165"));
    refused(f, "size difference --p 0.2", &["`0.2` is not two numbers"]);
    assert!(done(f, "size proportion --p 0.5 --margin 0.05 --population 400 --deff 3").contains("n = 298\n"));
}

#[test]
fn options_that_are_not_read_beside_a_file_are_refused() {
    let folder = folder(&[
        ("f.csv", "id,s,x\n1,a,1\n2,a,2\n3,b,3\n4,b,4\n"),
        (
            "d.toml",
            "survey = \"s\"\nframe = \"f.csv\"\nseed = { phrase = \"x\" }\n[[stage]]\nname = \"1\"\nselect = { method = \"srs\", take = { each = 2 }, id = \"id\" }\n",
        ),
        ("steps.toml", "weight = \"1\"\n[[step]]\n[step.normalise]\n"),
    ]);
    let f = folder.path();
    for option in ["--n 3", "--strata s", "--reserve 1", "--survey t", "--public 9", "--id id"] {
        let name = option.split(' ').next().unwrap();
        refused(f, &format!("sample --design d.toml {option}"), &[&format!("`{name}` is not read beside `--design`")]);
    }
    assert!(done(f, "sample --design d.toml").contains('2'));
    refused(f, "sample srs --frame f.csv --n a=1,b=1 --strata s --allocate equal --seed x", &["`--allocate`"]);
    refused(f, "sample srs --frame f.csv --n 2 --allocate equal --seed x", &["`--allocate` counts only together with `--strata`"]);
    refused(f, "sample srs --frame f.csv --n 2 --joint --seed x", &["`--joint` counts only together with `--out`"]);
    refused(f, "weigh steps.toml --data f.csv --name v", &["`--name` counts only together with `--out`"]);
    refused(f, "replicate --data f.csv --weight 1 --replicates jk1 --out r.csv --missing 9", &["`replicate` makes no use of `--missing`"]);
    let (_keep, plan) = small(ANSWERS.as_bytes(), "answers.csv");
    refused(&plan, "rank plan.toml --class people --json", &["`--class` is not read beside `--json`"]);
    refused(&plan, "score plan.toml --force", &["`--force` counts only together with `--out`"]);
    refused(&plan, "report plan.toml --after x.csv", &["`internal` makes no use of `--after`", "`public`"]);
    refused(&plan, "chart league plan.toml --out a.svg --scale 3", &["`--scale`"]);
    refused(f, "chart estimates f.csv --of a --out a.svg", &["`--of` is not read beside `estimates`"]);
}

#[test]
fn no_stratum_goes_empty_in_silence() {
    let folder = folder(&[
        ("s.csv", "stratum,population,sd\na,100,2\nb,300,4\nc,100,0\n"),
        ("f.csv", &format!("id,s\n{}", (0..40).map(|i| format!("{i},{}\n", if i < 37 { "a" } else { "b" })).collect::<String>())),
    ]);
    let f = folder.path();
    refused(f, "allocate s.csv --rule neyman --n 40", &["`c`", "--minimum 1"]);
    assert!(done(f, "allocate s.csv --rule neyman --n 40 --minimum 2").contains("minimum"));
    assert!(done(f, "allocate s.csv --rule neyman --n 40 --minimum 0").contains('c'));
    // Strata of a standard error need somebody.
    assert!(done(f, "allocate s.csv --rule neyman --se-mean 0.5").contains("minimum"));
    refused(f, "sample srs --frame f.csv --strata s --n 4 --allocate proportional --seed x", &["`b`", "minimum"]);
    assert!(done(f, "sample srs --frame f.csv --strata s --n 4 --allocate proportional --minimum 1 --seed x").contains('b'));
}

#[test]
fn a_quota_asks_for_no_more_people_than_there_are() {
    let folder = folder(&[
        ("p.csv", "sex,age,count\nf,young,6\nf,old,4\nm,young,10\nm,old,8\n"),
        ("done.csv", "sex,age,count\nf,young,3\nm,old,5\nf,young,1\n"),
        ("each.csv", "sex,age\nf,young\nm,old\n"),
        ("margins.csv", "variable,level,count\nsex,f,10\nsex,m,18\nage,young,9\nage,old,9\n"),
    ]);
    let f = folder.path();
    refused(f, "quota p.csv --variables sex,age --n 40 --seed x", &["40 interviews of 28 people", "p.csv"]);
    refused(f, "quota margins.csv --marginal --n 20 --seed x", &["20 interviews of 18 people", "`age = young`"]);
    assert!(done(f, "quota p.csv --variables sex,age --n 28 --seed x").contains("10"));
    let json = |file: &str| -> serde_json::Value {
        serde_json::from_str(&done(f, &format!("quota p.csv --variables sex,age --n 14 --seed x --json --achieved {file}"))).unwrap()
    };
    assert_eq!(json("done.csv")["achieved"], 9);
    assert_eq!(json("each.csv")["achieved"], 2);
}

#[test]
fn a_file_is_what_its_name_says() {
    let (_keep, f) = small(ANSWERS.as_bytes(), "answers.csv");
    refused(&f, "chart league plan.toml --out x.pptx", &["`.pptx`", ".svg or .png"]);
    assert!(!f.join("x.pptx").exists());
    refused(&f, "report plan.toml --out report.docx", &[".docx"]);
    assert!(!f.join("report.docx").exists());
    refused(&f, "new mine.toml", &[".toml"]);
    assert!(!f.join("mine.toml").exists());
    std::fs::create_dir(f.join("charts.v2")).unwrap();
    done(&f, "chart league plan.toml --out charts.v2");
    let shipped = tempfile::tempdir().unwrap();
    let g = shipped.path();
    let plan = SHIPPED.replace("responses = \"responses.csv\"", "responses = \"responses.xls\"").replace("frames/supervisors.csv", "frames/supervisors.xlsx");
    assert!(plan.contains("responses.xls") && plan.contains("supervisors.xlsx"), "the shipped plan names these files");
    std::fs::write(g.join("plan.toml"), plan).unwrap();
    done(g, "simulate plan.toml --frames");
    let bytes = std::fs::read(g.join("frames/supervisors.xlsx")).unwrap();
    assert!(bytes.starts_with(b"PK"), "a workbook");
    done(g, "draw plan.toml");
    refused(g, "simulate plan.toml", &["`.xls`", ".xlsx or .parquet"]);
}

#[test]
fn words_are_the_readers() {
    let han = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let folder = folder(&[
        ("d.csv", SURVEY),
        ("design.toml", "weight = \"w\"\nlonely = \"skip\"\nnested = 3\n[[stage]]\nclusters = \"g\"\n[[stage]]\ncluster = 4\n"),
        ("broken.toml", "weight = \n"),
        ("steps.toml", "weight = \"w\"\n[[step]]\n[step.rake]\nmargin = 3\n"),
        ("map.toml", "[[renamed]]\nround = 3\nfrom = \"a\"\n"),
        ("plan.toml", &small_plan().replace("min = 0", "min = 99")),
    ]);
    let f = folder.path();
    // All mistakes of a design at once, each with its line.
    let text = err(&minyi(f, &["estimate", "mean", "y", "--data", "d.csv", "--design", "design.toml"]));
    for place in ["design.toml:2", "design.toml:3", "design.toml:5", "design.toml:7"] {
        assert!(text.contains(place), "{place}: {text}");
    }
    for (file, command) in [
        ("design.toml", "estimate mean y --data d.csv --design design.toml"),
        ("broken.toml", "estimate mean y --data d.csv --design broken.toml"),
        ("steps.toml", "weigh steps.toml --data d.csv"),
        ("design.toml", "sample --design design.toml"),
    ] {
        for line in err(&minyi(f, &[command.split(' ').collect::<Vec<_>>(), vec!["--lang", "zh"]].concat())).lines() {
            assert!(line.contains(file) || line.starts_with("  ") || line.starts_with('共'), "{line}");
            assert!(han(line) > 3, "{command}: {line}");
        }
    }
    let json = out(&minyi(f, &["check", "plan.toml", "--json", "--lang", "zh"]));
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(han(found["problems"][0]["message"].as_str().unwrap()) > 3, "{json}");
}

#[test]
fn a_draw_speaks_one_language() {
    let shipped = tempfile::tempdir().unwrap();
    let f = shipped.path();
    std::fs::write(f.join("plan.toml"), SHIPPED).unwrap();
    done(f, "simulate plan.toml --frames");
    let zh = done(f, "draw plan.toml --lang zh");
    for word in ["frame rows", "planned", "certainty unit", "quota sample", "all are taken", "the list has"] {
        assert!(!zh.contains(word), "{word}: {zh}");
    }
    assert!(zh.contains("必选单元") && zh.contains("配额抽样"), "{zh}");
    let en = done(f, "draw plan.toml --force --lang en");
    assert!(en.contains("is a certainty unit") && en.contains("quota sample"), "{en}");
}

#[test]
fn a_check_says_what_a_run_would_refuse() {
    let folder = tempfile::tempdir().unwrap();
    let f = folder.path();
    let check = |change: &dyn Fn(String) -> String, says: &str| {
        let plan = change(small_plan());
        assert_ne!(plan, small_plan(), "{says}");
        std::fs::write(f.join("plan.toml"), plan).unwrap();
        let output = minyi(f, &["check", "plan.toml"]);
        assert_eq!(output.status.code(), Some(1), "{says}: {}", out(&output));
        assert!(err(&output).contains(says) && err(&output).contains("plan.toml:"), "{says}: {}", err(&output));
    };
    let settings = |line: &'static str| move |plan: String| plan + "\n[settings]\n" + line + "\n";
    check(&settings("satisfaction-cuts = [7, 7]"), "`7` is listed twice");
    check(&settings("confidence = 99.999"), "10000 draws");
    check(&settings("public-precision = 0"), "number above 0");
    check(&|p| p.replace("languages = [\"zh\", \"en\"]", "languages = [\"en\", \"en\"]"), "`en` is listed twice");
    check(&|p| p.replace("responses = \"answers.csv\"", "responses = \"answers.doc\""), "`answers.doc` is no file of a table");
    check(&|p| p.replace("responses = \"answers.csv\"", "responses = \"\""), "no file of a table");
    check(&|p| p.replace("id = \"people\"", "id = \"assignments\""), "the name of a file that every draw writes");
    check(&|p| p.replace("zh = \"群众\"", "zh = \" \""), "`people` has an empty name");
    check(&|p| p.replace("max = 10\n", "max = 9000000000000000000\n"), "beyond");
    check(&|p| p.replace("id = \"y\"\n", "id = \"weight\"\n").replace("[\"x\", \"y\"]", "[\"x\", \"weight\"]"), "the name of a column");
    check(&|p| p + "\n[comments]\nfile = \"c.csv\"\nthemes = [{ id = \"t\", zh = \"t\", en = \"t\" }]\nredact = [\"\"]\n", "replaced everywhere");
    check(
        &|p| p.replace("draw = { given = {} }", "draw = { systematic = { frame = \"f.csv\", id = \"id\", sort = [\"weight\"] } }"),
        "a column `weight` of its own",
    );
    check(&|p| p.replace("id = \"a\"", &format!("id = \"{}\"", "s".repeat(300))), "300 letters");
    check(&|p| p + "\n[responses]\nunit = \"rater\"\n", "both the unit and the rater");
    let twice = "id = \"a_b\"\nzh = \"丙局\"\nen = \"C\"\n[[categories.units]]\nid = \"a\"";
    let collide = |p: String| {
        let p = p.replacen("id = \"a\"", twice, 1).replace("id = \"x\"\n", "id = \"b_y\"\n").replace("[\"x\", \"y\"]", "[\"b_y\", \"y\"]");
        p + "\n[responses]\nmatrix = { pattern = \"{unit}_{indicator}\" }\n"
    };
    check(&collide, "column `a_b_y` would be both");
    // What is right is still right, to the highest confidence that draws can tell.
    std::fs::write(f.join("plan.toml"), settings("confidence = 99.99")(small_plan())).unwrap();
    assert_eq!(minyi(f, &["check", "plan.toml"]).status.code(), Some(0));
}
