"""The command line: reads it, runs one command and says how it ended.

Its top level imports next to nothing: `main.py models` needs neither Qt nor torch.
"""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from signal import SIGINT, SIGTERM, signal
from typing import Any, NoReturn

DONE, FAULT, MISTAKE = 0, 1, 2
LONGEST_NUMBER = 9  # digits of a token's number
MODEL_COLUMNS = (
    *("NAME", "CELL", "TASK", "UNITS", "VOCABULARY", "PARAMETERS", "TEST ACCURACY"),
    *("SEED: VALIDATION TEST", "TEST AFTER NEUTRAL TOKENS"),
)
STARTS_OTHERS = ("train", "bench")  # pip, and whole programs to compare with


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        """argparse's call: one sentence, and the exit code of a mistake."""
        from engine.messages import showable

        sentence = str(showable(message[0].upper() + message[1:].rstrip(".")))
        self.exit(MISTAKE, f"{sentence}. See: main.py {self.prog.removeprefix('main.py').strip()} --help\n")


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options, as the README lists them."""
    from engine.files.outputs import listed

    parser = Parser(prog="main.py", description="Step through RNN, LSTM and GRU cells, token by token.")
    parser.add_argument("--page", metavar="NAME", help="open the window on this page, without the opening")
    parser.add_argument("--bench-startup", nargs=2, metavar=("SECONDS", "OUTPUT"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    models = commands.add_parser("models", help="what ships: name, cell, task, sizes, test accuracy")
    models.add_argument("--json", action="store_true", help="print all that is known about each, as JSON")

    trace = commands.add_parser("trace", help="write everything that a network computes on a text")
    gradient = commands.add_parser("gradient", help="write how much of the gradient reaches each token")
    memory = commands.add_parser("memory", help="write what each token has left in the memory at one of them")
    forget = commands.add_parser(
        "forget", help="change one token, and write for how long it makes a difference"
    )
    for command in (trace, gradient, memory, forget):
        command.add_argument("model", help="the name of a shipped model, or a model file")
        what = command.add_mutually_exclusive_group(required=True)
        what.add_argument("--text", type=_text, help="what to read")
        what.add_argument(
            "--input", type=_file_name, help="an array [T, E], .npy or .csv, fed past the embedding"
        )
        command.add_argument(
            "-o", "--output", type=_file_name, required=True, help=listed(command.prog.split()[-1])
        )
        command.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
        command.add_argument("--dtype", default="float32", help="float32 or float64")
        _add_holds(command)
    memory.add_argument("--at", type=int, help="the memory at this token, from 0; else at the last one")
    gradient.add_argument("--at", type=int, help="only the gradient of this token, from 0")
    gradient.add_argument(
        "--paths", action="store_true", help="also step by step, split by path, from one token"
    )
    gradient.add_argument(
        "--jacobian", action="store_true", help="also how far a small change of each state moves a later one"
    )
    change = _add_change(forget, required=True)
    change.add_argument(
        "--each", action="store_true", help="leave each token out in turn, and write all differences"
    )
    forget.add_argument("--at", type=int, help="with --each: only this token, from 0, for a long text")

    render = commands.add_parser("render", help="write the picture of one panel, or its numbers")
    render.add_argument("model", nargs="?", default="", help="the name of a shipped model, or a model file")
    render.add_argument("--text", type=_text, help="what to read")
    render.add_argument("--panel", required=True, help="a panel's name, or list")
    render.add_argument("--token", type=int, help="which token, from 0")
    render.add_argument("--stage", help="how far the step has come: combine, f, i, g, c, o, h, …")
    render.add_argument("--back-from", type=int, help="walk the backward pass, from ℓ at this token")
    render.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    render.add_argument("--dtype", default="float32", help="float32 or float64")
    render.add_argument(
        "--unit",
        type=int,
        help="the selected unit, from 0; if not given, the one that moves the verdict most",
    )
    render.add_argument("--layer", type=int, default=0, help="the layer that is shown, from 0 at the bottom")
    _add_change(render, required=False)
    _add_holds(render)
    render.add_argument("-o", "--output", type=_file_name, help=listed("render"))
    render.add_argument("--width-mm", type=float, default=174.0, help="width on paper; journals: 85 and 174")
    render.add_argument("--dpi", type=int, default=300, help="pixels per inch of a PNG")
    render.add_argument("--theme", default="paper", help="paper, light or dark")

    train = commands.add_parser("train", help="train a network, as the shipped ones were")
    tasks = "reviews-en, reviews-zh, memory-en, memory-zh, reviews-en-default or reviews-zh-default"
    train.add_argument("task", help=tasks)
    train.add_argument("--cell", required=True, help="rnn, lstm or gru")
    seeds = "from each a network is trained, and the best on the validation part is kept"
    train.add_argument("--seed", dest="seeds", metavar="N", type=int, nargs="+", default=[0], help=seeds)
    train.add_argument("-o", "--output", type=_file_name, required=True, help=listed("train"))

    bench = commands.add_parser("bench", help="measure speed and memory against plain PyTorch and Qt")
    bench.add_argument(
        "what",
        nargs="?",
        default="all",
        choices=(
            "startup",
            "opening",
            "trace",
            "frame",
            "gradient",
            "leave_one_out",
            "hold",
            "tokenizer",
            "all",
        ),
    )
    bench.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _text(given: str) -> str:
    """A text from the command line; bytes that are no UTF-8 become the sign for what cannot be read."""
    return given.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _file_name(given: str) -> Path:
    """A file's name from the command line."""
    if not given:
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(given)


