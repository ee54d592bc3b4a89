"""Media that were sound once: clips and pictures with bytes changed, cut out, doubled or put in, as strategies."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Damage:
    """What is done to bytes at a place, 0 to 1 of their length."""

    place: float
    name: str
    apply: Callable[[bytes, int], bytes]


def _changed(new: bytes) -> Callable[[bytes, int], bytes]:
    return lambda content, at: content[:at] + new + content[at + len(new) :]


def _inserted(new: bytes) -> Callable[[bytes, int], bytes]:
    return lambda content, at: content[:at] + new + content[at:]


def _removed(length: int) -> Callable[[bytes, int], bytes]:
    return lambda content, at: content[:at] + content[at + length :]


def _doubled(length: int) -> Callable[[bytes, int], bytes]:
    return lambda content, at: content[: at + length] + content[at:]


# Sizes and counts of boxes and segments are what parsers trust.
_NUMBERS = st.sampled_from([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\0\0\0\1", b"\xff\xff", b"\0\0"])
_LENGTHS = st.integers(1, 5000)
damages = st.builds(
    lambda place, how: Damage(place, how[0], how[1]),
    # Most of what a decoder is told stands at the beginning, and the index of a clip at the end.
    st.one_of(st.floats(0, 1), st.floats(0, 0.02), st.floats(0.97, 1)),
    st.one_of(
        st.one_of(_NUMBERS, st.binary(min_size=1, max_size=8)).map(lambda new: (f"change {new!r}", _changed(new))),
        st.binary(min_size=1, max_size=40).map(lambda new: (f"insert {new!r}", _inserted(new))),
        _LENGTHS.map(lambda length: (f"remove {length}", _removed(length))),
        _LENGTHS.map(lambda length: (f"double {length}", _doubled(length))),
        st.just(("cut off", lambda content, at: content[:at])),
    ),
)


@dataclass(frozen=True)
class HostileUpload:
    """What is done to the clip, or to each of several pictures in its place, and to the verify image."""

    clip: tuple[Damage, ...]
    pictures: tuple[tuple[Damage, ...], ...] = ()
    verify_image: tuple[Damage, ...] | None = None

    def files(self, clip: bytes, picture: bytes) -> list[tuple[str, bytes]]:
        """Return the parts of the form."""
        content = [damaged(picture, each) for each in self.pictures] or [damaged(clip, self.clip)]
        files = [("Content", part) for part in content]
        if self.verify_image is not None:
            files.append(("VerifyImage", damaged(picture, self.verify_image)))
        return files


def damaged(content: bytes, done: tuple[Damage, ...]) -> bytes:
    """Return the bytes after all of it was done to them."""
    for damage in done:
        content = damage.apply(content, int(damage.place * len(content)))
    return content


_some_damages = st.lists(damages, max_size=4).map(tuple)
hostile_uploads = st.builds(
    HostileUpload,
    _some_damages,
    st.one_of(st.just(()), st.lists(_some_damages, min_size=1, max_size=6).map(tuple)),
    st.one_of(st.none(), _some_damages),
)
