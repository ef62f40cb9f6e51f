"""Twenty steps of every optimizer in double precision: what RecordedStepsTests holds NormNet against.

Run with PyTorch 1.13.1: python3 updates.py > updates.json
"""
import json

import torch

torch.set_default_dtype(torch.float64)
COUNT, STEPS, KEPT = 11, 20, (1, 10, 20)


def start():
    return torch.tensor([(i - 5) / 4 for i in range(COUNT)])


def gradient(step):
    return torch.tensor([((7 * i + 13 * step + 5 * i * step) % 32 - 15.5) / 16 for i in range(COUNT)])


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2; PyTorch has none."""

    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for w in group["params"]:
                m = self.state[w].setdefault("exp_avg", torch.zeros_like(w))
                direction = torch.sign(beta1 * m + (1 - beta1) * w.grad)
                self.state[w]["exp_avg"] = beta2 * m + (1 - beta2) * w.grad
                w -= group["lr"] * (direction + group["weight_decay"] * w)


CASES = {
    "sgd": (torch.optim.SGD, dict(lr=0.1)),
    "sgd decay": (torch.optim.SGD, dict(lr=0.1, weight_decay=0.05)),
    "sgd momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    "sgd dampening": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.5, weight_decay=0.05)),
    "sgd nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05)),
    "adam": (torch.optim.Adam, dict(lr=0.01)),
    "adam decay": (torch.optim.Adam, dict(lr=0.01, weight_decay=0.1)),
    "adam betas": (torch.optim.Adam, dict(lr=0.01, betas=(0.8, 0.95), eps=0.1)),
    "adamw": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.1)),
    "rmsprop": (torch.optim.RMSprop, dict(lr=0.01)),
    "rmsprop momentum": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, momentum=0.8, weight_decay=0.05, eps=1e-3)),
    "rmsprop centered": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, centered=True)),
    "rmsprop centered momentum": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, centered=True, momentum=0.8)),
    "adagrad": (torch.optim.Adagrad, dict(lr=0.1)),
    "adagrad decay": (
        torch.optim.Adagrad,
        dict(lr=0.1, lr_decay=0.02, weight_decay=0.05, initial_accumulator_value=0.5, eps=1e-3),
    ),
    # This version's loop over single tensors counts one momentum twice in the product; its loop over lists, and later versions, do not.
    "nadam": (torch.optim.NAdam, dict(lr=0.01, foreach=True)),
    "nadam decay": (
        torch.optim.NAdam,
        dict(lr=0.01, foreach=True, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, momentum_decay=0.1),
    ),
    "lion": (Lion, dict(lr=0.01)),
    "lion decay": (Lion, dict(lr=0.01, betas=(0.8, 0.95), weight_decay=0.5)),
}


def run(kind, settings):
    w = start().requires_grad_()
    optimizer = kind([w], **settings)
    kept = []
    for step in range(1, STEPS + 1):
        w.grad = gradient(step)
        optimizer.step()
        if step in KEPT:
            kept.append(w.tolist())
    return kept


lines = [f"{json.dumps(name)}: {json.dumps(run(*case))}" for name, case in CASES.items()]
print("{\n" + ",\n".join(lines) + "\n}")
