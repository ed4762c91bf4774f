"""What the help says in a minute: what is alike in every plot, and what each page shows and is good for."""

from collections.abc import Mapping
from types import MappingProxyType

from gui.language import QT_TRANSLATE_NOOP
from gui.pages import BACKWARD, LABORATORY, MEMORY, STEP, STORY

IN_EVERY_PLOT: Mapping[str, str] = MappingProxyType(
    {
        "words": QT_TRANSLATE_NOOP(
            "Help",
            "<b>Words</b> are counted from 1. The one where you are has a frame; those to come are grey. The "
            "colour behind a word is what it adds to the verdict; I gives it another meaning, Shift+I lets "
            "the words themselves fade.",
        ),
        "bars": QT_TRANSLATE_NOOP(
            "Help",
            "<b>Bars</b> under the words are the verdict after each of them: up is positive, down negative.",
        ),
        "gates": QT_TRANSLATE_NOOP(
            "Help", "<b>Each gate has its colour</b>, in bars, wires, equations and code."
        ),
        "values": QT_TRANSLATE_NOOP(
            "Help",
            "<b>Signed values</b>: violet above 0, crimson below. The ± beside a name is where the colour is "
            "full.",
        ),
        "unit": QT_TRANSLATE_NOOP(
            "Help",
            "<b>A unit</b> is one number of the state. Units are counted from 0, as in PyTorch and in files. "
            "Click one (or ↑ ↓): it is framed in every plot.",
        ),
        "zoom": (ZOOM := QT_TRANSLATE_NOOP("Help", "<b>Zoom</b>: wheel or + −; drag; 0 shows all.")),
    }
)
"""What each of the `help_pictures` shows."""

IN_THE_RIBBONS: Mapping[str, str] = MappingProxyType(
    {
        "ribbon": QT_TRANSLATE_NOOP(
            "Help",
            "<b>A band</b> is one word: level while it is kept, ever thinner while it is forgotten. All "
            "bands together are as high as the ribbon, always.",
        ),
        "hues": QT_TRANSLATE_NOOP(
            "Help",
            "<b>Hues</b> say what a word does to the verdict at the end: violet raises it, crimson lowers "
            "it, grey hardly changes it.",
        ),
        "ghost": QT_TRANSLATE_NOOP(
            "Help",
            "<b>Dashes</b> outline what was before you retyped a word (F2, or a double click) or held a "
            "gate. Ctrl+Z takes every change back.",
        ),
        "zoom": ZOOM,
    }
)
"""The same of the page that has nothing but ribbons."""

EXPLANATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        STORY: (
            QT_TRANSLATE_NOOP(
                "Help",
                "Space reads on; a click on a word goes there. Each word begins a band under it, in the "
                "ribbon of every network. After each word the height is shared among all words read so far: "
                "the more the network’s state would differ had it never read a word, the thicker its band.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "So what is kept lies level, and what is forgotten runs out. Point at a band for its "
                "numbers. At the ends of the ribbons stands what each network says after the word where you "
                "are.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "It works with any text: Ctrl+T. How one cell keeps a word, gate by gate: Step (Ctrl+1).",
            ),
        ),
        STEP: (
            QT_TRANSLATE_NOOP(
                "Help",
                "Space reads on. ← → go word by word, with Shift stage by stage through the cell; a click on "
                "a word goes there, a double click (F2) retypes it. Ctrl+Z takes every change back.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "At each word the cell keeps a part of what it remembers, adds something new and gives its "
                "verdict so far: follow the wires from left to right.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "The gradient graph: how strongly the output here depends on the state at each earlier word. "
                "Where a curve falls to nothing, training could not have taught the network to use that "
                "word: this is the vanishing gradient.",
            ),
        ),
        MEMORY: (
            QT_TRANSLATE_NOOP(
                "Help",
                "The ledger: given its gates and candidates, the memory of an LSTM or a GRU is an exact sum "
                "over the words read. Each wrote something, and every later gate kept a part of it. A word "
                "that only moved a gate gets nothing. An RNN keeps no such sum.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "So the colour behind a word is its share: violet raises the output, crimson lowers it. A "
                "share of 1 multiplies the odds by 2.7 and has the full colour, unless another is larger.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "X drops the word where you are: the forgetting test follows how long the readings differ.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Explanations disagree. In “This story is not tedious at all, I love it!” the share of “not” "
                "is against, leaving it out says for: the ledger freezes gates <i>and</i> "
                "candidates. A gradient knows only small changes.",
            ),
            QT_TRANSLATE_NOOP(
                "Help", "D: networks whose gates began half open; they remember more of what came last."
            ),
        ),
        BACKWARD: (
            QT_TRANSLATE_NOOP(
                "Help",
                "How would the output ℓ (the logit) at this word change if anything before it did? The "
                "gradient says it, on its way back through the same cell. Space runs to the left.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Where wires fork on the way forward, gradients add up on the way back. An LSTM has a "
                "straight way along its memory, on which only f stands, a GRU one along h; an RNN only the "
                "way through its weights and tanh or relu.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Paths: how long the part of the gradient is that came by each, and as a line how long their "
                "sum is; percentages are of the sum of these lengths.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "With one logit the gradient of the loss is the same, times σ(ℓ) − y; with several outputs "
                "it mixes those of all. In one step of learning every word adds to a weight’s gradient; "
                "words with a tiny part hardly teach.",
            ),
        ),
        LABORATORY: (
            QT_TRANSLATE_NOOP(
                "Help",
                "How far can a state move when an earlier one moves a little? The norm says it for the worst "
                "direction. Where it falls to nothing, nothing can be learned from that far back; where it "
                "explodes, training becomes unstable.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Its bounds: the products of the largest and of the smallest singular values of all steps. "
                "Dash-dotted: what a gate that always had the geometric mean of its values would keep.",
            ),
            QT_TRANSLATE_NOOP(
                "Help",
                "Make other random networks with the bar: orthogonal matrices, a factor ρ, the bias of the "
                "gate that keeps, more units, longer texts, other seeds.",
            ),
            QT_TRANSLATE_NOOP(
                "Help", "The matrix: how strongly the output at each word depends on every word before it."
            ),
        ),
    }
)
