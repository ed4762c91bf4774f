"""The few array functions under the same names for numpy and for torch, and which device they run on.

- `array_namespace`: for numpy, and what both must offer
- `torch_namespace`: for torch
- `device`: which device for which work
"""
