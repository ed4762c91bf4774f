"""What tests share: networks, oracles, scenes, and ways to look at pixels."""
