"""What a network is given to read.

- `tokenizer`: texts to tokens and to rows of the embedding
- `inputs`: arrays that people give instead of a text
"""
