"""The Vietnamese of the interface: fragments, one per feature, merged into the catalogue that the application reads.

    python -m tools.translations compile    merge tracker/translations/vi/*.po, if the catalogue is stale
    python -m tools.translations check      is every sentence translated, once, with the same placeholders?

Message ids are the English sentences, so English is complete by itself.
"""

import ast
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from tracker.directives.extraction.reasons import all_sentences

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "vi"
FRAGMENTS = ROOT / "tracker" / "translations" / LOCALE

# As in the application: the callables' names and their arguments, and Jinja's whitespace settings.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCES: list[tuple[str, list[tuple[str, str]]]] = [
    ("tracker", [("**.py", "python")]),
    ("templates", [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]),
]
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}
PLACEHOLDER = re.compile(r"%\((\w+)\)")

Key = tuple[str | None, str]  # context, English sentence


class TranslationError(Exception):
    """The fragments contradict each other; one line for each contradiction."""


@dataclass
class Sentence:
    """One message id: where the program says it, and how it may be counted."""

    singular: str
    plural: str | None = None
    places: list[str] = field(default_factory=list)
    in_template: bool = False


@dataclass(frozen=True)
class Translation:
    """One entry of a fragment."""

    place: str
    message: Message

    @property
    def strings(self) -> list[str]:
        text = self.message.string
        return [text] if isinstance(text, str) else list(text or ())


def compile_catalogues(fragments: Path = FRAGMENTS) -> bool:
    """Write messages.mo from the fragments, unless it was made from exactly these; says whether it wrote.

    The catalogue appears in one piece: a program that reads it meanwhile gets the old or the new one.
    """
    target = fragments / "LC_MESSAGES" / "messages.mo"
    digest = _digest(fragments)
    if target.exists() and digest.encode() in target.read_bytes():
        return False
    catalogue = Catalog(locale=LOCALE, project="tracker", version=digest)
    for (context, _), translation in read_fragments(fragments).items():
        message = translation.message
        catalogue.add(message.id, message.string, context=context)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        write_mo(file, catalogue)
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)
    return True


def problems(root: Path = ROOT) -> list[str]:
    """Everything wrong with the translations, one line each, beginning with the place to mend."""
    try:
        translations = read_fragments(root / FRAGMENTS.relative_to(ROOT))
    except TranslationError as error:
        return str(error).splitlines()
    sentences = _extract(root)
    found = list(_built_sentences(root))
    for key, sentence in sentences.items():
        if key not in translations:
            found.append(f"{sentence.places[0]}: no Vietnamese for {sentence.singular!r}")
        if sentence.in_template and not _can_be_filled_in(sentence.singular):
            found.append(f"{sentence.places[0]}: write %% for a percent sign in {sentence.singular!r}")
    for key, translation in translations.items():
        if key not in sentences:
            found.append(f"{translation.place}: nobody says {key[1]!r} any more; remove it")
        else:
            found += [f"{translation.place}: {fault}" for fault in _faults(sentences[key], translation)]
    return found


def _faults(sentence: Sentence, translation: Translation) -> Iterator[str]:
    wanted = set(PLACEHOLDER.findall(sentence.plural or sentence.singular))
    allowed = wanted | set(PLACEHOLDER.findall(sentence.singular))
    is_plural = not isinstance(translation.message.id, str)
    if is_plural != (sentence.plural is not None):
        yield f"{sentence.singular!r} is {'not ' if is_plural else ''}counted in {sentence.places[0]}"
    for text in translation.strings:
        names = set(PLACEHOLDER.findall(text))
        if not text.strip() or translation.message.fuzzy:
            yield f"{sentence.singular!r} has no text, or is marked fuzzy"
        elif not wanted <= names <= allowed:
            yield f"placeholders of {sentence.singular!r} differ: {sorted(names)} for {sorted(wanted)}"
        elif names and not _can_be_filled_in(text):
            yield f"a percent sign in {text!r} must be %%"


class _Anything(dict[str, int]):
    def __missing__(self, name: str) -> int:
        return 0


def _can_be_filled_in(text: str) -> bool:
    try:
        text % _Anything()
    except (ValueError, TypeError):
        return False
    return True


def read_fragments(fragments: Path = FRAGMENTS) -> dict[Key, Translation]:
    """All fragments together. The same sentence in two of them must say the same."""
    translations: dict[Key, Translation] = {}
    clashes = []
    for path in sorted(fragments.glob("*.po")):
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale=LOCALE, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            raise TranslationError(f"{_name(path)}: {error}") from error
        for message in catalogue:
            if not message.id:
                continue
            translation = Translation(f"{_name(path)}:{message.lineno}", message)
            first = translations.setdefault(_key(message.id, message.context), translation)
            if first.strings != translation.strings:
                said, before = translation.strings, first.strings
                clashes.append(f"{translation.place}: {said} for {message.id!r}, but {before} in {first.place}")
    if clashes:
        raise TranslationError("\n".join(clashes))
    return translations


def _extract(root: Path) -> dict[Key, Sentence]:
    sentences: dict[Key, Sentence] = {}
    for folder, methods in SOURCES:
        options = {pattern: JINJA for pattern, method in methods if method != "python"}
        for name, line, ids, _, context in extract_from_dir(root / folder, methods, options, KEYWORDS):
            singular, plural = (ids[0], ids[1]) if isinstance(ids, tuple) else (ids, None)
            sentence = sentences.setdefault((context, singular), Sentence(singular, plural))
            sentence.plural = sentence.plural or plural
            sentence.in_template |= folder == "templates"
            sentence.places.append(f"{folder}/{name}:{line}")
    if root == ROOT:  # extraction knows nothing of languages; it gives the sentence as it is
        for text in all_sentences():
            sentences.setdefault((None, text), Sentence(text, places=["tracker/directives/extraction/reasons.py"]))
    return sentences


def _built_sentences(root: Path) -> Iterator[str]:
    """Sentences put together before they are translated: the catalogue can never contain them."""
    for path in sorted((root / "tracker").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
                continue
            if node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                place = f"{path.relative_to(root)}:{node.lineno}"
                yield f"{place}: translate the sentence with %(name)s in it, then fill it in"


def _key(message_id: str | list[str] | tuple[str, ...], context: str | None) -> Key:
    return context, message_id if isinstance(message_id, str) else message_id[0]


def _digest(fragments: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(fragments.glob("*.po")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main(arguments: list[str]) -> int:
    if arguments == ["compile"]:
        try:
            compile_catalogues()
        except TranslationError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    if arguments == ["check"]:
        found = problems()
        print("\n".join(found) or "every sentence is translated")
        return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
