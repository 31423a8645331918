"""Training: batches with noise, the sum of the heads' losses, a fixed number of steps, the mean of the last weights."""
import copy
import random
import time
from collections import Counter, defaultdict

import torch
from torch.nn import functional as F

from .data import bio_spans, script, windows
from .model import Encoder

LAYERS = ("upos", "xpos", "lemma", "mention", "deprel")
NER = {"ewt": "ner", "wikigold": "ner", "gum": "ner_gum", "wnut": "ner_wnut"}
# Most words are no names, so that their mean is small; yet names matter most to who reads the records.
NAMES = 2
# Of the names of an example, the share that gives way to another of its kind, so that no name is learned by heart.
REPLACED = 0.2
# How much of the mean of the weights stays at each step.
DECAY = 0.999
TAGS = ["O", *(f"{p}-{c}" for c in ("PER", "ORG", "LOC", "OTH") for p in "BI")]


def labels_of(paragraphs):
    counts = {layer: Counter() for layer in LAYERS}
    for p in paragraphs:
        p["script"] = [None if m is None else script(w, m) for w, m in zip(p["words"], p["lemma"])]
        for layer in LAYERS:
            counts[layer].update(v for v in p["script" if layer == "lemma" else layer] if v is not None)
    kept = {layer: sorted(counts[layer]) for layer in LAYERS}
    kept["lemma"] = [s for s, n in counts["lemma"].most_common(400) if n > 1]
    return kept | {"ner": TAGS}


def examples(paragraphs, labels, by):
    """Windows as lists of numbers; -100 where a layer is missing."""
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    found = []
    for number, p in enumerate(paragraphs):
        sentence = []
        for s in p["start"]:
            sentence.append(sentence[-1] + s if sentence else 0)
        scripts = p.get("script") or [None if m is None else script(w, m) for w, m in zip(p["words"], p["lemma"])]
        for a, b in windows(p, by):
            heads = []
            for at in range(a, b):
                h = p["head"][at]
                inside = h is not None and a <= h < b
                heads.append(-100 if not inside else (b - a if h == at else h - a))
            w = {k: p[k][a:b] for k in ("pieces", "shape", "before", "rule", "list")}
            w |= {k: [index[k].get(v, -100) for v in (scripts if k == "lemma" else p[k])[a:b]] for k in index}
            w |= {"start": p["start"][a:b] if p["upos"][a] or p["ner"][a] else [-100] * (b - a), "head": heads, "sentence": sentence[a:b], "set": p["set"],
                  "at": (number, a, b), "size": sum(map(len, p["pieces"][a:b]))}
            found.append(w)
    return found


class Names:
    """The names of the examples by what must agree when one stands in for another."""

    def __init__(self, ws):
        self.alike = defaultdict(list)
        for w in ws:
            for span in self.spans(w) if w["set"] != "wnut" else ():
                self.alike[self.key(w, span)].append((w, span))
                self.alike[span[2], span[1] - span[0]].append((w, span))

    @staticmethod
    def spans(w):
        return sorted(bio_spans([TAGS[max(0, t)] for t in w["ner"]]))

    @staticmethod
    def key(w, span):
        """Class and length, and where there is a parse also the tags and how the words hang together."""
        start, end, kind = span
        if w["xpos"][start] < 0:
            return kind, end - start
        inner = tuple((h - start, w["deprel"][at]) if start <= h < end else None
                      for at, h in enumerate(w["head"][start:end], start))
        return kind, tuple(w["xpos"][start:end]), inner

    def replace(self, w, rng):
        """Puts other names for some of those of a copy of an example."""
        for span in self.spans(w):
            if rng.random() < REPLACED:
                other, (start, end, _) = rng.choice(self.alike.get(self.key(w, span)) or [(w, span)])
                for layer in ("pieces", "shape", "list", "lemma"):
                    w[layer] = [*w[layer][:span[0]], *other[layer][start:end], *w[layer][span[1]:]]


def noisy(w, rng, names):
    """A copy with names replaced, words masked, case changed, and the rules' boundaries unreliable."""
    w = dict(w)
    names.replace(w, rng)
    w["pieces"] = [[103] if rng.random() < 0.03 else p for p in w["pieces"]]
    case = rng.random()
    if case < 0.05:
        w["shape"] = [2 if s in (0, 1, 4) else s for s in w["shape"]]
    elif case < 0.10:
        w["shape"] = [0 if s in (1, 2, 3, 4) else s for s in w["shape"]]
        w["list"] = [0] * len(w["list"])
    elif case < 0.14:
        w["shape"] = [1 if s == 0 else s for s in w["shape"]]
    if rng.random() < 0.15:
        w["rule"] = [0] * len(w["rule"])
    w["rule"] = [r ^ (rng.random() < (0.1 if r else 0.005)) for r in w["rule"]]
    w["list"] = [0 if rng.random() < 0.15 else b for b in w["list"]]
    return w


