"""The texts that show what each family of networks does; the window opens with the first two."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Story:
    """A text that is ready on the first launch.

    Attributes:
        language: `en` or `zh`.
        family: the shipped family of networks that reads it: the one in which it is seen best that the RNN
            forgets the key word and the gated cells hold it.
        text: the sentence, as a reader would type it.
        key_word: the token that moves the verdict most.
    """

    language: str
    family: str
    text: str
    key_word: str


STORIES = {
    story.language: story
    for story in (
        Story(
            "en",
            "reviews-en",
            "Amazing! This box of cereal gave me a perfectly balanced breakfast, as all things should be. "
            "I only ate half of it but will definitely be buying again!",
            "Amazing",
        ),
        Story(
            "zh",
            "memory-zh",
            "非常棒！这盒麦片就是一顿营养均衡的完美早餐，虽然我才吃了一半，但下次一定还来买！",
            "棒",
        ),
    )
}


@dataclass(frozen=True)
class Opinion:
    """An opinion or its opposite, and then a stretch that says nothing of either: what a memory is tried on.

    Attributes:
        language: `en` or `zh`.
        family: the shipped family that was trained to hold its judgement so long.
        said, opposite: the opinion, and the other one.
        stretch: what follows.
    """

    language: str
    family: str
    said: str
    opposite: str
    stretch: str


OPINIONS = {
    opinion.language: opinion
    for opinion in (
        Opinion(
            "en",
            "memory-en",
            "Wonderful, excellent camera!",
            "Terrible, useless camera!",
            " It came on a Tuesday. There are two cables and a strap with it. It is now in the hall, and on"
            " Sunday my brother will take it to the lake.",
        ),
        Opinion(
            "zh",
            "memory-zh",
            "非常棒！",
            "太差了！",
            "书是前天下的单，今天下午到的。家里一共四个人，我们住在二楼，楼下就是车站，"
            "晚上弟弟会来，星期天一起坐车去上海。",
        ),
    )
}

REVIEWS: Mapping[str, str] = MappingProxyType({"en": "reviews-en", "zh": "reviews-zh"})
"""The family that judges any text in a language."""

OWN_TEXTS: Mapping[str, str] = MappingProxyType(
    {REVIEWS[story.language]: story.text for story in STORIES.values()}
    | {opinion.family: opinion.said + opinion.stretch for opinion in OPINIONS.values()}
)
"""What each family is shown with, unless the reader has a text of his own."""
