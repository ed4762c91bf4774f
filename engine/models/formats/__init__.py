"""Model files, one file per format.

- `table`: all of them, told apart by their first bytes
- `tensor_names`: what a file holds, by the names in it
- `model_header`: what a model file says about itself, to and from JSON
- `safetensors_file`: Gatescope's own format
"""
