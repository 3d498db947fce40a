"""Secrets and their fingerprints: what is told, scanned or kept in a cookie never stands in the database as it is."""

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SCREEN_CODE_LENGTH = 8
QUESTION_LASTS = 60.0  # seconds
_hasher = PasswordHasher()


def fingerprint(secret: str) -> str:
    """SHA-256 of a secret of at least 40 random bits that lives shortly, or 128 bits that lives long."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_token(octets: int = 32) -> str:
    """A random token for a cookie (256 bits) or a link (`octets=16`, 128 bits)."""
    return secrets.token_urlsafe(octets)


def new_digits() -> str:
    """Six digits to be told, not sent."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_screen_code() -> str:
    """Eight Crockford letters (40 bits) to open a shared screen; they live ten minutes and work once."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(SCREEN_CODE_LENGTH))


def read_screen_code(typed: str) -> str:
    """What somebody typed, with the letters that look like digits put right."""
    return typed.upper().replace(" ", "").replace("-", "").translate(str.maketrans("OIL", "011"))


def slow_hash(secret: str) -> str:
    """argon2id, for passwords and for the few digits of a told code."""
    return _hasher.hash(secret)


def slow_match(hashed: str, secret: str) -> bool:
    """Whether the secret belongs to the hash."""
    try:
        return _hasher.verify(hashed, secret)
    except VerificationError:
        return False


def signed_by(public: str, words: str, signature: str) -> bool:
    """Whether a browser signed these words with its P-256 key; point and signature in base64url, as it gives them."""
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _octets(public))
        raw = _octets(signature)
        if len(raw) != 64:
            return False
        both = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        key.verify(encode_dss_signature(*both), words.encode(), ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


def _octets(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


class Keyring:
    """Values derived from the installation's key, so that they can be shown again without being stored."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def mark(self, *parts: object) -> bytes:
        """An HMAC over the parts."""
        message = "\x1f".join(str(part) for part in parts).encode()
        return hmac.new(self._key, message, hashlib.sha256).digest()

    def pseudonym(self, kind: str, key: str) -> str:
        """How the learning layer knows a case, a person or a note: always the same, and never to be turned round."""
        return self.mark("learning", kind, key).hex()

    def seat_secret(self, waiting: str) -> str:
        """The secret of a seat, made of that of the waiting room: a request that is sent twice gives it twice."""
        return self.mark("seat", waiting).hex()

    def next_secret(self, secret: str) -> str:
        """The secret that follows this one in a session: asked twice it is the same, and nobody finds the way back."""
        return self.mark("session", secret).hex()

    def question(self, session_id: str, at: datetime) -> str:
        """What a browser signs to show that it is the one that signed in. Needs no memory; it is good for a minute."""
        told = f"{int(at.timestamp())}.{secrets.token_hex(8)}"
        return f"{told}.{self.mark('question', session_id, told).hex()}"

    def asked(self, session_id: str, question: str) -> bool:
        """Whether this question was ever asked of this session."""
        told, _, mark = question.rpartition(".")
        mine = self.mark("question", session_id, told).hex()
        return mark.isascii() and hmac.compare_digest(mark, mine)

    def asked_now(self, question: str, at: datetime) -> bool:
        """Whether a question that was asked was so within the last minute."""
        when = question.partition(".")[0]
        return when.isascii() and when.isdigit() and 0 <= at.timestamp() - int(when) < QUESTION_LASTS

    def meeting_code(self, meeting_id: str, turn: int) -> str:
        """The six digits on the shared screen. Another turn gives another code."""
        return f"{int.from_bytes(self.mark('meeting', meeting_id, turn)[:8]) % 1_000_000:06d}"

    def code_hash(self, code: str) -> str:
        """How a meeting code is found again; keyed, because a million plain hashes are made in a second."""
        return self.mark("code", code).hex()

    def writer(self, text_id: str, person_id: str) -> str:
        """A fresh client id for one editor, bound to one text and one person."""
        nonce = secrets.token_hex(6)
        return f"{nonce}.{self._writer_mark(nonce, text_id, person_id)}"

    def form(self, text_id: str, person_id: str, seen: int, words: str) -> str:
        """The client id of a text sent as a form: the same for the same form, so that a resend is recognised."""
        return f"form.{self.mark('form', text_id, person_id, seen, words).hex()[:30]}"

    def is_writer(self, client: str, text_id: str, person_id: str) -> bool:
        """Whether this client id was given to this person for this text. Needs no memory, so it survives a restart."""
        nonce, _, mark = client.partition(".")
        # `compare_digest` takes no other words than plain ones.
        return mark.isascii() and hmac.compare_digest(mark, self._writer_mark(nonce, text_id, person_id))

    def resume(
        self, client: str, text_id: str, person_id: str, epoch: int, version: int, at: datetime
    ) -> str:
        """A resume mark: says that this editor was shown this version of a text, and when. Needs no memory."""
        told = f"{version}.{int(at.timestamp())}"
        return f"{told}.{self._resume_mark(client, text_id, person_id, epoch, told)}"

    def resumed(
        self, mark: str, client: str, text_id: str, person_id: str, epoch: int
    ) -> tuple[int, datetime] | None:
        """The version that a resume mark proves, and when it was given; None when it is no mark of ours."""
        told, _, sign = mark.rpartition(".")
        version, _, at = told.partition(".")
        if not (mark.isascii() and version.isdigit() and at.isdigit()):
            return None
        if not hmac.compare_digest(sign, self._resume_mark(client, text_id, person_id, epoch, told)):
            return None
        return int(version), datetime.fromtimestamp(int(at), UTC)

    def decoys(self, guest_id: str, match: str) -> list[str]:
        """The two digits on a phone among two others, always in the same order for the same phone."""
        numbers = [match]
        for octet in self.mark("decoy", guest_id):
            number = f"{10 + octet % 90}"
            if number not in numbers:
                numbers.append(number)
            if len(numbers) == 3:
                break
        return sorted(numbers)

    def _resume_mark(self, client: str, text_id: str, person_id: str, epoch: int, told: str) -> str:
        return self.mark("resume", client, text_id, person_id, epoch, told).hex()[:32]

    def _writer_mark(self, nonce: str, text_id: str, person_id: str) -> str:
        return self.mark("writer", nonce, text_id, person_id).hex()[:20]
