"""What the network thinks now, with its `probability_curve`."""
