"""One job in a real window, on a screen or a virtual one: launch, press keys, export, quit."""
