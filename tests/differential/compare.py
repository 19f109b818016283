"""Two answers to one call, figure by figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cases import Answer, Call, Case, Figures

RTOL = 1e-9
# Where a number is zero up to rounding, it is compared with the size of what it is the difference of.
ATOL = 1e-11
# The rounding of what is zero by itself, as the variance of equal answers.
FLOOR = 1e-13


@dataclass
class Disagreement:
    """A figure that differs; a call that only one side refuses has the figure `refused`."""

    case: Case
    call: Call
    figure: str
    minyi: float | None | str
    reference: float | None | str

    def kind(self) -> str:
        """What a shrunk case must still show: the sort of figure, and which sides have it."""
        sides = "".join("?" if x is None else "r" if isinstance(x, str) else "n" for x in (self.minyi, self.reference))
        said = self.reference[:25] if self.figure == "refused" and isinstance(self.reference, str) else ""
        return f"{self.figure.split(' ')[0]}:{sides}{said}"

    def text(self) -> str:
        return f"{self.figure}: minyi {self.minyi!r}, R {self.reference!r}"


def scale_of(figure: str, figures: Figures) -> float:
    """The size of what a figure near zero comes from: a value's is its error, an error's its value."""

    def size(name: str) -> float:
        x = figures.get(name)
        return abs(x) if isinstance(x, int | float) and math.isfinite(x) else 0.0

    key, _, of = figure.partition(" ")
    if key in ("value", "se", "low", "high"):
        return max(size(f"value {of}"), size(f"se {of}"))
    if key == "cov":
        one, _, two = of.partition(" ~ ")
        return (size(f"se {one}") + 1e-3 * size(f"value {one}")) * (size(f"se {two}") + 1e-3 * size(f"value {two}"))
    if key == "contrast":
        number = of.split(" ")[0]
        all_values = max((abs(v) for k, v in figures.items() if k.startswith("value ") and v is not None), default=0.0)
        return max(size(f"contrast {number} value"), size(f"contrast {number} se"), all_values)
    if key == "difference":
        return max(size("difference value"), size("difference se"))
    return 0.0


def close(figure: str, got: float, expected: float, scale: float) -> bool:
    if math.isnan(got) or math.isnan(expected):
        return False
    rtol = RTOL
    # A very small probability magnifies the error of its statistic.
    if figure == "p" or figure.endswith(" p"):
        rtol *= 1 + abs(math.log(max(expected, 1e-300)))
    floor = 0.0 if figure == "p" or figure.endswith(" p") else FLOOR
    return abs(got - expected) <= max(rtol * abs(expected), ATOL * scale, floor)


def senseless(call: Call, figures: Figures) -> list[tuple[str, float]]:
    """What no statistic can be, whatever R says: a negative error, an interval that does not hold its estimate.

    A quantile may lie outside: its interval is about the share below it, which the linear rules do not turn back into the same quantile.
    """
    found = []
    for name, x in figures.items():
        key, _, of = name.partition(" ")
        if not isinstance(x, int | float):
            continue
        value, low, high = (figures.get(f"{k} {of}") for k in ("value", "low", "high"))
        slack = ATOL * (1 + abs(value)) if isinstance(value, int | float) else 0.0
        if key in ("se", "df") and x < 0:
            found.append((name, x))
        if key == "low" and isinstance(high, int | float) and x > high:
            found.append((name, x))
        if call.get("statistic") == "quantile":
            continue
        if key == "low" and isinstance(value, int | float) and x > value + slack or key == "high" and isinstance(value, int | float) and x < value - slack:
            found.append((name, x))
    return found


def compare(case: Case, call: Call, minyi: Answer, reference: Answer) -> tuple[int, list[Disagreement]]:
    """How many figures both have, and those that differ."""
    if minyi.refusal is not None or reference.refusal is not None:
        if (minyi.refusal or "").startswith("no answer after"):
            return 0, [Disagreement(case, call, "senseless refused", minyi.refusal, reference.refusal or "answers")]
        if minyi.refusal is not None and reference.refusal is not None:
            return 0, []
        what = (minyi.refusal or "answers", reference.refusal or "answers")
        return 0, [Disagreement(case, call, "refused", *what)]
    found = [Disagreement(case, call, f"senseless {figure}", x, "skip") for figure, x in senseless(call, minyi.figures)]
    compared = 0
    for figure in sorted(minyi.figures.keys() | reference.figures.keys()):
        missing = object()
        got, expected = minyi.figures.get(figure, missing), reference.figures.get(figure, missing)
        if expected == "skip":
            continue
        if got is missing or expected is missing:
            # A domain that one side leaves out where the other says that it has no value is no difference.
            if (got if expected is missing else expected) is None or figure.startswith(("df ", "cov ")):
                continue
            sides = ("absent" if got is missing else got, "absent" if expected is missing else expected)
            found.append(Disagreement(case, call, figure, *sides))  # type: ignore[arg-type]
            continue
        compared += 1
        if got is None and expected is None:
            continue
        if got is None or expected is None or not close(figure, got, expected, scale_of(figure, reference.figures)):  # type: ignore[arg-type]
            found.append(Disagreement(case, call, figure, got, expected))  # type: ignore[arg-type]
    return compared, found
