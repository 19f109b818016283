#!/usr/bin/env python3
"""Runs the notebooks from scratch and writes their outputs back, or checks that the outputs are not stale.

    python3 notebooks/run.py                  all notebooks; needs the Rust kernel and nbclient, see README.md
    python3 notebooks/run.py 04 05            only these
    python3 notebooks/run.py --check          no kernel, standard library only, well under a second

Outputs are the same bytes at every run: no times, no machine's paths, no metadata but what is needed to open the file.
Each notebook keeps in its metadata, under `minyi`, the SHA-256 of its sources: its code cells, the files that they name
(`"../data/…"`), and the version in Cargo.toml. `--check` works it out again.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "target" / "notebooks"  # as evcxr.toml says


def notebooks(wanted):
    found = sorted(HERE.glob("[0-9]*.ipynb"))
    unknown = [w for w in wanted if not any(p.name.startswith(w) for p in found)]
    if unknown:
        sys.exit(f"no such notebook: {', '.join(unknown)}; there are {', '.join(p.name for p in found)}")
    return [p for p in found if not wanted or any(p.name.startswith(w) for w in wanted)]


def code(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def sources(notebook):
    """SHA-256 over the crate's version, the code cells, and the files that they name; each piece with its length before it."""
    version = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.M).group(1)
    cells = code(notebook)
    named = sorted({path for cell in cells for path in re.findall(r'"(\.\./[^"]+)"', cell) if (HERE / path).is_file()})
    pieces = [version.encode(), *(cell.encode() for cell in cells)]
    for path in named:
        pieces += [path.encode(), (HERE / path).read_bytes().replace(b"\r\n", b"\n")]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def problems(path):
    notebook = read(path)
    renew = f"renew it with: python3 notebooks/run.py {path.name}"
    kept = notebook["metadata"].get("minyi", {}).get("sources-sha256")
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if kept is None or any(cell["execution_count"] is None for cell in cells):
        yield f"{path.name} was never run; {renew}"
    elif kept != sources(notebook):
        yield f"{path.name} is stale: its code, a file that it reads, or the version has changed since it was run; {renew}"
    if any(output["output_type"] == "error" for cell in cells for output in cell["outputs"]):
        yield f"{path.name} ends with an error; {renew}"


def lines(text):
    return "".join(text).splitlines(keepends=True)


def tidy_outputs(outputs):
    """Text first, in one piece, then contents by type."""
    text = "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream" and o["name"] == "stdout")
    tidied = [{"name": "stdout", "output_type": "stream", "text": lines(text)}] if text.strip() else []
    for output in outputs:
        if output["output_type"] in ("display_data", "execute_result"):
            data = {kind: lines("".join(value).strip() + "\n") for kind, value in sorted(output["data"].items())}
            tidied.append({"data": data, "metadata": {}, "output_type": "display_data"})
    return tidied


def write(path, notebook, digest):
    cells, count = [], 0
    for number, cell in enumerate(notebook["cells"], 1):
        new = {"cell_type": cell["cell_type"], "id": f"cell-{number:02}", "metadata": {}, "source": lines("".join(cell["source"]))}
        if cell["cell_type"] == "code":
            count += 1
            new |= {"execution_count": count, "outputs": tidy_outputs(cell["outputs"])}
        cells.append(dict(sorted(new.items())))
    metadata = {
        "kernelspec": {"display_name": "Rust", "language": "rust", "name": "rust"},
        "language_info": {"file_extension": ".rs", "mimetype": "text/rust", "name": "Rust"},
        "minyi": {"sources-sha256": digest},
    }
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    outputs = json.dumps([cell.get("outputs") for cell in cells], ensure_ascii=False)
    for private in {str(ROOT), str(pathlib.Path.home()), os.environ.get("TMPDIR", "/tmp").rstrip("/") + "/"}:
        if private in outputs:
            sys.exit(f"{path.name}: an output contains a path of this machine, {private}")
    beside = path.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def run(path):
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    digest = sources(read(path))
    start = time.monotonic()
    try:
        NotebookClient(notebook, kernel_name="rust", timeout=None, resources={"metadata": {"path": str(HERE)}}, record_timing=False).execute()
    except CellExecutionError as error:
        sys.exit(f"{path.name}: {error}")
    write(path, notebook, digest)
    print(f"{path.name}: {time.monotonic() - start:.0f} s", flush=True)


def main(arguments):
    if any(a in ("-h", "--help") for a in arguments):
        print(__doc__)
        return 0
    wanted = [a for a in arguments if a != "--check"]
    if "--check" in arguments:
        found = [problem for path in notebooks(wanted) for problem in problems(path)]
        for problem in found:
            print(problem, file=sys.stderr)
        return 1 if found else 0
    # The versions of Cargo.lock, so that everybody's notebooks are built from the same sources.
    BUILD.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "Cargo.lock", BUILD / "Cargo.lock")
    for path in notebooks(wanted):
        run(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
