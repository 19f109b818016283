"""Known differences: `known.toml`, each entry with a reason and as narrow as can be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from calls import facts
from compare import Disagreement

FILE = Path(__file__).with_name("known.toml")


class Known:
    """The entries, and how often each has been met."""

    def __init__(self, also: Path | None = None) -> None:
        files = [FILE, *([also] if also else [])]
        self.entries: list[dict[str, Any]] = [e for f in files for e in tomllib.loads(f.read_text())["known"]]
        self.met: dict[str, int] = {e["id"]: 0 for e in self.entries}

    def explains(self, d: Disagreement) -> str | None:
        told = {**facts(d.case, d.call), "figure": d.figure, "minyi": str(d.minyi), "r": str(d.reference)}
        for entry in self.entries:
            if all(re.search(pattern, told[key]) for key, pattern in entry["where"].items()):
                self.met[entry["id"]] += 1
                return str(entry["id"])
        return None
