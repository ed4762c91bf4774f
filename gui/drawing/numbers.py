"""How numbers are written, once for all panels: figures, decimals, shares, probabilities, powers of ten.

Three rules hold for all of them: the minus sign is a true one (−), what is not zero is never written as zero,
and what is not certain is never rounded to certainty. What is no number is `NaN`, in a share `—`; what is too
large for its type is `∞`.
"""

import math

MINUS = "−"
NOTHING = "—"  # where a share of nothing would stand
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN = (0.01, 1000.0)  # within these limits figures need no power of ten
PLAIN_ON_SCALES = (0.001, 10_000.0)
NOWHERE = (math.inf, math.inf)
SMALL = "0.000"  # so begins what is better written in powers of ten
TABLE_DECIMALS, TABLE_FIGURES = 6, 4
LARGEST_FIXED = 1e5  # from here on decimals are beside the point
MOST_DECIMALS = 5  # of a probability


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, whatever they hide; zero has no sign."""
    if not math.isfinite(value):
        return _without_end(value)
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", MINUS)


def number(value: float, decimals: int = 3) -> str:
    """A number as people read it: with decimals, in powers of ten only where these would hide it.

    What begins with three zeros after the point is written so as well, however many decimals there are.
    """
    text = fixed(value, decimals)
    if not math.isfinite(value) or value == 0:
        return text
    hidden = (
        abs(value) >= LARGEST_FIXED or text.removeprefix(MINUS).startswith(SMALL) or not text.strip("−0.")
    )
    return figures(value, 2, plain=NOWHERE) if hidden else text


def in_table(value: float) -> str:
    """A number in a cell of a table: with six decimals, so that points stand in line, or four figures."""
    plain = number(value, TABLE_DECIMALS)
    return plain if "×" not in plain else figures(value, TABLE_FIGURES, plain=NOWHERE)


def figures(value: float, count: int, plain: tuple[float, float] = PLAIN) -> str:
    """A number with so many significant figures, in powers of ten where it is far from 1.

    It is rounded first: what rounds up to a power of ten has no figure more than that.

    Args:
        value: the number.
        count: how many figures.
        plain: from which size on, and below which, it needs no power of ten.
    """
    if not math.isfinite(value):
        return _without_end(value)
    if value == 0:
        return "0"
    rounded = f"{abs(value):.{count - 1}e}"
    mantissa, _, power = rounded.partition("e")
    size = float(rounded)
    if plain[0] <= size < plain[1]:
        text = f"{size:.{max(0, count - int(power) - 1)}f}"
    else:
        text = f"{mantissa}×10{raised(int(power))}"
    return f"{MINUS if value < 0 else ''}{text}"


def round_number(value: float) -> str:
    """A number that is round already, as a scale writes it: `0.2`, `1.5`, `500`, `10⁴`, `2×10⁻⁵`."""
    if not math.isfinite(value):
        return _without_end(value)
    if value == 0 or PLAIN_ON_SCALES[0] <= abs(value) < PLAIN_ON_SCALES[1]:
        return f"{value + 0.0:g}".replace("-", MINUS)
    mantissa, _, power = f"{abs(value):.5e}".partition("e")
    times = "" if float(mantissa) == 1 else f"{float(mantissa):g}×"
    return f"{MINUS if value < 0 else ''}{times}10{raised(int(power))}"


def with_sign(text: str) -> str:
    """A written number with a plus where it has no minus: for quantities that have two sides."""
    return text if text.startswith(MINUS) else f"+{text}"


def share(value: float, decimals: int = 0) -> str:
    """A fraction as a percentage, for example `87%`; never rounded to certainty."""
    if not math.isfinite(value):
        return NOTHING if math.isnan(value) else _without_end(value)
    return f"{hundredths(value, decimals)}%"


def hundredths(value: float, decimals: int = 0) -> str:
    """How many hundredths a fraction is; a decimal more where it would seem to be none or all of them."""
    percent = 100 * abs(value)
    text = fixed(percent, decimals)
    if 0 < percent < 100 and float(text) in (0, 100):
        finer = max(decimals, 1)
        text = fixed(min(max(percent, 10.0**-finer), 100 - 10.0**-finer), finer)
    return f"{MINUS if value < 0 else ''}{text}"


def probability(value: float) -> str:
    """A probability in as many decimals as tell it from 0 and from 1, two at the least."""
    if not 0 < value < 0.5:
        return beside_one(value, MOST_DECIMALS)
    decimals = max(2, decimals_of(value))
    return fixed(value, decimals) if decimals <= MOST_DECIMALS else figures(value, 2)


def beside_one(value: float, most: int = 7) -> str:
    """A number in as many decimals as tell it from 1, two at the least; or 1 and the rest."""
    apart = abs(value - 1)
    decimals = max(2, decimals_of(apart))
    if math.isfinite(value) and abs(value) >= PLAIN[1]:
        return figures(value, 2)
    if apart == 0 or decimals <= most or not math.isfinite(apart):
        return fixed(value, 2 if apart == 0 else decimals)
    return f"1 {MINUS if value < 1 else '+'} {figures(apart, 2)}"


def changed(before: str, now: str) -> str:
    """A written number with what it was before, where that is written in another way."""
    return now if before in ("", now) else f"{before} → {now}"


def power_of_ten(power: int) -> str:
    """A power of ten as a scale writes it."""
    return ("1", "10")[power] if power in (0, 1) else "10" + raised(power)


def raised(power: int) -> str:
    """An exponent."""
    return str(power).translate(SUPERSCRIPTS)


def count(value: int) -> str:
    """How many there are: thousands are set apart."""
    return f"{value:,}"


def power_of(value: float, count: int = 2) -> int:
    """The power of ten of a number's first figure, once it is rounded to so many figures."""
    return int(f"{value:.{count - 1}e}".partition("e")[2])


def decimals_of(value: float, count: int = 2) -> int:
    """How many decimals show so many figures of a number."""
    if not math.isfinite(value) or value == 0:
        return count - 1
    return max(0, count - 1 - power_of(value, count))


def _without_end(value: float) -> str:
    return "NaN" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
