"""Scores on the development sets: gold tokens and sentences, sentence starts over the rules' windows."""
import torch

from .data import bio_spans
from .train import LAYERS, NER, batches, collate, examples


def tree(scores):
    """Heads of the best tree with one root (Chu-Liu/Edmonds); the root's column comes last."""
    n = len(scores)
    best = max(range(n), key=lambda r: scores[r][n] - max([*scores[r][:n], -1e9]))
    greedy = [max(range(n), key=lambda h: row[h]) if d != best else n for d, row in enumerate(scores)]
    graph = {d: {h: scores[d][h] for h in range(n) if h != d} for d in range(n) if d != best}
    chosen = contract(graph, best) if n > 1 else {}
    return [chosen.get(d, greedy[d]) for d in range(n)]


def contract(graph, root):
    """Best head of each node of {dependent: {head: score}} so that all hang from the root."""
    heads = {d: max(hs, key=hs.get) for d, hs in graph.items()}
    cycle = find_cycle(heads, root)
    if not cycle:
        return heads
    new, inner = ("cycle", id(graph)), {}
    whole = {d: {} for d in graph if d not in cycle} | {new: {}}
    leaving = {}
    for d, hs in graph.items():
        for h, s in hs.items():
            if d in cycle and h not in cycle:
                gain = s - hs[heads[d]]
                if gain > whole[new].get(h, float("-inf")):
                    whole[new][h], inner[h] = gain, d
            elif d not in cycle and h in cycle:
                if s > whole[d].get(new, float("-inf")):
                    whole[d][new], leaving[d] = s, h
            elif d not in cycle:
                whole[d][h] = s
    solved = contract(whole, root)
    into = solved.pop(new)
    result = {d: leaving[d] if h == new else h for d, h in solved.items()}
    result |= {d: heads[d] for d in cycle}
    result[inner[into]] = into
    return result


def find_cycle(heads, root):
    for start in heads:
        seen, at = [], start
        while at != root and at not in seen:
            seen.append(at)
            at = heads[at]
        if at != root:
            return set(seen[seen.index(at):])
    return None


def f1(right, predicted, gold):
    return round(200 * right / max(1, predicted + gold), 2)


@torch.no_grad()
def score(model, paragraphs, corpus):
    import random
    model.eval()
    chosen = [p for p in paragraphs if p["set"] == corpus]
    hits, totals, names = dict.fromkeys((*LAYERS, "uas", "las"), 0), dict.fromkeys((*LAYERS, "uas"), 0), {}
    ws = examples(chosen, model.labels, "start")
    for batch in batches(ws, 3000, random.Random(0)):
        b = collate(batch)
        x = model(b)
        for k in ("upos", "xpos", "lemma", "mention"):
            known = torch.zeros_like(b[k], dtype=torch.bool)
            for i, w in enumerate(batch):
                number, a, e = w["at"]
                known[i, :e - a] = torch.tensor([v is not None for v in chosen[number][k][a:e]])
            hits[k] += ((model.head[k](x).argmax(-1) == b[k]) & known).sum().item()
            totals[k] += known.sum().item()
        for head in {"ner", NER[corpus]}:
            tags = model.head[head](x).argmax(-1)
            for i, w in enumerate(batch):
                if -100 in w["ner"]:
                    continue
                n, c = len(w["ner"]), names.setdefault(head, [0, 0, 0])
                keep = lambda t: {s for s in bio_spans([model.labels["ner"][v] for v in t]) if s[2] != "OTH"}
                p, g = keep(tags[i, :n].tolist()), keep(w["ner"])
                c[0], c[1], c[2] = c[0] + len(p & g), c[1] + len(p), c[2] + len(g)
        arc, dep, heads = model.arcs(x, b["allowed"])
        for i, w in enumerate(batch):
            for s in set(w["sentence"]):
                at = [j for j, v in enumerate(w["sentence"]) if v == s]
                rows = arc[i, at][:, [*at, arc.shape[2] - 1]].tolist()
                found = [arc.shape[2] - 1 if h == len(at) else at[h] for h in tree(rows)]
                rel = model.relations(dep[i, at], heads[i, found]).argmax(-1).tolist()
                for j, h, r in zip(at, found, rel):
                    right = h == b["head"][i, j].item()
                    name = lambda v: model.labels["deprel"][v].split(":")[0]
                    hits["uas"] += right
                    hits["las"] += right and w["deprel"][j] >= 0 and name(r) == name(w["deprel"][j])
                    totals["uas"] += 1
    result = {k: round(100 * hits[k] / max(1, totals[k]), 2) for k in ("upos", "xpos", "lemma", "mention", "uas")}
    result["las"] = round(100 * hits["las"] / max(1, totals["uas"]), 2)
    result |= {head: f1(*c) for head, c in names.items()}
    right = predicted = gold = rules = rules_right = 0
    for batch in batches(examples(chosen, model.labels, "rule"), 3000, random.Random(0)):
        b = collate(batch)
        on = model.head["start"](model(b)).squeeze(-1) > 0
        for i, w in enumerate(batch):
            number, a, _ = w["at"]
            length = len(chosen[number]["start"])
            p = [w["rule"][0], *on[i, 1:len(w["start"])].int().tolist()]
            right += sum(x and y for x, y in zip(p, w["start"]))
            rules_right += sum(x and y for x, y in zip(w["rule"], w["start"]))
            predicted, gold, rules = predicted + sum(p), gold + sum(w["start"]), rules + sum(w["rule"])
            assert a < length
    return result | {"starts": f1(right, predicted, gold), "starts_by_rule": f1(rules_right, rules, gold)}
