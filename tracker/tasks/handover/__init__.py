"""Open work in one step to another unit, or to another accountable leader; closed work stays where it was done.

In one transaction and as sets: thousands of tasks move in seconds. A second run finds nothing to move.
"""

from .leaving import let_officer_go
from .plan import Follower, Handing, Plan, Side, followers
from .preview import (
    OPEN_WORK,
    Former,
    Parcel,
    Work,
    count_by_unit,
    count_of_leader,
    count_of_unit,
    lay_out_parcels,
    list_former,
    read_work,
    tell_others_of_unit,
)
from .to_leader import hand_over_leader
from .to_unit import Moved, hand_over_unit

__all__ = [
    "OPEN_WORK",
    "Follower",
    "Former",
    "Handing",
    "Moved",
    "Parcel",
    "Plan",
    "Side",
    "Work",
    "count_by_unit",
    "count_of_leader",
    "count_of_unit",
    "followers",
    "hand_over_leader",
    "hand_over_unit",
    "lay_out_parcels",
    "let_officer_go",
    "list_former",
    "read_work",
    "tell_others_of_unit",
]
