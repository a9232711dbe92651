"""An item for an article that came as a plain file: its headline, and a body whose markup says what the kinds are."""

from itertools import groupby

from pipeline.article import Article, BlockKind, Item, Part, Role

_ELEMENTS: dict[BlockKind, str] = {
    "headline": "<h2>{}</h2>",
    "lead": "<p>{}</p>",
    "speaker": "<p><strong>{}</strong></p>",
    "quotation": "<blockquote><p>{}</p></blockquote>",
    "list_item": "<li>{}</li>",
    "caption": "<figure><figcaption>{}</figcaption></figure>",
}


def item_of(article: Article) -> Item:
    """The article's own item, or one drawn from the kinds of its blocks."""
    if article.item is not None and (article.item.format not in {"xliff", "tmx"}):
        return article.item
    parts = []
    rest = [i for i, block in enumerate(article.blocks) if block.kind != "boilerplate"]
    single: tuple[tuple[BlockKind, Role], ...] = (("headline", "headline"), ("byline", "byline"))
    for kind, role in single:
        index = next((i for i in rest if article.blocks[i].kind == kind), None)
        if index is not None and (kind == "byline" or index == rest[0]):
            parts.append(Part(role, f"<?block {index}?>"))
            rest.remove(index)
    if rest:
        parts.append(Part("body", _body(article, rest), "application/xhtml+xml"))
    return Item(id=article.item.id if article.item else "", language=article.language, parts=tuple(parts))


def _body(article: Article, indices: list[int]) -> str:
    pieces = []
    for kind, group in groupby(indices, key=lambda index: article.blocks[index].kind):
        elements = [_ELEMENTS.get(kind, "<p>{}</p>").format(f"<?block {index}?>") for index in group]
        pieces.append(f"<ul>{''.join(elements)}</ul>" if kind == "list_item" else "\n".join(elements))
    return "\n".join(pieces)
