"""Out of the house: the board, redacted, as a folder or as one file; and a note of it in the store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from reviewer.dossier.placeholders import scan
from reviewer.dossier.redacted import Texts
from reviewer.errors import ReviewerError
from reviewer.export import manifest
from reviewer.export.folder import write_file, write_folder
from reviewer.export.manifest import Manifest
from reviewer.model.board import Board
from reviewer.model.dossier import Redaction
from reviewer.operations import board as boards
from reviewer.operations import redaction
from reviewer.operations.beside import reports_beside
from reviewer.operations.board import Progressed, Wanted
from reviewer.operations.board_files import BOARD, KIND, board_file, board_files
from reviewer.operations.publish import Written, counted
from reviewer.review.events import now
from reviewer.store import connection as connections
from reviewer.store import dossiers as store
from reviewer.text.redact import Redactor


def publish(
    db: Path,
    wanted: Wanted,
    format_: str,
    out: Path,
    *,
    raw: bool = False,
    names: tuple[Path, ...] = (),
    force: bool = False,
    progress: Progressed | None = None,
) -> Written:
    """Writes the board to `out`, and keeps its manifest in the store. Its rows lead to the reports that lie beside it.

    Raises as `reviewer.operations.board.build`, ReviewerError where a sentence cites, or quotes what there is not, and
    UsageError where `out` is in the way; then nothing was written.
    """
    with closing(connections.open_reading(db)) as connection:
        made = boards.build(connection, wanted, progress=progress)
        _whole(made)
        listed = redaction.names(connection, made.suite, names)
        redactor = redaction.redactor_of(store.placeholders(connection, made.suite.name, None), listed)
    if format_ != "json":
        made = beside(made, out)
    made = raw_board(made) if raw else redacted(made, redactor)
    personal = "{}" if raw else redaction.written(redactor, listed)
    if format_ == "json":
        content = board_file(made)
        write_file(out, content, force=force, private=raw)
        _keep(db, Manifest(KIND, {BOARD: manifest.digest(content)}), made, personal)
        return Written(out, 1, len(content), counted(content, redactor.counts), left_out=made.left_out)
    files = list(board_files(format_, made))
    found = Manifest(KIND, {name: manifest.digest(content) for name, content in files})
    write_folder(out, [*files, (manifest.NAME, found.content)], force=force, private=raw)
    _keep(db, found, made, personal)
    size = sum(len(content) for _, content in files)
    return Written(out, len(files) + 1, size, dict(redactor.counts), found.hash, left_out=made.left_out)


def _whole(board: Board) -> None:
    """Raises ReviewerError for the first sentence with what a board cannot bear: a citation, as it has no transcripts
    beside it, or a placeholder that is left, as nothing stands behind it."""
    reads = (row.read for row in board.rows)
    for one in (*board.claims, *(read for read in reads if read is not None)):
        found = scan(one.text)
        left = [one.text[spot.start : spot.end] for spot in found.placeholders]
        left += [one.text[spot.start : spot.end] for spot in found.slips]
        if found.citations:
            cited = one.text[found.citations[0].start : found.citations[0].end]
            raise ReviewerError(
                f"the board's claims cite {cited}: a board is made of figures, and evidence stands in a deep report"
            )
        if quoted := next((words for words in left if "{{" in words), None):
            raise ReviewerError(f"the board's claims quote {quoted}, which is not there: `reviewer lint` says what is")


def redacted(board: Board, redactor: Redactor) -> Board:
    """The same without personal data. What is rendered is what a reader of the file gets."""
    made = Texts(redactor).every(board.model_dump(mode="json"))
    counts = dict(sorted(redactor.counts.items()))
    whole = Board.model_validate({**made, "redaction": Redaction(version=redactor.version, counts=counts).model_dump()})
    return Board.model_validate_json(board_file(whole))


def raw_board(board: Board) -> Board:
    """The same, marked as not redacted."""
    return Board.model_validate_json(board_file(board.model_copy(update={"redaction": Redaction(raw=True)})))


def beside(board: Board, out: Path) -> Board:
    """With the way to each deep report that lies beside the folder."""
    found = reports_beside(out, board.suite.name)
    rows = tuple(
        row.model_copy(update={"report": found[row.model.id]}) if row.model.id in found else row for row in board.rows
    )
    return board.model_copy(update={"rows": rows})


def _keep(db: Path, found: Manifest, made: Board, placeholders: str) -> None:
    with closing(connections.open_writing(db)) as writer, connections.transaction(writer):
        content = found.content.decode("ascii")
        key = store.seal_key(writer).hex()
        store.keep_manifest(
            writer,
            store.Manifest(found.hash, found.kind, made.suite.name, None, None, now(), content, placeholders, key),
        )
