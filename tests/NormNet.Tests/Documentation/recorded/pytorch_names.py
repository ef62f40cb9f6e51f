"""Lists the public names of PyTorch's modules, losses, optimizers, schedules, initializers and data tools as JSON."""
import inspect
import json

import torch
from torch import nn, optim
from torch.optim import lr_scheduler
from torch.utils import data

TOOLS = ("DataLoader", "Subset", "random_split")


def classes(module, ancestor):
    return sorted(name for name, member in vars(module).items()
                  if inspect.isclass(member) and issubclass(member, ancestor) and member is not ancestor and name[0] != "_")


modules = classes(nn, nn.Module)
print(json.dumps({
    "version": torch.__version__,
    "layers": [name for name in modules if not name.endswith("Loss")],
    "losses": [name for name in modules if name.endswith("Loss")],
    "optimizers": classes(optim, optim.Optimizer),
    "schedules": sorted(name for name, member in vars(lr_scheduler).items()
                        if inspect.isclass(member) and member.__module__ == lr_scheduler.__name__ and name[0] != "_"),
    "initializers": sorted(name for name in vars(nn.init) if name.endswith("_") and name[0] != "_"),
    "data": sorted(name for name in data.__all__ if name.endswith(("Dataset", "Sampler")) or name in TOOLS),
}, indent=1))
