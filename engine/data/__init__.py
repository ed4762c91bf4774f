"""What a network is given to read.

- `tokenizer`: texts to tokens and to rows of the embedding
- `retyped`: a text in which a word is written otherwise
- `inputs`: arrays that people give instead of a text
"""
