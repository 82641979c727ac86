"""The four vendors on the wire: honest envelopes with all documented fields, from templates, as they are a million."""

import re
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from allsessions import Akool, Anam, ElizaOS, KonPro, Source

from .world import PAGE, VendorList

KEY = "the-key"
_ID = re.compile(rb'^(\{"\w+":)("[^"]+")')


@frozen(kw_only=True)
class Wire:
    """One vendor.

    Attributes:
        record: With places for the session's number and for the value of a field that must be a number.
        good: What that field holds.
        id_key: The field with the identifier.
    """

    record: bytes
    good: bytes
    id_key: str
    body: Callable[[VendorList, int, bytes], bytes]
    source: Callable[[VendorList, str], Source]

    def records(self, numbers: Iterable[int], bad: int | None) -> bytes:
        """The records of these sessions, one of them with a list where its identifier must be."""
        records = {n: self.record % (n, self.good) for n in numbers}
        if bad is not None:
            records[bad] = _ID.sub(rb"\1[\2]", records[bad])
        return b",".join(records.values())


def number_of(id: object) -> int:
    """The session's number, which every identifier ends with."""
    return int(str(id)[-12:], 16)


def start_of(query: Mapping[str, str]) -> int:
    """How many sessions of the list are before the page that is asked for."""
    if "token" in query:
        return int(query["token"].removeprefix("at-"))
    return (int(query.get("page", 1)) - 1) * int(query.get("size") or query.get("perPage") or PAGE)


def _akool(listed: VendorList, start: int, records: bytes) -> bytes:
    return b'{"code":1000,"msg":"OK","data":{"count":%d,"result":[%b]}}' % (listed.count, records)


def _anam(listed: VendorList, start: int, records: bytes) -> bytes:
    page, last = start // PAGE + 1, max(1, -(-listed.count // PAGE))
    previous = b"%d" % (page - 1) if page > 1 else b"null"
    following = b"%d" % (page + 1) if page < last else b"null"
    meta = b'{"total":%d,"lastPage":%d,"currentPage":%d,"perPage":%d,"prev":%b,"next":%b}'
    return b'{"data":[%b],"meta":%b}' % (records, meta % (listed.count, last, page, PAGE, previous, following))


def _konpro(listed: VendorList, start: int, records: bytes) -> bytes:
    token = b'"at-%d"' % (start + PAGE) if start + PAGE < listed.count else b"null"
    envelope = b'{"total":%d,"page":%d,"page_size":%d,"next_pagination_token":%b,"data":[%b]}'
    return envelope % (listed.count, start // PAGE + 1, PAGE, token, records)


def _elizaos(listed: VendorList, start: int, records: bytes) -> bytes:
    envelope = b'{"sessions":[%b],"total":%d,"stats":{"totalSessions":%d,"activeSessions":%d}}'
    return envelope % (records, listed.count, listed.count, listed.count)


WIRES = {
    "akool": Wire(
        record=b'{"_id":"6698c9d6%016x","uid":%b,"type":1,"stream_type":"agora","status":3,"credentials":{'
        b'"agora_uid":1,"agora_app_id":"app","agora_channel":"channel","agora_token":"not-a-token"}}',
        good=b"101",
        id_key="_id",
        body=_akool,
        source=lambda listed, url: Akool(name=listed.name, base_url=url, api_key=KEY),
    ),
    "anam": Wire(
        record=b'{"id":"00000000-0000-4000-8000-%012x","sessionLengthMs":%b,"clientLabel":"kiosk in the lobby",'
        b'"personaId":"11111111-0000-4000-8000-000000000000","startTime":"2026-04-20T09:00:00.000Z",'
        b'"endTime":"2026-04-20T09:10:00.000Z","exitStatus":"NORMAL_EXIT","engineHost":"engine-1",'
        b'"engineProtocol":"https","engineVersion":"1.2.3","clientMetadata":{"browser":"some","os":"other"},'
        b'"personaConfig":{"name":"Guide","systemPrompt":"You are a friendly guide.","maxSessionLengthSeconds":600},'
        b'"apiKeyId":"22222222-0000-4000-8000-000000000000","organizationId":"V1StGXR8_Z5jdHi6B-myT",'
        b'"createdAt":"2026-04-20T08:59:59.000Z","updatedAt":"2026-04-20T09:10:01.000Z"}',
        good=b"600000",
        id_key="id",
        body=_anam,
        source=lambda listed, url: Anam(name=listed.name, base_url=url, api_key=KEY),
    ),
    "konpro": Wire(
        record=b'{"session_id":"kp-%012x","duration":%b,"status":"connected","created_at":1776675600,'
        b'"api_key_type":"live","avatar_id":"avatar-1","voice_name":"Anna"}',
        good=b"60",
        id_key="session_id",
        body=_konpro,
        source=lambda listed, url: KonPro(name=listed.name, base_url=url, api_key=KEY),
    ),
    "elizaos": Wire(
        record=b'{"sessionId":"44444444-0000-4000-8000-%012x","timeRemaining":%b,'
        b'"agentId":"55555555-0000-4000-8000-000000000000","userId":"66666666-0000-4000-8000-000000000000",'
        b'"channelId":"77777777-0000-4000-8000-000000000000","createdAt":"2026-04-20T09:00:00.000Z",'
        b'"lastActivity":"2026-04-20T09:05:00.000Z","expiresAt":"2026-04-20T09:30:00.000Z",'
        b'"timeoutConfig":{"timeoutMinutes":30,"autoRenew":true,"maxDurationMinutes":720,"warningThresholdMinutes":5},'
        b'"renewalCount":1,"isNearExpiration":false,"metadata":{"platform":"web"}}',
        good=b"1500000",
        id_key="sessionId",
        body=_elizaos,
        source=lambda listed, url: ElizaOS(name=listed.name, base_url=url),
    ),
}
