"""The life of an appointment as a state machine."""

DRAFT = "draft"
CONFIRMED = "confirmed"
IN_PROGRESS = "in_progress"
COMPLETED = "completed"
CANCELLED = "cancelled"

#: What may follow each state. Stepping back by one corrects a slip of the mouse; what is cancelled stays so.
TRANSITIONS = {
    DRAFT: frozenset({CONFIRMED, CANCELLED}),
    CONFIRMED: frozenset({DRAFT, IN_PROGRESS, CANCELLED}),
    IN_PROGRESS: frozenset({CONFIRMED, COMPLETED, CANCELLED}),
    COMPLETED: frozenset({IN_PROGRESS}),
    CANCELLED: frozenset(),
}

#: The visit is over: its ticket may be closed, nobody is told of it any more, and it is not moved.
FINAL = frozenset({COMPLETED, CANCELLED})
#: States in which somebody has to be on the way or at work.
NEEDS_TECHNICIAN = frozenset({IN_PROGRESS, COMPLETED})


def may_follow(state, new_state):
    """Whether an appointment in ``state`` may be put into ``new_state``; staying is always allowed."""
    return state == new_state or new_state in TRANSITIONS[state]
