"""Errors to plant in records that are known to be right, each kind defined once.

A plant takes a known record and dice and gives records that are wrong in one respect, with the
fields that are wrong. What a role error needs it takes from the article, so that every number is
printed and its words are the article's own. It gives nothing where the article has no place for it,
and never the record that it was given.
"""

from __future__ import annotations

from benchmarks.plants import asides, inventions, kinds, roles, scopes, settings, slips
from benchmarks.plants.known import Plant

GROUPS: dict[str, dict[str, Plant]] = {
    "slips": slips.SLIPS,
    "inventions": inventions.INVENTIONS,
    "roles": roles.ROLES,
    "asides": asides.ASIDES,
    "other kinds of number": kinds.KINDS,
    "periods": settings.PERIODS,
    "places": settings.PLACES,
    "scopes": scopes.SCOPES,
    "omissions": settings.OMISSIONS,
    "repetitions and marks": settings.MARKS,
}
PLANTS: dict[str, Plant] = {
    name: plant for group in GROUPS.values() for name, plant in group.items()
}
