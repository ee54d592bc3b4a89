"""Requests that mean harm, as hypothesis strategies: each family has the rest of the request in order."""

import base64
import json
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import quote

from hypothesis import strategies as st

from livegate.contract.enums import SessionKind
from livegate.contract.operations import OPERATIONS, Caller
from livegate.contract.requests import create_session_fields
from livegate.contract.versions import ApiVersion
from tests.support.raw_http import request_bytes

Header = tuple[bytes, bytes]


class Credential(Enum):
    """What the sender fills in: the generator knows no secrets."""

    KEY = b"{key}"
    TOKEN = b"{token}"
    OTHER_KIND = b"{other-kind}"
    DELETED = b"{deleted}"
    HALVES = b"{halves}"


CREDENTIAL_HEADERS: dict[Caller, list[Header]] = {
    Caller.APP_BACKEND: [(b"ocp-apim-subscription-key", Credential.KEY.value)],
    Caller.DEVICE: [(b"authorization", b"Bearer " + Credential.TOKEN.value)],
}
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "M-SEARCH", "PURGE", "BREW"]
KNOWN_FIELDS = sorted(
    frozenset.union(*(create_session_fields(kind, version) for kind in SessionKind for version in ApiVersion))
    | {"reason"}
)
MINIMAL = {"livenessOperationMode": "Passive", "deviceCorrelationId": "d", "userCorrelationId": "u"}


@dataclass(frozen=True)
class HostileRequest:
    """A request before the credentials are put in."""

    method: str
    target: bytes
    headers: tuple[Header, ...]
    body: bytes = b""

    def to_bytes(self, secrets: dict[Credential, bytes]) -> bytes:
        """Return the bytes to send."""
        headers = []
        for name, value in self.headers:
            for credential, secret in secrets.items():
                value = value.replace(credential.value, secret)  # noqa: PLW2901  # one placeholder after another
            headers.append((name, value))
        return request_bytes(self.method, self.target, headers, self.body)


def _operations(caller: Caller | None = None, identifier: str = "") -> list[HostileRequest]:
    """Return a plain request for each row of the operation table in each of its versions."""
    return [
        HostileRequest(
            operation.method,
            f"/face/{version}{operation.path}".format(
                sessionId="0" * 36, sessionImageId="A" * 44, receiptId="A" * 43
            ).encode(),
            ((b"host", b"gate"), *CREDENTIAL_HEADERS[operation.caller]),
        )
        for operation in OPERATIONS
        for version in operation.versions
        if (caller is None or operation.caller is caller) and identifier in operation.id.value
    ]


def latin(text: str) -> bytes:
    return text.encode("latin-1", "replace")


