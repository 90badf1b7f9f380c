"""The form in which another program suggests findings: one JSON object a line, each with the words that bear it."""

from __future__ import annotations

from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from reviewer.errors import BrokenFile
from reviewer.model.taxonomy import Severity
from reviewer.model.transcript import Frozen

FORMAT: Final = "reviewer-proposal/1"
PLACE: Final = r"^M[1-9][0-9]{0,8}(\.(text|reasoning|c[1-9][0-9]{0,5}(\.(name|args))?))?$"


class Cited(Frozen):
    """A place in a transcript, and words that stand there."""

    citation: str = Field(
        pattern=PLACE,
        description="the message and, where that matters, the field: M12, M12.text, M12.reasoning, M12.c1 (a call), "
        "M12.c1.name or M12.c1.args",
    )
    quote: str | None = Field(None, min_length=1, description="words of that place, character by character")
    occurrence: int | None = Field(
        None, ge=1, description="which one, from 1; it has to be said where the words stand there more than once"
    )


class Proposal(Frozen):
    """One line: a finding that a person is asked to confirm. `quote` may be missing where the kind is no span."""

    format: Literal["reviewer-proposal/1"] = FORMAT
    proposer: str = Field(
        min_length=1, max_length=80, description="who suggests it: a name, with a version where it has one"
    )
    transcript: str = Field(min_length=1, description="its id as `reviewer list` prints it, or RUN/CASE")
    revision: str | None = Field(
        None, description="the content hash that it was read from; without it, the present revision"
    )
    kind: Literal["span", "message", "call", "gap", "pair", "transcript"] = Field(
        "span",
        description="what it is about: quoted words, a message, a call, what is missing before the cited place, words "
        "and what was done (`done`), or the whole transcript, which has no citation",
    )
    citation: str | None = Field(None, pattern=PLACE, description=Cited.model_fields["citation"].description)
    quote: str | None = Field(None, min_length=1, description=Cited.model_fields["quote"].description)
    occurrence: int | None = Field(None, ge=1, description=Cited.model_fields["occurrence"].description)
    done: Cited | None = Field(None, description="of a pair: where it was done")
    tag: str = Field(min_length=1, description="of the taxonomy in force")
    severity: Severity | None = Field(None, description="without it, the tag's own")
    note: str = Field("", max_length=4000, description="why, for the person who decides")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.proposer.strip():
            raise ValueError("the proposer's name is blank")
        if any(
            cited is not None and not cited.strip() for cited in (self.quote, self.done.quote if self.done else None)
        ):
            raise ValueError("a quote has words: blanks alone prove nothing")
        if self.proposer.startswith("check:"):
            raise ValueError("a proposer's name does not begin with check:, which is for this program's own checks")
        if self.kind == "transcript":
            if self.citation or self.quote or self.done:
                raise ValueError("a proposal about a whole transcript has no citation, no quote and no done")
            return self
        if self.citation is None:
            raise ValueError(f"a proposal of the kind {self.kind} has a citation, such as M12.text")
        if self.quote is None and self.kind in ("span", "pair"):
            raise ValueError(f"a proposal of the kind {self.kind} has a quote")
        if (self.done is not None) != (self.kind == "pair"):
            raise ValueError("a pair has a done, and nothing else has one")
        return self


def read_proposal(value: Any, where: str, place: str) -> Proposal:
    """The proposal that a JSON value holds. Raises BrokenFile with what was expected."""
    if not isinstance(value, dict):
        raise BrokenFile(where, place, "an object was expected; `reviewer propose --schema` says of which form")
    try:
        return Proposal.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise BrokenFile(where, place, f"{field}: {said[:1].lower()}{said[1:]}" if field else said) from None
