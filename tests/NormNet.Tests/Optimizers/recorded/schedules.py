"""Learning rates over the steps, from a rate of 1: what RecordedScheduleTests holds NormNet against.

Run with PyTorch 1.13.1: python3 schedules.py > schedules.json
"""
import json

import torch
from torch.optim import lr_scheduler as s

STEPS = 40
# Falls, stops, falls slowly, rises, falls: with a measurement that is no number on the way.
LOSSES = [9, 7, 5, 4, 4, 3.9999, 3.99, 4.2, 4.1, 4, 3.9, 3.9, float("nan"), 3.95, 3.9, 3.91, 3.92, 3, 3, 3.1, 2.9, 2.95, 2.9, 2.9]
ACCURACIES = [0.1, 0.4, 0.6, 0.6, 0.6, 0.605, 0.61, 0.6, 0.59, 0.7, 0.7, 0.65, 0.71, 0.71, 0.705, 0.712, 0.7, 0.7, 0.8, 0.8]

CURVES = {
    "step": lambda o: s.StepLR(o, 7, 0.5),
    "multi-step": lambda o: s.MultiStepLR(o, [3, 11, 30], 0.2),
    "exponential": lambda o: s.ExponentialLR(o, 0.9),
    "linear": lambda o: s.LinearLR(o, 1 / 3, 1, 12),
    "linear down": lambda o: s.LinearLR(o, 0.8, 0.1, 25),
    "restarts": lambda o: s.CosineAnnealingWarmRestarts(o, 9, eta_min=0.05),
    "longer restarts": lambda o: s.CosineAnnealingWarmRestarts(o, 5, T_mult=2),
    "one-cycle": lambda o: s.OneCycleLR(o, 1, total_steps=STEPS),
    "chained": lambda o: s.ChainedScheduler([s.LinearLR(o, 0.1, 1, 8), s.ExponentialLR(o, 0.95)]),
    "sequence": lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.25, 1, 6), s.ExponentialLR(o, 0.9)], [10]),
    "lambda": lambda o: s.LambdaLR(o, lambda step: 1 / (1 + step)),
}

PLATEAUS = {
    "plateau": (LOSSES, dict(factor=0.5, patience=2, threshold=1e-3)),
    "impatient plateau": (LOSSES, dict(factor=0.5, patience=0, min_lr=0.01)),
    "cooling plateau": (LOSSES, dict(factor=0.1, patience=1, cooldown=3, threshold=0.05, threshold_mode="abs")),
    "plateau of a maximum": (ACCURACIES, dict(mode="max", factor=0.5, patience=1, threshold=0.01)),
}


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)


def curve(make):
    o = optimizer()
    schedule = make(o)
    rates = []
    for _ in range(STEPS):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        schedule.step()
    return rates


def plateau(measured, settings):
    o = optimizer()
    schedule = s.ReduceLROnPlateau(o, eps=0, **settings)
    rates = [o.param_groups[0]["lr"]]
    for value in measured:
        schedule.step(value)
        rates.append(o.param_groups[0]["lr"])
    return rates


result = {name: curve(make) for name, make in CURVES.items()} | {name: plateau(*case) for name, case in PLATEAUS.items()}
print("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(rates)}" for name, rates in result.items()) + "\n}")
