"""The whole reading in one look: a ribbon for each network, its height shared among the words read so far."""
