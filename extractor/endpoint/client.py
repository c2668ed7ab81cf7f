"""One attempt at one endpoint: the one path to every model.

instructor prepares the request, once for all articles, and the class that validates the report;
between the two stands what sends the body through the OpenAI client and reads the raw response, so
that every shape of failure and of answer is understood here and nowhere else. Neither library
retries.

A ``Call`` is what is known of an attempt, whether it succeeded or not. The report is read from the
response as it came; the key is in no error, in nothing a ``Client`` gives out to be kept, and in no
report: an answer that holds it is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import BaseModel, ValidationError

from extractor import exact_json
from extractor.endpoint import answer, failure, logs, prices
from extractor.endpoint.config import Endpoint
from extractor.endpoint.modes import Layout, Manner, Repair
from extractor.endpoint.secret import HIDDEN, Secret, discreet, texts
from extractor.errors import EndpointError, one_line
from extractor.record import Data, Usage

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

MAX_RESPONSE_BYTES = 4 * 1024 * 1024
"""A response beyond this is no report; reading stops there."""

_WORKED_ON = frozenset({"server", "malformed", "timeout", "truncated", "refused"})
"""Kinds of refused requests that a model may have worked on all the same."""

CACHED = Usage(prompt_tokens=0, completion_tokens=0, cost_usd=Decimal(0), cached=True)
"""What an answer uses that was kept."""


S = TypeVar("S")
T = TypeVar("T")


@dataclass(slots=True)
class Call:
    """One attempt: what was sent, what came back and what it used.

    ``report`` is the validated model, ``payload`` the JSON it was validated from, numbers exact;
    ``response`` is the content as received, without the key, and ``document`` what it says where
    there was no key in it; ``whole`` says that it is a completion
    with a report, which may be kept for another time. ``said`` is what the model wrote, ``heeded``
    whether the answer has the form that was asked for.
    """

    manner: Manner
    body: Data | None = None
    response: str | None = None
    served_model: str | None = None
    usage: Usage = field(default_factory=lambda: Usage(requests=0))
    payload: Data | None = None
    report: BaseModel | None = None
    document: Data | None = None
    whole: bool = False
    said: str = ""
    heeded: bool = True


class Client:
    """A connection to one endpoint, for any number of articles; opened for all but recall."""

    def __init__(
        self, endpoint: Endpoint, *, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        """``transport`` takes the place of the network, for an endpoint in process."""
        self.endpoint = endpoint
        self._key: str | None = None
        self._secret = Secret(None)
        self._transport = transport
        self._openai: AsyncOpenAI | None = None
        self._completed = False

    async def __aenter__(self) -> Self:
        """Raises ``ConfigurationError`` where the endpoint's key is not in the environment."""
        # Not before: what was answered earlier is read without a key.
        self._key = self.endpoint.key()
        self._secret = Secret(self._key)
        import httpx2
        import instructor
        from openai import AsyncOpenAI

        logs.quieten()
        http = httpx2.AsyncClient(
            transport=self._transport,
            timeout=self.endpoint.timeout_s,
            follow_redirects=False,
            # To load the certificates takes longer than a short answer from this machine.
            verify=self.endpoint.base_url.startswith("https:"),
            # How many are under way is decided elsewhere; a bound here would make them wait twice.
            limits=httpx2.Limits(max_keepalive_connections=self.endpoint.concurrency),
            event_hooks={"response": [self._raise_for_failure]},
        )
        client = AsyncOpenAI(
            base_url=self.endpoint.base_url,
            # Some servers that need no key still want one sent.
            api_key=self._key or "none",
            max_retries=0,
            timeout=self.endpoint.timeout_s,
            http_client=http,
        )
        # The client takes these from the environment, where they are meant for one provider only.
        client.organization = client.project = client.admin_api_key = None
        client._custom_headers = dict(self.endpoint.headers)
        # Both load their parts when first used, which would count as time of the first attempt.
        instructor.patch(create=client.chat.completions.create)
        self._openai = client
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._openai is not None:
            await self._openai.close()
            self._openai = None

    async def send(
        self, call: Call, layout: Layout, article: str, repair: Repair | None = None
    ) -> None:
        """Make the attempt and fill ``call`` in, as far as it goes.

        Raises ``EndpointError`` where there is no usable answer.
        """
        try:
            async with asyncio.timeout(self.endpoint.timeout_s):
                call.body = layout.body(call.manner, article, repair)
                headers, content = await self._exchange(call)
            self._take(call, layout, headers, content, article)
            call.whole = True
        except TimeoutError:
            if self.endpoint.in_process:
                # It reads the same text again, beside the reading that still goes on.
                raise EndpointError(
                    "timeout",
                    f"the text could not be read within {self.endpoint.timeout_s:g} s",
                    final=True,
                ) from None
            raise EndpointError(
                "timeout",
                f"no answer within {self.endpoint.timeout_s:g} s",
                "raise timeout_s of the endpoint",
            ) from None
        except EndpointError as error:
            if error.kind != "malformed" or not self._rescued(call, layout, article):
                raise discreet(error, article, self._secret) from None

    def recall(
        self,
        call: Call,
        layout: Layout,
        article: str,
        response: str,
        repair: Repair | None = None,
    ) -> None:
        """Fill ``call`` in from a response that was kept, a refusal that holds a report too.

        Raises ``EndpointError`` where it holds no report of that layout.
        """
        call.body = layout.body(call.manner, article, repair)
        try:
            self._take(call, layout, {}, response.encode(), article)
        except EndpointError:
            if not self._rescued(call, layout, article):
                raise
        call.usage = CACHED

    def exchange(self, call: Call) -> Data | None:
        """The request as sent and the response as received, as both may be kept.

        Without headers and without the key; ``None`` where nothing was sent. A response that is
        not JSON is the text it is.
        """
        if call.body is None:
            return None
        request: Any = call.body
        if self._key is not None:
            text = exact_json.dumps(call.body)
            if (shown := self._secret.hidden(text)) != text:
                request = _json_or_text(shown)
        response: Any = call.response
        if response is not None:
            response = _json_or_text(response) if call.document is None else call.document
        return {"request": request, "response": response}

    def _take(
        self, call: Call, layout: Layout, headers: Mapping[str, str], content: bytes, article: str
    ) -> None:
        """Read a response with success."""
        shown = self._shown(content)
        call.response = shown.decode()
        envelope = partial(answer.envelope, headers)
        try:
            document = _read(envelope, content, lambda: shown)
        except EndpointError as error:
            if error.kind == "not_found" and self._completed:
                # The address is right, as was seen: something on the way answered in its place.
                raise EndpointError("server", error.message) from None
            raise
        self._completed = True
        if shown == content:
            call.document = document
        call.usage = answer.usage(document, self.endpoint)
        served = document.get("model")
        if isinstance(served, str):
            call.served_model = one_line(self._secret.hidden(served), 200)
        call.said = self._secret.hidden(answer.said(document))
        call.heeded = answer.heeds(document, call.manner.mode)
        report = partial(answer.report, report_name=layout.name)
        self._accept(call, layout, _read(report, document, lambda: envelope(shown)), article)

    def _rescued(self, call: Call, layout: Layout, article: str) -> bool:
        """Whether what the model wrote is a report, although its server refused to pass it on."""
        text = failure.generation((call.response or "").encode())
        if text is None or HIDDEN in text:
            return False
        call.said = text
        try:
            self._accept(call, layout, answer.generated(text, layout.name), article)
        except EndpointError:
            return False
        return True

    def _accept(self, call: Call, layout: Layout, payload: Data, article: str) -> None:
        self._refuse_echo(payload, article)
        try:
            # As JSON and strictly: «true» in quotes is no flag, and a date is still a text.
            text = exact_json.dumps(payload)
            call.report = layout.report.model_validate_json(text, strict=True)
        except ValidationError as error:
            raise _misfit(error, self._secret) from None
        except RecursionError:
            raise EndpointError("malformed", "the answer is nested too deeply") from None
        call.payload = payload

    async def _exchange(self, call: Call) -> tuple[Mapping[str, str], bytes]:
        """Send the body, return the response's headers and its whole content."""
        import httpx2
        import openai

        if self._openai is None or call.body is None:
            raise AssertionError("the client is not open")
        call.usage = Usage(requests=1, cost_usd=prices.cost(self.endpoint, None, None))
        try:
            async with self._openai.chat.completions.with_streaming_response.create(
                model="",
                messages=(),
                # The body as a whole, as it is: the client would go through each part of it.
                extra_body=call.body,
                # A compressed response could grow beyond every bound while it is read.
                extra_headers={"Accept-Encoding": "identity"},
            ) as response:
                return response.headers, await self._content(response.http_response)
        except openai.APIConnectionError as error:
            raise self._unreachable(call, error.__cause__) from None
        except httpx2.HTTPError as error:
            raise self._unreachable(call, error) from None

    def _unreachable(self, call: Call, cause: BaseException | None) -> Exception:
        """The error behind a connection that failed; what the response hook raised, as it is."""
        import httpx2

        if isinstance(cause, _Failed):
            call.response = cause.shown.decode()
            if cause.error.kind not in _WORKED_ON:
                call.usage = self._nothing()
            return cause.error
        if isinstance(cause, EndpointError):
            return cause
        unreached = isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout)
        if unreached:
            call.usage = self._nothing()
        if isinstance(cause, httpx2.TimeoutException):
            return EndpointError(
                "timeout",
                f"no answer within {self.endpoint.timeout_s:g} s",
                unreached=unreached,
            )
        if isinstance(cause, httpx2.HTTPError):
            reason = str(cause) or type(cause).__name__
            return EndpointError(
                "network",
                f"{self.endpoint.base_url}: {reason}",
                "check base_url and that the server is running",
                unreached=unreached,
            )
        return cause if isinstance(cause, Exception) else AssertionError("no cause")

    def _nothing(self) -> Usage:
        """What a request uses that no model has worked on: services charge nothing for those."""
        nothing = prices.cost(self.endpoint, 0, 0)
        return Usage(requests=1, prompt_tokens=0, completion_tokens=0, cost_usd=nothing)

    async def _raise_for_failure(self, response: httpx2.Response) -> None:
        """Read a failure here, bounded: left to itself the OpenAI client reads it to its end."""
        if response.is_success:
            return
        shown = self._shown(await self._content(response))
        headers = {name: self._secret.hidden(value) for name, value in response.headers.items()}
        error = failure.from_response(response.status_code, headers, shown)
        if error.kind == "auth" and self._completed and failure.is_page(headers, shown):
            # The key is right, as was seen: something on the way took offence at this request.
            error = EndpointError("refused", error.message)
        raise _Failed(error, shown)

    async def _content(self, response: httpx2.Response) -> bytes:
        """A response's content, bounded."""
        content = bytearray()
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > MAX_RESPONSE_BYTES:
                raise EndpointError(
                    "malformed",
                    f"the response is larger than {MAX_RESPONSE_BYTES} bytes",
                    final=True,
                )
        return bytes(content)

    def _shown(self, content: bytes) -> bytes:
        """What of a response may be told or kept: some servers echo the key they are sent."""
        return self._secret.hidden(content.decode("utf-8", errors="replace")).encode()

    def _refuse_echo(self, payload: Data, article: str) -> None:
        """An answer is kept unchanged, so one that holds the key cannot be kept."""
        # Names of fields are the schema's own: validation lets no other pass.
        echoed = any(self._secret.hidden(text) != text for text in texts(payload))
        if echoed and self._secret.hidden(article) == article:
            raise EndpointError("malformed", "the answer holds the endpoint's key and is not kept")

    async def post(self, body: Data) -> Data:
        """Send a body as it is and return the completion, for calls that ask for no report.

        The completion is as received: what of it is shown or kept is for the caller to choose.
        Raises ``EndpointError`` where there is none.
        """
        try:
            async with asyncio.timeout(self.endpoint.timeout_s):
                headers, content = await self._exchange(Call(Manner("tools"), body))
            shown = self._shown(content)
            return _read(partial(answer.envelope, headers), content, lambda: shown)
        except TimeoutError:
            raise EndpointError(
                "timeout", f"no answer within {self.endpoint.timeout_s:g} s", "raise timeout_s"
            ) from None
        except EndpointError as error:
            raise discreet(error, "", self._secret) from None


