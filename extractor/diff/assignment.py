"""Who belongs to whom: the one-to-one assignment of largest total weight."""

from __future__ import annotations

from collections.abc import Sequence

LARGEST = 10_000
"""Cells of the largest table that is solved; beyond, pairs are taken greedily."""


def assign(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Pairs (row, column) whose weights add up to the most; a weight of 0 or less is no pair.

    The same table always gives the same pairs. Source: the shortest augmenting path form of the
    Hungarian method (Kuhn 1955; Jonker and Volgenant 1987), in time O(rows² · columns). Tables of
    more than ``LARGEST`` cells are paired greedily instead, heaviest first.
    """
    if not weights or not weights[0]:
        return []
    rows, columns = len(weights), len(weights[0])
    if rows * columns > LARGEST:
        pairs = _greedy(weights)
    elif rows > columns:
        turned = list(zip(*weights, strict=True))
        pairs = [(row, column) for column, row in _shortest_paths(turned)]
    else:
        pairs = _shortest_paths(weights)
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)


def _greedy(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    cells = sorted(
        (-weight, row, column)
        for row, line in enumerate(weights)
        for column, weight in enumerate(line)
        if weight > 0
    )
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for _, row, column in cells:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((row, column))
    return pairs


def _shortest_paths(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """A pair for every row; there are at least as many columns as rows."""
    rows, columns = len(weights), len(weights[0])
    free = -1
    owner = [free] * columns
    row_price = [0] * rows
    column_price = [0] * columns
    for start in range(rows):
        distance: list[int | None] = [None] * columns
        before = [free] * columns
        done = [False] * columns
        row, column, reached = start, free, 0
        while True:
            if column != free:
                done[column] = True
            nearest: int | None = None
            following = free
            for c in range(columns):
                if done[c]:
                    continue
                length = reached - weights[row][c] - row_price[row] - column_price[c]
                known = distance[c]
                if known is None or length < known:
                    distance[c] = known = length
                    before[c] = column
                if nearest is None or known < nearest:
                    nearest, following = known, c
            assert nearest is not None
            reached, column = nearest, following
            if owner[column] == free:
                break
            row = owner[column]
        row_price[start] += reached
        for c in range(columns):
            known = distance[c]
            if done[c] and known is not None:
                row_price[owner[c]] += reached - known
                column_price[c] -= reached - known
        while column != free:
            previous = before[column]
            owner[column] = start if previous == free else owner[previous]
            column = previous
    return [(row, column) for column, row in enumerate(owner) if row != free]
