"""The life of an appointment as a state machine."""

DRAFT = "draft"
CONFIRMED = "confirmed"
IN_PROGRESS = "in_progress"
COMPLETED = "completed"
CANCELLED = "cancelled"

#: What may follow each state. Stepping back by one corrects a slip of the mouse; what is over stays over.
TRANSITIONS = {
    DRAFT: frozenset({CONFIRMED, CANCELLED}),
    CONFIRMED: frozenset({DRAFT, IN_PROGRESS, CANCELLED}),
    IN_PROGRESS: frozenset({CONFIRMED, COMPLETED, CANCELLED}),
    COMPLETED: frozenset(),
    CANCELLED: frozenset(),
}

FINAL = frozenset(state for state, following in TRANSITIONS.items() if not following)
#: States in which somebody has to be on the way or at work.
NEEDS_TECHNICIAN = frozenset({IN_PROGRESS, COMPLETED})


def may_follow(state, new_state):
    """Whether an appointment in ``state`` may be put into ``new_state``; staying is always allowed."""
    return state == new_state or new_state in TRANSITIONS[state]
