#!/usr/bin/env python3
"""Draws again from a certificate of `minyi sample`, without minyi: redraw.py CERTIFICATE FRAME.csv
One stage; methods srs, systematic and pps-systematic; no reserve. docs/draws.md is the specification. Needs nothing but Python."""
import csv, hashlib, json, re, struct, sys

def pieces(*texts):
    return b"".join(struct.pack("<Q", len(t.encode())) + t.encode() for t in texts)

def sha(data):
    return hashlib.sha256(data).digest()

def half(text):
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", "", text))

def first_word_of_stream(phrase, label):
    """The first 64-bit output of ChaCha20 (20 rounds, counter 0, nonce 0) keyed by SHA-256 of phrase and label."""
    state = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", sha(pieces("minyi/stream/1", phrase, *label)))) + [0] * 4
    x = state[:]
    def quarter(a, b, c, d):
        for p, q, r, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[p] = (x[p] + x[q]) & 0xFFFFFFFF
            v = x[r] ^ x[p]
            x[r] = ((v << bits) | (v >> (32 - bits))) & 0xFFFFFFFF
    for _ in range(10):
        for k in range(4):
            quarter(k, 4 + k, 8 + k, 12 + k)
        for k in range(4):
            quarter(k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4)
    low, high = ((x[k] + state[k]) & 0xFFFFFFFF for k in (0, 1))
    return high << 32 | low

def proportional(sizes, n):
    order, below, total = sorted(sizes), [], 0.0
    for x in order:
        total += x
        below.append(total)
    rest, left = n, len(sizes)
    while rest > 0 and left > 0 and rest * order[left - 1] >= below[left - 1]:
        rest, left = rest - 1, left - 1
    bound = order[left] if left < len(order) else float("inf")
    return [1.0 if x >= bound else rest * x / below[left - 1] for x in sizes]

def srs(n, units, _):
    chosen = sorted(range(len(units)), key=lambda i: units[i]["number"])[:n]
    return sorted(chosen), [n / len(units)] * len(units)

def systematic(n, units, word):
    start, big = word >> 11, len(units)
    return [((start + (i << 53)) * big // n) >> 53 for i in range(n)], [n / big] * big

def pps_systematic(n, units, word):
    p = proportional([u["size"] for u in units], n)
    open_, start = [i for i in range(len(p)) if p[i] < 1.0], (word >> 11) / 2**53
    drawn, running, rest = [i for i in range(len(p)) if p[i] == 1.0], 0.0, n - sum(x == 1.0 for x in p)
    certain = len(drawn)
    for i in open_:
        running = float(rest) if i == open_[-1] else running + p[i]
        if len(drawn) - certain < rest and start + (len(drawn) - certain) < running:
            drawn.append(i)
    return sorted(drawn), p

def canonical(cell):
    """A decimal number without zeros at the end of its fraction; anything else as it is (docs/draws.md)."""
    cell = cell.strip().lower() if cell.strip().lower() in ("true", "false") else cell.strip()
    number = re.fullmatch(r"(-?(?:0|[1-9][0-9]*))(?:\.([0-9]+?)0*)?", cell)
    short = number and (number[1] + ("." + number[2] if number[2] and number[2] != "0" else ""))
    return cell if not number else "0" if short == "-0" else short

certificate, rows = json.load(open(sys.argv[1], encoding="utf-8")), [{k: canonical(v) for k, v in r.items()} for r in csv.DictReader(open(sys.argv[2], encoding="utf-8-sig"))]
design, seed, stage = certificate["design"], certificate["design"]["seed"], certificate["stages"][0]
select = design["stage"][0]["select"]
method = {"srs": srs, "systematic": systematic, "pps-systematic": pps_systematic}[select["method"]]
assert len(design["stage"]) == 1 and not select.get("reserve") and not select.get("previous") and not select.get("serpentine") and not select.get("shift")
wrong = []
def same(what, was, is_):
    if was != is_:
        wrong.append(f"{what}: the certificate says {was}, this program finds {is_}")

same("commitment", certificate["commitment"], sha(seed["phrase"].encode()).hex())
phrase = seed["phrase"] if "public" not in seed else sha(pieces("minyi/seed/1", seed["phrase"], re.sub("[^0-9]", "", half(seed["public"])))).hex()
same("effective phrase", certificate["effective-phrase"], phrase)
strata, sort = select.get("strata", []), select.get("sort", [])
used = [select["id"], *strata, *([select["size"]] if "size" in select else []), *sort]
same("digest of the frame", stage["frame-sha256"], sha(b"".join(sorted(sha(pieces(*(r[c].strip() for c in used))) for r in rows))).hex())
def ranks(column):
    levels = {r[column].strip() for r in rows}
    numbers = all(re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", v) for v in levels)
    return {v: k for k, v in enumerate(sorted(levels, key=lambda v: (float(v), v) if numbers else (0, v)))}
rank = {c: ranks(c) for c in {*sort, *strata}}
groups = {}
for r in rows:
    groups.setdefault(tuple(r[c].strip() for c in strata), []).append({**r, "id": r[select["id"]].strip(), "size": float(r[select["size"]]) if "size" in select else 1.0})
drawn = []
for values in sorted(groups, key=lambda v: [rank[c][x] for c, x in zip(strata, v)]):
    label = ["-".join(re.findall(r"[^\W_]+", half(name).lower())) for name in (design["survey"], design["stage"][0]["name"])] + [*values]
    key = sha(pieces("minyi/unit/1", phrase, *label))
    units = sorted(groups[values], key=lambda r: ([rank[c][r[c].strip()] for c in sort], r["id"]))
    for u in units:
        u["number"] = struct.unpack("<Q", sha(key + u["id"].encode())[:8])[0]
    n = next(s["n"] for s in stage["strata"] if s["stratum"] == "/".join(values))
    chosen, p = method(n, units, first_word_of_stream(phrase, label))
    drawn += [("/".join(values), units[i]["id"], p[i]) for i in chosen]
same("selected units", [(u["stratum"], u["unit"], u["probability"]) for u in stage["selected"]], drawn)
print("\n".join(wrong) if wrong else f"verified: {len(drawn)} units drawn again")
sys.exit(1 if wrong else 0)
