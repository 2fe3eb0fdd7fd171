"""What comes in over the wire: no more of a file is stored than tells that it is too large."""

from __future__ import annotations

from django.core.files.uploadhandler import FileUploadHandler

from raci.evidence.inspection import SIZE_LIMIT


class SizeLimit(FileUploadHandler):
    """Passes on one byte more than the limit and swallows the rest, so the page can still answer with a sentence.

    Stands first in FILE_UPLOAD_HANDLERS.
    """

    chunk_size = 64 * 2**10

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The part of the chunk within the limit; None (nothing for the next handlers) beyond it."""
        left = SIZE_LIMIT + 1 - start
        return raw_data[:left] if left > 0 else None

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one hold the file."""
