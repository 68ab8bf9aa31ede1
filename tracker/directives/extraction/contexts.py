"""What stands above an item of a list: whose list it is, who cooperates, by when."""

from __future__ import annotations

from dataclasses import dataclass, field

from .due_dates import Term
from .orders import Order

Names = tuple[str, ...]


@dataclass
class Context:
    """One open level of the text's numbering ("plain" for an unnumbered introduction)."""

    kind: str
    lead: Names | None = None
    coop: Names = ()
    due: Term | None = None
    source: str = ""  # heading or intro: where the lead was read
    paragraph: int = -1
    first: int = 0  # how many orders had been found when the level was opened


@dataclass
class Found:
    """An order as it is collected; places are in the shadow."""

    start: int
    end: int
    lead: Names
    lead_from: str
    coop: Names
    form: str
    word: str
    paragraph: int
    due: Term | None = None
    due_from: str = ""
    body: int = 0


@dataclass
class Outline:
    """The open levels, outermost first."""

    levels: list[Context] = field(default_factory=lambda: [Context("")])

    def place(self, kind: str, count: int) -> None:
        """Opens the level of a numbered paragraph, closing those that it ends."""
        for index, level in enumerate(self.levels):
            if level.kind == kind:
                del self.levels[index:]
                break
        if kind[:3] in ("dec", "let", "rom", "art", "ord", "LET"):
            while self.levels[-1].kind in "-+*•" and len(self.levels) > 1:
                self.levels.pop()
        self.levels.append(Context(kind, first=count))

    def introduce(self, *, from_root: bool, paragraph: int, count: int) -> Context:
        """Opens an unnumbered introduction; a fresh demand of the authority closes every list before it."""
        if from_root:
            del self.levels[1:]
        elif self.levels[-1].kind == "plain" and self.levels[-1].paragraph != paragraph:
            self.levels.pop()
        level = Context("plain", paragraph=paragraph, first=count)
        self.levels.append(level)
        return level

    def owner(self) -> tuple[Names | None, str]:
        """The nearest owner above, and where it was read."""
        for level in reversed(self.levels):
            if level.lead is not None:
                return level.lead, level.source
        return None, ""

    def coop(self) -> Names:
        """The bodies told to cooperate in the whole list."""
        return next((level.coop for level in reversed(self.levels) if level.lead is not None), ())

    def due(self) -> Term | None:
        """The time limit of the whole list."""
        return next((level.due for level in reversed(self.levels) if level.due), None)

    def item_first(self) -> int:
        """How many orders had been found when the current numbered item began."""
        numbered = [level for level in self.levels if level.kind.startswith(("dec", "roman"))]
        return numbered[-1].first if numbered else self.levels[-1].first


@dataclass
class Run:
    """What has been read of a sentence, clause by clause."""

    last: Found | None  # the order that the next clause may go on with
    listed: bool = False  # the clauses are items of a list that the sentence opens
    was_chained: bool = False  # the sentence before was an order
    is_first: bool = True
    told: bool = False  # the sentence tells something: its later parts are no orders either
    inner: bool = False  # an owner has been told what to do: "yêu cầu" is now his own work
    carried: int | None = None  # where a first part begins that belongs to the clause after it
    shared: Names = ()  # partners named at the head of the sentence, together with the owner

    def note(self, order: Order, with_partners: bool) -> None:
        """Keeps what holds for the clauses that follow."""
        self.inner = self.inner or order.form == "owner"
        if self.is_first and order.lead and order.coop and with_partners:
            self.shared = order.coop
