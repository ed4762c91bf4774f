"""What puts anything on paper and knows no scene.

- `theme`: every colour and letter; `ink`: how numbers, shares and texts are written
- `typeset`: formulas; `wrapping`: lines of words; `plotting`: axes and curves
- `log_scale`: a logarithmic axis; `downsampling`: fewer points that look the same
"""
