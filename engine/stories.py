"""The two texts with which the window opens, and the family of networks that tells each best."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """A text that is ready on the first launch.

    Attributes:
        language: `en` or `zh`.
        family: the shipped family of networks that reads it.
        text: the sentence, as a reader would type it.
    """

    language: str
    family: str
    text: str


STORIES = {
    story.language: story
    for story in (
        Story(
            "en",
            "reviews-en",
            "Amazing! This box of cereal gave me a perfectly balanced breakfast, as all things should be. "
            "I only ate half of it but will definitely be buying again!",
        ),
        Story(
            "zh",
            "reviews-zh",
            "非常棒！这盒麦片就是一顿营养均衡的完美早餐，虽然我才吃了一半，但下次一定还来买！",
        ),
    )
}
