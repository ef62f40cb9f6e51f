"""Outputs and gradients of layers in double precision: what RecordedLayerTests holds NormNet against.

Run with PyTorch 1.13.1: python3 layers.py > layers.json
"""
import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def numbers(shape, salt):
    count = 1
    for extent in shape:
        count *= extent
    return torch.tensor([((i * 7919 + salt * 104729) % 1009 - 504) / 256 for i in range(count)]).reshape(shape)


def embed(entries, features, padding=None):
    return nn.Embedding(entries, features, padding_idx=padding)


CASES = {
    "Conv1D(2, 3, kernel: 3)": (nn.Conv1d(2, 3, 3), [2, 2, 7]),
    "Conv1D(4, 6, kernel: 2, stride: 2, padding: 3, dilation: 3, groups: 2, bias: false)": (
        nn.Conv1d(4, 6, 2, stride=2, padding=3, dilation=3, groups=2, bias=False), [2, 4, 8]),
    "ConvTranspose2D(2, 3, kernel: 3)": (nn.ConvTranspose2d(2, 3, 3), [2, 2, 3, 4]),
    "ConvTranspose2D(2, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1)": (
        nn.ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1), [2, 2, 3, 4]),
    "ConvTranspose2D(4, 6, kernel: 2, stride: 3, padding: 1, outputPadding: 2, dilation: 2, groups: 2, bias: false)": (
        nn.ConvTranspose2d(4, 6, 2, stride=3, padding=1, output_padding=2, dilation=2, groups=2, bias=False), [2, 4, 3, 2]),
    "MaxPool1D(2)": (nn.MaxPool1d(2), [2, 2, 7]),
    "MaxPool1D(3, stride: 2, padding: 1)": (nn.MaxPool1d(3, stride=2, padding=1), [2, 2, 8]),
    "AveragePool1D(2)": (nn.AvgPool1d(2), [2, 2, 7]),
    "AveragePool1D(3, stride: 1, padding: 1)": (nn.AvgPool1d(3, stride=1, padding=1), [2, 2, 5]),
    "AdaptiveAveragePool1D(3)": (nn.AdaptiveAvgPool1d(3), [2, 2, 8]),
    "AdaptiveAveragePool2D(1)": (nn.AdaptiveAvgPool2d(1), [2, 2, 4, 3]),
    "AdaptiveAveragePool2D(3, 2)": (nn.AdaptiveAvgPool2d((3, 2)), [2, 2, 7, 5]),
    "AdaptiveAveragePool2D(4)": (nn.AdaptiveAvgPool2d(4), [1, 2, 3, 8]),
    "AdaptiveMaxPool2D(2)": (nn.AdaptiveMaxPool2d(2), [2, 2, 4, 6]),
    "AdaptiveMaxPool2D(3, 4)": (nn.AdaptiveMaxPool2d((3, 4)), [2, 2, 7, 5]),
    "Upsample(2)": (nn.Upsample(scale_factor=2), [2, 2, 3, 2]),
    "Upsample(1.7)": (nn.Upsample(scale_factor=1.7), [1, 2, 5, 4]),
    "Upsample([5, 3])": (nn.Upsample(size=(5, 3)), [2, 1, 3, 7]),
    "Upsample([7])": (nn.Upsample(size=7), [2, 2, 4]),
    "Upsample(2, Bilinear)": (nn.Upsample(scale_factor=2, mode="bilinear"), [2, 2, 3, 4]),
    "Upsample(1.7, Bilinear)": (nn.Upsample(scale_factor=1.7, mode="bilinear"), [1, 2, 5, 4]),
    "Upsample([5, 3], Bilinear)": (nn.Upsample(size=(5, 3), mode="bilinear"), [2, 1, 3, 7]),
    "Upsample(2, Bilinear, alignCorners: true)": (nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), [2, 2, 3, 4]),
    "Upsample([5, 1], Bilinear, alignCorners: true)": (nn.Upsample(size=(5, 1), mode="bilinear", align_corners=True), [2, 1, 3, 7]),
    "Upsample([9], Bilinear)": (nn.Upsample(size=9, mode="linear"), [2, 2, 4]),
    "Embedding(5, 3)": (embed(5, 3), torch.tensor([[1, 4, 1], [0, 3, 1]])),
    "Embedding(5, 3, padding: 1)": (embed(5, 3, padding=1), torch.tensor([[1, 4, 1], [0, 3, 4]])),
}


def record(layer, source):
    parameters = dict(layer.named_parameters())
    for salt, parameter in enumerate(parameters.values()):
        parameter.data = numbers(list(parameter.shape), salt + 2)
    is_table = isinstance(layer, nn.Embedding)
    x = source if is_table else numbers(source, 0).requires_grad_()
    y = layer(x)
    y.backward(numbers(list(y.shape), 1))
    return {
        "input": list(x.shape),
        "indices": x.flatten().tolist() if is_table else None,
        "parameters": {name: list(parameter.shape) for name, parameter in parameters.items()},
        "fans": list(nn.init._calculate_fan_in_and_fan_out(layer.weight)) if parameters else None,
        "output": list(y.shape),
        "values": y.flatten().tolist(),
        "inputGradient": None if is_table else x.grad.flatten().tolist(),
        "gradients": {name: parameter.grad.flatten().tolist() for name, parameter in parameters.items()},
    }


print(json.dumps({name: record(*case) for name, case in CASES.items()}))
