"""Remarks that refer to other remarks: what is referred to must be there, and no reference leads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from storage.records.remarks import Remark


def dangling(refers_to: Iterable[str], remarks: Iterable[Remark]) -> tuple[str, ...]:
    """Which of the ids are of no remark there is, or of one that says nothing to refer to."""
    there = {each.id for each in remarks if not each.says_nothing}
    return tuple(id_ for id_ in refers_to if id_ not in there)


def leads_back(id_: str, refers_to: Iterable[str], remarks: Iterable[Remark]) -> bool:
    """Whether a remark that referred to these would refer to itself, at once or through others."""
    onward = {each.id: each.refers_to for each in remarks}
    ahead, seen = list(refers_to), set[str]()
    while ahead:
        at = ahead.pop()
        if at == id_:
            return True
        if at not in seen:
            seen.add(at)
            ahead += onward.get(at, ())
    return False


def words_referred_to(remark: Remark, among: Mapping[str, Remark]) -> Iterator[str]:
    """The words of what a remark refers to, at once or through others; each once.

    Args:
        remark: Which refers to some, or to none.
        among: By id, those whose words may be told; others, and what only they refer to, are left out.
    """
    ahead, seen = list(remark.refers_to), {remark.id}
    while ahead:
        at = ahead.pop(0)
        found = among.get(at)
        if found is None or at in seen:
            continue
        seen.add(at)
        if found.text:
            yield found.text
        ahead = [*found.refers_to, *ahead]


def referring_to(id_: str, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The remarks that refer to that one."""
    return tuple(each for each in remarks if id_ in each.refers_to)
