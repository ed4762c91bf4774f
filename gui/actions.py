"""Every command once: menus, check marks, shortcuts, palette, shortcut sheet and help read this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from gui.language import QT_TRANSLATE_NOOP, current_language, translate
from gui.pages import BACKWARD, LABORATORY, MEMORY, STEP, STORY
from gui.scene import Scene
from gui.session.ablations import ABLATIONS, Ablation
from gui.session.choice import Choice
from gui.session.player import Player
from gui.settings import Preferences
from gui.view import LEAST_WORDS, WordInk


@dataclass(frozen=True)
class Shown:
    """All that a command can change, as it stands: from it a check mark is read, and what can be done.

    Attributes:
        choice: the networks that were chosen last, even if they have not read yet.
        undoes, redoes: what undo would take back, and redo bring again, in words; empty for nothing.
    """

    scene: Scene
    choice: Choice
    player: Player
    preferences: Preferences
    page: str
    full_screen: bool
    undoes: str = ""
    redoes: str = ""

    @property
    def shipped(self) -> bool:
        """Whether networks read whose training is known."""
        return self.choice.trained and self.choice.path is None


@dataclass(frozen=True)
class Command:
    """Something that the reader can do.

    Attributes:
        id: what it is called in the code; one of `gui.commands` has a handler of this name.
        menu: where it stands, a submenu behind the menu that it is in; empty for none.
        text: what it is called on screen, in English.
        keys: its shortcuts, the first one shown.
        group: commands of one group exclude each other.
        checked: how its check mark is read; None for a command that has none.
        enabled: whether there is anything that it could do.
        separated: a line stands above it, or above the submenu that it is the first of.
        also: other words by which it is looked for, in English.
        about: what it would do exactly, in words that stand behind its name; empty for nothing.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = ""
    checked: Callable[[Shown], bool] | None = None
    enabled: Callable[[Shown], bool] | None = None
    separated: bool = False
    also: str = ""
    about: Callable[[Shown], str] | None = None


