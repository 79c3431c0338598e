"""MP3 made of frames: each beat by an encoder of its own, laid end to end under one Info header.

An encoder's first frame borrows no bits (main_data_begin 0), so whole beats can follow one another. Each comes out one
frame longer than its samples; everything sounds DELAY + 529 samples (encoder and decoder) after the place of its frame,
which players take off again when the header tells them DELAY.

Sources: ISO 11172-3; "MP3 Info Tag revision 1" (LAME); measured with ffmpeg, mpg123, mp3val, mutagen and soundfile.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from storycast.model import SAMPLES_PER_FRAME, AudioFormat, Frames

DELAY = 576
"""The encoder's delay in samples, as LAME has it."""
PADDING = SAMPLES_PER_FRAME - DELAY
"""Samples at the end that players drop, so that one frame less than there are is played."""

_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44100, 48000, 32000)
_SIDE_INFO = 17
"""Bytes in a mono frame of MPEG-1, after the four of its header."""


def encoded(sounds: Iterable[bytes], audio_format: AudioFormat) -> tuple[bytes, Frames]:
    """Whole frames for 16-bit mono sounds laid end to end, silence added to fill the last one; and their number.

    The sounds are taken one by one, so a beat may be as long as it likes.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(audio_format.rate)
    encoder.set_bit_rate(audio_format.bitrate)
    encoder.set_quality(audio_format.quality)
    parts, length = [], 0
    for sound in sounds:
        parts.append(bytes(encoder.encode(sound)))
        length += len(sound)
    frames = -(-length // (2 * SAMPLES_PER_FRAME))
    parts += [bytes(encoder.encode(bytes(frames * 2 * SAMPLES_PER_FRAME - length))), bytes(encoder.flush())]
    return b"".join(parts), Frames(frames + 1)


def silent_frame(audio_format: AudioFormat) -> bytes:
    """A frame of digital silence: its side information is all zeros, it borrows nothing and lends nothing."""
    size = 144 * audio_format.bitrate * 1000 // audio_format.rate
    return _header(audio_format).ljust(size, b"\0")


def info_frame(pieces: Sequence[tuple[Frames, int]], audio_format: AudioFormat) -> bytes:
    """The first frame of the file, which sounds of nothing and tells players its exact length and where to seek.

    `pieces` are the stretches that follow it, in order: frames and bytes of each.
    """
    frames, size = sum(piece[0] for piece in pieces), sum(piece[1] for piece in pieces)
    shell = silent_frame(audio_format)
    total = size + len(shell)
    info = b"Info" + (0x0F).to_bytes(4, "big") + frames.to_bytes(4, "big") + total.to_bytes(4, "big")
    info += _seek_table(pieces, len(shell)) + (100 - 10 * audio_format.quality).to_bytes(4, "big")
    lame = b"LAME3.100" + b"\x01"  # tag revision 0, constant bit rate
    lame += bytes([0xA0]) + bytes(8)  # low-pass (unknown to us: 16 kHz), no peak, no replay gain
    lame += bytes([0, audio_format.bitrate])
    lame += ((DELAY << 12) | PADDING).to_bytes(3, "big")
    lame += bytes(4) + total.to_bytes(4, "big") + bytes(2)  # no music CRC: nobody reads it, and it costs a pass
    tagged = shell[: 4 + _SIDE_INFO] + info + lame
    return (tagged + _crc16(tagged).to_bytes(2, "big")).ljust(len(shell), b"\0")


def _header(audio_format: AudioFormat) -> bytes:
    bits = _BITRATES.index(audio_format.bitrate) << 4 | _RATES.index(audio_format.rate) << 2
    return bytes([0xFF, 0xFB, bits, 0xC4])  # MPEG-1 layer III without checksum; mono, "original"


def _seek_table(pieces: Sequence[tuple[Frames, int]], start: int) -> bytes:
    """For each hundredth of the time, the place in the file in 256ths."""
    frames = list(accumulate((piece[0] for piece in pieces), initial=0))
    sizes = list(accumulate((piece[1] for piece in pieces), initial=start))
    table = []
    for percent in range(100):
        frame = percent * frames[-1] / 100
        piece = min(bisect_right(frames, frame) - 1, len(pieces) - 1)
        within = (frame - frames[piece]) / (pieces[piece][0] or 1)
        table.append(min(255, int(256 * (sizes[piece] + within * pieces[piece][1]) / sizes[-1])))
    return bytes(table)


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, as the LAME tag has it."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
