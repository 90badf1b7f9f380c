"""Reading a file the way the loader does, and the samples that the package ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.formats import Fill, Found, Refused, Source, read, sources
from reviewer.model.transcript import Transcript


@dataclass(frozen=True)
class Loaded:
    """Everything that came out of one file."""

    source: Source
    format: str
    found: list[Found]
    refused: list[Refused]

    @property
    def transcripts(self) -> list[Transcript]:
        """What came in."""
        return [item.transcript for item in self.found]

    @property
    def only(self) -> Transcript:
        """The one transcript that came in; nothing was refused."""
        assert not self.refused
        (transcript,) = self.transcripts
        return transcript

    def codes(self) -> list[str]:
        """The codes of all warnings."""
        return [warning.code for transcript in self.transcripts for warning in transcript.warnings]


Load = Callable[..., Loaded]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Reads a path, or a text or bytes as a file of the given name, to the end."""

    def _load(content: Path | str | bytes, fill: Fill | None = None, name: str = "a-file.json") -> Loaded:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        (source,) = sources([str(path)])
        assert isinstance(source, Source), source
        format_name, items = read(source, fill or Fill())
        found: list[Found] = []
        refused: list[Refused] = []
        for item in items:
            if isinstance(item, Found):
                found.append(item)
            else:
                refused.append(item)
        return Loaded(source, format_name, found, refused)

    return _load


@pytest.fixture(scope="session")
def samples(root: Path) -> Path:
    """The folder with a small sample of every format."""
    return root / "fixtures" / "formats"
