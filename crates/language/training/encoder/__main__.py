"""python -m encoder train --data PREPARED --out FOLDER: train, score in f32 and as int8, write the model."""
import argparse
import json
import shutil
from pathlib import Path

import torch

from .data import BASE, load
from .model import set_quantised
from .score import score
from .train import train

VERSION = "2"


def main():
    parser = argparse.ArgumentParser(prog="encoder")
    parser.add_argument("command", choices=["train"])
    parser.add_argument("--data", required=True, type=Path, help="what `train-language prepare` wrote")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--epochs", type=float, default=9)
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

    model = train(load(args.data, "train"), args.epochs, report=report)
    model.save(args.out / "encoder.safetensors", VERSION)
    shutil.copy(BASE / "vocab.txt", args.out / "vocab.txt")
    scores = {"f32": report(model)}
    set_quantised(True)
    scores["int8"] = report(model)
    (args.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n")


main()
