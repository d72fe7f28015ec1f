"""How a component worked, in the words of a customer."""

from straightup.model.states import State
from straightup.outputs.language.language import N_
from straightup.outputs.language.times import Times
from straightup.record.uptime import Uptime

_LENGTHS = {
    State.NOT_KNOWN: N_("%(length)s not known"),
    State.MAJOR_OUTAGE: N_("%(length)s down"),
    State.PARTIAL_OUTAGE: N_("%(length)s partly down"),
    State.DEGRADED: N_("%(length)s degraded"),
}
_OUTAGES = (State.MAJOR_OUTAGE, State.PARTIAL_OUTAGE)


class UptimeWords(Times):
    """The record of one component."""

    def uptime_fact(self, record: Uptime) -> str:
        """The worst that the days can say, alone: it stands at the end of a row."""
        if not record.days:
            return self._("no record yet")
        if record.up < 1 and not record.is_short and not record.length_of(State.NOT_KNOWN):
            return self._percent(record)
        return next(iter(self._bad_times(record, *_LENGTHS)), self._("no bad day"))

    def uptime_line(self, record: Uptime) -> str:
        """`99.90 % up, 90 days`; with degraded time as a number of its own."""
        if not record.days:
            return self._("no record yet")
        days = self.language.ngettext("%(num)s day", "%(num)s days", len(record.days))
        # What is down is in the percentage, where there is one.
        beside = self._bad_times(record, State.DEGRADED, State.NOT_KNOWN)
        if not record.is_short:
            return self._(", ").join([self._percent(record), *(beside or [days])])
        bad = [*self._bad_times(record, *_OUTAGES), *beside]
        return self._(", ").join([*(bad or [self._("no bad day")]), days])

    def _percent(self, record: Uptime) -> str:
        return self._("%(percent)s %% up", percent=self.language.decimal(record.percent))

    def _bad_times(self, record: Uptime, *states: State) -> list[str]:
        """`2 h 7 min down`, `40 min degraded`: for how long each of `states` held, where one did."""
        found = {state: record.length_of(state) for state in states}
        return [self._(_LENGTHS[state], length=self.length(length)) for state, length in found.items() if length]
