"""Write all dashboards to their files: `python -m dev.dashboards`."""

from dev.dashboards.catalogue import DASHBOARDS
from dev.dashboards.frame import FOLDER

FOLDER.mkdir(parents=True, exist_ok=True)
for dashboard in DASHBOARDS:
    dashboard.file.write_text(dashboard.text())
