"""Outputs, weights and gradients of attention and transformer layers in double precision: what RecordedAttentionTests holds NormNet against.

Run with PyTorch 1.13.1: python3 attention.py > attention.json
"""
import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def numbers(shape, salt, scale):
    count = 1
    for extent in shape:
        count *= extent
    return torch.tensor([((i * 7919 + salt * 104729) % 1009 - 504) / scale for i in range(count)]).reshape(shape)


def visible(shape, salt):
    """1 for what may be seen; the first key always is, so that no row is empty, of which PyTorch makes NaN."""
    mask = (numbers(shape, salt, 1) % 3 != 0).double()
    mask[..., 0] = 1
    return mask


N, T, S, C, H = 2, 4, 3, 8, 2
CAUSAL = torch.ones(T, T).tril()
FIRST_FEW = torch.tensor([[1.0, 1, 1, 0], [1, 1, 0, 0]])


def attend(layer, others=None, mask=None, keys=None):
    x = numbers([N, T, C], 0, 256).requires_grad_()
    inputs = [x] + [numbers([N, extent, C], salt, 256).requires_grad_() for salt, extent in ((50, others), (51, others)) if others]
    query, key, value = inputs if others else (x, x, x)
    refused = None if mask is None else (mask == 0).reshape(-1, *mask.shape[-2:])
    if refused is not None:
        refused = refused[0] if mask.dim() == 2 else refused if mask.dim() == 4 else refused.repeat_interleave(H, dim=0)
    y, weights = layer(
        query, key, value, attn_mask=refused, key_padding_mask=None if keys is None else keys == 0, average_attn_weights=False)
    return inputs, y, weights, mask, keys


def transform(layer, mask=None, keys=None):
    x = numbers([N, T, C], 0, 256).requires_grad_()
    refused = None if mask is None else mask == 0
    padded = None if keys is None else keys == 0
    masks = {"mask": refused} if isinstance(layer, nn.TransformerEncoder) else {"src_mask": refused}
    return [x], layer(x, src_key_padding_mask=padded, **masks), None, mask, keys


def attention(bias=True):
    return nn.MultiheadAttention(C, H, bias=bias, batch_first=True)


def block(**options):
    return nn.TransformerEncoderLayer(C, H, dim_feedforward=12, dropout=0.0, batch_first=True, **options)


CASES = {
    "self": (attention(), lambda layer: attend(layer)),
    "self, no bias": (attention(bias=False), lambda layer: attend(layer)),
    "self, causal": (attention(), lambda layer: attend(layer, mask=CAUSAL)),
    "self, keys": (attention(), lambda layer: attend(layer, keys=FIRST_FEW)),
    "cross": (attention(), lambda layer: attend(layer, S)),
    "cross, mask": (attention(), lambda layer: attend(layer, S, visible([T, S], 60))),
    "cross, mask of samples": (attention(), lambda layer: attend(layer, S, visible([N, T, S], 61))),
    "cross, mask of heads": (attention(), lambda layer: attend(layer, S, visible([N, H, T, S], 62), torch.tensor([[1.0, 1, 0], [1, 1, 1]]))),
    "after": (block(), lambda layer: transform(layer)),
    "after, gelu, keys": (block(activation="gelu"), lambda layer: transform(layer, keys=FIRST_FEW)),
    "before": (block(norm_first=True), lambda layer: transform(layer)),
    "before, gelu, causal": (block(norm_first=True, activation="gelu"), lambda layer: transform(layer, CAUSAL)),
    "encoder": (nn.TransformerEncoder(block(), 2, enable_nested_tensor=False), lambda layer: transform(layer, keys=FIRST_FEW)),
    "encoder, before, causal": (
        nn.TransformerEncoder(block(norm_first=True), 2, nn.LayerNorm(C)), lambda layer: transform(layer, CAUSAL)),
}


def flat(tensor):
    return None if tensor is None else tensor.flatten().tolist()


def record(layer, run):
    parameters = dict(layer.named_parameters())
    for salt, parameter in enumerate(parameters.values()):
        parameter.data = numbers(list(parameter.shape), salt + 2, 1024)
    inputs, y, weights, mask, keys = run(layer)
    y.backward(numbers(list(y.shape), 1, 256))
    return {
        "inputs": [list(x.shape) for x in inputs],
        "mask": flat(mask),
        "maskShape": None if mask is None else list(mask.shape),
        "keys": flat(keys),
        "parameters": {name: list(parameter.shape) for name, parameter in parameters.items()},
        "values": flat(y),
        "weights": flat(weights),
        "inputGradients": [flat(x.grad) for x in inputs],
        "gradients": {name: flat(parameter.grad) for name, parameter in parameters.items()},
    }


print(json.dumps({name: record(*case) for name, case in CASES.items()}))
