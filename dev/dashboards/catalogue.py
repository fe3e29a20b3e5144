"""All dashboards, in the order in which one looks at them."""

from dev.dashboards.ai import AI
from dev.dashboards.business import BUSINESS
from dev.dashboards.jobs import JOBS
from dev.dashboards.matching import MATCHING
from dev.dashboards.overview import OVERVIEW
from dev.dashboards.web import WEB

DASHBOARDS = (OVERVIEW, JOBS, MATCHING, AI, WEB, BUSINESS)
