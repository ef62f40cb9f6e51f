"""Values and gradients of losses in double precision: what RecordedLossTests holds NormNet against.

Run with PyTorch 1.13.1: python3 losses.py > losses.json
"""
import json

import torch
import torch.nn.functional as f

torch.set_default_dtype(torch.float64)


def table(rows, columns, number):
    return torch.tensor([[number(n, c) for c in range(columns)] for n in range(rows)])


LOGITS = table(6, 5, lambda n, c: ((7 * n + 3 * c + 2 * n * c) % 13 - 6) / 4)
LABELS = torch.tensor([1, 3, 0, 2, 4, 1])
WITH_PADDING = torch.tensor([1, -100, 0, 2, -100, 1])
WEIGHTS = torch.tensor([0.5, 1.0, 1.5, 2.0, 2.5])
SOFT = table(6, 5, lambda n, c: (n + 2 * c) % 4 + 1.0)
SOFT = SOFT / SOFT.sum(1, keepdim=True)
SPARSE = table(6, 5, lambda n, c: float((n + 2 * c) % 4))
SPARSE = SPARSE / SPARSE.sum(1, keepdim=True)
PLACES = LOGITS[:4, :4].reshape(2, 2, 2, 2).contiguous()
PLACE_LABELS = torch.tensor([[[1, 0], [0, 1]], [[1, 1], [0, -100]]])
A = table(4, 3, lambda n, c: ((5 * n + 3 * c + n * c) % 9 - 4) / 4)
B = table(4, 3, lambda n, c: ((3 * n + 5 * c + 2 * n * c) % 7 - 3) / 4)
YES = table(4, 3, lambda n, c: ((n + c) % 5) / 4)

CASES = {
    "ce": (LOGITS, lambda x, r: f.cross_entropy(x, LABELS, reduction=r)),
    "ce weights": (LOGITS, lambda x, r: f.cross_entropy(x, LABELS, WEIGHTS, reduction=r)),
    "ce smoothing": (LOGITS, lambda x, r: f.cross_entropy(x, LABELS, label_smoothing=0.2, reduction=r)),
    "ce ignored": (LOGITS, lambda x, r: f.cross_entropy(x, WITH_PADDING, reduction=r)),
    "ce all": (LOGITS, lambda x, r: f.cross_entropy(x, LABELS, WEIGHTS, ignore_index=1, label_smoothing=0.2, reduction=r)),
    "ce places": (PLACES, lambda x, r: f.cross_entropy(x, PLACE_LABELS, WEIGHTS[:2], reduction=r)),
    "ce soft": (LOGITS, lambda x, r: f.cross_entropy(x, SOFT, reduction=r)),
    "ce soft all": (LOGITS, lambda x, r: f.cross_entropy(x, SOFT, WEIGHTS, label_smoothing=0.2, reduction=r)),
    "nll": (LOGITS, lambda x, r: f.nll_loss(x, LABELS, reduction=r)),
    "nll all": (LOGITS, lambda x, r: f.nll_loss(x, WITH_PADDING, WEIGHTS, reduction=r)),
    "bce": (A, lambda x, r: f.binary_cross_entropy_with_logits(x, YES, reduction=r)),
    "bce positive": (
        A, lambda x, r: f.binary_cross_entropy_with_logits(x, YES, pos_weight=torch.tensor([0.5, 1.0, 2.0]), reduction=r)),
    "mse": (A, lambda x, r: f.mse_loss(x, B, reduction=r)),
    "mae": (A, lambda x, r: f.l1_loss(x, B, reduction=r)),
    "huber": (A, lambda x, r: f.huber_loss(x, B, reduction=r)),
    "huber half": (A, lambda x, r: f.huber_loss(x, B, delta=0.5, reduction=r)),
    "smooth l1": (A, lambda x, r: f.smooth_l1_loss(x, B, beta=0.5, reduction=r)),
    "kl": (LOGITS, lambda x, r: f.kl_div(x, SPARSE, reduction="batchmean" if r == "mean" else r)),
}


def run(start, loss, reduction):
    x = start.clone().requires_grad_()
    value = loss(x, reduction)
    upstream = torch.tensor([(i % 5 - 2) / 4 for i in range(value.numel())]).reshape(value.shape)
    value.backward(upstream if reduction == "none" else torch.tensor(1.0))
    return {"value": value.reshape(-1).tolist(), "gradient": x.grad.reshape(-1).tolist()}


results = {f"{name}, {r}": run(start, loss, r) for name, (start, loss) in CASES.items() for r in ("mean", "sum", "none")}
print("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(result)}" for name, result in results.items()) + "\n}")
