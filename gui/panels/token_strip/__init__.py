"""The text, word by word: `word_ink` fades it, `word_editor` retypes it."""
