"""Texts that have all the marks a splitter stumbles over, in no order."""

from hypothesis import strategies as st

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [*" \n\t.!?…,;:—-“”‘’\"'()[]«»„。！।¿", "Mr. ", "No. ", "... ", "1. ", " I ", "\u200b", "\u0301"]
        ),
        st.text(max_size=6),
    ),
    max_size=60,
).map("".join)
