"""A position in the text and how it moves: a pure value that never leaves its bounds."""

from dataclasses import dataclass, replace

from gui.scene import Direction, Moment


@dataclass(frozen=True)
class Playhead:
    """A position among `length` tokens of `stages` stages each, and a loop: pure, always within bounds.

    The forward pass goes through tokens and stages in ascending order, the backward pass in descending order.
    It starts at the last of the `length` tokens that belong to it, so ← and → mean the same in both.
    """

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
    def backward(self) -> bool:
        """Whether the pass is the backward one."""
        return self.moment.direction is Direction.BACKWARD

    @property
    def opening_stage(self) -> int:
        """The stage at which a step begins: the last one in the backward pass."""
        return self.stages - 1 if self.backward else 0

    @property
    def complete_stage(self) -> int:
        """The stage at which a step is complete: the first one in the backward pass."""
        return 0 if self.backward else self.stages - 1

    @property
    def complete(self) -> bool:
        """Whether the step at this token has been computed to its last stage."""
        return self.moment.stage == self.complete_stage

    def at(self, token: int, stage: int | None = None, phase: float = 1.0) -> "Playhead":
        """The playhead at this token and stage (by default where its step is complete), moved into bounds."""
        token = min(max(token, 0), self.length - 1)
        stage = self.complete_stage if stage is None else min(max(stage, 0), self.stages - 1)
        return replace(self, moment=replace(self.moment, token=token, stage=stage, phase=phase))

    def by_tokens(self, count: int) -> "Playhead":
        """So many tokens further (negative: back), each shown complete."""
        return self.at(self.moment.token + count)

    def by_stages(self, count: int) -> "Playhead":
        """So many stages further (negative: back), across tokens, stopping at both ends."""
        position = self.moment.token * self.stages + self.moment.stage + count
        position = min(max(position, 0), self.length * self.stages - 1)
        return self.at(position // self.stages, position % self.stages)

    def begun(self, direction: int, by_stage: bool) -> "Playhead":
        """Where playing with the pass (1) or against it (−1) begins when it has come to an end."""
        to_the_right = (direction > 0) is not self.backward
        token = self.first_token if to_the_right else self.last_token
        return self.at(token, self.opening_stage if by_stage and direction > 0 else None)

    def played(self, direction: int, by_stage: bool) -> "Playhead | None":
        """One tick with the pass (1) or against it (−1); None at the end, in a loop its other end."""
        step = -direction if self.backward else direction
        if by_stage:
            following = self.by_stages(step)
            moved = following.moment != replace(self.moment, phase=1.0)
        else:
            following = self.by_tokens(step)
            moved = following.moment.token != self.moment.token
        inside = self.first_token <= following.moment.token <= self.last_token
        if moved and (inside or not self.loop):
            return following
        return self.begun(direction, by_stage) if self.loop else None
