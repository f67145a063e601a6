"""Questions that a person asks of a record. Every answer points at the words that prove it.

A party is given as a country («ایران», Iran, IRN, state:IRN) or as an actor: by id (person:vladimir-putin) or by name
in any spelling («ولادیمیر پوتین», «پوتین»). Times are ISO days, months or years, both ends included; they are compared
with the first day that the text gives, else with the day of publication. QueryError says what to ask instead.
"""

from vaqaye.codes import countries, country_name, plover_score
from vaqaye.query.alerts import PARAMETERS, Alert, alert
from vaqaye.query.answers import (
    Act,
    Corrected,
    Count,
    Deal,
    Dossier,
    Link,
    Met,
    Metric,
    MonthsOf,
    Network,
    Number,
    Page,
    PlaceFile,
    Plan,
    Position,
    Profile,
    Quote,
    Score,
    Silence,
    Site,
    Source,
    Suggestion,
)
from vaqaye.query.articles import find, search, sources
from vaqaye.query.asked import Filter
from vaqaye.query.between import dossier, quotes, silence, timeline
from vaqaye.query.corrections import (
    article_corrections,
    correction,
    corrections,
    marked_wrong,
    missed,
    person,
    withdrawal,
)
from vaqaye.query.events import act, events, latest, meetings, place, planned, sites
from vaqaye.query.ledgers import agreements, figures, metrics
from vaqaye.query.months import counts, scores
from vaqaye.query.people import met, network, profile, resolve, suggest
from vaqaye.query.said import positions, statements

__all__ = [
    "PARAMETERS",
    "Act",
    "Alert",
    "Corrected",
    "Count",
    "Deal",
    "Dossier",
    "Filter",
    "Link",
    "Met",
    "Metric",
    "MonthsOf",
    "Network",
    "Number",
    "Page",
    "PlaceFile",
    "Plan",
    "Position",
    "Profile",
    "Quote",
    "Score",
    "Silence",
    "Site",
    "Source",
    "Suggestion",
    "act",
    "agreements",
    "alert",
    "article_corrections",
    "correction",
    "corrections",
    "countries",
    "country_name",
    "counts",
    "dossier",
    "events",
    "figures",
    "find",
    "latest",
    "marked_wrong",
    "meetings",
    "met",
    "metrics",
    "missed",
    "network",
    "person",
    "place",
    "planned",
    "plover_score",
    "positions",
    "profile",
    "quotes",
    "resolve",
    "scores",
    "search",
    "silence",
    "sites",
    "sources",
    "statements",
    "suggest",
    "timeline",
    "withdrawal",
]