def _add_holds(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--hold",
        dest="holds",
        metavar="SYMBOL=VALUE[@A:B][#UNIT]",
        action="append",
        default=[],
        type=_text,
        help="hold a gate, h or c at a value, at tokens A to B - 1 and in one unit if given; repeatable. "
        "In an LSTM also i=1-f (coupled gates) and h=o*c (no tanh on the way out)",
    )


def _add_change(command: argparse.ArgumentParser, required: bool) -> argparse._MutuallyExclusiveGroup:
    change = command.add_mutually_exclusive_group(required=required)
    change.add_argument(
        "--replace", metavar="N=WORD", help="put a word in the place of token N, from 0", type=_text
    )
    change.add_argument("--drop", metavar="N", type=int, help="leave token N out, from 0")
    return change


def run(arguments: list[str] | None = None, unwind: Callable[[int, object], None] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: What stands behind `main.py`.
        unwind: Hears Ctrl+C while a command runs that has started other programs.

    Returns:
        The exit code: 0 done, 2 a mistake, 1 a fault of ours, 130 Ctrl+C.
    """
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.page is not None and options.command is not None:
        parser.error("--page is for the window, not for a command")
    if options.command != "bench":  # it starts others to compare with, which choose for themselves
        # One text's matrices are small: numpy's threads would only take turns, and starting them takes time.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from engine.messages import EngineError

    if options.command in STARTS_OTHERS and unwind is not None:
        signal(SIGINT, unwind)
        signal(SIGTERM, unwind)
    try:
        return _run(options)
    except EngineError as error:
        print(error, file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt as interrupt:
        return 128 + (interrupt.args[0] if interrupt.args else SIGINT)
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python writes what is left when it ends
        return DONE
    except Exception as error:  # noqa: BLE001  whatever it was: a report, no traceback on the screen
        from engine.process.fault_report import write_fault_report

        print(f"Something went wrong inside Gatescope. Report: {write_fault_report(error)}", file=sys.stderr)
        return FAULT


def _run(options: argparse.Namespace) -> int:
    """Runs the command, and says all that it said while it can still be told that nobody could hear it."""
    try:
        code: int = COMMANDS[options.command](options)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        if place is not None and place.tb_frame.f_code.co_filename == __file__:  # all we do here is print
            raise _output_fails(error) from error
        raise
    _finish_output()
    return code


def _output_fails(error: OSError) -> Exception:
    """Nothing more can be said on standard output; Python shall not try it again when it ends."""
    from engine.messages import EngineError

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return EngineError("file_unwritable", path="/dev/stdout", reason=error.strerror)


def _finish_output() -> None:
    """Writes out what stands in the buffer.

    Raises:
        EngineError: Standard output takes nothing.
    """
    try:
        if sys.stdout is not None:  # there is none where it was closed
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _output_fails(error) from error


def open_window(options: argparse.Namespace) -> int:
    """The window; for the benchmark it watches itself start, with the opening, and closes again."""
    gc.disable()  # imports make many objects and no garbage; the window collects after its first frame
    from engine.messages import EngineError
    from gui.app import App, run
    from gui.pages import PAGES, STORY

    if options.page is not None and options.page not in PAGES:
        raise EngineError("unknown_page", page=options.page, known=", ".join(PAGES))

    def watch(app: App) -> None:
        from gui.bench.startup import StartupWatch

        seconds, output = options.bench_startup
        StartupWatch(float(seconds), Path(output), app.window)
        app.window.opening.play()

    return run(STORY, watch) if options.bench_startup else run(options.page)


def list_models(options: argparse.Namespace) -> int:
    """What ships, one model a line, or as a JSON array of what stands in the headers, sizes included."""
    from engine.models.library import open_model, shipped

    cards = [open_model(card.name).card for card in shipped()]
    if options.json:
        from json import dumps

        from engine.models.formats.model_header import entries_of

        print(dumps([entries_of(card) for card in cards], ensure_ascii=False, indent=1))
        return DONE
    rows = [MODEL_COLUMNS]
    for card in cards:
        seeds = card.by_seed.items()
        far = card.accuracy_by_distance.items()
        rows.append(
            (
                card.name,
                card.cell,
                card.task,
                str(card.sizes["hidden"]),
                str(card.sizes["vocabulary"]),
                f"{card.sizes['parameters']:,}",
                "" if card.accuracy is None else f"{card.accuracy:.3f}",
                ", ".join(f"{seed}: {tried.validation:.3f} {tried.test[0]:.3f}" for seed, tried in seeds),
                ", ".join(f"{distance}: {accuracy:.3f}" for distance, accuracy in far if distance > 0),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return DONE


def write_trace(options: argparse.Namespace) -> int:
    """A whole trace into a file."""
    from engine import service
    from engine.files import records
    from engine.files.outputs import OUTPUTS
    from engine.files.whole_file import check_output

    check_output(options.output, OUTPUTS["trace"])
    record = service.trace(_model(options), **_what_is_read(options))
    records.save(options.output, record)
    _say_where(record.provenance, options.output)
    _say_overflow(record)
    return DONE


def write_gradient(options: argparse.Namespace) -> int:
    """The gradient's norms into a file, its paths and the Jacobians if they are wanted."""
    from engine import service
    from engine.files import records
    from engine.files.outputs import OUTPUTS
    from engine.files.whole_file import check_output

    check_output(options.output, OUTPUTS["gradient"])
    model, what = _model(options), {"at": options.at, **_what_is_read(options)}
    record = service.gradient(model, **what)
    paths = service.paths(model, **what) if options.paths else None
    jacobians = service.jacobians(model, **what) if options.jacobian else None
    records.save(options.output, record, *filter(None, (paths, jacobians)))
    _say_where(record.provenance, options.output)
    _say_overflow(record, paths, jacobians)
    return DONE


def write_memory(options: argparse.Namespace) -> int:
    """What each token has left in the memory into a file."""
    from engine import service
    from engine.files import records
    from engine.files.outputs import OUTPUTS
    from engine.files.whole_file import check_output
    from engine.messages import say

    check_output(options.output, OUTPUTS["memory"])
    model = _model(options)
    record = service.memory(model, at=options.at, **_what_is_read(options))
    records.save(options.output, record)
    _say_where(record.provenance, options.output)
    if "share" in record.arrays and record.first_bad() is None:
        _say(say("one_allocation"), options.output)
    elif "share" not in record.arrays and model.readout_weight is not None:
        _say(say("no_share_while_held"), options.output)
    _say_overflow(record)
    return DONE


def write_forgetting(options: argparse.Namespace) -> int:
    """How far runs with one token changed are from the run on the text, into a file."""
    from engine import service
    from engine.files import records
    from engine.files.outputs import OUTPUTS
    from engine.files.whole_file import check_output
    from engine.messages import EngineError
    from engine.record.forgetting import Forgetting
    from engine.record.leave_one_out import LeaveOneOut

    check_output(options.output, OUTPUTS["forget"])
    model, what = _model(options), _what_is_read(options)
    record: Forgetting | LeaveOneOut
    if options.each:
        record = service.leave_one_out(model, at=options.at, **what)
    else:
        at, word = _change(options)
        if at is None or options.at is not None:
            raise EngineError("at_without_each")
        record = service.forget(model, at=at, word=word, **what)
    records.save(options.output, record)
    _say_where(record.provenance, options.output)
    _say_overflow(record)
    return DONE


def _change(options: argparse.Namespace) -> tuple[int | None, str | None]:
    """Which token is replaced, and by what; None leaves it out."""
    from engine.messages import EngineError

    if options.replace is None:
        return options.drop, None
    number, equals, word = options.replace.partition("=")
    if not (equals and number.strip().isdecimal() and len(number) <= LONGEST_NUMBER):
        raise EngineError("bad_replacement", given=options.replace)
    return int(number), word


def render_panel(options: argparse.Namespace) -> int:
    """One panel as a picture or as a table; no window opens."""
    from engine.interventions.holds import hold_of
    from engine.messages import EngineError
    from gui.export import headless
    from gui.view import WordChange

    if options.panel == "list":
        print("\n".join(headless.panel_names()))
        return DONE
    for name in ("model", "text", "token", "output"):
        if getattr(options, name) in (None, ""):
            raise EngineError("option_missing", option=name if name == "model" else f"--{name}")
    at, word = _change(options)
    change = None if at is None else WordChange(at, word)
    seen = {"origin": options.back_from, "unit": options.unit, "layer": options.layer, "tested": change}
    shown = headless.render(
        options.model,
        options.text,
        options.panel,
        options.token,
        options.output,
        seen,
        width_mm=options.width_mm,
        dpi=options.dpi,
        theme=options.theme,
        stage=options.stage,
        device=options.device,
        dtype=options.dtype,
        holds=tuple(map(hold_of, options.holds)),
    )
    _say_notes(shown.trace.provenance)
    _say_overflow(*vars(shown).values())
    return DONE


def train_network(options: argparse.Namespace) -> int:
    """Trains a network, and says how far it is."""
    from engine.messages import EngineError, say
    from engine.progress import Job
    from engine.training.tasks.table import TASKS
    from engine.training.train import train

    if options.task not in TASKS:
        raise EngineError("unknown_task", task=options.task, known=", ".join(TASKS))

    def say_how_far(fraction: float, key: str, **fields: object) -> None:
        print(f"{100 * fraction:3.0f}%  {say(key, **fields)}", file=sys.stderr)

    card = train(TASKS[options.task], options.cell, options.seeds, options.output, Job(say_how_far))
    kept = f" (seed {card.seed}, the best on the validation part)" if len(card.by_seed) > 1 else ""
    print(f"{card.name}: {card.accuracy:.3f} of unseen texts right{kept}")
    return DONE


def measure(options: argparse.Namespace) -> int:
    """The benchmark."""
    from gui.bench import bench

    return bench.run(options.what, as_json=options.json)


def _model(options: argparse.Namespace) -> Any:
    """The network of a command, with what is held."""
    from engine import service

    return service.intervene(service.open_model(options.model), *options.holds)


def _what_is_read(options: argparse.Namespace) -> dict[str, Any]:
    """The text or the array of a command, and how it is to be computed."""
    from engine.data.inputs import load_inputs

    inputs = None if options.input is None else load_inputs(options.input)
    return {"text": options.text, "inputs": inputs, "device": options.device, "dtype": options.dtype}


def _say(sentence: str, output: Path) -> None:
    """Says something beside the result: where the result itself goes to standard output, on the other one."""
    from engine.files.whole_file import own_descriptor

    print(sentence, file=sys.stderr if own_descriptor(output) == 1 else sys.stdout)


def _say_where(provenance: object, output: Path) -> None:
    from engine.messages import say

    _say(say(provenance.device_note, device=provenance.device), output)  # type: ignore[attr-defined]
    _say_notes(provenance)


def _say_notes(provenance: object) -> None:
    """What the reader of the network should know."""
    for note in provenance.notes:  # type: ignore[attr-defined]
        print(note, file=sys.stderr)


def _say_overflow(*records: object) -> None:
    """Says, once, where the records of one command stop being finite: that is data, and no mistake."""
    from engine.messages import say

    known = (record.first_bad() for record in records if record is not None)  # type: ignore[attr-defined]
    bad = next((bad for bad in known if bad is not None), None)
    if bad is not None:
        print(say("bad_value", token=bad.token, layer=bad.layer, symbol=bad.symbol), file=sys.stderr)


COMMANDS = {
    None: open_window,
    "models": list_models,
    "trace": write_trace,
    "gradient": write_gradient,
    "memory": write_memory,
    "forget": write_forgetting,
    "render": render_panel,
    "train": train_network,
    "bench": measure,
}
