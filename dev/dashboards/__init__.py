"""Grafana's dashboards as a program: `python -m dev.dashboards` writes monitoring/grafana/dashboards/*.json.

One module per dashboard; what all of them share (units, colours, thresholds, the frame) is in `panels` and `frame`.
"""
