"""The encoder, its heads, and its weights as int8 in a safetensors file."""
import json

import numpy
import torch
from safetensors import safe_open
from safetensors.numpy import save_file
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from .data import BASE

# Steps of values in products: those of 63 are multiplied as bytes where there is AVX2 alone.
EIGHT_BITS, SEVEN_BITS = 127, 63

# Steps in which products are made, or 0 for none.
QUANTISED = 0


def set_quantised(steps):
    global QUANTISED
    QUANTISED = steps


def rows(x, steps):
    """Whole numbers of at most `steps` either way and a scale for each row."""
    scale = x.abs().amax(-1, keepdim=True).clamp_min(1e-12) / steps
    return (x / scale).round().clamp(-steps, steps), scale


class Linear(nn.Linear):
    def forward(self, x):
        if not QUANTISED:
            return super().forward(x)
        (w, ws), (a, s) = rows(self.weight, QUANTISED), rows(x, QUANTISED)
        return F.linear(a, w) * s * ws.squeeze(-1) + self.bias


class Table(nn.Embedding):
    def forward(self, ids):
        if not QUANTISED:
            return super().forward(ids)
        w, s = rows(self.weight, EIGHT_BITS)
        return F.embedding(ids, w * s)


class Layer(nn.Module):
    def __init__(self, d=384, inner=1536):
        super().__init__()
        self.query, self.key, self.value, self.attention_output = (Linear(d, d) for _ in range(4))
        self.intermediate, self.output = Linear(d, inner), Linear(inner, d)
        self.attention_norm, self.output_norm = nn.LayerNorm(d, eps=1e-12), nn.LayerNorm(d, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, d = x.shape
        split = lambda y: y.view(b, n, 12, d // 12).transpose(1, 2)
        # Written out: on a CPU the gradient of the built-in attention takes twice as long.
        scores = split(self.query(x)) @ split(self.key(x)).transpose(2, 3) * (d // 12) ** -0.5
        y = scores.masked_fill(~mask, -1e4).softmax(-1).to(scores.dtype) @ split(self.value(x))
        x = self.attention_norm(x + self.drop(self.attention_output(y.transpose(1, 2).reshape(b, n, d))))
        return self.output_norm(x + self.drop(self.output(F.gelu(self.intermediate(x)))))


class Encoder(nn.Module):
    """A transformer of `layers` layers, whose second step has `inner` values, and the heads for `labels`."""

    def __init__(self, labels, layers=6, inner=1536, d=384, arc=256, rel=96):
        super().__init__()
        self.labels = labels
        self.embeddings = nn.ModuleDict({"word": Table(30522, d), "position": Table(512, d), "kind": Table(2, d),
                                         "norm": nn.LayerNorm(d, eps=1e-12)})
        self.features = nn.ModuleDict({"shape": nn.Embedding(9, d), "before": nn.Embedding(3, d),
                                       "rule": nn.Embedding(2, d), "list": nn.Embedding(5, d)})
        self.layer = nn.ModuleList(Layer(d, inner) for _ in range(layers))
        ner = len(labels["ner"])
        sizes = {"start": 1, "ner": ner, "ner_gum": ner, "ner_wnut": ner}
        sizes |= {k: len(labels[k]) for k in ("upos", "xpos", "lemma", "mention")}
        self.head = nn.ModuleDict({k: Linear(d, n) for k, n in sizes.items()})
        self.dep = nn.ModuleDict({"arc_head": Linear(d, arc), "arc_dep": Linear(d, arc),
                                  "rel_head": Linear(d, rel), "rel_dep": Linear(d, rel)})
        self.root = nn.Parameter(torch.randn(d) * 0.02)
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel = nn.Parameter(torch.zeros(len(labels["deprel"]), rel + 1, rel + 1))
        nn.init.xavier_uniform_(self.arc)
        nn.init.normal_(self.rel, std=0.02)
        for table in self.features.values():
            nn.init.normal_(table.weight, std=0.01)
        self.drop = nn.Dropout(0.1)

    def load_base(self):
        """Takes the weights of the pretrained encoder; it has six layers."""
        base = load_file(BASE / "model.safetensors")
        names = {"embeddings.word_embeddings": "embeddings.word", "embeddings.position_embeddings": "embeddings.position",
                 "embeddings.token_type_embeddings": "embeddings.kind", "embeddings.LayerNorm": "embeddings.norm",
                 "encoder.layer": "layer", "attention.self.": "", "attention.output.dense": "attention_output",
                 "attention.output.LayerNorm": "attention_norm", "intermediate.dense": "intermediate",
                 "output.dense": "output", "output.LayerNorm": "output_norm"}
        state = {}
        for name, value in base.items():
            for old, new in names.items():
                name = name.replace(old, new)
            state[name] = value
        own = self.state_dict()
        taken = {k: v for k, v in state.items() if k in own}
        assert len(taken) == 5 + 6 * 16, len(taken)
        self.load_state_dict(taken, strict=False)

    @classmethod
    def read(cls, path):
        """The model in a file that `save` wrote, without the positions that it left out."""
        with safe_open(path, "pt") as file:
            stored = {k: file.get_tensor(k) for k in file.keys()}
            labels = {k: json.loads(v) for k, v in file.metadata().items() if k != "version"}
        state = {k: v * stored[f"{k}.scale"].unsqueeze(-1) if v.dtype == torch.int8 else v
                 for k, v in stored.items() if not k.endswith(".scale")}
        layers = sum(k.endswith(".intermediate.bias") for k in state)
        model = cls(labels, layers, len(state["layer.0.intermediate.bias"]))
        state["root"] = state.pop("dep.root")
        state["arc"] = state.pop("dep.arc.weight").T
        state["rel"] = state.pop("dep.rel.weight").view_as(model.rel)
        own = model.state_dict()
        for name, value in state.items():
            name = name.replace("embeddings.type", "embeddings.kind")
            name = name if name in own else name + ".weight"
            if name in own:
                own[name][:len(value)] = value
        model.load_state_dict(own)
        return model

    def forward(self, b):
        """Word vectors [batch, words, d] of a batch."""
        e, f = self.embeddings, self.features
        extra = f["shape"](b["shape"]) + f["before"](b["before"]) + f["rule"](b["rule"]) + b["list"] @ f["list"].weight
        extra = F.pad(extra, (0, 0, 0, 1))  # the last row stands for [CLS], [SEP] and padding
        of_piece = b["word_of"].unsqueeze(-1).expand(-1, -1, extra.shape[-1])
        at = torch.arange(b["ids"].shape[1])
        x = e["word"](b["ids"]) + e["position"](at) + e["kind"](torch.zeros_like(at)) + extra.gather(1, of_piece)
        x = self.drop(e["norm"](x))
        mask = b["mask"][:, None, None, :]
        for layer in self.layer:
            x = layer(x, mask)
        return self.drop(x.gather(1, b["first"].unsqueeze(-1).expand(-1, -1, x.shape[-1])))

    def arcs(self, words, allowed):
        """Scores of heads [batch, words, words + 1] (the root last) and what relations need."""
        heads = torch.cat([words, self.root.expand(words.shape[0], 1, -1)], 1)
        act = lambda name, x: self.drop(F.gelu(self.dep[name](x)))
        one = lambda x: F.pad(x, (0, 1), value=1.0)
        arc = one(act("arc_dep", words)) @ self.arc @ act("arc_head", heads).transpose(1, 2)
        return arc.float().masked_fill(~allowed, -1e4), one(act("rel_dep", words)), one(act("rel_head", heads))

    def relations(self, dep, head):
        """Scores of relations of pairs [pairs, labels]."""
        return torch.einsum("pi,lij,pj->pl", dep, self.rel, head)

    def save(self, path, version, steps, shared=()):
        """Writes the model with weights of so many steps, without the tables `shared` that another file has."""
        tensors, state = {}, self.state_dict()
        # As linear layers: of the dependent (and 1) to what meets a head, and of a head (and 1) to what meets a dependent.
        arc, rel = state.pop("arc"), state.pop("rel")
        state["dep.arc.weight"] = arc.T
        state["dep.rel.weight"] = rel.reshape(-1, rel.shape[-1])
        for name in ("dep.arc", "dep.rel"):
            state[name + ".bias"] = torch.zeros(state[name + ".weight"].shape[0])
        for name, value in state.items():
            name = "dep.root" if name == "root" else name
            name = name.replace("embeddings.kind", "embeddings.type")
            if name.startswith("embeddings.position"):
                value = value[:128]
            embedded = name.startswith("embeddings")
            linear = value.dim() == 2 and name.endswith(".weight") and not name.startswith("features")
            if name.startswith(("embeddings", "features")) and "norm" not in name:
                name = name.removesuffix(".weight")
            if linear:
                whole, scale = rows(value.float(), EIGHT_BITS if embedded else steps)
                tensors[name] = whole.to(torch.int8).numpy()
                tensors[name + ".scale"] = scale.squeeze(-1).numpy()
            else:
                tensors[name] = value.float().numpy()
        left_out = {name + ending for name in shared for ending in ("", ".scale")}
        tensors = {k: numpy.ascontiguousarray(v) for k, v in tensors.items() if k not in left_out}
        save_file(tensors, path, {k: json.dumps(v) for k, v in self.labels.items()} | {"version": version})