MENUS: Mapping[str, str] = {
    "file": QT_TRANSLATE_NOOP("actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("actions", "&Edit"),
    "play": QT_TRANSLATE_NOOP("actions", "&Play"),
    "view": QT_TRANSLATE_NOOP("actions", "&View"),
    "network": QT_TRANSLATE_NOOP("actions", "&Network"),
    "help": QT_TRANSLATE_NOOP("actions", "&Help"),
}

SUBMENUS: Mapping[str, str] = {
    "view/units": QT_TRANSLATE_NOOP("actions", "Units and layers"),
    "view/plots": QT_TRANSLATE_NOOP("actions", "Bars and gradients"),
    "view/words": QT_TRANSLATE_NOOP("actions", "Colour of the words"),
    "view/memory": QT_TRANSLATE_NOOP("actions", "Ledger and forgetting test"),
    "view/update": QT_TRANSLATE_NOOP("actions", "One step of learning"),
    "view/enlarge": QT_TRANSLATE_NOOP("actions", "Enlarge"),
    "view/theme": QT_TRANSLATE_NOOP("actions", "Theme"),
    "view/language": QT_TRANSLATE_NOOP("actions", "Language"),
    "network/ablations": QT_TRANSLATE_NOOP("actions", "Ablations"),
}
"""What would fill the screen in one menu stands together in menus of its own."""

PANEL_NAMES: Mapping[str, str] = {
    "ribbons": QT_TRANSLATE_NOOP("actions", "What is kept of each word"),
    "token_strip": QT_TRANSLATE_NOOP("actions", "The words"),
    "prediction": QT_TRANSLATE_NOOP("actions", "The prediction"),
    "cell_diagram": QT_TRANSLATE_NOOP("actions", "The cell"),
    "gate_bars": QT_TRANSLATE_NOOP("actions", "Gates"),
    "state_plot": QT_TRANSLATE_NOOP("actions", "State, word by word"),
    "gradient_plot": QT_TRANSLATE_NOOP("actions", "Gradient reaching each word"),
    "equation_view": QT_TRANSLATE_NOOP("actions", "Equations"),
    "code_view": QT_TRANSLATE_NOOP("actions", "As code"),
    "memory_ledger": QT_TRANSLATE_NOOP("actions", "Memory ledger"),
    "forgetting_test": QT_TRANSLATE_NOOP("actions", "Forgetting test"),
    "agreement": QT_TRANSLATE_NOOP("actions", "Do the explanations agree?"),
    "half_lives": QT_TRANSLATE_NOOP("actions", "Half-lives"),
    "gate_saturation": QT_TRANSLATE_NOOP("actions", "Gate saturation"),
    "distance_plot": QT_TRANSLATE_NOOP("actions", "Distance"),
    "path_flow": QT_TRANSLATE_NOOP("actions", "Paths of the gradient"),
    "weight_update": QT_TRANSLATE_NOOP("actions", "One step of learning"),
    "jacobian_plot": QT_TRANSLATE_NOOP("actions", "What becomes of a small change"),
    "spectrum": QT_TRANSLATE_NOOP("actions", "Stretched or shrunk"),
    "connectivity": QT_TRANSLATE_NOOP("actions", "Connectivity"),
}
"""Every panel, as it is called where it is chosen by name, page by page."""

PANEL_MENU = ("export_panel", "copy_picture", "export_numbers", "show_table", "zoom_panel")
"""What the menu of a single panel offers."""


def _ablating(name: str, ablation: Ablation) -> Command:
    return Command(
        name,
        "network/ablations",
        ablation.text,
        checked=lambda shown: ablation.is_in(shown.choice.holds, shown.scene),
        enabled=lambda shown: ablation.cell in shown.scene.runs,
        also=ablation.also,
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        "open_model",
        "file",
        QT_TRANSLATE_NOOP("actions", "Open a model file…"),
        ("Ctrl+O",),
        also=QT_TRANSLATE_NOOP("actions", "load file network own safetensors pytorch"),
    ),
    Command(
        "export_panel",
        "file",
        QT_TRANSLATE_NOOP("actions", "Export this plot…"),
        ("Ctrl+E",),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "save picture image figure png svg pdf"),
    ),
    Command(
        "export_all",
        "file",
        QT_TRANSLATE_NOOP("actions", "Export every plot of this page…"),
        ("Ctrl+Shift+E",),
        also=QT_TRANSLATE_NOOP("actions", "save pictures images figures"),
    ),
    Command(
        "copy_picture",
        "file",
        QT_TRANSLATE_NOOP("actions", "Copy this plot as a picture"),
        ("Ctrl+Shift+C",),
        also=QT_TRANSLATE_NOOP("actions", "image clipboard figure screenshot"),
    ),
    Command(
        "export_numbers",
        "file",
        QT_TRANSLATE_NOOP("actions", "Export the numbers of this plot…"),
        also=QT_TRANSLATE_NOOP("actions", "save csv table data excel"),
    ),
    Command(
        "export_trace",
        "file",
        QT_TRANSLATE_NOOP("actions", "Export the whole trace…"),
        ("Ctrl+S",),
        also=QT_TRANSLATE_NOOP("actions", "save data npz run"),
    ),
    Command(
        "copy_code",
        "file",
        QT_TRANSLATE_NOOP("actions", "Copy this cell as code"),
        also=QT_TRANSLATE_NOOP("actions", "python source clipboard"),
    ),
    Command(
        "show_table",
        "file",
        QT_TRANSLATE_NOOP("actions", "View this plot as a table"),
        ("Ctrl+Shift+T",),
        also=QT_TRANSLATE_NOOP("actions", "numbers data values csv"),
    ),
    Command(
        "quit",
        "file",
        QT_TRANSLATE_NOOP("actions", "Quit"),
        ("Ctrl+Q",),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "close exit leave"),
    ),
    Command(
        "undo",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Undo"),
        ("Ctrl+Z",),
        enabled=lambda shown: shown.undoes != "",
        also=QT_TRANSLATE_NOOP("actions", "take back revert history"),
        about=lambda shown: shown.undoes,
    ),
    Command(
        "redo",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda shown: shown.redoes != "",
        also=QT_TRANSLATE_NOOP("actions", "again repeat history"),
        about=lambda shown: shown.redoes,
    ),
    Command(
        "edit_text",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Type a sentence"),
        ("Ctrl+T", "/"),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "own text sentence review input write example examples"),
    ),
    Command(
        "retype_word",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Retype this word"),
        ("F2",),
        also=QT_TRANSLATE_NOOP("actions", "replace change edit another word counterfactual"),
    ),
    Command(
        "take_words_back",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Take the retyped words back"),
        enabled=lambda shown: shown.scene.original != shown.scene.text,
        also=QT_TRANSLATE_NOOP("actions", "original text restore retyped"),
    ),
    Command(
        "keep_words",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Compare no more with the untouched text"),
        enabled=lambda shown: shown.scene.original != shown.scene.text,
        also=QT_TRANSLATE_NOOP("actions", "let go ghost outlines retyped"),
    ),
    Command(
        "hold_value",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Hold a gate or a state…"),
        ("H",),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "close open fix set gate state unit lesion intervene"),
    ),
    Command(
        "free_all",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Let go of everything held"),
        ("Shift+Escape",),
        enabled=lambda shown: shown.choice.holds != (),
        also=QT_TRANSLATE_NOOP("actions", "holds gates states release free untouched"),
    ),
    Command(
        "mark_from",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Mark words from here"),
        ("[",),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "select range start loop hold gates"),
    ),
    Command(
        "mark_to",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Mark words to here"),
        ("]",),
        also=QT_TRANSLATE_NOOP("actions", "select range end loop hold gates"),
    ),
    Command(
        "mark_all",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Mark every word"),
        ("Ctrl+A",),
        enabled=lambda shown: shown.scene.marked != range(shown.scene.length),
        also=QT_TRANSLATE_NOOP("actions", "select all words range hold gates"),
    ),
    Command(
        "mark_none",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Mark no words"),
        ("Ctrl+Shift+A",),
        enabled=lambda shown: shown.scene.marked is not None,
        also=QT_TRANSLATE_NOOP("actions", "deselect unselect words range"),
    ),
    Command(
        "toggle_play",
        "play",
        QT_TRANSLATE_NOOP("actions", "Play or pause"),
        ("Space", "K"),
        also=QT_TRANSLATE_NOOP("actions", "start stop run animate"),
    ),
    Command("next_token", "play", QT_TRANSLATE_NOOP("actions", "Next word"), ("Right",)),
    Command("previous_token", "play", QT_TRANSLATE_NOOP("actions", "Previous word"), ("Left",)),
    Command("next_stage", "play", QT_TRANSLATE_NOOP("actions", "Next stage in the cell"), ("Shift+Right",)),
    Command(
        "previous_stage", "play", QT_TRANSLATE_NOOP("actions", "Previous stage in the cell"), ("Shift+Left",)
    ),
    Command("ten_forward", "play", QT_TRANSLATE_NOOP("actions", "Ten words forward"), ("Ctrl+Right",)),
    Command("ten_back", "play", QT_TRANSLATE_NOOP("actions", "Ten words back"), ("Ctrl+Left",)),
    Command("first_token", "play", QT_TRANSLATE_NOOP("actions", "First word"), ("Home",)),
    Command("last_token", "play", QT_TRANSLATE_NOOP("actions", "Last word"), ("End",)),
    Command(
        "go_to_token",
        "play",
        QT_TRANSLATE_NOOP("actions", "Go to word…"),
        ("Ctrl+G",),
        also=QT_TRANSLATE_NOOP("actions", "jump find token position"),
    ),
    Command(
        "by_token",
        "play",
        QT_TRANSLATE_NOOP("actions", "Play word by word"),
        ("1",),
        group="mode",
        separated=True,
        checked=lambda shown: not shown.player.by_stage,
    ),
    Command(
        "by_stage",
        "play",
        QT_TRANSLATE_NOOP("actions", "Play stage by stage"),
        ("2",),
        group="mode",
        checked=lambda shown: shown.player.by_stage,
    ),
    Command("play_back", "play", QT_TRANSLATE_NOOP("actions", "Play backwards, again: faster"), ("J",)),
    Command("play_forward", "play", QT_TRANSLATE_NOOP("actions", "Play forwards, again: faster"), ("L",)),
    Command(
        "slower",
        "play",
        QT_TRANSLATE_NOOP("actions", "Slower"),
        (",",),
        also=QT_TRANSLATE_NOOP("actions", "speed pace rate"),
    ),
    Command(
        "faster",
        "play",
        QT_TRANSLATE_NOOP("actions", "Faster"),
        (".",),
        also=QT_TRANSLATE_NOOP("actions", "speed pace rate"),
    ),
    Command(
        "backward_from_here",
        "play",
        QT_TRANSLATE_NOOP("actions", "Backward pass from the output at this word"),
        ("R",),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "backpropagation gradient"),
    ),
    Command(
        "toggle_loop",
        "play",
        QT_TRANSLATE_NOOP("actions", "Loop over the marked words, or over all"),
        ("Ctrl+L",),
        separated=True,
        checked=lambda shown: shown.player.looping,
        also=QT_TRANSLATE_NOOP("actions", "repeat again"),
    ),
    Command(
        "page_story",
        "view",
        QT_TRANSLATE_NOOP("actions", "The story"),
        ("Ctrl+0",),
        group="page",
        checked=lambda shown: shown.page == STORY,
        also=QT_TRANSLATE_NOOP("actions", "ribbons bands overview compare remember forget all cells"),
    ),
    Command(
        "page_step",
        "view",
        QT_TRANSLATE_NOOP("actions", "Inside the cell"),
        ("Ctrl+1",),
        group="page",
        checked=lambda shown: shown.page == STEP,
    ),
    Command(
        "page_memory",
        "view",
        QT_TRANSLATE_NOOP("actions", "What is remembered"),
        ("Ctrl+2",),
        group="page",
        checked=lambda shown: shown.page == MEMORY,
        also=QT_TRANSLATE_NOOP("actions", "forget ledger long-term"),
    ),
    Command(
        "page_backward",
        "view",
        QT_TRANSLATE_NOOP("actions", "The backward pass"),
        ("Ctrl+3",),
        group="page",
        checked=lambda shown: shown.page == BACKWARD,
        also=QT_TRANSLATE_NOOP("actions", "backpropagation gradient training learning"),
    ),
    Command(
        "page_laboratory",
        "view",
        QT_TRANSLATE_NOOP("actions", "The gradient laboratory"),
        ("Ctrl+4",),
        group="page",
        checked=lambda shown: shown.page == LABORATORY,
        also=QT_TRANSLATE_NOOP("actions", "vanishing exploding initialization start"),
    ),
    Command("next_unit", "view/units", QT_TRANSLATE_NOOP("actions", "Next unit"), ("Down",), separated=True),
    Command("previous_unit", "view/units", QT_TRANSLATE_NOOP("actions", "Previous unit"), ("Up",)),
    Command(
        "next_layer",
        "view/units",
        QT_TRANSLATE_NOOP("actions", "Layer above"),
        ("PgUp",),
        enabled=lambda shown: not shown.scene.final_layer,
    ),
    Command(
        "previous_layer",
        "view/units",
        QT_TRANSLATE_NOOP("actions", "Layer below"),
        ("PgDown",),
        enabled=lambda shown: shown.scene.view.layer > 0,
    ),
    Command(
        "order_by_value",
        "view/plots",
        QT_TRANSLATE_NOOP("actions", "Gate bars by value"),
        ("B",),
        checked=lambda shown: shown.scene.view.order_by_value,
    ),
    Command(
        "relative_gradient",
        "view/plots",
        QT_TRANSLATE_NOOP("actions", "Gradients relative to the current word"),
        ("G",),
        checked=lambda shown: shown.scene.view.relative_gradient,
    ),
    Command(
        "ink_share",
        "view/words",
        QT_TRANSLATE_NOOP("actions", "Words coloured by their share of the prediction"),
        group="ink",
        checked=lambda shown: shown.scene.view.word_ink is WordInk.SHARE,
    ),
    Command(
        "ink_fading",
        "view/words",
        QT_TRANSLATE_NOOP("actions", "Words fade as their share of the prediction does"),
        ("Shift+I",),
        group="ink",
        checked=lambda shown: shown.scene.view.word_ink is WordInk.FADING,
    ),
    Command(
        "ink_held",
        "view/words",
        QT_TRANSLATE_NOOP("actions", "Words shaded by what the memory still holds"),
        group="ink",
        checked=lambda shown: shown.scene.view.word_ink is WordInk.HELD,
    ),
    Command(
        "ink_gradient",
        "view/words",
        QT_TRANSLATE_NOOP("actions", "Words shaded by the gradient that reaches them"),
        group="ink",
        checked=lambda shown: shown.scene.view.word_ink is WordInk.GRADIENT,
    ),
    Command(
        "ink_plain",
        "view/words",
        QT_TRANSLATE_NOOP("actions", "Words without colour"),
        group="ink",
        checked=lambda shown: shown.scene.view.word_ink is WordInk.PLAIN,
    ),
    Command("next_ink", "", QT_TRANSLATE_NOOP("actions", "Another colouring of the words"), ("I",)),
    Command(
        "ledger_of_unit",
        "view/memory",
        QT_TRANSLATE_NOOP("actions", "Ledger of the selected unit"),
        group="ledger",
        checked=lambda shown: not shown.scene.view.whole_ledger,
    ),
    Command(
        "ledger_of_prediction",
        "view/memory",
        QT_TRANSLATE_NOOP("actions", "Ledger of the prediction"),
        group="ledger",
        checked=lambda shown: shown.scene.view.whole_ledger,
    ),
    Command(
        "switch_ledger", "", QT_TRANSLATE_NOOP("actions", "Ledger of the unit or of the prediction"), ("P",)
    ),
    Command(
        "drop_word",
        "view/memory",
        QT_TRANSLATE_NOOP("actions", "Forgetting test: drop this word"),
        ("X",),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "delete remove leave out ablation lesion"),
    ),
    Command(
        "replace_word",
        "view/memory",
        QT_TRANSLATE_NOOP("actions", "Forgetting test: replace this word…"),
        ("Shift+X",),
        also=QT_TRANSLATE_NOOP("actions", "change swap counterfactual"),
    ),
    Command(
        "next_weight_gate",
        "view/update",
        QT_TRANSLATE_NOOP("actions", "Weight update: next gate"),
        ("W",),
    ),
    Command(
        "switch_matrix",
        "view/update",
        QT_TRANSLATE_NOOP("actions", "Weight update: weights on h or on the input"),
        ("Shift+W",),
    ),
    Command(
        "next_column",
        "view/update",
        QT_TRANSLATE_NOOP("actions", "Weight update: next column"),
        ("Ctrl+Down",),
    ),
    Command(
        "previous_column",
        "view/update",
        QT_TRANSLATE_NOOP("actions", "Weight update: previous column"),
        ("Ctrl+Up",),
    ),
    Command(
        "switch_target",
        "view/update",
        QT_TRANSLATE_NOOP("actions", "Weight update: the other answer is right"),
        ("Y",),
    ),
    Command(
        "next_rate", "view/update", QT_TRANSLATE_NOOP("actions", "Weight update: another rate"), ("Shift+Y",)
    ),
    Command(
        "measure_distances",
        "view/memory",
        QT_TRANSLATE_NOOP("actions", "Measure what is known so many words later"),
        ("M",),
    ),
    Command(
        "zoom_in",
        "view",
        QT_TRANSLATE_NOOP("actions", "Zoom into the words"),
        ("+", "="),
        enabled=lambda shown: len(shown.scene.shown) > LEAST_WORDS,
        separated=True,
    ),
    Command(
        "zoom_out",
        "view",
        QT_TRANSLATE_NOOP("actions", "Zoom out of the words"),
        ("-",),
        enabled=lambda shown: shown.scene.view.range is not None,
    ),
    Command(
        "zoom_all",
        "view",
        QT_TRANSLATE_NOOP("actions", "All words"),
        ("0",),
        enabled=lambda shown: shown.scene.view.range is not None,
        also=QT_TRANSLATE_NOOP("actions", "zoom fit reset whole text"),
    ),
    Command(
        "zoom_panel",
        "view",
        QT_TRANSLATE_NOOP("actions", "Enlarge this plot"),
        ("F", "Return"),
        also=QT_TRANSLATE_NOOP("actions", "zoom maximize larger bigger big plot"),
    ),
    *(Command(f"enlarge_{name}", "view/enlarge", text) for name, text in PANEL_NAMES.items()),
    Command(
        "full_screen",
        "view",
        QT_TRANSLATE_NOOP("actions", "Full screen"),
        ("F11",),
        checked=lambda shown: shown.full_screen,
        also=QT_TRANSLATE_NOOP("actions", "present presentation projector class beamer zoom"),
    ),
    Command(
        "theme_system",
        "view/theme",
        QT_TRANSLATE_NOOP("actions", "Theme of the system"),
        group="theme",
        separated=True,
        checked=lambda shown: shown.preferences.theme == "system",
    ),
    Command(
        "theme_light",
        "view/theme",
        QT_TRANSLATE_NOOP("actions", "Light theme"),
        group="theme",
        checked=lambda shown: shown.preferences.theme == "light",
        also=QT_TRANSLATE_NOOP("actions", "day white colours appearance projector"),
    ),
    Command(
        "theme_dark",
        "view/theme",
        QT_TRANSLATE_NOOP("actions", "Dark theme"),
        group="theme",
        checked=lambda shown: shown.preferences.theme == "dark",
        also=QT_TRANSLATE_NOOP("actions", "night black colours appearance"),
    ),
    Command(
        "switch_theme",
        "",
        QT_TRANSLATE_NOOP("actions", "Light or dark"),
        ("Ctrl+D",),
        also=QT_TRANSLATE_NOOP("actions", "dark light night colours appearance"),
    ),
    Command(
        "language_en",
        "view/language",
        "English",
        group="language",
        checked=lambda _shown: current_language() == "en",
        also=QT_TRANSLATE_NOOP("actions", "English language 英语 英文"),
    ),
    Command(
        "language_zh",
        "view/language",
        "中文",
        group="language",
        checked=lambda _shown: current_language() == "zh",
        also=QT_TRANSLATE_NOOP("actions", "Chinese language 汉语 中文"),
    ),
    Command(
        "reduced_motion",
        "view",
        QT_TRANSLATE_NOOP("actions", "Reduced motion"),
        checked=lambda shown: shown.preferences.reduced_motion,
        also=QT_TRANSLATE_NOOP("actions", "animation accessibility"),
    ),
    Command(
        "cell_rnn",
        "network",
        "RNN",
        ("Alt+1",),
        group="cell",
        checked=lambda shown: shown.scene.view.cell == "rnn",
        enabled=lambda shown: "rnn" in shown.scene.runs,
    ),
    Command(
        "cell_lstm",
        "network",
        "LSTM",
        ("Alt+2",),
        group="cell",
        checked=lambda shown: shown.scene.view.cell == "lstm",
        enabled=lambda shown: "lstm" in shown.scene.runs,
    ),
    Command(
        "cell_gru",
        "network",
        "GRU",
        ("Alt+3",),
        group="cell",
        checked=lambda shown: shown.scene.view.cell == "gru",
        enabled=lambda shown: "gru" in shown.scene.runs,
    ),
    Command(
        "next_cell",
        "",
        QT_TRANSLATE_NOOP("actions", "Next cell: RNN, LSTM, GRU"),
        ("C",),
        enabled=lambda shown: len(shown.scene.runs) > 1,
    ),
    *(_ablating(name, ablation) for name, ablation in ABLATIONS.items()),
    Command(
        "trained",
        "network",
        QT_TRANSLATE_NOOP("actions", "Trained networks"),
        group="training",
        separated=True,
        checked=lambda shown: shown.choice.trained,
    ),
    Command(
        "untrained",
        "network",
        QT_TRANSLATE_NOOP("actions", "Untrained networks"),
        group="training",
        checked=lambda shown: not shown.choice.trained,
        also=QT_TRANSLATE_NOOP("actions", "random weights initialization"),
    ),
    Command("switch_training", "", QT_TRANSLATE_NOOP("actions", "Trained or untrained"), ("U",)),
    Command(
        "remembering_start",
        "network",
        QT_TRANSLATE_NOOP("actions", "Trained with gates that began open: it learns what to forget"),
        group="start",
        separated=True,
        checked=lambda shown: shown.shipped and shown.choice.remembering,
    ),
    Command(
        "default_start",
        "network",
        QT_TRANSLATE_NOOP("actions", "Trained from PyTorch's start: it remembers more of what came last"),
        group="start",
        checked=lambda shown: shown.shipped and not shown.choice.remembering,
    ),
    Command("switch_start", "", QT_TRANSLATE_NOOP("actions", "Gates that began open or half open"), ("D",)),
    Command(
        "make_untrained",
        "network",
        QT_TRANSLATE_NOOP("actions", "Make an untrained network…"),
        also=QT_TRANSLATE_NOOP("actions", "random weights size layers seed new network"),
    ),
    Command(
        "plain_network",
        "network",
        QT_TRANSLATE_NOOP("actions", "Back to the plain network of this name"),
        also=QT_TRANSLATE_NOOP("actions", "reset default settings laboratory half open own file close"),
        enabled=lambda shown: shown.choice.special != (),
    ),
    Command(
        "device_auto",
        "network",
        QT_TRANSLATE_NOOP("actions", "Device: automatic"),
        group="device",
        separated=True,
        checked=lambda shown: shown.choice.device == "auto",
    ),
    Command(
        "device_cpu",
        "network",
        QT_TRANSLATE_NOOP("actions", "Device: CPU"),
        group="device",
        checked=lambda shown: shown.choice.device == "cpu",
    ),
    Command(
        "device_cuda",
        "network",
        QT_TRANSLATE_NOOP("actions", "Device: GPU (CUDA)"),
        group="device",
        checked=lambda shown: shown.choice.device == "cuda",
        also=QT_TRANSLATE_NOOP("actions", "gpu graphics card nvidia"),
    ),
    Command(
        "device_mps",
        "network",
        QT_TRANSLATE_NOOP("actions", "Device: GPU (Apple)"),
        group="device",
        checked=lambda shown: shown.choice.device == "mps",
    ),
    Command(
        "cancel",
        "network",
        QT_TRANSLATE_NOOP("actions", "Cancel what the engine does"),
        ("Escape",),
        also=QT_TRANSLATE_NOOP("actions", "stop abort"),
    ),
    Command(
        "palette",
        "help",
        QT_TRANSLATE_NOOP("actions", "Command palette…"),
        ("Ctrl+Shift+P",),
        also=QT_TRANSLATE_NOOP("actions", "search find commands"),
    ),
    Command(
        "shortcuts",
        "help",
        QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts"),
        ("Ctrl+/",),
        also=QT_TRANSLATE_NOOP("actions", "keys keyboard hotkeys"),
    ),
    Command(
        "help",
        "help",
        QT_TRANSLATE_NOOP("actions", "What am I looking at?"),
        ("F1",),
        also=QT_TRANSLATE_NOOP("actions", "explain manual guide"),
    ),
    Command(
        "play_opening",
        "help",
        QT_TRANSLATE_NOOP("actions", "Play the opening"),
        also=QT_TRANSLATE_NOOP("actions", "story introduction tour demonstration first start show"),
    ),
    Command(
        "about",
        "help",
        QT_TRANSLATE_NOOP("actions", "About Gatescope"),
        separated=True,
        also=QT_TRANSLATE_NOOP("actions", "version licence"),
    ),
)

_BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


def text_of(command: Command) -> str:
    """What the command is called in the current language."""
    return translate("actions", command.text)


def found_by(command: Command) -> str:
    """All words by which the command is found, in the current language and in English, in small letters."""
    also = f"{translate('actions', command.also)} {command.also}" if command.also else ""
    place = f"{place_of(command)} {SUBMENUS.get(command.menu, '')}"
    return f"{place} {text_of(command)} {command.text} {also}".lower()


def place_of(command: Command) -> str:
    """The name of the menu in a menu that it stands in; empty for none."""
    return translate("actions", SUBMENUS[command.menu]) if command.menu in SUBMENUS else ""


def tip_of(command: str) -> str:
    """What the command with this id is called, and its shortcuts: for the tooltip of a button."""
    row = _BY_ID[command]
    return f"{text_of(row)}  {keys_of(row)}".strip()


def keys_of(command: Command) -> str:
    """Its shortcuts as the platform writes them: `Ctrl+T or /`."""
    written = (QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)
    return translate("actions", " or ").join(written)


def keys_for(command: str) -> list[QKeySequence]:
    """The shortcuts of the command with this id."""
    return [QKeySequence(key) for key in _BY_ID[command].keys]


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """One QAction for each command, with its shortcuts."""
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checked is not None)
        if command.group:
            groups.setdefault(command.group, QActionGroup(window)).addAction(action)
        window.addAction(action)
        actions[command.id] = action
    return actions


