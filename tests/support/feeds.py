"""All feeds of a site by their paths, also those that are made with the pages of reports."""

from straightup.outputs.feed_items import News
from straightup.outputs.feeds import feeds, has_feed, report_feed
from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.view import Site


def every_feed(site: Site, words: Words) -> dict[str, bytes]:
    news = News(site, words)
    followed = (report for report in site.reports if has_feed(report, site.now))
    return feeds(site, words, news) | {
        addresses.feed_of(report.url): report_feed(report, site, words, news.of(report)).encode("utf-8")
        for report in followed
    }
