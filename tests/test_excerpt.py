from hypothesis import given
from hypothesis import strategies as st

from extractor.excerpt import Mark, sentences

TEXT = "Tin đầu.\nXuất khẩu đạt 425 triệu USD, tăng 5%. Nhập khẩu đạt 775 triệu USD."


def mark(words: str, side: str = "") -> Mark:
    return Mark(TEXT.index(words), TEXT.index(words) + len(words), side)


def test_a_sentence_is_quoted_once_with_all_its_marks() -> None:
    (found,) = sentences(TEXT, [mark("tăng 5%"), mark("425 triệu USD")])
    assert found.text == "Xuất khẩu đạt 425 triệu USD, tăng 5%."
    assert [piece for piece, marked in found.pieces() if marked] == ["425 triệu USD", "tăng 5%"]
    assert (found.line, found.cut_before, found.cut_after) == (2, False, False)


def test_what_both_sides_mark_in_part_is_one_mark_of_both() -> None:
    (found,) = sentences(TEXT, [mark("425", "golden"), mark("425 triệu USD", "new")])
    ((marked,),) = ([m for _, m in found.pieces() if m],)
    assert (found.text[marked.start : marked.end], marked.side) == ("425 triệu USD", "both")


def test_a_sentence_without_end_is_cut_and_says_so() -> None:
    (found,) = sentences("a" * 400 + " 1 " + "b" * 400, [Mark(401, 402)])
    assert (found.cut_before, found.cut_after, len(found.text)) == (True, True, 321)


@given(st.text("ab .\n", max_size=60), st.data())
def test_every_mark_is_quoted(text: str, data: st.DataObject) -> None:
    ends = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True).map(sorted)
    marked = data.draw(st.lists(ends, max_size=4)) if text else []
    found = sentences(text, [Mark(*ends) for ends in marked])
    for sentence in found:
        assert "".join(piece for piece, _ in sentence.pieces()) == sentence.text
    quoted = "".join(piece for s in found for piece, m in s.pieces() if m)
    assert len(quoted) == len({at for start, end in marked for at in range(start, end)})
