"""Texts come only from the archives that were meant, and no review is both learned from and tested on."""

import hashlib
import io
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.tokenizer import Tokenizer
from engine.messages import EngineError
from engine.training.tasks import memory_en, memory_zh, packages, reviews_en, reviews_zh
from engine.training.tasks.batches import Encoder, batches
from engine.training.tasks.corpus import (
    Sentence,
    Split,
    not_held_out,
    split_by_review,
    without_duplicates,
)
from engine.training.tasks.packages import Package, fetch, lines_of
from engine.training.tasks.table import TASKS
from engine.training.tasks.task import Passage

CONTENT = b"what the archive holds"
PACKAGE = Package("texts", "1.0", "texts-1.0.zip", hashlib.sha256(CONTENT).hexdigest(), "MIT")

sentences = st.builds(
    Sentence,
    text=st.text("ab !", max_size=4),
    rating=st.sampled_from([-2.0, -0.1, 0.2, 3.0]),
    review=st.sampled_from("PQRSTUVW"),
)


# The archives


class Pip:
    """Stands in for pip: writes what it was told to, or fails."""

    def __init__(self, content: bytes | None = CONTENT, stderr: str = "", late: bool = False) -> None:
        self.content, self.stderr, self.late = content, stderr, late
        self.calls = 0

    def __call__(self, command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        self.calls += 1
        if self.late:
            raise subprocess.TimeoutExpired(command, 1)
        if self.content is not None:
            (Path(command[command.index("--dest") + 1]) / PACKAGE.archive).write_bytes(self.content)
        return subprocess.CompletedProcess(command, self.content is None, "", self.stderr)


def _fetch_with(pip: Pip, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(packages.subprocess, "run", pip)
    return fetch(PACKAGE, cache)


def test_an_archive_is_downloaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip()
    cache = tmp_path / "new" / "cache"
    archive = _fetch_with(pip, cache, monkeypatch)
    assert archive.read_bytes() == CONTENT
    assert _fetch_with(pip, cache, monkeypatch) == archive
    assert pip.calls == 1
    assert [path.name for path in cache.iterdir()] == [PACKAGE.archive]


@pytest.mark.parametrize(
    ("archive", "option"), [("texts-1.0.zip", "--no-binary"), ("texts-1.0-py3-none-any.whl", "--only-binary")]
)
def test_a_wheel_is_asked_for_as_a_wheel(
    archive: str, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pip(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        (Path(command[command.index("--dest") + 1]) / archive).write_bytes(CONTENT)
        return subprocess.CompletedProcess(command, 0, "", "")

    asked: list[list[str]] = []
    monkeypatch.setattr(packages.subprocess, "run", pip)
    fetch(replace(PACKAGE, archive=archive), tmp_path)
    assert {"--no-binary", "--only-binary"} & set(asked[0]) == {option}


def test_another_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="not the archive that was expected") as refusal:
        _fetch_with(Pip(b"something else"), tmp_path, monkeypatch)
    assert refusal.value.fields["expected"] == PACKAGE.sha256


@pytest.mark.parametrize(
    ("pip", "key"),
    [
        (Pip(None, "WARNING: slow\nERROR: No matching distribution found for texts"), "download_failed"),
        (Pip(None, "/usr/bin/python3: No module named pip"), "pip_missing"),
        (Pip(late=True), "download_slow"),
    ],
)
def test_what_pip_says_is_passed_on(
    pip: Pip, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EngineError) as refusal:
        _fetch_with(pip, tmp_path, monkeypatch)
    assert refusal.value.key == key
    assert not list(tmp_path.iterdir()), "a failed download left something in the cache"
    if key == "download_failed":
        assert refusal.value.fields["reason"] == "No matching distribution found for texts"


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineError) as refusal:
        _fetch_with(Pip(), tmp_path / "file", monkeypatch)
    assert refusal.value.key == "cache_unwritable"


def test_an_archive_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / PACKAGE.archive).mkdir()
    with pytest.raises(EngineError) as refusal:
        fetch(PACKAGE, tmp_path)
    assert refusal.value.key == "file_unreadable"


def test_lines_are_read_out_of_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:gz") as tar:
        entry = tarfile.TarInfo("folder/text.txt")
        entry.size = len("很好\nsecond".encode())
        tar.addfile(entry, io.BytesIO("很好\nsecond".encode()))
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as outer:
        outer.writestr("inner.tar.gz", inner.getvalue())
    assert lines_of(path, "inner.tar.gz", "folder/text.txt") == ["很好", "second"]
    with pytest.raises(EngineError, match="does not hold"):
        lines_of(path, "inner.tar.gz", "folder/other.txt")
    with pytest.raises(EngineError, match="does not hold"):
        lines_of(path, "other.tar.gz")


# Sentences


def test_an_id_carries_its_review() -> None:
    lines = ["12_1\t-0.9\tit broke.\r", "", "12_2\t2.5\ta\ttab\r", "7\t1.5\tfine film"]
    assert list(reviews_en.parse(lines, "product")) == [
        Sentence("it broke.", -0.9, "product 12"),
        Sentence("a\ttab", 2.5, "product 12"),
        Sentence("fine film", 1.5, "product 7"),
    ]


def test_neighbouring_chinese_lines_stay_together() -> None:
    lines = [f"第{number}行" for number in range(reviews_zh.NEIGHBOURS + 1)]
    parsed = list(reviews_zh.parse([lines[0], *lines, "宾馆反馈 2008年：谢谢"], rating=3.0))
    assert [sentence.text for sentence in parsed] == lines
    assert len({sentence.review for sentence in parsed[:-1]}) == 1
    assert parsed[-1].review != parsed[0].review


def test_the_same_letters_are_the_same_text() -> None:
    first = Sentence("It works !", 2.0, "A")
    assert without_duplicates([first, Sentence("it WORKS", 1.0, "B"), Sentence("...", 1.0, "C")]) == (first,)


def test_a_text_rated_both_ways_is_dropped() -> None:
    both = [Sentence("so so", 1.0, "A"), Sentence("So, so", -1.0, "B"), Sentence("fine", 1.0, "C")]
    assert [sentence.text for sentence in without_duplicates(both)] == ["fine"]


@given(st.lists(sentences, max_size=30))
def test_without_duplicates_no_text_is_left_twice(given_sentences: list[Sentence]) -> None:
    kept = without_duplicates(given_sentences)
    letters = ["".join(filter(str.isalpha, sentence.text)) for sentence in kept]
    assert len(set(letters)) == len(letters)
    assert without_duplicates(kept) == kept


@given(st.lists(sentences, max_size=60), st.integers(0, 5))
def test_no_review_is_on_two_sides(given_sentences: list[Sentence], seed: int) -> None:
    split = split_by_review(given_sentences, seed)
    parts = (split.train, split.validation, split.test)
    reviews = [{sentence.review for sentence in part} for part in parts]
    assert not reviews[0] & reviews[1]
    assert not reviews[0] & reviews[2]
    assert not reviews[1] & reviews[2]
    assert sorted(map(repr, sum(parts, ()))) == sorted(map(repr, given_sentences))


def test_shares_of_the_split() -> None:
    many = [Sentence(f"{number}", 1.0, f"{number // 3}") for number in range(999)]
    split = split_by_review(many)
    assert len(split.test) == pytest.approx(100, abs=3)
    assert len(split.validation) == pytest.approx(100, abs=3)
    assert split == split_by_review(many)
    assert split != split_by_review(many, seed=1)


def test_nothing_held_out_is_learned_from() -> None:
    held = [Sentence("It broke!", -2.0, "A"), Sentence("fine", 1.0, "B"), Sentence("fair", 0.7, "C")]
    split = Split(train=(held[2],), validation=(held[0],), test=(held[1],))
    others = [
        Sentence("it BROKE", -1.0, "tweet 1"),  # the letters of a held-out sentence
        Sentence("Nothing was said", 0.1, "B"),  # a review that is tested on
        Sentence("Nothing was said", 0.1, "C"),  # one that is learned from
        Sentence("so lucky", 2.0, "tweet 2"),
    ]
    assert list(not_held_out(others, split)) == others[2:]


# Passages


OPINIONS = (Sentence("good box", 2.0, "A"), Sentence("bad box", -2.0, "B"))
NEUTRAL = tuple(Sentence(f"a box on table {number}", 0.1, f"N{number}") for number in range(5))
TOKENIZER = Tokenizer.build((sentence.text for sentence in OPINIONS + NEUTRAL), "words")
LEARNED = (
    *(Sentence(f"sentence {number}", 1.0 + number, f"review {number}") for number in range(10)),
    *(
        Sentence(f"word{number}", -1.0, reviews_en.LEXICON)
        for number in range(reviews_en.LEXICON_ENTRIES + 9)
    ),
)


def test_an_epoch_reads_every_sentence_and_some_of_the_lexicon() -> None:
    passages = reviews_en.each_alone(LEARNED, np.random.default_rng(0))
    assert [(p.opinion, p.rating) for p in passages[:10]] == [(s.text, s.rating) for s in LEARNED[:10]]
    words = {p.opinion for p in passages[10:]}
    assert len(words) == len(passages) - 10 == reviews_en.LEXICON_ENTRIES
    assert words < {s.text for s in LEARNED[10:]}
    assert words != {p.opinion for p in reviews_en.each_alone(LEARNED, np.random.default_rng(1))}


def test_words_of_the_lexicon_are_opinions_to_remember_too() -> None:
    passages = memory_en.surround(LEARNED + NEUTRAL, np.random.default_rng(0))
    assert len(passages) == 10 + reviews_en.LEXICON_ENTRIES
    assert {p.rating for p in passages[10:]} == {-1.0}


def test_chinese_passages_are_whole_or_neighbouring_clauses() -> None:
    text = "房间很干净，服务热情！早餐不错。"
    reviews = (Sentence(text, 3.0, "A"), Sentence("。。。", -3.0, "B"))
    random = np.random.default_rng(0)
    passages = sum((reviews_zh.whole_or_part(reviews, random) for _ in range(100)), ())
    assert {passage.opinion for passage in passages if passage.rating > 0} == {
        text, "房间很干净，", "服务热情！", "早餐不错。", "房间很干净，服务热情！", "服务热情！早餐不错。",
    }  # fmt: skip
    assert {passage.opinion for passage in passages if passage.rating < 0} == {"。。。"}
    assert sum(passage.opinion == text for passage in passages) > 40


def test_memory_passages_ask_for_the_opinion() -> None:
    random = np.random.default_rng(0)
    passages = sum((memory_en.surround(OPINIONS + NEUTRAL, random) for _ in range(100)), ())
    assert {(passage.opinion, passage.rating) for passage in passages} == {
        ("good box", 2.0),
        ("bad box", -2.0),
    }
    neutral = {sentence.text for sentence in NEUTRAL}
    assert all(neutral.issuperset((*passage.before, *passage.after)) for passage in passages)
    assert {len(passage.after) for passage in passages} == {0, 1, 2, 3}
    assert {len(passage.before) for passage in passages} == {0, 1}


@pytest.mark.parametrize("distance", memory_en.DISTANCES)
def test_exams_keep_the_exact_distance(distance: int) -> None:
    compose = TASKS["memory-en"].exams[distance]
    passages = compose(OPINIONS + NEUTRAL, np.random.default_rng(0))
    encoded = Encoder(TOKENIZER).encode(passages)
    assert [len(passage.ids) for passage in encoded] == [2 + distance] * 2
    assert [passage.rating for passage in encoded] == [2.0, -2.0]
    assert [tuple(p.ids[:2]) for p in encoded] == [tuple(TOKENIZER.encode(o.text).ids) for o in OPINIONS]


# Neutral clauses in Chinese: 24 pleased and 8 displeased reviews of two clauses each


PLEASED_ZH = tuple(Sentence("房间干净，今天下午到的。", 3.0, f"P{number}") for number in range(24))
DISPLEASED_ZH = tuple(Sentence("房间很脏，今天下午到的。", -3.0, f"D{number}") for number in range(8))


@pytest.fixture
def chinese_reviews(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def forget() -> None:
        memory_zh.neutral_clauses.cache_clear()
        memory_zh._training_scores.cache_clear()

    forget()
    monkeypatch.setattr(memory_zh, "read_opinions", lambda: PLEASED_ZH + DISPLEASED_ZH)
    yield
    forget()


def test_a_score_is_above_zero_where_pleased_people_write_it_more_often() -> None:
    scores = memory_zh.scores_of(PLEASED_ZH + DISPLEASED_ZH)
    assert scores["干"] == pytest.approx(log((24 / 0.75 + memory_zh.PRIOR) / memory_zh.PRIOR))
    assert scores["很脏"] == pytest.approx(log(memory_zh.PRIOR / (8 / 0.25 + memory_zh.PRIOR)))
    assert scores["今"] == scores["今天"] == scores["房间"] == 0, "as often on either side"
    assert "脏" not in scores, "it stands in fewer than 20 clauses"
    assert "的今" not in scores, "pairs do not reach over the end of a clause"


KNOWN = {
    **dict.fromkeys("今天下午到的好坏真", 0.0),
    "今天": 0.0,
    "天下": 0.0,
    "好": 0.5,
    "坏": -0.9,
    "午到": 0.5,
}


@pytest.mark.parametrize(
    ("clause", "neutral"),
    [
        ("今天下午到，", True),
        ("今天下午好！", True),
        ("今天下到，", False),  # too short
        ("今天下午到的" * 4, False),  # too long
        ("今天下午坏。", False),  # one score is beyond the limit
        ("今天好午到，", True),  # a sum of 1.0 is within its limit
        ("今天下好午到", True),
        ("真今天下午到", False),  # it grades
        ("今天下午走，", False),  # a character is unknown
        ("天今下午的到", False),  # no pair is known
    ],
)
def test_what_a_neutral_clause_is(clause: str, neutral: bool) -> None:
    assert memory_zh.is_neutral(clause, KNOWN) is neutral


def test_scores_that_add_up_are_not_neutral() -> None:
    assert memory_zh.is_neutral("今天下午到", KNOWN)
    assert not memory_zh.is_neutral("今天下午到", {**KNOWN, "今": 0.6})


@pytest.mark.usefixtures("chinese_reviews")
def test_neutral_clauses_are_counted_in_training_and_taken_from_the_part_that_is_read() -> None:
    here = (Sentence("今天下午到的，房间干净。", 3.0, "A"), Sentence("很脏，下午到的今天！", -3.0, "B"))
    assert memory_zh.neutral_clauses(here) == (
        Sentence("今天下午到的，", 0.0, "A"),
        Sentence("下午到的今天！", 0.0, "B"),
    )
    training = split_by_review(PLEASED_ZH + DISPLEASED_ZH).train
    assert memory_zh._training_scores() == memory_zh.scores_of(training)


@pytest.mark.usefixtures("chinese_reviews")
def test_neutral_clauses_stand_around_chinese_reviews() -> None:
    random, here = np.random.default_rng(0), PLEASED_ZH[:1] + DISPLEASED_ZH[:1]
    passages = sum((memory_zh.surround(here, random) for _ in range(200)), ())
    assert {"房间干净，", "房间干净，今天下午到的。"} <= {p.opinion for p in passages if p.rating > 0}
    assert {text for p in passages for text in (*p.before, *p.after)} == {"今天下午到的。"}
    assert {len(p.after) for p in passages} == set(range(13))
    assert {len(p.before) for p in passages} == {0, 1, 2, 3}
    tokenizer = Tokenizer.build(("房间干净，今天下午到的。", "很脏"), "characters")
    for distance in memory_en.DISTANCES:
        encoded = Encoder(tokenizer).encode(TASKS["memory-zh"].exams[distance](here, random))
        assert [len(passage.ids) for passage in encoded] == [12 + distance] * 2
        assert [passage.rating for passage in encoded] == [3.0, -3.0]


def test_a_passage_is_read_in_order() -> None:
    passage = Passage("good box", 2.0, before=("a table",), after=("on a box",), tokens_after=2)
    [encoded] = Encoder(TOKENIZER).encode([passage])
    assert encoded.ids.tolist() == TOKENIZER.encode("a table good box on a").ids.tolist()
    [cut] = Encoder(TOKENIZER).encode([passage], longest=3)
    assert cut.ids.tolist() == encoded.ids[:3].tolist()
    assert Encoder(TOKENIZER).encode([Passage("  ", 1.0)]) == []


@pytest.mark.parametrize(("tokens", "read"), [(0, 0), (2, 1), (3, 1), (4, 2), (9, 3), (None, 3)])
def test_no_sentence_is_cut_that_the_passage_has_no_room_for(tokens: int | None, read: int) -> None:
    after, cut = ("on a box", "a table", "good"), []
    encoder = Encoder(TOKENIZER)
    look_up = encoder._sentence

    def look(text: str) -> np.ndarray:
        cut.append(text)
        return look_up(text)

    encoder._sentence = look  # type: ignore[method-assign]
    [encoded] = encoder.encode([Passage("good box", 2.0, after=after, tokens_after=tokens)])
    whole = TOKENIZER.encode(" ".join(("good box", *after))).ids.tolist()
    assert encoded.ids.tolist() == whole[: None if tokens is None else 2 + tokens]
    assert cut == ["good box", *after[:read]]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20), st.integers(1, 7), st.booleans())
