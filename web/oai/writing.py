"""An answer of the protocol as XML: elements in the order that its schema (OAI-PMH.xsd) wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from lxml import etree

from corpus.characters import for_xml
from corpus.store.stamps import moment

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

LOST = "\ufffd"
"""Stands for what XML cannot hold: a harvester sees that something was there."""


def answer(base: str, given: Mapping[str, str]) -> tuple[etree._Element, etree._Element | None]:
    """(the root, the verb's element) of an answer; the latter is missing where no verb is given."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    _schema(root, OAI, "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    put(root, "responseDate", moment(dt.datetime.now(dt.timezone.utc)))
    request = put(root, "request", base)
    for name, value in given.items():
        request.set(name, for_xml(value, LOST))
    return root, put(root, given["verb"]) if "verb" in given else None


def put(parent: etree._Element, name: str, text: str | None = None, space: str = OAI) -> etree._Element:
    """A new last child."""
    child = etree.SubElement(parent, f"{{{space}}}{name}")
    child.text = None if text is None else for_xml(text, LOST)
    return child


def put_dublin_core(parent: etree._Element, pairs: Iterable[tuple[str, str]]) -> None:
    """The `metadata` element with an `oai_dc:dc`; what is empty is left out."""
    metadata = put(parent, "metadata")
    dc = etree.SubElement(metadata, f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    _schema(dc, OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    for name, text in pairs:
        if text:
            put(dc, name, text, DC)


def put_identifier_scheme(parent: etree._Element, namespace: str, sample: str) -> None:
    """What `Identify` says of how identifiers are made."""
    scheme = etree.SubElement(
        put(parent, "description"), f"{{{OAI_IDENTIFIER}}}oai-identifier", nsmap={None: OAI_IDENTIFIER}
    )
    _schema(scheme, OAI_IDENTIFIER, "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd")
    pairs = {"scheme": "oai", "repositoryIdentifier": namespace, "delimiter": ":", "sampleIdentifier": sample}
    for name, text in pairs.items():
        put(scheme, name, text, OAI_IDENTIFIER)


def _schema(element: etree._Element, space: str, address: str) -> None:
    element.set(f"{{{XSI}}}schemaLocation", f"{space} {address}")


def written(root: etree._Element) -> bytes:
    """The document in UTF-8."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
