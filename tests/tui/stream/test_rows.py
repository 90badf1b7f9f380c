"""Row counts that change all the time still say where everything is."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.tui.stream.rows import Rows

counts = st.lists(st.integers(0, 5), max_size=1_500)


@given(counts, st.lists(st.tuples(st.integers(0, 1_499), st.integers(0, 9)), max_size=20))
def test_places_agree_with_a_plain_sum_after_any_changes(some: list[int], changes: list[tuple[int, int]]) -> None:
    """Total, starts and places are those of the counts as they are now."""
    rows, plain = Rows(list(some)), list(some)
    for part, count in changes:
        if part < len(plain):
            rows[part] = plain[part] = count
    assert rows.total == sum(plain)
    for part in range(0, len(plain), 97):
        assert rows.start(part) == sum(plain[:part])
    expanded = [(part, row) for part, count in enumerate(plain) for row in range(count)]
    for row in range(0, len(expanded), 61):
        assert rows.at(row) == expanded[row]
    if expanded:
        assert rows.at(10**9) == expanded[-1]


def test_no_rows_at_all() -> None:
    """An empty transcript has a place to stand too."""
    assert Rows([]).at(3) == (0, 0)
    assert Rows([0, 0]).at(0) == (0, 0)