class _Failed(Exception):
    """Carries a response without success out of the HTTP client: what of it may be shown."""

    def __init__(self, error: EndpointError, shown: bytes) -> None:
        super().__init__(error.kind)
        self.error = error
        self.shown = shown


def _read(reader: Callable[[S], T], received: S, shown: Callable[[], S]) -> T:
    """What ``reader`` makes of something as received; an error, of what may be shown of it.

    A reason is cut to its length when it is made: the beginning of a key would be left of it.
    """
    try:
        return reader(received)
    except EndpointError as error:
        if (other := shown()) == received:
            raise
        reader(other)
        raise error.saying("the reason given holds the key and is not told") from None


def _json_or_text(text: str) -> Any:
    try:
        return exact_json.loads(text)
    except exact_json.JsonError:
        return text


def _misfit(error: ValidationError, secret: Secret) -> EndpointError:
    """Where an answer does not fit the schema; never its text, which may quote the article."""
    details = error.errors(include_url=False, include_input=False, include_context=False)
    first = details[0]
    where = secret.hidden(".".join(str(part) for part in first["loc"]))
    more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
    return EndpointError(
        "malformed",
        f"the answer does not fit the schema: {one_line(where, 80)}: "
        f"{one_line(secret.hidden(first['msg']), 120)}{more}",
    )
