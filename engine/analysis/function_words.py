"""Function words and content words: does a word hold a sentence together, or does it say something?

English: articles, pronouns, prepositions, conjunctions and auxiliary verbs, also run together (it's, I've).
Whatever says "not" is content: in a judgement it turns the meaning round. Chinese, read character by
character: the particles and pronouns of one character; some of these also stand inside words (了解, 目的),
where they count as function words nevertheless. Punctuation is neither.

Source:
    Closed and open classes: Quirk, Greenbaum, Leech & Svartvik 1985, "A comprehensive grammar of the English
    language", chapter 2; Li & Thompson 1981, "Mandarin Chinese: a functional reference grammar".
"""

from collections.abc import Mapping
from typing import Literal

from engine.data.tokenizer import look_up_form

WordClass = Literal["content", "function"]

_ARTICLES = "a an the"
_PRONOUNS = (
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us"
    " our ours ourselves they them their theirs themselves this that these those who whom whose which what"
    " someone somebody something anyone anybody anything everyone everybody everything one"
)
_PREPOSITIONS = (
    "about above across after against along among around as at before behind below beside between beyond by"
    " during for from in inside into near of off on onto out outside over per since through to toward towards"
    " under until up upon via with within"
)
_CONJUNCTIONS = "and but or nor so yet if because although though while when whereas than whether unless once"
_AUXILIARIES = (
    "am is are was were be been being do does did have has had having can could will would shall should may"
    " might must"
)
_RUN_TOGETHER = (
    "i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're"
    " we've we'd we'll they're they've they'd they'll that's that'll this's who's who've what's"
)
_ENGLISH = " ".join((_ARTICLES, _PRONOUNS, _PREPOSITIONS, _CONJUNCTIONS, _AUXILIARIES, _RUN_TOGETHER)).split()
_PARTICLES = "的地得了着过们之所吗呢吧啊呀嘛么哦啦"
_CHINESE_PRONOUNS = "我你您他她它咱这那其此谁哪某"

FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH),
    "zh": frozenset(_PARTICLES + _CHINESE_PRONOUNS),
}
"""By language, each in the form in which a vocabulary is looked up."""


def class_of(token: str, language: str) -> WordClass | None:
    """Whether a token is a content or a function word; None for punctuation.

    Args:
        token: The token as it was written.
        language: `en` or `zh`.
    """
    form = look_up_form(token)
    if not any(map(str.isalnum, form)):
        return None
    return "function" if form in FUNCTION_WORDS[language] else "content"
