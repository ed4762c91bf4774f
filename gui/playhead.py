"""A position in the text and how it moves: a pure value that never leaves its bounds."""

from dataclasses import dataclass, replace

from gui.scene import Moment


@dataclass(frozen=True)
class Playhead:
    """A position among `length` tokens of `stages` stages each, and a loop: pure, always within bounds."""

    length: int
    stages: int
    moment: Moment
    loop: tuple[int, int] | None = None

    @property
    def first_token(self) -> int:
        """Where playing starts: the loop's start, if there is one."""
        return self.loop[0] if self.loop else 0

    @property
    def last_token(self) -> int:
        """Where playing ends: the loop's end, if there is one."""
        return self.loop[1] if self.loop else self.length - 1

    @property
    def complete(self) -> bool:
        """Whether the step at this token has been computed to its last stage."""
        return self.moment.stage == self.stages - 1

    def at(self, token: int, stage: int | None = None, phase: float = 1.0) -> "Playhead":
        """The playhead at this token and stage (the last one by default), moved into bounds."""
        token = min(max(token, 0), self.length - 1)
        stage = self.stages - 1 if stage is None else min(max(stage, 0), self.stages - 1)
        return replace(self, moment=replace(self.moment, token=token, stage=stage, phase=phase))

    def by_tokens(self, count: int) -> "Playhead":
        """So many tokens further (negative: back), each shown complete."""
        return self.at(self.moment.token + count)

    def by_stages(self, count: int) -> "Playhead":
        """So many stages further (negative: back), across tokens, stopping at both ends."""
        position = self.moment.token * self.stages + self.moment.stage + count
        position = min(max(position, 0), self.length * self.stages - 1)
        return self.at(position // self.stages, position % self.stages)

    def played(self, direction: int, by_stage: bool) -> "Playhead | None":
        """One tick of playing; None at the end of the text, the other end of the loop in a loop."""
        if by_stage:
            following = self.by_stages(direction)
            moved = following.moment != replace(self.moment, phase=1.0)
        else:
            following = self.by_tokens(direction)
            moved = following.moment.token != self.moment.token
        inside = self.first_token <= following.moment.token <= self.last_token
        if moved and (inside or not self.loop):
            return following
        if not self.loop:
            return None
        if direction > 0:
            return self.at(self.first_token, 0 if by_stage else None)
        return self.at(self.last_token)
