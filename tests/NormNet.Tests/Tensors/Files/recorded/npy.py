"""Files of NumPy 1.24.2, in base64, with what they hold: npy.json. Run: python3 npy.py > npy.json"""
import base64
import io
import json

import numpy as np

ARRAYS = {
    "float": np.array([[1.5, -2.25, 3.0], [0.0, 1e-3, -7.0]], dtype="<f4"),
    "double": np.array([0.1, -1e300], dtype="<f8"),
    "half": np.array([[1.5], [-0.25]], dtype="<f2"),
    "big-endian": np.array([[1.5, -2.25], [4.0, 8.0]], dtype=">f8"),
    "fortran": np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)),
    "scalar": np.array(2.5),
    "empty": np.zeros((3, 0, 2)),
    "bytes": np.array([0, 7, 255], dtype="u1"),
    "short": np.array([-300, 300], dtype=">i2"),
    "long": np.array([[-1, 2**31 - 1]], dtype="<i8"),
    "unsigned": np.array([4, 65535], dtype="<u2"),
    "truth": np.array([True, False, True]),
}


def text(save):
    stream = io.BytesIO()
    save(stream)
    return base64.b64encode(stream.getvalue()).decode()


recorded = {
    name: {"file": text(lambda s, a=a: np.save(s, a)), "shape": list(a.shape), "values": [float(v) for v in a.reshape(-1)]}
    for name, a in ARRAYS.items()
}
recorded["version 2"] = dict(recorded["float"], file=text(lambda s: np.lib.format.write_array(s, ARRAYS["float"], version=(2, 0))))
recorded["archive"] = {"file": text(lambda s: np.savez(s, **{k: ARRAYS[k] for k in ("float", "long")})), "shape": [], "values": []}
recorded["compressed"] = {"file": text(lambda s: np.savez_compressed(s, **{k: ARRAYS[k] for k in ("float", "long")})), "shape": [], "values": []}
print(json.dumps(recorded, indent=1))
