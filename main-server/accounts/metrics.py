"""What is counted of accounts."""

from prometheus_client import Counter

from core.metrics import initialise

SUCCEEDED, WRONG, THROTTLED = "succeeded", "wrong", "throttled"

SIGN_UPS = Counter("savepets_sign_ups", "Accounts that were made.")
LOG_INS = Counter("savepets_log_ins", "Attempts to log in.", ["outcome"])

initialise(LOG_INS, (SUCCEEDED, WRONG, THROTTLED))
