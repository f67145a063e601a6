"""One act, many reports: entries of different articles that tell the same thing become one story.

Events become episodes, statements quotations, agreements ledgers; articles that copy each other become groups. All of it
is a function of what the articles say, never of the order in which they came: two entries are linked or not by looking at
those two alone (alike.py), the linked ones form components, and a component is divided into stories by itself
(stories.py). So a batch has to look only at what shares a block with its own entries, and to divide anew only the
components that it touches; that happens inside the transaction of the batch, so that a record is never without its
stories, nor half-way between two states of them.
"""

from vaqaye.record.merge.link import (
    LINKED,
    RULES,
    Linker,
    check_rules,
    link_stored,
    linked_rows,
    record_rules,
    start_anew,
    unlinked,
)

__all__ = [
    "LINKED", "RULES", "Linker", "check_rules", "link_stored", "linked_rows", "record_rules", "start_anew", "unlinked",
]  # fmt: skip
