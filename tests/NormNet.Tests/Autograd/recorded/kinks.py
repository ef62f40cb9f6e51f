"""Gradients of PyTorch 1.13.1 where functions have no derivative, the upstream gradient being 1, 2, 3, …: kinks.json.

Run: python3 kinks.py > kinks.json
"""
import json

import torch
import torch.nn.functional as F

INF, NAN = float("inf"), float("nan")


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


CASES = {
    "abs": (torch.abs, [0.0, -2.0, 3.0]),
    "sign": (torch.sign, [0.0, -2.0, 3.0]),
    "clamp": (lambda x: x.clamp(-1, 1), [-1.0, 1.0, 1.5, -3.0, 0.5, NAN]),
    "minimum": (lambda x: torch.minimum(x, tensor([1.0, 1.0, 1.0])), [0.0, 1.0, 2.0]),
    "min": (lambda x: x.amin(), [2.0, 1.0, 1.0]),
    "leaky_relu": (lambda x: F.leaky_relu(x, 0.1), [0.0, -2.0, 3.0]),
    "elu": (lambda x: F.elu(x, 1.5), [0.0, -2.0, 3.0, -INF, INF]),
    "softplus": (F.softplus, [0.0, -INF, 100.0]),
    "where": (lambda x: torch.where(x > 0, x.log(), tensor([7.0])), [1.0, 2.0]),
    "logsumexp of -inf": (lambda x: x.logsumexp(0), [-INF, 1.0, 2.0]),
    "logsumexp of nothing else": (lambda x: x.logsumexp(0), [-INF, -INF]),
    "logsumexp of inf": (lambda x: x.logsumexp(0), [INF, 1.0]),
    "logsumexp of thousands": (lambda x: x.logsumexp(0), [1000.0, 1001.0, -3000.0]),
    "norm at 0": (lambda x: x.norm(), [0.0, 0.0]),
    "norm of one number": (lambda x: x.norm(), [0.0, -3.0]),
    "norm 1": (lambda x: x.norm(1), [0.0, -3.0]),
    "norm 3": (lambda x: x.norm(3), [0.0, -3.0]),
    "norm 3 at 0": (lambda x: x.norm(3), [0.0, 0.0]),
    "norm inf": (lambda x: x.norm(INF), [2.0, -2.0, 1.0]),
    "norm inf at 0": (lambda x: x.norm(INF), [0.0, 0.0]),
    "variance of one": (lambda x: x.var(unbiased=False), [5.0]),
}

recorded = {}
for name, (function, point) in CASES.items():
    x = tensor(point).requires_grad_()
    y = function(x)
    y.backward(tensor(list(range(1, y.numel() + 1))).reshape(y.shape))
    # As text, because JSON has no infinities.
    recorded[name] = {"x": [repr(v) for v in point], "y": [repr(v) for v in y.reshape(-1).tolist()], "gradient": [repr(v) for v in x.grad.tolist()]}

slope = tensor([0.25]).requires_grad_()
F.prelu(tensor([0.0, -2.0, 3.0]), slope).backward(tensor([1.0, 2.0, 3.0]))
recorded["slope of prelu"] = {"x": ["0.25"], "y": ["0.0", "-0.5", "3.0"], "gradient": [repr(v) for v in slope.grad.tolist()]}
print(json.dumps(recorded, indent=1))
