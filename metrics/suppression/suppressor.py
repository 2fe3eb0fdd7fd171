"""Chooses what to hide, greedily by duals; `audit` judges the choice as it judges anybody's."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from metrics.suppression.audit import Progress, needed
from metrics.suppression.numbers import Kind, Numbers
from metrics.suppression.programme import NEAR, Distances, Programme, Solution
from metrics.suppression.releases import Hidden, N, Release

# The more a number already needs, the more is hidden at once for it: one more for each so many. What turns out not to be needed
# is printed again, so that this costs little, and hundreds of rounds become tens.
GROWTH = 16


def suppress(
    release: Release, earlier: Sequence[Release] = (), progress: Progress = lambda _done, _total: None
) -> Release:
    """The release with enough hidden, as far as that is possible; what it hides already stays hidden.

    Every small number is hidden; then, while one of the hidden could be found out too nearly, the cheapest printed number on
    which that depends (its dual is not 0) is hidden too, and taken back if the worlds found in the end do not need it. Small
    numbers cost least. The same input gives the same choice. Where earlier releases have printed too much already, nothing that
    could be hidden helps: the result then does not pass `audit`, which must always be asked. Raises as `audit` does.
    """
    return _Choice(release, earlier, progress).made()


class _Choice:
    def __init__(self, release: Release, earlier: Sequence[Release], progress: Progress) -> None:
        self.release, self.progress = release, progress
        self.numbers = Numbers(release, earlier)
        self.all = self.numbers.all
        self.place = {id(one): place for place, one in enumerate(self.all)}
        self._begin()
        self.programme = Programme(self.numbers.cells, self.numbers.outcomes, self.all)
        # The furthest that each number has been seen from the truth in worlds that fit all that is printed; what is hidden
        # later only adds worlds, so who was safe once stays safe.
        self.low, self.high = np.zeros(len(self.all)), np.zeros(len(self.all))
        values = np.array([one.value for one in self.all])
        self.cost = np.where(values > 0, values, release.rule.threshold)

    def _begin(self) -> None:
        """Hide whatever is small, by the rule alone."""
        for place, one in enumerate(self.all):
            if one.need and one.kind is not Kind.WITHOUT:
                self._mark(place)
            elif one.need:  # those without the outcome: known from n and k
                self._mark(self.place[id(self.numbers.at(Kind.WITH, one.outcome, one.support))])

    def _mark(self, place: int) -> list[int]:
        """Hide a number and what goes with it; answers what was printed until now."""
        one = self.all[place]
        taken = [one, *self.numbers.outcomes_of(one)] if one.kind is Kind.PEOPLE else [one]
        changed = [each for each in taken if each.shown]
        for each in changed:
            each.shown = False
        return [self.place[id(each)] for each in changed]

    def made(self) -> Release:
        todo = deque(sorted(self._targets(range(len(self.all))), key=lambda place: (self.all[place].value, place)))
        total = len(todo)
        while todo:
            self.progress(total - len(todo), total)
            added = self._targets(self._protect(todo.popleft()))
            todo.extend(added)
            total += len(added)
        self.progress(total, total)
        return replace(self.release, hidden=self._hidden())

    def _targets(self, places: Sequence[int]) -> list[int]:
        return [place for place in places if needed(self.all[place], self.release) and not self.all[place].is_known]

    def _protect(self, target: int) -> list[int]:
        """Hide until the target is safe; answers what had to be hidden for it."""
        if self._is_safe(target, self.low, self.high):
            return []
        hidden: list[int] = []
        while True:
            solutions = self._attacked(target)
            low, high = self._seen(solutions)
            helps = [] if self._is_safe(target, low, high) else self._cheapest(solutions, 1 + len(hidden) // GROWTH)
            if not helps:
                break
            hidden += [each for place in helps for each in self._freed(place)]
        hidden = self._needed(hidden, solutions)
        self.low, self.high = low, high
        return hidden

    def _attacked(self, target: int) -> list[Solution]:
        """The worlds furthest up and, where that is not enough, furthest down."""
        self.programme.limit(target, needed(self.all[target], self.release))
        solutions = [self.programme.furthest(target, 1)]
        if not self._is_safe(target, *self._seen(solutions)):
            solutions.append(self.programme.furthest(target, -1))
        self.programme.hide(target)
        return solutions

    def _seen(self, solutions: Sequence[Solution]) -> tuple[Distances, Distances]:
        moved = [one.moved for one in solutions if one.moved is not None]
        return np.minimum.reduce([self.low, *moved]), np.maximum.reduce([self.high, *moved])

    def _is_safe(self, target: int, low: Distances, high: Distances) -> bool:
        width = np.floor(high[target] + NEAR) - np.ceil(low[target] - NEAR)
        return bool(width >= needed(self.all[target], self.release))

    def _cheapest(self, solutions: Sequence[Solution], most: int) -> list[int]:
        """Which printed numbers to hide; none where nothing that can still be hidden would help."""
        duals: NDArray[np.float64] = np.maximum.reduce([one.duals for one in solutions])
        candidates = [place for place in map(int, np.flatnonzero(duals > NEAR)) if self._can_hide(place)]
        return sorted(candidates, key=lambda place: (self.cost[place], -duals[place], place))[:most]

    def _can_hide(self, place: int) -> bool:
        """An outcome of nobody is known to be 0; what earlier releases printed stays known."""
        one = self.all[place]
        is_of_nobody = one.kind is Kind.WITH and not self.numbers.at(Kind.PEOPLE, "", one.support).value
        return one.shown and not one.fixed and not is_of_nobody

    def _freed(self, place: int) -> list[int]:
        marked = self._mark(place)
        for each in marked:
            if not self.all[each].is_known:
                self.programme.hide(each)
        return marked

    def _needed(self, hidden: list[int], solutions: Sequence[Solution]) -> list[int]:
        """Print again what the worlds found in the end leave as it is."""
        moving = {place for place in hidden if any(one.moved is None or one.moved[place] for one in solutions)}
        kept = {place for place in hidden if self._cell(place) & moving}
        for place in set(hidden) - kept:
            self.all[place].shown = True
            self.programme.show(place)
        return [place for place in hidden if place in kept]

    def _cell(self, place: int) -> set[int]:
        """An outcome is printed only where its people are: both stay hidden if either has to be."""
        one = self.all[place]
        if one.kind is Kind.PEOPLE:
            return {place}
        return {place, self.place[id(self.numbers.at(Kind.PEOPLE, "", one.support))]}

    def _hidden(self) -> frozenset[Hidden]:
        withheld = (one for one in self.all if not one.shown and one.kind is not Kind.WITHOUT)
        marked = {(key, one.outcome or N) for one in withheld for key in one.keys}
        return frozenset(one for one in marked if one[1] == N or (one[0], N) not in marked)
