"""What the bands of the path panel say in words and numbers: tooltips and the summary."""

import numpy as np

from gui.drawing.numbers import changed, figures, share
from gui.language import labelled, listed, translate
from gui.panels.path_flow.bands import Bands
from gui.readings.gradient_lines import derived
from gui.scene import Scene


def numbers(bands: Bands, scene: Scene, tau: int, token: int) -> str:
    """Everything that is known of a word, line by line."""
    word = translate("PathFlow", "word {position}, “{word}”").format(
        position=token + 1, word=scene.trace.tokens[token]
    )
    if token > tau:
        later = translate("PathFlow", "after the word where the pass starts: nothing flows back to it")
        return "\n".join((word, later, derived(scene, tau)))
    shares = bands.shares(token)
    paths = [
        labelled(
            bands.name(path),
            translate("PathFlow", "{norm} ({share})").format(
                norm=figures(float(bands.norms[at, token]), 3), share=share(shares[at])
            ),
        )
        for at, path in reversed(tuple(enumerate(bands.paths)))
    ]
    both = translate(
        "PathFlow", "‖∂ℓ/∂{state}‖ = {total}, the norm of the sum; 100%: the sum of the norms, {added}"
    ).format(
        state=bands.state,
        total=changed(
            ""
            if bands.ghost is None or np.isnan(bands.ghost[token])
            else figures(float(bands.ghost[token]), 3),
            figures(float(bands.total[token]), 3),
        ),
        added=figures(float(bands.added[token]), 3),
    )
    return "\n".join((word, *paths, both, derived(scene, tau)))


def meaning(bands: Bands, row: int) -> str:
    """What a line of the legend is; the first is the topmost band."""
    count = len(bands.paths)
    if row < count:
        path = bands.paths[count - 1 - row]
        return labelled(bands.name(path), bands.explained(path))
    return translate(
        "PathFlow",
        "Every path brings a vector, one number for each unit. The vectors add up to the gradient exactly.\n"
        "Their norms (lengths) do not: where paths pull in different directions, the sum is shorter than\n"
        "the norms together, and the line lies below the top of the stack.",
    )


def sentence(states: tuple[Bands, ...], scene: Scene, tau: int, token: int) -> str:
    """One word's gradient and its paths, in one sentence."""
    tokens, parts = scene.trace.tokens, []
    for bands in states:
        shares = bands.shares(token)
        named = (f"{bands.name(path)} {share(shares[at])}" for at, path in enumerate(bands.paths))
        total = f"‖∂ℓ/∂{bands.state}‖ = {figures(float(bands.total[token]), 2)}"
        parts.append(labelled(total, listed(named)))
    template = translate(
        "PathFlow",
        "Gradient from word {tau}, “{from_word}”, at word {position}, “{word}”, in % of the sum of the "
        "norms: "
        "{parts}.",
    )
    return template.format(
        tau=tau + 1,
        from_word=tokens[tau],
        position=token + 1,
        word=tokens[token],
        parts=listed(parts, "; "),
    )
