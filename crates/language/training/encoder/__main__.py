"""python -m encoder train --data PREPARED --out FOLDER: train, score in f32 and as int8, write the model.

python -m encoder distill --teacher MODEL --data PREPARED --out FOLDER: the same for the fast model, taught by the accurate one."""
import argparse
import json
import shutil
from pathlib import Path

import torch

from .data import BASE, load
from .distill import distill
from .model import EIGHT_BITS, SEVEN_BITS, Encoder, set_quantised
from .score import score
from .train import train

VERSION = "2"


def main():
    parser = argparse.ArgumentParser(prog="encoder")
    parser.add_argument("command", choices=["train", "distill"])
    parser.add_argument("--data", required=True, type=Path, help="what `train-language prepare` wrote")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--teacher", type=Path, help="the file of the accurate model")
    parser.add_argument("--epochs", type=float, default=9, help="of `train`; the steps of `distill` have their own")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    dev = load(args.data, "dev")

    def report(model):
        torch.save(model.state_dict(), args.out / "checkpoint.pt")
        found = {corpus: score(model, dev, corpus) for corpus in ("ewt", "gum")}
        print(json.dumps(found), flush=True)
        return found

    data = load(args.data, "train")
    if args.command == "train":
        model = train([p for p in data if p["set"] != "news"], args.epochs, report=report)
        steps = EIGHT_BITS
        model.save(args.out / "encoder.safetensors", VERSION, steps)
        shutil.copy(BASE / "vocab.txt", args.out / "vocab.txt")
    else:
        model = distill(data, Encoder.read(args.teacher), args.out, report=report)
        steps = SEVEN_BITS
        model.save(args.out / "fast.safetensors", VERSION, steps, shared=("embeddings.word",))
    scores = {"f32": report(model)}
    set_quantised(steps)
    scores["stored"] = report(model)
    (args.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n")


main()
