"""Questions to the reader, each in a small window of its own."""
