"""Model files, one file per format.

- `model_header`: what a model file says about itself, to and from JSON
- `safetensors_file`: Gatescope's own format
"""
