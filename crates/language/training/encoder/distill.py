"""The fast model: fewer and thinner layers over the same vectors of pieces, taught by the accurate model and the corpora."""
import torch
from torch.nn import functional as F

from .model import Encoder
from .train import NAMES, examples, fit, labels_of, loss_of, outputs

# What is taken away step by step: layers kept of the model before, inner values kept of each, epochs to recover.
STEPS = (((0, 2, 4), 768, 8), ((0, 1, 2), 512, 3))


def distill(paragraphs, teacher, out, seed=1, rates=(5e-4, 1e-3), report=None):
    """The fast model. What each step made is kept in the folder `out`, and taken from there by a later run."""
    labels_of(paragraphs)
    teacher.eval().requires_grad_(False)
    ws = examples(paragraphs, teacher.labels, "start")
    model = teacher
    for number, (kept, inner, epochs) in enumerate(STEPS):
        torch.manual_seed(seed)
        model = thinned(model, kept, inner)
        done = out / f"step-{number}.pt"
        if done.exists():
            model.load_state_dict(torch.load(done))
            continue
        model = fit(model, ws, taught_by(teacher, model), epochs, rates, seed, report)
        torch.save(model.state_dict(), done)
    return model


def taught_by(teacher, model):
    # The vectors of pieces are shared: they are most of a model's size.
    for table in ("word", "position", "kind"):
        model.embeddings[table].requires_grad_(False)

    def loss(batch):
        found = outputs(model, batch)
        return loss_of(model, batch, found) + distance(model, teacher, batch, found)

    return loss


def thinned(larger, layers, inner):
    """A smaller model with weights of a larger one: the inner values that weigh most of the layers kept."""
    model = Encoder(larger.labels, len(layers), inner)
    state = {k: v for k, v in larger.state_dict().items() if not k.startswith("layer.")}
    for number, kept in enumerate(layers):
        layer = dict(larger.layer[kept].state_dict())
        weight = layer["intermediate.weight"].norm(dim=1) * layer["output.weight"].norm(dim=0)
        most = weight.topk(inner).indices.sort().values
        for name in ("intermediate.weight", "intermediate.bias"):
            layer[name] = layer[name][most]
        layer["output.weight"] = layer["output.weight"][:, most]
        state |= {f"layer.{number}.{k}": v for k, v in layer.items()}
    model.load_state_dict(state)
    return model


def distance(student, teacher, b, found):
    """How far the student's distributions and vectors are from the teacher's, on all words of a batch."""
    there = b["sentence"] >= 0
    with torch.no_grad():
        known, (known_arcs, *known_pair) = outputs(teacher, b)
    own, (arcs, *pair) = found
    total = F.mse_loss(own[there].float(), known[there].float()) + apart(arcs[there], known_arcs[there])
    for head, weight in (("upos", 1), ("xpos", 1), ("ner", NAMES)):
        total = total + weight * apart(student.head[head](own[there]), teacher.head[head](known[there]))
    start = lambda model, x: model.head["start"](x[there]).squeeze(-1).float()
    total = total + F.binary_cross_entropy_with_logits(start(student, own), start(teacher, known).sigmoid())
    i, w = there.nonzero(as_tuple=True)
    best = known_arcs[there].argmax(-1)
    relations = lambda model, dep, heads: model.relations(dep[i, w], heads[i, best])
    return total + apart(relations(student, *pair), relations(teacher, *known_pair))


def apart(scores, known):
    """Mean divergence of distributions over the last axis."""
    logs = lambda x: x.float().log_softmax(-1)
    return F.kl_div(logs(scores), logs(known), log_target=True, reduction="batchmean")
