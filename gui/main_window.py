"""Places panels and controls and makes every connection; no mathematics, no drawing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from gui import actions
from gui.commands.ablating import Ablating
from gui.commands.asking import Asking
from gui.commands.changing import Changing
from gui.commands.files import Files
from gui.commands.help import Help
from gui.commands.looking import Looking
from gui.commands.moving import Moving
from gui.commands.networks import Networks
from gui.commands.opening import OFFERS, Opening
from gui.controls.banner import Banner
from gui.controls.offers import Offers
from gui.controls.status_line import StatusLine
from gui.controls.top_bar import TopBar
from gui.controls.transport_bar import TransportBar, place_text
from gui.drawing.theme import Theme, chosen_theme
from gui.first_place import WINDOW_PX, place_again
from gui.language import titled, use_language
from gui.layout.board import GAP_PX, STRIP_PX, PanelBoard
from gui.pages import STEP
from gui.panel import Panel
from gui.panels.token_strip.panel import TokenStrip
from gui.scene import Moment, Scene
from gui.session.history import History
from gui.session.player import Player
from gui.session.session import Session
from gui.settings import Preferences, Settings

LEAST_HEIGHT_PX = 480
LOW_PX = 720


class MainWindow(QMainWindow):
    """The window: a bar above, panels, a bar below, and who tells whom."""

    def __init__(self, session: Session, player: Player, settings: Settings, page: str = STEP) -> None:
        super().__init__()
        self.setWindowTitle("Gatescope")
        self.setObjectName("main_window")
        self.session, self.player, self.settings = session, player, settings
        self.theme = chosen_theme(settings.preferences.theme)
        self.offers = Offers(OFFERS, self._place_of_offers, self.theme, self)  # Tab's first
        self.top_bar = TopBar(self.theme, self)
        self.board = PanelBoard(self.theme, self)
        self.transport = TransportBar(self.theme, self)
        self.status = StatusLine(self.theme, self)
        self.banner = Banner(self._place_of_text, self.theme, self.board)
        self._place()
        self.actions_by_id = actions.make_actions(self)
        self.moving = Moving(self, player, self.board)
        self.looking = Looking(self, session, settings, self.board)
        self.asking = Asking(self, session, player, self.moving.show_page)
        self.networks = Networks(self, session)
        self.ablating = Ablating(self, session)
        self.history = History(session, self)
        self.changing = Changing(self, session, player, self.board, self.history)
        self.files = Files(self, session, player, settings, self.board)
        self.help = Help(self, session, self.board, self.banner, self.offers, self.actions_by_id)
        play_button = self.transport.buttons["toggle_play"]
        self.opening = Opening(
            *(self, session, player, settings, self.board, self.moving.show_page, self.offers, play_button)
        )
        actions.connect(self.actions_by_id, self.handlers())
        self.menus = actions.make_menus(self, self.actions_by_id)
        self._connect()
        self.moving.show_page(page)
        actions.name_in_language(self.actions_by_id, self.menus)
        self._set_theme(self.theme)
        self._apply(settings.preferences)
        self._show_pace()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each command does, by its id."""
        parts = (
            *(self.moving, self.looking, self.asking, self.networks, self.ablating, self.changing),
            *(self.files, self.help, self.opening),
        )
        return {command: handler for part in parts for command, handler in part.handlers().items()}

    def _place(self) -> None:
        center = QWidget(self)
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._upper = QVBoxLayout()
        self._upper.addWidget(self.top_bar)
        self._upper.addWidget(self.board, 1)
        column.addLayout(self._upper, 1)
        column.addWidget(self.transport)
        column.addWidget(self.status)
        self.setCentralWidget(center)
        self.resize(WINDOW_PX)
        self.setMinimumHeight(LEAST_HEIGHT_PX)  # the bars say how wide it has to be
        self._set_low(False)
        self.setAcceptDrops(True)

    def _set_low(self, low: bool) -> None:
        """Gives the panels of a low window what the bars and the gaps between can spare."""
        self._upper.setContentsMargins(12, 4 if low else 8, 12, 6 if low else 10)
        self._upper.setSpacing(6 if low else 10)
        self.transport.set_low(low)
        self.status.set_low(low)

    def _connect(self) -> None:
        session, player, board = self.session, self.player, self.board
        self.history.where = lambda: player.moment
        session.scene_changed.connect(self.history.observe)  # before the player goes to another place
        session.scene_changed.connect(player.show)
        session.scene_changed.connect(self.status.show_scene)
        session.scene_changed.connect(self.opening.see)
        session.scene_changed.connect(self._show_state)
        session.choice_changed.connect(self._show_state)
        session.families_listed.connect(self.top_bar.list_families)
        session.families_listed.connect(self._show_state)
        session.submitted.connect(self.status.begin_reading)
        session.failed.connect(self.banner.say)
        session.arrived.connect(lambda: self.banner.settle("reading"))
        session.warned.connect(self._show_warning)
        session.noticed.connect(self._show_notice)
        session.progressed.connect(self.status.show_progress)
        player.moment_changed.connect(board.draw)
        player.moment_changed.connect(self.transport.show_moment)
        player.moment_changed.connect(self.opening.take_off)
        player.moment_changed.connect(session.follow)
        player.moment_changed.connect(self._show_place)
        player.playing_changed.connect(self.transport.show_playing)
        player.playing_changed.connect(self.opening.follow)
        player.pace_changed.connect(self._show_pace)
        player.slowed.connect(self.status.say_slowed)
        player.pass_requested.connect(session.start_backward_at)
        player.range_requested.connect(session.show_range)
        session.follower.needs = board.needs
        session.follower.where = lambda: player.moment
        board.panel_made.connect(self.connect_panel)
        player.moment_changed.connect(board.page_bar.show_moment)
        board.page_bar.command_requested.connect(self.run_command)
        board.page_bar.network_requested.connect(self.networks.make_like)
        board.page_bar.length_requested.connect(session.read_length)
        self.top_bar.command_requested.connect(self.run_command)
        self.transport.command_requested.connect(self.run_command)
        self.transport.token_requested.connect(player.seek_token)
        self.top_bar.text_submitted.connect(session.read)
        self.top_bar.family_requested.connect(self.networks.choose_family)
        self.top_bar.holds_changed.connect(lambda parts: session.hold(lambda _held: parts))
        self.status.cancel_requested.connect(session.cancel)
        for action in self.actions_by_id.values():
            action.triggered.connect(self._show_state)  # after what it does, so that no mark is Qt's guess
        self.moving.page_shown.connect(self.top_bar.pages.choose)
        self.moving.page_shown.connect(self.opening.leave)
        self.moving.page_shown.connect(self._show_state)
        self.history.place_wanted.connect(player.seek)
        self.history.said.connect(self.status.say)
        self.history.wish_dropped.connect(self.top_bar.sequence_input.take_back)
        self.looking.said.connect(self.status.say)
        self.opening.said.connect(self.status.say)
        self.ablating.said.connect(self._show_notice)
        self.files.said.connect(self.status.say)
        self.files.said.connect(lambda _said: self.banner.settle("file"))
        self.files.refused.connect(lambda why: self.banner.say(why, about="file"))
        self.top_bar.sequence_input.restored.connect(self.banner.dismiss)
        self.help.text_wanted.connect(self.top_bar.sequence_input.edit)
        self.settings.changed.connect(self._apply)
        self.settings.unwritable.connect(self.looking.say_unwritable)
        board.crowded.connect(self.looking.say_crowded)
        QGuiApplication.styleHints().colorSchemeChanged.connect(
            lambda _scheme: self._apply(self.settings.preferences)
        )

    def connect_panel(self, panel: Panel) -> None:
        """Hears the wishes of a panel."""
        panel.seek_requested.connect(self.player.seek)
        panel.unit_selected.connect(self.session.select_unit)
        panel.command_requested.connect(self.run_command)
        panel.weight_chosen.connect(self.session.choose_weight)
        panel.word_retyped.connect(self.session.retype)
        panel.range_requested.connect(self.session.show_range)
        panel.hold_requested.connect(
            lambda hold, dragging, panel=panel: self.changing.hold(hold, dragging, panel.scene)
        )
        panel.words_marked.connect(self.changing.mark)
        panel.failed.connect(self._show_warning)
        panel.customContextMenuRequested.connect(lambda point, panel=panel: self._open_menu(panel, point))

    def run_command(self, command: str) -> None:
        """Runs a command by its id, as a key or a menu would."""
        self.actions_by_id[command].trigger()

    def _open_menu(self, panel: Panel, point: QPoint) -> None:
        self.board.attend(panel)
        menu = actions.panel_menu(self.actions_by_id, self)
        menu.exec(panel.mapToGlobal(point))
        menu.deleteLater()

    # What changed is shown

    def _show_state(self) -> None:
        """Check marks and bars say how things stand, whoever changed them."""
        scene, choice = self.session.scene, self.session.latest
        if scene is None:
            return
        preferences, page, full_screen = self.settings.preferences, self.board.page, self.isFullScreen()
        steps = self.history.undoes, self.history.redoes
        shown = actions.Shown(scene, choice, self.player, preferences, page, full_screen, *steps)
        actions.show_state(self.actions_by_id, shown)
        self.top_bar.show_scene(scene, choice)
        self.board.page_bar.show_scene(scene, choice)

    def _show_place(self, scene: Scene, moment: Moment) -> None:
        # The title says it too: for screen readers, and for those who watch the window from outside.
        self.setWindowTitle(titled(f"{place_text(scene, moment)} · {scene.trace.tokens[moment.token]}"))

    def _place_of_text(self) -> QRect:
        """Where the words stand, at the top of every page."""
        strip = self.board.panels.get(TokenStrip.NAME)
        if strip is not None and strip.NAME in self.board.standing:
            return strip.geometry()
        return QRect(0, 0, self.board.width(), STRIP_PX)

    def _place_of_offers(self) -> QRect:
        """What tells less than the rest of the page at first: under the cell."""
        board = self.board
        below = QRect(board.rect())
        below.setWidth((board.width() - GAP_PX) // 2)
        return below.translated(board.mapTo(self, QPoint()))

    def _show_warning(self, sentence: str) -> None:
        self.status.say(sentence, lasting=True, of_reading=True)

    def _show_notice(self, sentence: str) -> None:
        self.status.say(sentence, of_reading=True)

    def _show_pace(self) -> None:
        player = self.player
        self.transport.show_pace(player.pace_hz, player.by_stage, player.looping)
        self._show_state()
        if not self.opening.reading:  # at a pace that nobody chose
            self.settings.change(
                by_stage=player.by_stage,
                token_rate_hz=player.token_rate_hz,
                stage_rate_hz=player.stage_rate_hz,
            )

    # Preferences

    def _apply(self, preferences: Preferences) -> None:
        use_language(preferences.language)
        self.player.reduced_motion = preferences.reduced_motion
        theme = chosen_theme(preferences.theme)
        if theme is not self.theme:
            self._set_theme(theme)
        self._show_state()

    def _set_theme(self, theme: Theme) -> None:
        self.theme = theme
        QApplication.setPalette(theme.palette())
        QApplication.setPalette(theme.menu_palette(), "QMenu")  # type: ignore[arg-type]  # not bytes
        for part in (self.top_bar, self.board, self.transport, self.status, self.banner, self.opening):
            part.set_theme(theme)

    def restore_place(self) -> None:
        """Puts the window where it was last time, if it still fits a screen; at first where it fits."""
        place_again(self, self.settings.preferences.geometry)

    # Qt's calls

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's call."""
        self._set_low(self.height() < LOW_PX)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's call: menus and title follow the language, and a mark the size that the desktop gave."""
        if event.type() == QEvent.Type.LanguageChange:
            actions.name_in_language(self.actions_by_id, self.menus)
            if self.player.scene is not None and self.player.moment is not None:
                self._show_place(self.player.scene, self.player.moment)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.WindowStateChange):
            self._show_state()
        super().changeEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Qt's call, by Tab, and where what had the focus goes: then no control gets it, but the window."""
        leaving = self.focusWidget()
        if leaving is not None and not (leaving.isVisible() and leaving.isEnabled()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().focusNextPrevChild(following)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt's call: a model file or a text may be dropped anywhere."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt's call: a file is opened as a model, a text is read."""
        data = event.mimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.networks.read_with(files[0])
        elif data.hasText():
            self.session.read(data.text())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's call: keeps the window's place."""
        self.opening.end()
        self.player.pause()
        self.settings.change(geometry=bytes(self.saveGeometry().toBase64().data()).decode())
        super().closeEvent(event)