def connect(actions: Mapping[str, QAction], handlers: Mapping[str, Callable[[], None]]) -> None:
    """Lets each action do what its command does.

    Raises:
        KeyError: a command has no handler, or a handler no command.
    """
    unknown = set(handlers) ^ set(actions)
    if unknown:
        raise KeyError(f"commands and handlers differ: {sorted(unknown)}")
    for command, action in actions.items():
        action.triggered.connect(lambda _checked=False, handler=handlers[command]: handler())


def make_menus(window: QMainWindow, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """The menu bar and the menus in its menus, in the order of the table."""
    menus = {name: window.menuBar().addMenu("") for name in MENUS}
    for command in COMMANDS:
        if not command.menu:
            continue
        first_of_submenu = command.menu not in menus
        above = menus[command.menu.partition("/")[0] if first_of_submenu else command.menu]
        if command.separated:
            above.addSeparator()
        if first_of_submenu:
            menus[command.menu] = above.addMenu("")
        menus[command.menu].addAction(actions[command.id])
    return menus


def show_state(actions: Mapping[str, QAction], shown: Shown) -> None:
    """Reads every check mark anew, and whether there is anything to do: Qt's own marks are only a guess."""
    for command in COMMANDS:
        if command.about is not None:
            about, named = command.about(shown), translate("actions", "{command}: {what}")
            name = text_of(command)
            actions[command.id].setText(named.format(command=name, what=about) if about else name)
        if command.checked is not None:
            actions[command.id].setChecked(command.checked(shown))
        if command.enabled is not None:
            actions[command.id].setEnabled(command.enabled(shown))


def panel_menu(actions: Mapping[str, QAction], parent: QWidget) -> QMenu:
    """The menu of a single panel."""
    menu = QMenu(parent)
    menu.addActions([actions[command] for command in PANEL_MENU])
    return menu


def name_in_language(actions: Mapping[str, QAction], menus: Mapping[str, QMenu]) -> None:
    """Gives every action and menu its name in the current language."""
    for command in COMMANDS:
        actions[command.id].setText(text_of(command))
    for name, menu in menus.items():
        menu.setTitle(translate("actions", {**MENUS, **SUBMENUS}[name]))