# Whatever may stand in a header's value without ending the line.
header_texts = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60).map(latin)
header_values = st.one_of(
    header_texts,
    st.integers(1, 100_000).map(lambda length: b"x" * length),
    st.sampled_from(
        [b"", b"%0d%0ax-injected:%201", b"\xff\xfe", b"; ; ;", b'"', b"a" * 65_536, b"0, 0", b"*/*, " * 2000]
    ),
)
header_names = st.one_of(
    st.sampled_from([
        b"host", b"accept", b"content-type", b"authorization", b"ocp-apim-subscription-key", b"range", b"expect",
        b"upgrade", b"user-agent", b"client-request-id", b"x-ms-client-request-id", b"x-forwarded-for", b"cookie",
        b"x-forwarded-proto", b"x-forwarded-host", b"if-modified-since", b"if-none-match", b"origin",
        b"content-encoding",
    ]),
    st.from_regex(rb"x-[!#$%&'*+.^_`|~0-9a-z-]{1,30}", fullmatch=True),
)  # fmt: skip
content_types = st.one_of(
    header_texts,
    st.sampled_from([
        b"application/json", b"Application/JSON; charset=utf-16", b"text/plain", b"multipart/form-data", b"",
        b"multipart/form-data; boundary=", b'multipart/form-data; boundary="', b"multipart/mixed; boundary=b",
        b"multipart/form-data; boundary=b", b"multipart/form-data; boundary*=utf-8''%ff%0a", b"a/b" + b"; c=d" * 5000,
        b"multipart/form-data; boundary=" + b"b" * 20_000,
    ]),
)  # fmt: skip
segments = st.one_of(
    st.sampled_from([
        "..", ".", "%2e%2e", "%2E%2E%2F", "%00", "%ff", "%C0%AF", "%F0%9F%98%80", "%25", "%", "%zz", "face", "v1.2", "",
        "detectLiveness-sessions", "sessionImages", "index.html", "a" * 5000, "%5c..%5c", "%0d%0ax-injected:1", ";a=b",
        "etc", "passwd", "healthz", "[::1]", "'%22--",
    ]),
    st.text(max_size=20).map(quote),
)  # fmt: skip
paths = st.builds(
    lambda root, rest, query: (root + "/".join(rest) + query).encode(),
    st.sampled_from(["/", "//", "/face/", "/face/v1.2/", "/FACE/V1.3-preview.1/detectLiveness-sessions/", "/face/v9/"]),
    st.lists(segments, max_size=6),
    st.sampled_from(["", "?", "?top=-1&start=%00", "?top=" + "9" * 400, "?" + "&" * 3000, "?start=" + "z" * 90_000]),
)
json_texts = st.one_of(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
        lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
        max_leaves=6,
    ).map(json.dumps),
    st.sampled_from([
        "NaN", "-Infinity", "1e999", "-1e308", "9" * 5000, "-" + "9" * 4000, "0.1e-400", '"\\ud800"', '"\\u0000"', "-0",
        "[" * 3000 + "]" * 3000, '{"a":' * 900 + "1" + "}" * 900, '"' + "x" * 60_000 + '"', '"\u202e\U0001f600"', "",
        '"::/0"', '"1.2.3.4/99"', '"fe80::1%eth0"', "60", "86400", '"٦٠"', '"true"', '"PASSIVE"', "1e2", "6e1", "0.5",
    ]),
)  # fmt: skip


@st.composite
def json_objects(draw: st.DrawFn) -> bytes:
    """An object that would be accepted but for a few of its members."""
    members = {name: json.dumps(value) for name, value in MINIMAL.items()}
    names = st.sampled_from(KNOWN_FIELDS) | st.text(max_size=8)
    members |= draw(st.dictionaries(names, json_texts, min_size=1, max_size=3))
    content = ", ".join(f"{json.dumps(name)}: {value}" for name, value in members.items())
    return f"{{{content}}}".encode("utf-8", "surrogatepass")


bodies = st.one_of(
    json_objects(), json_texts.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=300)
)

part_names = st.one_of(
    st.sampled_from(["Content", "content", "VerifyImage", "verifyImage", "Parameters", "Metadata", *KNOWN_FIELDS]),
    st.text(max_size=12),
)
dispositions = st.one_of(
    part_names.map(lambda name: f'form-data; name="{name}"'),
    st.tuples(part_names, st.text(max_size=30)).map(lambda both: f'form-data; name="{both[0]}"; filename="{both[1]}"'),
    part_names.map(lambda name: f"form-data; name={name}; filename*=utf-8''%ff%00; name=again"),
    st.sampled_from([
        "form-data", "attachment; name=Content", "",
        'form-data; name="Content', 'form-data; name="Content"; filename="\\',
        'form-data; name="Content"; filename="../../etc/passwd"', "form-data; name=Content" + "; x=y" * 900,
    ]),
)  # fmt: skip
magic = st.sampled_from([
    b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a\xff\xff\xff\xff", b"BM", b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    b"\x00\x00\x00\x18ftypmp42", b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"II*\x00",
    b"\x00\x00\x00\x18ftypheic",
])  # fmt: skip
media = st.builds(lambda start, rest, times: start + rest * times, magic, st.binary(max_size=64), st.integers(1, 60))
part_contents = st.one_of(
    media, bodies, st.sampled_from([b"", b"null", b"undefined", b"Passive", b"\r\n--b--\r\n", b"--b\r\n\r\n--b--"])
)


