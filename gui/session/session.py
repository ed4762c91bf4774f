"""The current scene, what was asked of the engine for it, and what became of that."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from PySide6.QtCore import QObject, Signal, Slot

from engine.analysis.state_sizes import state_sizes
from engine.data.retyped import cutter_of, retyped
from engine.process.requests import DistanceRequest
from engine.questions import GRADIENT, kind_of
from engine.record.arrays import Record
from engine.stories import OWN_TEXTS, REVIEWS
from gui.language import language_of, say, translate
from gui.readings.retyped_words import retyped_words
from gui.scene import Before, Moment, Run, Scene
from gui.session.choice import Choice, HeldPart
from gui.session.chosen_units import ChosenUnits
from gui.session.coming import Coming, as_read
from gui.session.families import Families
from gui.session.follower import Follower
from gui.session.holding import Holding, file_changed, is_known, with_record
from gui.session.inquiry import Engine
from gui.session.known_distances import KnownDistances
from gui.session.retyping import compared
from gui.session.wanted import Wanted, megabytes_of_all_rows
from gui.view import View, WeightChoice, WordChange


class Session(QObject):
    """Holds the scene and asks the engine for the next one. What fails leaves the scene as it was.

    Signals:
        scene_changed: the new `Scene`.
        submitted: another reading is asked for: what was said of the one before goes.
        choice_changed: the `Choice` that counts now, which may still be on its way.
        families_listed: what ships, family to cell to card.
        arrived: what was asked for last has been read.
        failed: what the reader asked for is refused: a sentence for people.
        warned: something about what was read that stays true of it.
        noticed: a quieter sentence for the status bar.
        progressed: how far the engine is (0 to 1; 1 means done) and what it does.
    """

    scene_changed = Signal(object)
    submitted = Signal()
    choice_changed = Signal(object)
    families_listed = Signal(object)
    arrived = Signal()
    failed = Signal(str)
    warned = Signal(str)
    noticed = Signal(str)
    progressed = Signal(float, str)

    def __init__(self, engine: Engine, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.choice = choice
        self.scene: Scene | None = None
        self.families = Families(self)
        self._coming, self._distances = Coming(choice, self), KnownDistances(self)
        self._holding = Holding(self)
        self._units = ChosenUnits()
        self._overflow_said = False  # of what was read last
        self.follower = Follower(self)
        self._inquiries = (self._coming, self._holding, self.follower, self._distances)
        for inquiry in self._inquiries:
            inquiry.hear(engine)
            inquiry.progressed.connect(self.progressed)
            inquiry.ended.connect(self._read_on if inquiry is self._holding else self._end)
        self._coming.complete.connect(self._show_what_came)
        self._coming.record.connect(self._take)
        self._coming.refused.connect(self._fail)
        self._holding.refused.connect(self._refuse_to_hold)
        self.follower.due.connect(self._ask)
        self.follower.produced.connect(self._take)
        self.follower.refused.connect(self._refuse)
        self._distances.changed.connect(self._show_again)
        self._distances.refused.connect(self._fail)
        self.families.listed.connect(self._list_families)
        engine.failed.connect(self._hear_of_the_engine)
        engine.noticed.connect(self._notice)

    @Slot()
    def _list_families(self) -> None:
        cards = self.families.cards
        self.families_listed.emit(cards)
        self._distances.read(card for family in cards.values() for card in family.values())
        self._show_again()

    def open(self, scene: Scene) -> None:
        """Shows a scene that was recorded earlier."""
        self._distances.keep(scene.measured)
        self._show(scene)

    # What the reader asks for

    @property
    def waits(self) -> bool:
        """Whether another reading is on its way."""
        return self._coming.waits or self._holding.waits

    @property
    def units(self) -> Mapping[tuple[str, int], int]:
        """The hidden units that were chosen, by network and layer."""
        return self._units.chosen

    @property
    def latest(self) -> Choice:
        """The networks that were chosen last, those on their way included: wishes may come fast."""
        if self._holding.waits:
            return self._holding.wish or self._holding.choice or self.choice
        return self._coming.choice if self._coming.waits else self.choice

    @property
    def latest_text(self) -> tuple[str, int]:
        """The text that was asked for last, and how many words of it."""
        latest = self._coming if self._coming.waits or self.scene is None else self.scene
        return latest.text, latest.words

    def read(self, text: str, family: str | None = None) -> None:
        """Reads another text with the chosen networks, or with a family that knows its language."""
        if not text.strip():
            self.failed.emit(say("empty_text"))
            return
        choice = self.latest if family is None else replace(self.latest, family=family, path=None)
        if choice.path is None:  # a vocabulary of the reader's own may hold white space
            text = text.strip()
        language, note = language_of(text), ""
        if not choice.reads(language):
            choice = replace(choice, family=REVIEWS[language])
            note = translate("Session", "Reading with {family}, which knows this language.").format(
                family=choice.family
            )
        self._submit(text, 0, choice.after(self.latest, same_text=(text, 0) == self.latest_text))
        if note:
            self.noticed.emit(note)

    def choose(self, change: Callable[[Choice], Choice]) -> None:
        """Changes which networks read, and reads again.

        Another family brings the text that it is shown with where the one before had brought its own, and
        where it does not know the language of what the reader had typed.
        """
        before, choice = self.latest, change(self.latest)
        text, words = self.latest_text
        if choice.path is None:
            brought = choice.family != before.family and text in OWN_TEXTS.values()
            if brought or not choice.reads(language_of(text)):
                text, words = OWN_TEXTS[choice.family], 0
        self._submit(text, words, choice.after(before, same_text=(text, words) == self.latest_text))

    def read_length(self, length: int) -> None:
        """Reads so many words of the reader's text, repeated as often as it takes; 0 for the whole text."""
        same = length == self.latest_text[1]
        self._submit(self.latest_text[0], length, self.latest.after(self.latest, same))

    def retype(self, token: int, written: str) -> None:
        """Reads the text with one of its words written otherwise, at this place alone; nothing leaves it out.

        What it was stays in the scene, as `before`, and holds stay with their words.
        """
        scene = self.scene
        if scene is None or not 0 <= token < scene.length:
            return
        text, tokens, place = as_read(scene.text, scene.words), scene.trace.tokens, range(token, token + 1)
        new, choice = retyped(text, tokens, place, written.strip()), self._latest_in_sight()
        if choice.path is None:  # a vocabulary of the reader's own may hold white space
            new = new.strip()
        if not new.strip() or not choice.reads(language_of(new)):
            self.read(new)  # which says so, or takes networks that know it
        elif new != text:
            count = len(cutter_of(text, tokens).cut(written))
            self._submit(new, 0, choice.retyped(place, count), token)

    def take_words_back(self) -> None:
        """Reads the text as it was before words of it were retyped."""
        scene = self.scene
        if scene is None or scene.before is None or scene.before.tokens is None:
            return
        choice = self._latest_in_sight()
        for words in reversed(retyped_words(scene)):
            choice = choice.retyped(words.place, len(words.was))
        self._submit(scene.before.text, scene.before.words, choice)

    def _latest_in_sight(self) -> Choice:
        """The networks that were chosen last, with what is held at the words in sight.

        In a text that is on its way the same words stand elsewhere.
        """
        scene, latest = self.scene, self.latest
        if scene is None or self.latest_text == (scene.text, scene.words):
            return latest
        return replace(latest, holds=self.choice.holds).after(self.choice, same_text=True)

    def keep_words(self) -> None:
        """Compares the text no longer with what it was before words of it were retyped."""
        scene = self.scene
        if scene is None or scene.before is None or scene.before.tokens is None or self.waits:
            return
        self._show(replace(scene, before=None))
        if self.choice.held_cells():
            self._hold(self.choice)  # which is compared with nothing held from now on

    def hold(self, change: Callable[[tuple[HeldPart, ...]], tuple[HeldPart, ...]]) -> None:
        """Changes what is held; what was read with nothing held stays in the scene, as `before`.

        While held readings are on their way the latest wish waits for them, however fast a bar is dragged.
        """
        before = self.latest
        choice = replace(before, holds=change(before.holds))
        if self.scene is None or choice == before:
            return
        if self._coming.waits:
            self._submit(*self.latest_text, choice, self._coming.retyped)
            return
        if self._holding.waits:
            self._holding.wish = choice
        else:
            self.submitted.emit()
            self._hold(choice)
        self.choice_changed.emit(self.latest)

    def show_cell(self, cell: str) -> None:
        """Looks into another cell, where the scene has it."""
        if self.scene and cell in self.scene.runs:
            self._show(self._units.in_sight(self.scene.with_cell(cell)))

    def select_unit(self, unit: int) -> None:
        """Selects a hidden unit in every panel."""
        if self.scene:
            scene = self.scene.seen(unit=unit % self.scene.trace.hidden_size)
            self._units.choose(scene)
            self._show(scene)

    def select_layer(self, layer: int) -> None:
        """Looks into another layer."""
        if self.scene and 0 <= layer < self.scene.trace.layers:
            self._show(self._units.in_sight(self.scene.seen(layer=layer)))

    def look(self, **changes: object) -> None:
        """Looks at the scene in another way: other values for some fields of its view."""
        if self.scene:
            self._show(self.scene.seen(**changes))

    def show_range(self, shown: range) -> None:
        """All word axes show these tokens."""
        if self.scene and shown != self.scene.shown:
            whole = len(shown) >= self.scene.length
            self.look(range=None if whole else (shown.start, shown.stop))

    def start_backward_at(self, token: int | None) -> None:
        """The backward pass starts from the output ℓ at this token; None for the last one."""
        if self.scene and (token is None or 0 <= token < self.scene.length):
            self._show(self.scene.seen(origin=token))

    def test_word(self, change: WordChange) -> None:
        """The forgetting test replaces or leaves out another word."""
        if self.scene and 0 <= change.token < self.scene.length:
            self._show(_without_refusal(self.scene.seen(tested=change), "forgetting"))

    def choose_weight(self, weight: WeightChoice) -> None:
        """Shows the update rule on another weight."""
        if self.scene:
            self._show(_without_refusal(self.scene.seen(weight=weight), "update"))

    def measure_distances(self) -> None:
        """Asks networks again what they know so many neutral tokens after an opinion."""
        if not (self._coming.waits or self._holding.waits):
            self.follower.stop()
            models = self.choice.untouched.models()  # the exams are sat with nothing held
            self._distances.begin(self._engine.submit(DistanceRequest(models, self.choice.device)))

    def cancel(self) -> bool:
        """Gives up what the engine is doing; the scene stays. False where it was doing nothing."""
        if not any(inquiry.waits for inquiry in self._inquiries):
            return False
        asked = self.follower.asked if self.follower.waits else None
        stopped = asked.record if asked is not None else "gradient" if self.scene and self.scene.busy else ""
        self._engine.cancel()
        self._done()
        sentence = translate("Session", "Cancelled.")
        if stopped and self.scene:
            self.follower.give_up(stopped)  # a panel that waits for it says so
            self._show(_with_refusal(self.scene, stopped, sentence))
        self._go_on()
        self.choice_changed.emit(self.choice)  # what was wished for and cancelled is not chosen
        self.noticed.emit(sentence)
        return True

    def restore(self, scene: Scene, choice: Choice, units: Mapping[tuple[str, int], int]) -> None:
        """Shows a scene that was shown before; what is on its way is given up.

        The reader stays where he is in the text, and what has become known since then stays known.
        """
        if self.waits:
            self._engine.cancel()
        self.submitted.emit()
        self.follower.stop()
        self._let_go()
        self.choice, self._units.chosen = choice, units
        self._distances.keep(scene.measured)
        self._say_overflows(scene)
        self._show(scene if self.scene is None else _known_as_in(self.scene, scene))
        self.arrived.emit()
        self.choice_changed.emit(choice)

    def close(self) -> None:
        """Asks for nothing more."""
        self.follower.needs = frozenset
        self.follower.stop()
        self.families.stop()

    @Slot(object, object)
    def follow(self, scene: Scene, moment: Moment) -> None:
        """Asks for what the panels in sight need of this moment and do not have yet, one after the other."""
        again = self.follower.wanted_again(moment)
        if again is not None:
            self._show(_without_refusal(scene, again))
            return  # shown again, the scene comes by here again
        others = (self._coming, self._holding, self._distances)
        if not (scene.busy or any(inquiry.waits for inquiry in others)):
            self.follower.follow(scene, moment)

    # What is asked of the engine, and what comes back

    def _submit(self, text: str, words: int, choice: Choice, retyped: int | None = None) -> None:
        if choice.untouched != self.choice.untouched:
            self._distances.forget()
        self.submitted.emit()
        self.follower.stop()
        self._holding.let_go()
        self._distances.let_go()
        self._coming.ticket = self._engine.submit(self._coming.begin(text, words, choice, retyped))
        self.choice_changed.emit(choice)

    def _hold(self, choice: Choice) -> None:
        assert self.scene is not None
        self.follower.stop()
        self._distances.let_go()
        self._holding.begin(self.scene, choice)
        self._read_on()

    @Slot()
    def _read_on(self) -> None:
        """Asks for the next part of the held readings; shows them when all is there."""
        holding = self._holding
        request = holding.next_request(self.follower.needs(), self.follower.where())
        if request is not None:
            holding.ticket = self._engine.submit(request)
        else:
            self._show_held()

    def _show_held(self) -> None:
        holding, wish = self._holding, self._holding.wish
        if self.scene is None or holding.scene is None or holding.choice is None:
            self._fail(file_changed())
            return
        self._done()
        self.choice = holding.choice
        self.choice_changed.emit(self.choice)
        read = holding.scene
        self._say_overflows(read)
        # meanwhile the reader may have looked at it in another way, of which nothing was refused
        refusals = read.refusals if read.view == self.scene.view else {}
        self._show(replace(self.scene, runs=read.runs, before=read.before, refusals=refusals))
        self.arrived.emit()
        if wish is not None and wish != self.choice:
            self._hold(wish)
        else:
            self._go_on()

    @Slot(object)
    def _ask(self, wanted: Wanted) -> None:
        if self.scene is None or self._coming.waits or self._holding.waits:
            return
        models = (self.choice.untouched if wanted.untouched else self.choice).models(wanted.cells)
        text = as_read(self.scene.text, self.scene.words)
        request = wanted.request(models, text, self.choice.device)
        self.follower.await_answer(wanted, self._engine.submit(request))

    @Slot()
    def _show_what_came(self) -> None:
        old, came = self.scene, self._coming
        runs = came.runs
        cell = old.view.cell if old and old.view.cell in runs else next(iter(reversed(runs)))
        before = old or Scene(runs, View(cell))
        # how the reader looks at it stays
        scene = replace(before, runs=runs, busy=True, text=came.text, words=came.words)
        scene = replace(scene, before=self._compared_with(old))
        sizes = _with_first_sizes(before.state_sizes, {**runs, **came.untouched})
        scene = replace(scene, state_sizes=sizes)
        scene = scene.with_cell(cell)
        if scene.retypes(before):
            scene = scene.seen(tested=None)
            if scene.length != before.length:
                scene = scene.seen(marked=None)
        else:
            scene = self._units.in_sight(scene)
            if before.trace.tokens != scene.trace.tokens:
                scene = scene.seen(origin=None, tested=None, range=None, marked=None)
        if chosen := came.choice != self.choice:
            self.choice = came.choice
            self.choice_changed.emit(self.choice)
        self._notice_about(runs, cell, chosen)
        self._say_overflows(scene)
        self._show(scene)
        self.arrived.emit()

    def _compared_with(self, old: Scene | None) -> Before | None:
        """What stays beside the reading that came: the text before it was retyped, or nothing held."""
        came, before = self._coming, None
        if old is not None and came.retyped is not None and came.choice.networks == self.choice.networks:
            before = compared(old, next(iter(came.runs.values())).trace.tokens, came.retyped)
        return before or (Before(came.untouched) if came.untouched else None)

    @Slot(object)
    def _take(self, record: Record) -> None:
        question = kind_of(record)
        if self.scene is None or question is None:
            return
        scene = with_record(self.scene, record)
        if scene is None:
            # beside a retyped text nobody looks at the reading of it with nothing held
            if not is_known(self.scene, record):
                self._show(_with_refusal(self.scene, question.name, file_changed()))
            return
        self._say_overflow(record)
        self._show(scene)
        if question.name == "forgetting":
            self.arrived.emit()  # the word that the reader typed

    def _say_overflows(self, scene: Scene) -> None:
        """Says it of another reading, even if it was said of the one before: that sentence has gone."""
        self._overflow_said = False
        for run in (scene.run, *scene.runs.values()):
            for record in (getattr(run, field.name) for field in fields(Run)):
                if record is not None:
                    self._say_overflow(record)

    def _say_overflow(self, record: Record) -> None:
        """Says where numbers stop being finite, once for what was read."""
        bad = record.first_bad()
        if bad is None or self._overflow_said:
            return
        self._overflow_said = True
        sentence = translate("Session", "Values overflow: first at word {token}, layer {layer}, {symbol}.")
        self.warned.emit(sentence.format(token=bad.token + 1, layer=bad.layer, symbol=bad.symbol))

    def _notice_about(self, runs: Mapping[str, Run], cell: str, chosen: bool) -> None:
        """Says what the reader should know of these traces, and of their networks if they are new."""
        trace = runs[cell].trace
        notes = trace.provenance.notes if chosen else ()
        sentences = [say(note.key, **dict(note.fields)) for note in notes]
        if trace.length > GRADIENT.whole_tokens:
            sentences.append(
                translate(
                    "Session",
                    "{tokens} words: all pairs of them would take {need} MB, so what is seen from a word is "
                    "computed where you rest, and one word is left out: that of the forgetting test.",
                ).format(tokens=trace.length, need=megabytes_of_all_rows(runs))
            )
        elif not trace.known.any():
            sentences.append(translate("Session", "None of these words is in the vocabulary."))
        if sentences:
            self.noticed.emit(" ".join(sentences))

    @Slot()
    def _end(self) -> None:
        self._done()
        self._go_on()

    @Slot(str)
    def _refuse(self, why: str) -> None:
        """What a panel waits for cannot be had, and it says so itself; the reader typed a word at most."""
        asked, typed = self.follower.asked, False
        if asked is not None and self.scene is not None:
            self._show(_with_refusal(self.scene, asked.record, why))
            typed = asked.record == "forgetting" and self.scene.change.word is not None
        self._end()
        (self.failed if typed else self.warned).emit(why)

    @Slot(str)
    def _refuse_to_hold(self, why: str) -> None:
        if self._holding.refuse(why):
            self._read_on()  # a panel that waits for it says so
        else:
            self._fail(why)

    @Slot(str)
    def _fail(self, why: str) -> None:
        self._end()
        self.choice_changed.emit(self.choice)  # what was wished for and refused is not chosen
        self.failed.emit(why)

    @Slot(int, str, object)
    def _hear_of_the_engine(self, ticket: int, key: str, fields: dict[str, object]) -> None:
        if ticket == 0:  # the engine itself, not what was asked of it
            self.failed.emit(say(key, **fields))

    def _go_on(self) -> None:
        """Asks for the next thing that is missing."""
        moment = self.follower.where()
        if self.scene is not None and moment is not None:
            self.follow(self.scene, moment)

    @Slot(str, object)
    def _notice(self, key: str, fields: dict[str, object]) -> None:
        self.noticed.emit(say(key, **fields))

    def _let_go(self) -> None:
        for inquiry in self._inquiries:
            inquiry.let_go()
        self.progressed.emit(1.0, "")

    def _done(self) -> None:
        self._let_go()
        if self.scene and self.scene.busy:
            self._show(replace(self.scene, busy=False))

    @Slot()
    def _show_again(self) -> None:
        if self.scene:
            self._show(self.scene)

    def _show(self, scene: Scene) -> None:
        self.scene = self._distances.added_to(scene)
        self.scene_changed.emit(self.scene)


