"""Outputs, final states and gradients of recurrent layers in double precision: what RecordedRecurrentTests holds NormNet against.

Run with PyTorch 1.13.1: python3 recurrent.py > recurrent.json
"""
import json

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_default_dtype(torch.float64)
SAMPLES, STEPS = 3, 4


def numbers(shape, salt):
    count = 1
    for extent in shape:
        count *= extent
    return torch.tensor([((i * 7919 + salt * 104729) % 1009 - 504) / 1024 for i in range(count)]).reshape(shape)


class Normalized(nn.Module):
    """One layer, forward, with layer normalization where the supplementary material of Ba, Kiros & Hinton 2016 has it.

    PyTorch has no such layer; the loop is written with its functions. Of the paper's several biases those of PyTorch's layers remain:
    they come after the normalizations, as their beta.
    """
    input_size, hidden_size, num_layers, bidirectional = 2, 3, 1, False

    def __init__(self, kind, norms):
        super().__init__()
        self.kind = kind
        gates = {"rnn": 1, "lstm": 4, "gru": 3}[kind] * self.hidden_size
        shapes = {"weight_ih_l0": [gates, self.input_size], "weight_hh_l0": [gates, self.hidden_size], "bias_ih_l0": [gates], "bias_hh_l0": [gates]}
        for name, shape in {**shapes, **norms}.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(shape)))

    def norm(self, name, x):
        weight, bias = getattr(self, f"norm{name}_l0_weight"), getattr(self, f"norm{name}_l0_bias", None)
        return nn.functional.layer_norm(x, weight.shape, weight, bias)

    def step(self, x, h, c):
        width = self.hidden_size
        from_input, from_state = x @ self.weight_ih_l0.T, h @ self.weight_hh_l0.T
        if self.kind == "rnn":
            return torch.tanh(self.norm("", from_input + from_state) + self.bias_ih_l0 + self.bias_hh_l0), None
        if self.kind == "lstm":
            gates = self.norm("_ih", from_input) + self.bias_ih_l0 + self.norm("_hh", from_state) + self.bias_hh_l0
            i, f, g, o = gates.split(width, -1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            return torch.sigmoid(o) * torch.tanh(self.norm("_c", c)), c
        gates_ih = self.norm("_ih", from_input[:, :2 * width]) + self.bias_ih_l0[:2 * width]
        gates_hh = self.norm("_hh", from_state[:, :2 * width]) + self.bias_hh_l0[:2 * width]
        r, z = torch.sigmoid(gates_ih + gates_hh).split(width, -1)
        n_x = self.norm("_in", from_input[:, 2 * width:]) + self.bias_ih_l0[2 * width:]
        n_h = self.norm("_hn", from_state[:, 2 * width:]) + self.bias_hh_l0[2 * width:]
        return (1 - z) * torch.tanh(n_x + r * n_h) + z * h, None

    def forward(self, x, state):
        h, c = (state[0][0], state[1][0]) if self.kind == "lstm" else (state[0], None)
        outputs = []
        for t in range(x.shape[1]):
            h, c = self.step(x[:, t], h, c)
            outputs.append(h)
        return torch.stack(outputs, 1), h[None] if c is None else (h[None], c[None])


CASES = {
    "Rnn(2, 3)": (nn.RNN(2, 3, batch_first=True), None, None),
    "Rnn(2, 3, layers: 2, bidirectional: true, Relu)": (
        nn.RNN(2, 3, 2, nonlinearity="relu", bidirectional=True, batch_first=True), True, [2, 4, 1]),
    "Lstm(2, 3)": (nn.LSTM(2, 3, batch_first=True), None, None),
    "Lstm(2, 3, bias: false)": (nn.LSTM(2, 3, bias=False, batch_first=True), True, None),
    "Lstm(2, 3, layers: 2)": (nn.LSTM(2, 3, 2, batch_first=True), True, [4, 1, 3]),
    "Lstm(2, 3, layers: 2, bidirectional: true)": (nn.LSTM(2, 3, 2, bidirectional=True, batch_first=True), True, [3, 2, 4]),
    "Gru(2, 3)": (nn.GRU(2, 3, batch_first=True), None, None),
    "Gru(2, 3, bias: false)": (nn.GRU(2, 3, bias=False, batch_first=True), True, None),
    "Gru(2, 3, layers: 2)": (nn.GRU(2, 3, 2, batch_first=True), True, [1, 4, 2]),
    "Gru(2, 3, layers: 2, bidirectional: true)": (nn.GRU(2, 3, 2, bidirectional=True, batch_first=True), True, [4, 2, 3]),
    "Rnn(2, 3, layerNorm: true)": (Normalized("rnn", {"norm_l0_weight": [3]}), True, None),
    "Lstm(2, 3, layerNorm: true)": (
        Normalized("lstm", {"norm_ih_l0_weight": [12], "norm_hh_l0_weight": [12], "norm_c_l0_weight": [3], "norm_c_l0_bias": [3]}), True, None),
    "Gru(2, 3, layerNorm: true)": (
        Normalized("gru", {"norm_ih_l0_weight": [6], "norm_hh_l0_weight": [6], "norm_in_l0_weight": [3], "norm_hn_l0_weight": [3]}), True, None),
}


def record(layer, begins, lengths):
    for salt, parameter in enumerate(layer.parameters()):
        parameter.data = numbers(parameter.shape, salt + 10)
    x = numbers([SAMPLES, STEPS, layer.input_size], 0).requires_grad_()
    count = layer.num_layers * (2 if layer.bidirectional else 1)
    has_cell = isinstance(layer, nn.LSTM) or getattr(layer, "kind", "") == "lstm"
    state = [numbers([count, SAMPLES, layer.hidden_size], salt).requires_grad_() for salt in ([1, 2] if has_cell else [1])] if begins else []
    given = (tuple(state) if has_cell else state[0]) if begins else None
    if lengths is None:
        y, final = layer(x, given)
    else:
        packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        packed, final = layer(packed, given)
        y, _ = pad_packed_sequence(packed, batch_first=True, total_length=STEPS)
    results = [y, *(final if has_cell else [final])]
    torch.autograd.backward(results, [numbers(result.shape, 3 + i) for i, result in enumerate(results)])
    names = {name: name.replace("_l0_", "_l0.") if name.startswith("norm") else name for name, _ in layer.named_parameters()}
    flat = lambda tensor: tensor.detach().flatten().tolist()
    return {
        "begins": bool(begins),
        "lengths": lengths,
        "shapes": {names[name]: list(parameter.shape) for name, parameter in layer.named_parameters()},
        "results": [flat(result) for result in results],
        "gradients": [flat(leaf.grad) for leaf in [x, *state]],
        "parameters": {names[name]: flat(parameter.grad) for name, parameter in layer.named_parameters()},
    }


print(json.dumps({name: record(*case) for name, case in CASES.items()}))
