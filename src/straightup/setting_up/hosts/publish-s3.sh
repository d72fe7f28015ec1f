#!/bin/sh
# Publishes site/ to S3 in two passes: what pages need first, pages last, so that no page asks for what is not there yet.
# BUCKET is the name of the bucket; the AWS command line knows who you are.
set -eu
cd "$(dirname "$0")"
: "${BUCKET:?Set BUCKET to the name of the bucket.}"
code=0
straightup build --keep-going || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || exit "$code"
short="max-age=60, must-revalidate"
aws s3 sync site "s3://$BUCKET" --cache-control "$short" --exclude "*.html" --exclude "*.xml" --exclude "*.ics" \
  --exclude "feed.json"
aws s3 cp site "s3://$BUCKET" --recursive --cache-control "$short" --content-type "application/rss+xml; charset=utf-8" \
  --exclude "*" --include "*feed.xml"
aws s3 cp site "s3://$BUCKET" --recursive --cache-control "$short" --content-type "text/calendar; charset=utf-8" \
  --exclude "*" --include "*.ics"
aws s3 cp site/sitemap.xml "s3://$BUCKET/sitemap.xml" --cache-control "$short" --content-type "application/xml"
aws s3 cp site "s3://$BUCKET" --recursive --cache-control "$short" --content-type "application/atom+xml; charset=utf-8" \
  --exclude "*" --include "*atom.xml"
aws s3 cp site "s3://$BUCKET" --recursive --cache-control "$short" \
  --content-type "application/feed+json; charset=utf-8" --exclude "*" --include "*feed.json"
aws s3 sync site "s3://$BUCKET" --delete --cache-control "$short"
exit "$code" # 3: published, with a file left out