def _with_refusal(scene: Scene, record: str, why: str) -> Scene:
    """The scene in which a panel that waits for a record says why it does not come."""
    return replace(scene, refusals={**scene.refusals, record: why})


def _without_refusal(scene: Scene, record: str) -> Scene:
    """The scene after something else was asked for: what was refused may be given now."""
    return replace(scene, refusals={name: why for name, why in scene.refusals.items() if name != record})


def _known_as_in(shown: Scene, scene: Scene) -> Scene:
    """An earlier scene with what is known of its readings now, at the place where the reader is."""
    runs = (*shown.runs.values(), *(shown.before.runs.values() if shown.before else ()))
    known = {id(run.trace): run for run in runs}

    def again(runs: Mapping[str, Run]) -> dict[str, Run]:
        return {cell: known.get(id(run.trace), run) for cell, run in runs.items()}

    here, same = shown.view, shown.trace.tokens == scene.trace.tokens or scene.retypes(shown)
    placed = scene.seen(origin=None, marked=None)
    if same:
        marked = here.marked if shown.length == scene.length else None
        placed = scene.seen(origin=here.origin, range=here.range, marked=marked)
    return replace(
        placed,
        runs=again(scene.runs),
        before=scene.before and replace(scene.before, runs=again(scene.before.runs)),
        busy=False,
        refusals={name: why for name, why in scene.refusals.items() if name in shown.refusals},
        state_sizes=shown.state_sizes,
    )


def _with_first_sizes(
    known: Mapping[str, Mapping[str, float]], runs: Mapping[str, Run]
) -> Mapping[str, Mapping[str, float]]:
    """How large states were in the first text: of networks that are new, and whose cards do not say it."""
    traces = {run.trace.provenance.weights_sha256: run.trace for run in runs.values()}
    new = {
        weights: state_sizes([trace])
        for weights, trace in traces.items()
        if weights not in known and not trace.provenance.state_sizes
    }
    return {**known, **new} if new else known
