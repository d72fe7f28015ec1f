"""Programs that people read feeds with, each following one feed."""

import os
import sqlite3
import subprocess
from pathlib import Path


class Newsboat:
    """A reader in the terminal; it knows an item again by its id."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "urls").write_text(f"{url}\n", encoding="utf-8")
        (folder / "config").write_text("reload-threads 1\n", encoding="utf-8")

    def unread_after_a_look(self) -> int:
        command = ["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload", "print-unread"]
        return int(_run(command, self.folder).split()[0])

    def read_everything(self) -> None:
        with sqlite3.connect(self.folder / "cache.db") as cache:
            cache.execute("update rss_item set unread = 0")
        cache.close()

    def news(self) -> int:
        """How many items it announces when it looks once more."""
        count = self.unread_after_a_look()
        self.read_everything()
        return count


class Rss2email:
    """Sends each item as a mail, here into a folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        folder.mkdir()
        self.mails = folder / "mail" / "in" / "new"
        for kind in ("cur", "new", "tmp"):
            (self.mails.parent / kind).mkdir(parents=True)
        settings = ["from = a@example.com", "to = b@example.com", "email-protocol = maildir"]
        settings += [f"maildir-path = {folder / 'mail'}", "maildir-mailbox = in"]
        (folder / "cfg").write_text("\n".join(["[DEFAULT]", *settings, ""]), encoding="utf-8")
        self._r2e("add", "all", url)

    def news(self) -> int:
        """How many mails it sends when it looks once more."""
        before = self._count()
        self._r2e("run")
        return self._count() - before

    def _r2e(self, *arguments: str) -> None:
        _run(["r2e", "-c", "cfg", "-d", "db.json", *arguments], self.folder)

    def _count(self) -> int:
        return len(list(self.mails.iterdir()))


def _run(command: list[str], folder: Path) -> str:
    run = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return run.stdout
