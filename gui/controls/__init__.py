"""What the reader works with: controls change what is shown, and draw nothing of it.

- `sequence_input`: a text is typed, or picked from the examples
- `example_list`: the examples, under the line
- `top_bar`: the text, the cell, the networks, the theme
- `held_chip`: what is held in the networks; `held_list`: the same, one by one
- `transport_bar`: play, pause, step, scrub, speed, loop
- `banner`: what was refused, over the text
- `offers`: what the reader may do next, over a page
- `ring`: look here
- `flight`: a camera that flies from one picture into a part of another
- `status_line`: what the engine does, with cancel
- `buttons`: the buttons that these are made of; `flowing`: rows that go on in a second line

A control speaks by signals and knows neither the session nor the player.
"""