def collate(ws):
    words = max(len(w["pieces"]) for w in ws)
    length = max(sum(map(len, w["pieces"])) for w in ws) + 2
    full = lambda n, v: torch.full((len(ws), n), v)
    b = {"ids": full(length, 0), "word_of": full(length, words), "first": full(words, 0), "sentence": full(words, -1),
         "mask": full(length, 0).bool(), "list": torch.zeros(len(ws), words, 5)}
    b |= {k: full(words, 0) for k in ("shape", "before", "rule")}
    b |= {k: full(words, -100) for k in (*LAYERS, "ner", "start", "head")}
    for i, w in enumerate(ws):
        ids, of, first = [101], [words], []
        for n, p in enumerate(w["pieces"]):
            first.append(len(ids))
            ids += p
            of += [n] * len(p)
        ids.append(102)
        n = len(first)
        b["ids"][i, :len(ids)] = torch.tensor(ids)
        b["word_of"][i, :len(of)] = torch.tensor(of)
        b["mask"][i, :len(ids)] = True
        b["first"][i, :n] = torch.tensor(first)
        b["list"][i, :n] = torch.tensor([[m >> k & 1 for k in range(5)] for m in w["list"]], dtype=torch.float)
        for k in ("shape", "before", "rule", "sentence", *LAYERS, "ner", "start"):
            b[k][i, :n] = torch.tensor(w[k])
        b["start"][i, 0] = -100  # a window begins where a sentence does: nothing to learn there
        b["head"][i, :n] = torch.tensor([words if h == n else h for h in w["head"]])
    same = (b["sentence"][:, :, None] == b["sentence"][:, None, :]) & (b["sentence"][:, :, None] >= 0)
    same &= ~torch.eye(words, dtype=torch.bool)
    b["allowed"] = F.pad(same, (0, 1), value=True)
    b["sets"] = [w["set"] for w in ws]
    return b


def outputs(model, b):
    """Vectors of the words of a batch, and what `arcs` tells of them."""
    x = model(b)
    return x, model.arcs(x, b["allowed"])


def loss_of(model, b, found):
    """The sum of the heads' losses on what a batch has annotated."""
    x, (arc, dep, heads) = found
    cross = lambda scores, gold: F.cross_entropy(scores.flatten(0, -2).float(), gold.flatten(), ignore_index=-100,
                                                 reduction="sum") / (gold != -100).sum().clamp_min(1)
    total = sum(cross(model.head[k](x), b[k]) * (0.5 if k == "mention" else 1) for k in LAYERS if k != "deprel")
    for head in set(NER.values()):
        here = torch.tensor([NER.get(s) == head for s in b["sets"]])
        if here.any():
            total = total + NAMES * cross(model.head[head](x[here]), b["ner"][here])
    known = b["start"] >= 0
    if known.any():
        total = total + F.binary_cross_entropy_with_logits(model.head["start"](x).squeeze(-1)[known].float(),
                                                           b["start"][known].float())
    total = total + cross(arc, b["head"])
    i, w = (b["head"] >= 0).nonzero(as_tuple=True)
    if len(i):
        total = total + F.cross_entropy(model.relations(dep[i, w], heads[i, b["head"][i, w]]).float(),
                                        b["deprel"][i, w], ignore_index=-100)
    return total


def batches(ws, size, rng):
    """Windows of like length, about `size` pieces a batch, in random order."""
    order = sorted(range(len(ws)), key=lambda i: (ws[i]["size"] + rng.random() * 12))
    found, batch, longest = [], [], 0
    for i in order:
        longest = max(longest, ws[i]["size"] + 2)
        if batch and longest * (len(batch) + 1) > size:
            found.append(batch)
            batch, longest = [], ws[i]["size"] + 2
        batch.append(ws[i])
    found.append(batch)
    rng.shuffle(found)
    return found


def groups(model, rate, head_rate, decay=0.9):
    """The weights that are trained, with rates that are lower the farther a layer is from the heads."""
    count = len(model.layer)
    depth = {"embeddings": 0, **{f"layer.{i}": i + 1 for i in range(count)}}
    for name, p in model.named_parameters():
        level = next((v for k, v in depth.items() if name.startswith(k + ".")), None)
        if p.requires_grad:
            yield {"params": [p], "lr": head_rate if level is None else rate * decay ** (count - level),
                   "weight_decay": 0.01 if p.dim() > 1 else 0.0}


def train(paragraphs, epochs, seed=1, rate=1.5e-4, head_rate=1e-3, report=None):
    """The accurate model: the pretrained encoder, with heads that learn from the corpora."""
    torch.manual_seed(seed)
    labels = labels_of(paragraphs)
    model = Encoder(labels)
    model.load_base()
    loss = lambda batch: loss_of(model, batch, outputs(model, batch))
    return fit(model, examples(paragraphs, labels, "start"), loss, epochs, (rate, head_rate), seed, report)


def fit(model, ws, loss, epochs, rates, seed, report, size=1000):
    """The mean of the weights over a number of passes over noisy windows, batches of `size` pieces, for the least `loss(batch)`."""
    rng = random.Random(seed)
    names = Names(ws)
    mean = copy.deepcopy(model).eval()
    optimizer = torch.optim.AdamW(groups(model, *rates), fused=True)
    per_epoch = len(batches(ws, size, random.Random(0)))
    steps = max(1, int(epochs * per_epoch))
    warm = max(1, min(steps // 10, per_epoch // 2))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm))))
    print(f"{len(ws)} windows, {per_epoch} steps an epoch, {steps} steps", flush=True)
    # Where a processor has no bfloat16, emulating it is slower than f32.
    half = torch.autocast("cpu", torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())
    step, epoch, began, recent = 0, 0, time.time(), []
    while step < steps:
        model.train()
        for batch in batches(ws, size, rng):
            if step >= steps:
                break
            with half:
                total = loss(collate([noisy(w, rng, names) for w in batch]))
            optimizer.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            with torch.no_grad():
                # From the first steps little should stay.
                rest = 1 - min(DECAY, (step + 1) / (step + 10))
                torch._foreach_lerp_(list(mean.parameters()), list(model.parameters()), rest)
            recent.append(total.item())
            if step % 100 == 0:
                print(f"step {step} loss {sum(recent) / len(recent):.3f} {time.time() - began:.0f}s", flush=True)
                recent = []
        epoch += 1
        if report and epoch % 4 == 0 and step < steps:
            report(mean)
    return mean
