"""Whether bytes are a whole MP3, read off the frames' headers alone."""

from __future__ import annotations

from collections.abc import Iterator

BIT_RATES = {
    "MPEG-1": (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    "MPEG-2": (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s of layer III, by the header's index from 1 on (ISO/IEC 11172-3, 13818-3)."""

VERSIONS = {
    0b11: (BIT_RATES["MPEG-1"], 144, (44100, 48000, 32000)),
    0b10: (BIT_RATES["MPEG-2"], 72, (22050, 24000, 16000)),
    0b00: (BIT_RATES["MPEG-2"], 72, (11025, 12000, 8000)),
}
"""The header's version bits -> kbit/s by index, bytes for each bit/s and Hz, Hz by index."""

LENGTHS = {
    (version, bit_rate_index, rate_index): scale * 1000 * bit_rate // rate
    for version, (bit_rates, scale, rates) in VERSIONS.items()
    for bit_rate_index, bit_rate in enumerate(bit_rates, start=1)
    for rate_index, rate in enumerate(rates)
}
"""Bytes of a frame without padding, by the three fields of its header that decide it; all others are no header."""

HEADER = 4
SYNC = 0b111_1111_1111
LAYER_3 = 0b01
ID3_HEADER = 10
ID3V1 = 128


def is_whole(mp3: bytes) -> bool:
    """Whether the bytes are layer III frames to the last one, none of them cut off. ID3 tags may be around them."""
    start, end = _tag_length(mp3), len(mp3) - (ID3V1 if mp3[-ID3V1:].startswith(b"TAG") else 0)
    return start < end and start + sum(_frame_lengths(mp3[:end], start)) == end


def _frame_lengths(mp3: bytes, at: int) -> Iterator[int]:
    """Lengths of the frames from `at` on, up to the first place that is no header."""
    while at + HEADER <= len(mp3) and (length := _frame_length(mp3[at : at + HEADER])):
        yield length
        at += length


def _frame_length(header: bytes) -> int:
    """Bytes of the frame with this header; 0 where it is none."""
    bits = int.from_bytes(header)
    fields = (bits >> 19 & 0b11, bits >> 12 & 0b1111, bits >> 10 & 0b11)
    if bits >> 21 != SYNC or bits >> 17 & 0b11 != LAYER_3 or fields not in LENGTHS:
        return 0
    padding = bits >> 9 & 1
    return LENGTHS[fields] + padding


def _tag_length(mp3: bytes) -> int:
    """Bytes of an ID3v2 tag in front, whose size is written in four times seven bits."""
    if len(mp3) < ID3_HEADER or not mp3.startswith(b"ID3"):
        return 0
    a, b, c, d = mp3[6:10]
    return ID3_HEADER + (a << 21 | b << 14 | c << 7 | d)
