"""Glossaries to and from other tools: TMX 1.4b (translation memories) and TBX (ISO 30042, dialects Basic and Min).

Written and read with lxml. A source form other than the first, and an accepted form other than the first, become terms
of their own of the same concept in TBX and further segments of the same language in TMX; both come back as they were.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.languages import SOURCE, TARGETS, parse_language
from pipeline.errors import GlossaryError, UsageError
from pipeline.terms.entry import Term

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TBX = "urn:iso:std:iso:30042:ed-2"
_FORBIDDEN = "deprecatedTerm-admn-sts"


def read_any(path: Path) -> list[Term]:
    """The terms of a TBX or TMX file, whichever its root element says it is. Raises GlossaryError."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise GlossaryError(f"{path}: cannot be read as XML: {' '.join(str(error).split())}") from error
    kind = _local(root)
    if kind == "tmx":
        return _read(root, path, "tu", ("tuv",), "seg")
    if kind in ("tbx", "martif"):
        return _read(root, path, "conceptEntry|termEntry", ("langSec", "langSet"), "term")
    raise GlossaryError(f"{path}: neither TBX nor TMX: its root is <{kind}>")


def write_tmx(terms: Sequence[Term], path: Path) -> None:
    """The terms as TMX 1.4b: a unit a term, a variant a form. Forbidden forms have no place in TMX and are left out."""
    from lxml import etree

    from pipeline.exporters.tmx import as_header

    root = etree.Element("tmx", version="1.4")
    root.append(as_header(SOURCE, segtype="phrase"))
    body = etree.SubElement(root, "body")
    for term in terms:
        unit = etree.SubElement(body, "tu")
        for kind, value in _properties(term):
            etree.SubElement(unit, "prop", type=kind).text = value
        for language, form in _all_forms(term):
            variant = etree.SubElement(unit, "tuv")
            variant.set(_LANG, language)
            etree.SubElement(variant, "seg").text = form
    _write(root, path)


def write_tbx(terms: Sequence[Term], path: Path) -> None:
    """The terms as TBX-Basic (ISO 30042:2019, DCA style): a concept a term, forbidden forms as deprecated terms."""
    from lxml import etree

    root = etree.Element("tbx", nsmap={None: _TBX}, type="TBX-Basic", style="dca")  # type: ignore[dict-item] # lxml-stubs forgets the default namespace
    root.set(_LANG, SOURCE)
    header = etree.SubElement(etree.SubElement(root, "tbxHeader"), "fileDesc")
    etree.SubElement(etree.SubElement(header, "sourceDesc"), "p").text = "A glossary of Audarma"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        concept = etree.SubElement(body, "conceptEntry", id=f"c{number}")
        for kind, value in _properties(term):
            if kind == "subjectField":
                etree.SubElement(concept, "descrip", type=kind).text = value
            elif kind == "note":
                etree.SubElement(concept, "note").text = value
        for language in (SOURCE, *TARGETS):
            forms = [(form, "") for found, form in _all_forms(term) if found == language]
            forms += [(form, _FORBIDDEN) for form in term.forbidden.get(language, ())]
            if forms:
                section = etree.SubElement(concept, "langSec")
                section.set(_LANG, language)
                for form, status in forms:
                    entry = etree.SubElement(section, "termSec")
                    etree.SubElement(entry, "term").text = form
                    if term.pos:
                        etree.SubElement(entry, "termNote", type="partOfSpeech").text = term.pos
                    if status:
                        etree.SubElement(entry, "termNote", type="administrativeStatus").text = status
    _write(root, path)


def write_tsv(terms: Sequence[Term], path: Path) -> None:
    """The terms as the tab-separated file that `read_glossary` reads."""
    from pipeline.terms.read import COLUMNS

    lines = ["\t".join(COLUMNS)]
    for term in terms:
        forbidden = " | ".join(f"{language}: {form}" for language, forms in term.forbidden.items() for form in forms)
        forms = [" | ".join(f) for f in (term.source, *(term.targets.get(language, ()) for language in TARGETS))]
        lines.append(
            "\t".join(" ".join(cell.split()) for cell in (*forms, term.pos, term.domain, term.note, forbidden))
        )
    _save(path, ("\n".join(lines) + "\n").encode())


def _all_forms(term: Term) -> list[tuple[str, str]]:
    targets = [(language, form) for language, forms in term.targets.items() for form in forms]
    return [*((SOURCE, form) for form in term.source), *targets]


def _properties(term: Term) -> list[tuple[str, str]]:
    found = (("partOfSpeech", term.pos), ("subjectField", term.domain), ("note", term.note))
    return [(kind, value) for kind, value in found if value]


def _read(root: Any, path: Path, unit: str, sections: tuple[str, ...], form: str) -> list[Term]:
    found = []
    for entry in root.iter():
        if _local(entry) in unit.split("|"):
            term = _term(entry, f"{path}:{entry.sourceline}", sections, form)
            if term is not None:
                found.append(term)
    if not found:
        raise GlossaryError(f"{path}: no entry with ru and one of {', '.join(TARGETS)}")
    return found


def _term(entry: Any, origin: str, sections: tuple[str, ...], form: str) -> Term | None:
    forms: dict[str, list[str]] = {}
    forbidden: dict[str, list[str]] = {}
    about: dict[str, str] = {}
    for element in entry.iter():
        name = _local(element)
        kind = element.get("type", name)
        if name in ("prop", "descrip", "note", "termNote") and kind in ("partOfSpeech", "subjectField", "note"):
            about.setdefault(kind, _text(element))
        if name == form:
            language = _language(element, sections)
            status = {_text(note) for note in element.getparent() if note.get("type") == "administrativeStatus"}
            if language and _text(element):
                (forbidden if _FORBIDDEN in status else forms).setdefault(language, []).append(_text(element))
    if SOURCE not in forms or not set(forms) & set(TARGETS):
        return None
    try:
        return Term(
            source=tuple(dict.fromkeys(forms[SOURCE])),
            targets={language: tuple(dict.fromkeys(forms.get(language, ()))) for language in TARGETS},
            pos=about.get("partOfSpeech", ""),
            domain=about.get("subjectField", ""),
            note=about.get("note", ""),
            forbidden={language: tuple(found) for language, found in forbidden.items() if language in TARGETS},
            origin=origin,
        )
    except ValueError as error:
        raise GlossaryError(f"{origin}: {error}") from error


def _language(element: Any, sections: tuple[str, ...]) -> str:
    """The language of the section around an element; empty for one that Audarma does not know."""
    for above in element.iterancestors():
        if _local(above) in sections:
            tag = above.get(_LANG) or above.get("lang") or ""
            try:
                return parse_language(tag)
            except UsageError:
                return parse_language("ru") if tag.lower().startswith("ru-") else _english(tag)
    return ""


def _english(tag: str) -> str:
    return "en" if tag.lower().startswith("en-") else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _local(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _write(root: Any, path: Path) -> None:
    from lxml import etree

    _save(path, etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise GlossaryError(f"{path}: cannot be written ({error.strerror})") from error
