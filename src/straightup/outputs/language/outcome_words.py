"""What became of a report's promises, in a few words each."""

from straightup.outputs.language.uptime_words import UptimeWords
from straightup.record.promises import EtaPromise, Outcome, PromisedStep, Promises


def first_promise(promises: Promises) -> EtaPromise | None:
    """The time that was promised first; of a report that came back, in the run that kept it worst.

    None where one of them was not judged, so that nothing can be said of all.
    """
    firsts: dict[int, EtaPromise] = {}
    for eta in promises.etas:
        if not eta.full:
            firsts.setdefault(eta.run, eta)
    if any(each.outcome not in (Outcome.KEPT, Outcome.LATE) for each in firsts.values()):
        return None
    return max(firsts.values(), key=lambda each: each.late_by, default=None)


class OutcomeWords(UptimeWords):
    """For lists of reports."""

    def verdicts(self, promises: Promises) -> list[tuple[str, str]]:
        """As `chips`, without what went well beside the restoration: of many reports in a list that is noise."""
        found = self.chips(promises)
        first = found[:1] if self._restoration(promises) else []
        return [*first, *((kind, words) for kind, words in found[len(first) :] if kind != "kept")]

    def chips(self, promises: Promises) -> list[tuple[str, str]]:
        """(`kept`, `late` or ``, words) for what a report promised, in a line under its title."""
        found = self._restoration(promises)
        if promises.updates_judged:
            kept, judged = promises.updates_kept, promises.updates_judged
            words = self.language.ngettext(
                "%(kept)s of %(num)s update on time", "%(kept)s of %(num)s updates on time", judged, kept=kept
            )
            found.append(("kept" if kept == judged else "late", words))
        steps = [step for step in promises.steps if step.outcome is not Outcome.DROPPED]
        if steps:
            found.append(self._steps(steps))
        overdue = sum(remedy.outcome is Outcome.OVERDUE for remedy in promises.remedies)
        if overdue:
            late = self.language.ngettext("%(num)s overdue", "%(num)s overdue", overdue)
            found.append(("late", self._("making it right: %(late)s", late=late)))
        return found

    def _steps(self, steps: list[PromisedStep]) -> tuple[str, str]:
        done = sum(step.item.settled for step in steps)
        overdue = sum(step.outcome is Outcome.OVERDUE for step in steps)
        if done == len(steps):
            return "kept", self._("prevention done")
        words = self._("prevention %(done)s of %(all)s done", done=done, all=len(steps))
        dues = [step.item.due for step in steps if step.item.due and not step.item.settled]
        if overdue:
            late = self.language.ngettext("%(num)s overdue", "%(num)s overdue", overdue)
            return "late", self._("%(prevention)s, %(late)s", prevention=words, late=late)
        if dues:
            due = self._("next due %(day)s", day=self.short_day(min(dues)))
            return "", self._("%(prevention)s, %(late)s", prevention=words, late=due)
        return "", words

    def _restoration(self, promises: Promises) -> list[tuple[str, str]]:
        """What became of `first_promise`."""
        first = first_promise(promises)
        if first is None:
            return []
        length = self.length(first.late_by)
        if first.outcome is Outcome.LATE:
            return [("late", self._("back %(length)s late", length=length))]
        return [("kept", self._("back %(length)s early", length=length) if first.late_by else self._("back on time"))]
