"""Builds a Piper voice that hums: a tiny ONNX model with the inputs and outputs of a real one, and its description.

Each phoneme sounds as a tone of its own for a twentieth of a second times the length scale, plus noise times the noise
scale, as in a real voice (VITS).

    python tests/piper_model.py FOLDER        writes en_US-hum-low.onnx and en_US-hum-low.onnx.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

RATE = 16000
SAMPLES_A_PHONEME = RATE / 20
SYMBOLS = "_^$ !',-.:;?abcdefhijklmnopqrstuvwxyzæðŋɐɑɒɔəɚɛɜɡɪɹɾʃʊʌʒˈˌːθᵻʲʔ̩"


def write_voice(folder: Path, name: str = "en_US-hum-low", *, language: str = "en_US", espeak: str = "en-us") -> Path:
    """The path of a voice's model, with its description beside it."""
    import onnx

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(_model(), str(path))
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(_description(language, espeak)), "utf-8")
    return path


def _description(language: str, espeak: str) -> dict:
    return {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": espeak},
        "language": {"code": language, "family": language[:2]},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
        "num_symbols": len(SYMBOLS),
        "num_speakers": 1,
        "speaker_id_map": {},
    }


def _model():
    from onnx import TensorProto, checker, helper

    def constant(name, value, kind=TensorProto.FLOAT, shape=()):
        return helper.make_tensor(name, kind, shape, [value] if not shape else value)

    node = helper.make_node
    nodes = [
        # samples of one phoneme, and of all
        node("Gather", ["scales", "one"], ["length_scale"]),
        node("Mul", ["length_scale", "samples_a_phoneme"], ["each"]),
        node("Gather", ["input_lengths", "zero"], ["count"]),
        node("Cast", ["count"], ["count_float"], to=TensorProto.FLOAT),
        node("Mul", ["count_float", "each"], ["total"]),
        node("Range", ["nought", "total", "step"], ["samples"]),
        # which phoneme sounds at each sample, and how high
        node("Div", ["samples", "each"], ["places"]),
        node("Floor", ["places"], ["whole_places"]),
        node("Cast", ["whole_places"], ["index"], to=TensorProto.INT64),
        node("Squeeze", ["input", "axis"], ["ids"]),
        node("Gather", ["ids", "index"], ["sounding"]),
        node("Cast", ["sounding"], ["sounding_float"], to=TensorProto.FLOAT),
        node("Mul", ["sounding_float", "higher"], ["above"]),
        node("Add", ["above", "lowest"], ["pitch"]),
        node("Mul", ["pitch", "samples"], ["phase"]),
        node("Sin", ["phase"], ["wave"]),
        node("Mul", ["wave", "loudness"], ["tones"]),
        # noise, as a real voice has it
        node("RandomNormalLike", ["tones"], ["noise"]),
        node("Gather", ["scales", "zero"], ["noise_scale"]),
        node("Mul", ["noise", "noise_scale"], ["some_noise"]),
        node("Add", ["tones", "some_noise"], ["sound"]),
        node("Unsqueeze", ["sound", "axes"], ["output"]),
    ]
    constants = [
        constant("zero", 0, TensorProto.INT64),
        constant("one", 1, TensorProto.INT64),
        constant("axis", [0], TensorProto.INT64, (1,)),
        constant("axes", [0, 1, 2], TensorProto.INT64, (3,)),
        constant("samples_a_phoneme", SAMPLES_A_PHONEME),
        constant("nought", 0.0),
        constant("step", 1.0),
        constant("higher", 0.004),
        constant("lowest", 0.05),
        constant("loudness", 0.3),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1, 1, "time"])]
    graph = helper.make_graph(nodes, "hum", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    checker.check_model(model)
    return model


if __name__ == "__main__":
    write_voice(Path(sys.argv[1]))
