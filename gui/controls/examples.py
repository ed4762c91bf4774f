"""Sentences to try: the two stories, and short texts that each show one thing, all our own."""

from dataclasses import dataclass

from engine.stories import OPINIONS, STORIES
from gui.language import QT_TRANSLATE_NOOP, translate


@dataclass(frozen=True)
class Example:
    """A text that is ready to be read.

    Attributes:
        title: what it shows, in English; `title_of` says it in the current language.
        text: what is read.
        language: `en` or `zh`.
        family: the shipped networks that it was written for; None for any that know its language.
    """

    title: str
    text: str
    language: str
    family: str | None = None


EXAMPLES: tuple[Example, ...] = (
    Example(
        QT_TRANSLATE_NOOP("examples", "The story: a box of cereal"),
        STORIES["en"].text,
        "en",
        STORIES["en"].family,
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "The story: a box of cereal"),
        STORIES["zh"].text,
        "zh",
        STORIES["zh"].family,
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Negation"),
        "This film is not good at all.",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "A change of mind"),
        "At first I hated it, it felt cheap and useless, but now I love it and use it every day.",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Explanations that disagree"),
        "This story is not tedious at all, I love it!",
        "en",
        "reviews-en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Praise that turns"),
        "The pictures are beautiful, but the story is dull, boring and far too long.",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "An opinion, then a long neutral stretch"),
        OPINIONS["en"].said + OPINIONS["en"].stretch,
        "en",
        OPINIONS["en"].family,
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "The same stretch after the opposite opinion"),
        OPINIONS["en"].opposite + OPINIONS["en"].stretch,
        "en",
        OPINIONS["en"].family,
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Irony"),
        "Great, it broke on the second day. Exactly what I needed.",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "No opinion at all"),
        "The train leaves at nine and there are two stops on the way.",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Words that nobody knows"),
        "The flumpet quaddled brilliantly, though its zorb is awful.",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "A single word"),
        "Disappointing",
        "en",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Negation"),
        "这家酒店一点也不好，房间又小又吵。",
        "zh",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Explanations that disagree"),
        "地段很好，既不吵也不脏。",
        "zh",
        "reviews-zh",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "Praise that turns"),
        "房间很大，早餐也不错，但服务态度太差，卫生间又脏又臭，非常失望。",
        "zh",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "A complaint that turns"),
        "虽然快递慢了两天，但衣服质量很好，穿着很舒服，非常喜欢。",
        "zh",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "A good start, then worse and worse"),
        "这本书的开头还不错，但后面越写越差，纯粹浪费时间，非常失望。",
        "zh",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "A mistake: early praise is held too long"),
        "手机外观很漂亮，屏幕也清晰，但用了不到一个星期就死机，太失望了。",
        "zh",
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "An opinion, then a long neutral stretch"),
        OPINIONS["zh"].said + OPINIONS["zh"].stretch,
        "zh",
        OPINIONS["zh"].family,
    ),
    Example(
        QT_TRANSLATE_NOOP("examples", "The same stretch after the opposite opinion"),
        OPINIONS["zh"].opposite + OPINIONS["zh"].stretch,
        "zh",
        OPINIONS["zh"].family,
    ),
)


def title_of(example: Example) -> str:
    """What the example shows, in the current language."""
    return translate("examples", example.title)
