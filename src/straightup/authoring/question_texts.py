"""What is asked in the same words of a new report and of an update."""

WORKAROUND = "What can customers do until it is back? (Enter: nothing to say yet)"
WORKAROUND_HINT = "Pay by bank transfer; your cart is kept. Or: None."
ETA = "When will service be restored?"
ETA_HINT = "16:30 UTC, in 2-3 hours, or unknown until 15:00 UTC, because …"
NEXT = "When do customers hear from you next?"
NEXT_HINT = "14:50 UTC or in 30 min. A short update counts; a late one is called late."
