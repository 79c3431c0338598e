// What the W3C's WebVTT parser finds wrong. Usage: node vtt.mjs FILE...
import { readFileSync } from "node:fs";
import parser from "webvtt-parser";

const found = [];
for (const file of process.argv.slice(2)) {
  const { errors, cues } = new parser.WebVTTParser().parse(readFileSync(file, "utf8"), "subtitles/captions/descriptions");
  found.push({ cues: cues.length, errors: errors.map(({ line, message }) => `${line}: ${message}`) });
}
console.log(JSON.stringify(found));
