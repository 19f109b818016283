#!/usr/bin/env python3
"""Makes each notebook a Rust program of its code cells, so that the compiler and the tests see them without a notebook kernel.

    python3 notebooks/as_rust.py FOLDER                     writes FOLDER/notebook_01.rs, …
    cargo run --release --example notebook_01 > OUTPUT      where FOLDER is `examples`
    python3 notebooks/as_rust.py --compare 01 OUTPUT        whether the program prints what the committed notebook shows

A program is the cells one after the other within `main`; lines that begin with `:` (commands of the kernel) are left out.
Needs Python 3.9 or newer and nothing else.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
MARK = "\x1ecell"  # printed before each cell, so that outputs can be told apart
BEGIN, END = "EVCXR_BEGIN_CONTENT ", "EVCXR_END_CONTENT"

HEAD = """\
// Made from notebooks/{name} by notebooks/as_rust.py; change the notebook.
#![allow(clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::print_stdout, missing_docs, unused)]

fn main() -> Result<(), Box<dyn std::error::Error>> {{
std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/notebooks"))?;
"""


def notebooks():
    return sorted(HERE.glob("[0-9]*.ipynb"))


def code_cells(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def program(path):
    parts = [HEAD.format(name=path.name)]
    for number, cell in enumerate(code_cells(path), 1):
        lines = "".join(cell["source"]).split("\n")
        parts.append(f'println!("{{}} {number}", "\\u{{1e}}cell");\n')
        parts.append("\n".join(line for line in lines if not line.startswith(":")) + "\n\n")
    return "".join(parts) + "Ok(())\n}\n"


def shown(cell):
    """What a cell shows, as its program would print it: text, and contents by type."""
    text, contents = "", {}
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            text += "".join(output["text"])
        else:
            for kind, value in output["data"].items():
                contents[kind] = "".join(value).strip()
    return text.strip(), contents


def printed(part):
    """The same of what a program printed."""
    text, contents = "", {}
    kind, lines = None, []
    for line in part.split("\n"):
        if kind is None and line.startswith(BEGIN):
            kind, lines = line[len(BEGIN):], []
        elif kind is not None and line == END:
            contents[kind], kind = "\n".join(lines).strip(), None
        elif kind is not None:
            lines.append(line)
        else:
            text += line + "\n"
    return text.strip(), contents


def compare(number, output):
    (path,) = [p for p in notebooks() if p.name.startswith(number)]
    parts = pathlib.Path(output).read_text(encoding="utf-8").split(MARK)[1:]
    cells = code_cells(path)
    if len(parts) != len(cells):
        return f"{path.name}: the program ran {len(parts)} of {len(cells)} cells"
    for position, (part, cell) in enumerate(zip(parts, cells), 1):
        there, now = shown(cell), printed(part.split("\n", 1)[1])
        if there != now:
            old, new = (f"{text}\n" + "\n".join(c.values()) for text, c in (there, now))
            at = next((k for k, (a, b) in enumerate(zip(old.split("\n"), new.split("\n"))) if a != b), None)
            pair = "" if at is None else f"\n  notebook: {old.splitlines()[at][:160]}\n  program:  {new.splitlines()[at][:160]}"
            return f"{path.name}: code cell {position} shows something else than its program prints; python3 notebooks/run.py {path.name} renews it{pair}"
    return None


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "--compare":
        problem = compare(*arguments[1:])
        print(problem or f"{arguments[1]}: as committed")
        return 1 if problem else 0
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    folder = pathlib.Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for path in notebooks():
        (folder / f"notebook_{path.name[:2]}.rs").write_text(program(path), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