@st.composite
def forms(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A content type and a body of parts, most of them well framed."""
    boundary = draw(st.sampled_from([b"b", b"b" * 70, b"----x", b"'()+_,-./:=?", b"\xe9\xff", b"B" * 3000]))
    fields = [(f'form-data; name="{name}"', value.encode()) for name, value in MINIMAL.items()]
    parts = draw(st.permutations(fields + draw(st.lists(st.tuples(dispositions, part_contents), max_size=5))))
    body = b"".join(
        b"--%s\r\nContent-Disposition: %s\r\n%s\r\n%s\r\n"
        % (boundary, disposition.encode("utf-8", "replace"), draw(part_headers), content)
        for disposition, content in parts
    )
    end = draw(st.sampled_from([b"--%s--\r\n", b"--%s--\r\n", b"--%s--\r\n", b"--%s", b"%.0s", b"--%s--trailing%%"]))
    return b'multipart/form-data; boundary="%s"' % boundary, draw(
        st.sampled_from([b"", b"preamble\r\n"])
    ) + body + end % boundary


part_headers = st.sampled_from([
    b"", b"", b"", b"Content-Type: multipart/mixed; boundary=n\r\n", b"Content-Type: text/plain; charset=utf-7\r\n",
    b"Content-Length: 1\r\n", b"Content-Transfer-Encoding: base64\r\n", b"X-Y: z\r\n" * 9, b": nameless\r\n",
    b"\xff: \xff\r\n", b"X: " + b"y" * 5000 + b"\r\n", b" continued\r\n",
])  # fmt: skip


def _with(request: HostileRequest, headers: tuple[Header, ...], body: bytes = b"") -> HostileRequest:
    return replace(request, headers=request.headers + headers, body=body)


def _encoded(content: str) -> bytes:
    return base64.urlsafe_b64encode(content.encode("utf-8", "surrogatepass")).rstrip(b"=")


token_parts = st.one_of(json_texts.map(_encoded), st.binary(max_size=40).map(base64.urlsafe_b64encode), header_texts)
tokens = st.one_of(
    st.sampled_from(list(Credential)).map(lambda credential: credential.value),
    st.lists(token_parts, min_size=1, max_size=5).map(b".".join),
    st.integers(1, 3).map(lambda times: Credential.TOKEN.value * times),
    header_texts.map(lambda text: Credential.TOKEN.value + text),
)
schemes = st.sampled_from([b"Bearer ", b"bearer  ", b"BEARER ", b"Basic ", b"Bearer", b""])

request_lines = st.builds(
    lambda method, target, request: replace(request, method=method, target=target),
    st.sampled_from(METHODS),
    st.one_of(
        paths, header_texts, st.sampled_from([b"*", b"http://[::1", b"http://gate/face", b"gate:80", b"/\x00", b""])
    ),
    st.sampled_from(_operations()),
)
odd_headers = st.builds(
    _with,
    st.sampled_from([*_operations(), HostileRequest("GET", b"/", ((b"host", b"gate"),))]),
    st.lists(st.tuples(header_names, header_values), min_size=1, max_size=6).map(tuple),
)
odd_bodies = st.builds(
    lambda request, kind, body: _with(request, ((b"content-type", kind),), body),
    st.sampled_from([request for request in _operations() if request.method == "POST"]),
    st.one_of(st.just(b"application/json"), st.just(b"application/json"), content_types),
    bodies,
)
odd_forms = st.builds(
    lambda request, form: _with(request, ((b"content-type", form[0]),), form[1]),
    st.sampled_from(
        [
            request
            for request in _operations()
            if b"WithVerify" in request.target or request.target.endswith(b"singleModal")
        ]
    ).filter(lambda request: request.method == "POST"),
    forms(),
)
odd_tokens = st.builds(
    lambda request, scheme, token: replace(request, headers=((b"host", b"gate"), (b"authorization", scheme + token))),
    st.sampled_from(_operations()),
    schemes,
    tokens,
)
noise = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda request, position, byte: request[:position] + byte + request[position:],
        st.sampled_from([request.to_bytes({}) for request in _operations()]),
        st.integers(0, 120),
        st.binary(min_size=1, max_size=3),
    ),
)
FAMILIES = {
    "request lines": request_lines,
    "headers": odd_headers,
    "bodies": odd_bodies,
    "forms": odd_forms,
    "tokens": odd_tokens,
}
