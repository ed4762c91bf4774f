"""The states over the text: `layout` gives its parts their places."""
