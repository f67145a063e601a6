"""A page for one request: its language, its theme, and the template that makes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from vaqaye.codes import countries
from vaqaye.web import days
from vaqaye.web.feeds import feeds
from vaqaye.web.speech import Lang, Speech, bdi, link, page_of, tone

_YEAR = 365 * 24 * 3600
_THEMES = ("light", "dark", "auto")


class View:
    """Shows templates in the language and the theme of a request, and remembers in a cookie what its address asks for."""

    def __init__(self, request: Request) -> None:
        self.request = request
        wanted = request.query_params
        self.lang: Lang = "en" if (wanted.get("lang") or request.cookies.get("lang")) == "en" else "fa"
        theme = wanted.get("theme") or request.cookies.get("theme")
        self.theme = theme if theme in _THEMES else "auto"
        self.speech = _speech(self.lang)

    @property
    def path(self) -> str:
        """The path of this page; unlike `request.url` it is there whatever Host a stranger has sent."""
        return str(self.request.scope["path"])

    @property
    def correcting(self) -> bool:
        """Whether this room was opened with corrections."""
        return bool(self.request.app.state.corrections)

    def t(self, key: str) -> str:
        """The text of that key."""
        return self.speech.t(key)

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """The page made from a template."""
        html = _templates(self.lang).get_template(template).render(view=self, **context)
        response = HTMLResponse(html, status, headers={"Vary": "Cookie"})
        for name, value in (("lang", self.lang), ("theme", self.theme)):
            if name in self.request.query_params:
                response.set_cookie(name, value, max_age=_YEAR, samesite="lax", httponly=True)
        return response

    @property
    def given(self) -> dict[str, str]:
        """What the address asks for, to fill a form with."""
        return {name: value for name, value in self.request.query_params.items() if name not in ("lang", "theme")}

    def here(self, **changes: str) -> str:
        """The address of this page with other parameters."""
        return link(quote(self.path), {**self.request.query_params, **changes})

    def data(self, format: str | None = None) -> str:
        """The address of the same question's answer for programs, as JSON or in another format."""
        given = self.given
        # A page takes «۱۴۰۴/۱۰», too; with a time, that of news goes by the day of the act.
        for name in {"since", "until"} & given.keys():
            given[name] = days.asked(given[name], last=name == "until") or ""
        news = "/timeline" if given.get("since") or given.get("until") else "/events"
        path = quote(self.path.rstrip("/") or news)
        return link(f"/api{path}{f'.{format}' if format else ''}", given)

    def countries(self) -> list[str]:
        """The names of all countries, to choose from."""
        return [self.speech.name(name) for name in countries().values()]


def _view(request: Request) -> View:
    return View(request)


OneView = Annotated[View, Depends(_view)]
"""A parameter of this type gives a page its view."""


@cache
def _speech(lang: Lang) -> Speech:
    return Speech(lang)


@cache
def _templates(lang: Lang) -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    speech = _speech(lang)
    said = {name: getattr(speech, name) for name in dir(speech) if not name.startswith("_")}
    made.globals.update(**said, bdi=bdi, link=link, page_of=page_of, tone=tone, feeds=feeds)
    made.filters["mark"] = "s-{}".format
    return made
