"""The fixed lists of answers that answer nothing. They alone change the record, so they hold whole sentences only.

A sentence is looked at without its marks, in small letters. What has one word more than these is weighed by a rule,
which never changes what is counted.
"""

import re
from collections.abc import Iterator

LONGEST = 500
"""Characters of a text that may say nothing: a longer one is never put together of these sentences."""

_MARKS = re.compile(r"[>*_`~#\"“”()\[\]|]+")
_END = re.compile(r"[.!?;:\n…]+")


def _any(*texts: str) -> str:
    """A pattern for one of the texts that are parted by commas."""
    found = [each.strip() for text in texts for each in text.split(",") if each.strip()]
    return f"(?:{'|'.join(sorted(found, key=len, reverse=True))})"


# Not known

_ABOUT = (
    r"(?:(?:the |its |our )?(?:exact |root )?(?:cause|reason)s?(?: of (?:the|this) \w+)?"
    r"(?: is| are| was| remains?| has)? )?"
)
_SO_FAR = (
    f"(?: {_any('yet, so far, at this time, at this point, at the moment, currently, right now, as of now, for now')})?"
)
_WHO = _any("we, the team, our team, engineers, our engineers, our engineer")
_WHAT = _any("it, this, that, the issue, the incident, the cause, the matter, the problem")
_STILL = f"(?:{_any('still, currently, actively, now, being, ongoing, under, continuing to')} )*+"
_LOOKING = _any(
    "investigating, investigated, investigate, investigation, looking into, look into, analysing, analyzing, analysed",
    "analyzed, analysis, examining, examined, checking, review, researching",
)
_INTO = r"(?: (?:it|this|that|(?:the|this|an?) (?:root )?(?:cause|issue|incident|matter|problem|outage|situation)))?"
_ONGOING = _any("pending, to follow, in progress, ongoing, outstanding, will follow, under way, underway, continues?")
_ANALYSIS = _any("root cause analysis, rca, analysis, investigation, post ?-?mortem, details?")
_FOUND = _any("known, clear, determined, identified, established, understood")
_DONE = _any("determined, confirmed, announced, investigated, identified, found, established, analy[sz]ed, written")
_UNKNOWN = re.compile(
    rf"{_ABOUT}(?:"
    r"(?:still |currently |as yet |yet )?"
    rf"(?:unknown|unclear|undetermined|not (?:yet )?{_FOUND}|not yet found|not found yet)(?: yet)?"
    rf"|(?:{_WHO}(?: are| is|'re)? |{_WHAT} is )?{_STILL}{_LOOKING}{_INTO}(?: (?:is )?{_ONGOING})?"
    rf"|(?:to be|yet to be) {_DONE}|tb[cda]"
    rf"|(?:the |our |a )?{_ANALYSIS}(?: is| are)? {_ONGOING}"
    r"|(?:we |i )?(?:do not|don't|dont|did not|didn't) (?:yet )?know(?: (?:the )?(?:root )?cause)?(?: yet)?"
    r"|(?:we )?(?:have )?no idea|(?:more )?(?:details|information) (?:will|to) follow"
    r"|pending(?: investigation| analysis)?|not available"
    rf"){_SO_FAR}"
)

# Names for trouble in general

_ANY_OF_THEM = _any(
    "a, an, the, our, some, one, unexpected, unforeseen, internal, general, temporary, minor, major, simple, isolated",
    "brief, small, unknown, unspecified, certain, own, recent, third[- ]party",
)
_SORT = _any(
    "human, user, operator, manual, technical, software, hardware, network, networking, configuration, config, system",
    "server, provider, database, dns, infrastructure, platform, service, code, application, backend, connectivity",
    "deployment, process, upstream, vendor, cloud, hosting, operational, communication, it",
)
_TROUBLE = _any(
    "errors?, issues?, problems?, failures?, bugs?, faults?, glitch(?:es)?, circumstances, reasons, difficulties",
    "mistakes?, outages?, incidents?, malfunctions?, disruptions?, misconfigurations?, instability",
)
_PLACE = _any("systems?, services?, platforms?, infrastructure, provider, network, servers?, side, end, environment")
_TROUBLE_IN_GENERAL = re.compile(
    r"(?:(?:it|this|the (?:cause|issue|outage|incident|problem)|root cause) (?:was|is|were) )?"
    rf"(?:{_any('caused by, due to, because of, the result of, related to, down to')} )?"
    rf"(?:{_ANY_OF_THEM} )*+(?:(?:{_SORT}(?: or | and |[ /,-]+))*+{_TROUBLE}|circumstances beyond our control)"
    rf"(?: (?:with|in|on|at|of) (?:(?:one of )?(?:our|the|a|an|some) )?{_PLACE})?"
)

# Courtesies and vows

_SORRY = (
    r"(?:we )?(?:(?:sincerely |deeply |truly )?(?:apologi[sz]e|regret)|are (?:very |truly |deeply )?sorry)"
    "|sorry|apologies"
)
_BOTHER = _any("inconvenience, patience, understanding, disruption, trouble, outage, delay")
_VOW = _any("do better, be more careful, learn from (?:this|it), not happen again, improve")
_COURTESY = re.compile(
    rf"(?:{_SORRY}|thank you|thanks)(?: for (?:any |the |this |your )?(?:\w+ ){{0,4}}?{_BOTHER}"
    r"(?: (?:this|it|that) (?:has |may have |may )?caused?)?)?"
    r"|we take (?:this|it|these|your|the) ?(?:\w+ ){0,4}?(?:very |extremely )?seriously"
    rf"|(?:we will|we'll|this (?:will|should|must)) {_VOW}"
    r"|nothing|none|(?:see|as|same as) (?:above|below)|not applicable"
)
_NONE = re.compile(
    r"(?:there (?:is|are) )?(?:currently )?"
    r"(?:none|nothing|no(?: known)? (?:workarounds?|work[- ]arounds?|way around (?:it|this)))"
    rf"(?: (?:(?:is|are) )?{_any('known, available')})?{_SO_FAR}"
)


def says_unknown(text: str) -> bool:
    """Whether the first sentence of `text` is one of those that say that the answer is not known."""
    first = next(_sentences(text), "")
    return bool(first and _UNKNOWN.fullmatch(first))


def says_none(text: str) -> bool:
    """Whether `text` says that there is nothing that customers can do, and no more than that: `None.`"""
    found = list(_sentences(text)) if len(text) <= LONGEST else []
    return len(found) == 1 and bool(_NONE.fullmatch(found[0]))


def is_empty(text: str) -> bool:
    """Whether `text` is nothing but such sentences, names for trouble in general, vows and courtesies."""
    if len(text) > LONGEST:
        return False
    found = list(_sentences(text))
    return bool(found) and all(
        any(pattern.fullmatch(each) for pattern in (_TROUBLE_IN_GENERAL, _UNKNOWN, _COURTESY)) for each in found
    )


def _sentences(text: str) -> Iterator[str]:
    """In small letters, without marks, and without bullets."""
    for sentence in _END.split(_MARKS.sub(" ", text[:LONGEST].replace("’", "'"))):
        words = " ".join(sentence.casefold().split()).strip(" -+,–—")
        if words:
            yield words
