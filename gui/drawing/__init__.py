"""What puts anything on paper and knows no scene.

- `theme`: every colour and letter; `ink`: texts, and values as colours
- `numbers`: how a number is written; `axes`: scales, what stands at them, and how they are painted
- `typeset`: formulas; `wrapping`: lines of words; `plotting`: curves; `file_scene`: curves in files
- `downsampling`: fewer points that look the same; `buffers`: many lines at once
"""
