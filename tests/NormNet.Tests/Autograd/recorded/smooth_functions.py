"""Values and derivatives of smooth functions, worked out with 60 digits by mpmath 1.3.0 and rounded to double: smooth_functions.json.

Points are exact in single precision. Run: python3 smooth_functions.py > smooth_functions.json
"""
import json

from mpmath import diff, erf, erfc, exp, log1p, mp, mpf, pi, sqrt, tanh

mp.dps = 60


def sigmoid(x):
    return 1 / (1 + exp(-x))


FUNCTIONS = {
    "erf": erf,
    "gelu": lambda x: x * erfc(-x / sqrt(mpf(2))) / 2,
    "gelu_tanh": lambda x: x * sigmoid(2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3)),
    "silu": lambda x: x * sigmoid(x),
    "softplus": lambda x: log1p(exp(x)),
    "mish": lambda x: x * tanh(log1p(exp(x))),
}
# By differences 1 − erfc would need more digits than its tail has zeros.
SLOPES = {"erf": lambda x: 2 / sqrt(pi) * exp(-x * x)}
SIZES = [0, 2.0**-30, 0.125, 0.46875, 0.53125, 0.75, 1, 1.5, 2.5, 3.75, 5, 6.5, 9, 13, 20, 26.5, 38, 100, 700, 1000]
POINTS = sorted({sign * size for sign in (-1, 1) for size in SIZES})

recorded = {"x": POINTS}
for name, function in FUNCTIONS.items():
    values, slopes = [], []
    for point in POINTS:
        # Far below 0 the working precision must reach past the leading digits of 1 + eˣ and its like.
        with mp.workdps(60 if abs(point) <= 40 else 1200):
            values.append(float(function(mpf(point))))
            slopes.append(float(SLOPES[name](mpf(point)) if name in SLOPES else diff(function, mpf(point))))
    recorded[name] = {"value": values, "slope": slopes}
print(json.dumps(recorded, indent=1))
