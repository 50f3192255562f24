"""Forms with a file in them (RFC 7578), read as they are received.

The framework's own reader writes each file outside the data folder before the endpoint can refuse
it. This one passes the bytes on.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from backend.errors import FieldViolation, InvalidRequest

FILE_FIELD = "file"

_MAX_FIELD_COUNT = 20
_MAX_FIELDS_BYTES = 64 * 1024


class FormReader:
    """The reader of a form of text fields and one file.

    Args:
        content_type: The request's header of that name.

    Raises:
        InvalidRequest: The request is no form.
    """

    def __init__(self, content_type: str) -> None:
        media_type, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if media_type != b"multipart/form-data" or not boundary:
            raise _refused("body", f"send multipart/form-data with the file as {FILE_FIELD!r}")
        self.file_name: str | None = None
        self.fields: dict[str, list[str]] = {}
        self._headers: dict[bytes, bytes] = {}
        self._header_name = b""
        self._header_value = b""
        self._field = ""
        self._is_file = False
        self._text = bytearray()
        self._text_byte_count = 0
        self._file_bytes: list[bytes] = []
        self._is_complete = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_name,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:
            raise _refused("body", "the boundary of the form is too long") from error

    def feed(self, data: bytes) -> bytes:
        """Read the next bytes of the body and return those of them that are the file's.

        Raises:
            InvalidRequest: The body is no such form.
        """
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _refused("body", "the form cannot be read; send multipart/form-data") from error
        content, self._file_bytes = b"".join(self._file_bytes), []
        return content

    def finish(self) -> Mapping[str, str | list[str]]:
        """Return the text fields at the end of the body, as a list where one was sent repeatedly.

        Raises:
            InvalidRequest: The body broke off, or there is no file in it.
        """
        if not self._is_complete:
            raise _refused("body", "the form ends before it is complete; send it again")
        if self.file_name is None:
            raise _refused(FILE_FIELD, "there is no file in the form")
        return {name: texts[0] if len(texts) == 1 else texts for name, texts in self.fields.items()}

    def _on_part_begin(self) -> None:
        self._headers = {}

    def _on_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        self._field = options.get(b"name", b"").decode(errors="replace")
        self._is_file = self._field == FILE_FIELD
        if not self._is_file:
            return
        name = _extended_name(self._headers[b"content-disposition"])
        if name is None and b"filename" in options:
            # Browsers write a quotation mark in a name as %22 (HTML Standard, form data).
            name = options[b"filename"].replace(b"%22", b'"').decode(errors="replace")
        if name is None:
            raise _refused(
                FILE_FIELD, "send the file with its name, as filename, or filename* in UTF-8"
            )
        if self.file_name is not None:
            raise _refused(FILE_FIELD, "send exactly one file")
        self.file_name = name

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._file_bytes.append(data[start:end])
            return
        self._text_byte_count += end - start
        if self._text_byte_count > _MAX_FIELDS_BYTES:
            raise _refused(self._field[:100], "the texts of the form are too long")
        self._text += data[start:end]

    def _on_part_end(self) -> None:
        if self._is_file:
            return
        if sum(map(len, self.fields.values())) >= _MAX_FIELD_COUNT:
            raise _refused(self._field[:100], "the form has too many fields")
        try:
            text = self._text.decode()
        except UnicodeDecodeError as error:
            raise _refused(self._field[:100], "send text in UTF-8") from error
        self.fields.setdefault(self._field, []).append(text)
        self._text.clear()

    def _on_end(self) -> None:
        self._is_complete = True


_EXTENDED_NAME = re.compile(
    rb"""; [ \t]* filename\* [ \t]* = [ \t]*
        (?P<charset>utf-8|iso-8859-1) ' [A-Za-z0-9-]* '
        (?P<text>(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9!#$&+.^_`|~-])+) [ \t]* (?:;|$)""",
    re.IGNORECASE | re.VERBOSE,
)
"""The parameter `filename*` of RFC 8187, in the only character sets that it knows."""

_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')


def _extended_name(disposition: bytes) -> str | None:
    """Return the name that the header has as `filename*` (RFC 8187), or None."""
    found = _EXTENDED_NAME.search(_QUOTED.sub(b'""', disposition))
    if found is None:
        return None
    try:
        return unquote_to_bytes(found["text"]).decode(found["charset"].decode())
    except UnicodeDecodeError:
        return None


def _refused(field: str, description: str) -> InvalidRequest:
    return InvalidRequest([FieldViolation(field, description)])
