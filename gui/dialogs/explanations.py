"""What each page of the window shows and how to use it, in paragraphs: the help reads them."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.language import QT_TRANSLATE_NOOP
from gui.pages import BACKWARD, LABORATORY, MEMORY, STEP

_WORDS = QT_TRANSLATE_NOOP(
    "Help",
    "All plots of a page show the same words. Turn the wheel over a plot to see fewer of them, drag to move "
    "along the text, double-click the words under it to see all again; + − 0 do the same by key. An exported "
    "picture shows what is on screen.",
)
"""What is true on every page."""

EXPLANATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        STEP: (
            QT_TRANSLATE_NOOP(
                "Help",
                "The network reads one word after the other. At each word it keeps a part of what it "
                "remembers, adds something new, and gives its judgement so far. Play, or step with the "
                "arrow keys; hold Shift to step inside the cell. Click a word to go there, and a bar or a "
                "row to select a unit everywhere.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "The gradient graph asks how strongly the judgement at the current word depends on the "
                "state at each earlier word. Where the curve falls to nothing, training could not have "
                "taught the network to use that word: this is the vanishing gradient.",
            ),
            _WORDS,
        ),
        MEMORY: (
            QT_TRANSLATE_NOOP(
                "Help",
                "Given its gates and candidates, the memory of an LSTM or a GRU is an exact sum over the "
                "words read so far: each word wrote something, and every later gate kept a part of it. So "
                "one can say how much of each word is left, and what it does to the output. That share is "
                "the colour behind each word: violet with a line above raises the output, which in a "
                "judgement means positive; crimson with a line below lowers it. A share of 1 multiplies the "
                "odds by 2.7 and has the full colour, unless another is larger. The bars are the prediction "
                "after each word. Shift+I lets the words themselves fade instead: what counts for nothing "
                "nearly vanishes, and one sees what the network goes by.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "It is one exact allocation of several possible ones: a word that only opened a gate for "
                "a later one, or changed what that one writes, gets nothing. An RNN has no such sum: it "
                "writes everything anew at every word. Compare networks whose gates began half open: they "
                "remember more of what came last.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "The forgetting test changes one word (X drops the one where you are) and follows how "
                "long the two readings differ. A gradient knows only small changes, so the two often "
                "disagree.",
            ),
            _WORDS,
        ),
        BACKWARD: (
            QT_TRANSLATE_NOOP(
                "Help",
                "Training asks how the output ℓ at one word (the logit) would change if anything before "
                "it did. The answer, the gradient, travels from that word back to the first one, through "
                "the same cell and in the opposite order; with one logit the gradient of the loss is the "
                "same one, times one number, σ(ℓ) − y; with several outputs, of which ℓ is one, it mixes "
                "those of all. Play: it runs to the left. R starts it at the word where you are.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Where wires fork on the way forward, gradients add up on the way back. An LSTM has a "
                "straight way, along its memory, on which only the forget gate stands; a GRU has one "
                "along h. An RNN has one path only, through its weights and tanh or relu, and shrinks or "
                "grows at every step.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "The paths are stacked: at each word, how long the part of the gradient is that came by "
                "each of them, and as a line how long their sum is; percentages are of the sum of these "
                "lengths. One step of learning shows the update rule on one weight: every word adds to "
                "its gradient, and words with a tiny part hardly teach.",
            ),
            _WORDS,
        ),
        LABORATORY: (
            QT_TRANSLATE_NOOP(
                "Help",
                "How far can a state move when an earlier one moves a little? The largest singular value "
                "of the product of all steps between them says it, for the worst direction. If it falls "
                "to nothing, nothing can be learned from that far back; if it explodes, training becomes "
                "unstable.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Make networks with random weights and see what their start does: orthogonal matrices, a "
                "factor ρ, the bias of the gate that keeps, more units, longer texts, other seeds.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "The norm lies between two bounds: the product of the largest singular values of all "
                "steps and that of the smallest. The dash-dotted line is what a gate that always had the "
                "geometric mean of its values would keep. The matrix shows how strongly the output at "
                "each word depends on every word before it.",
            ),
            _WORDS,
        ),
    }
)
