"""What is asked in the same words of a new report and of an update."""

ETA = "When will service be restored?"
ETA_HINT = "16:30 UTC, in 2-3 hours, or unknown until 15:00 UTC, because …"
NEXT = "When do customers hear from you next?"
NEXT_HINT = "14:50 UTC or in 30 min. A short update counts; a late one is called late."