def test_batches_hold_every_passage_once(lengths: list[int], size: int, shuffled: bool) -> None:
    passages = Encoder(TOKENIZER).encode(
        Passage("box " * length, float(index)) for index, length in enumerate(lengths)
    )
    seen = {}
    for batch in batches(passages, size, np.random.default_rng(0) if shuffled else None):
        assert len(batch.ids) <= size
        ends = zip(batch.ratings.tolist(), batch.last.tolist(), batch.ids, strict=True)
        for rating, last, row in ends:
            seen[rating] = last + 1
            assert (row[: last + 1] == TOKENIZER.encode("box").ids[0]).all()
            assert not row[last + 1 :].any()
    assert seen == {float(index): length for index, length in enumerate(lengths)}


def test_judgements_are_taken_at_the_last_token() -> None:
    passages = Encoder(TOKENIZER).encode([Passage("box", 1.0), Passage("good box", 1.0)])
    [batch] = batches(passages, 2)
    logits = batch.ids * 10.0 + 1
    good, box = TOKENIZER.encode("good box").ids
    assert batch.judgements(logits).tolist() == [box * 10 + 1, box * 10 + 1]
    assert good != box


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_in_the_table_under_its_name(name: str) -> None:
    task = TASKS[name]
    assert task.name == name
    assert name.removesuffix("-default").endswith(task.language)
    assert all(package.licence and len(package.sha256) == 64 for package in task.packages)
    assert 32 <= task.recipe.hidden <= 64
    assert 0 in task.exams
