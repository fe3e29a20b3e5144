"""`python -m dev.k8s OVERLAY`: the manifests of k8s/overlays/OVERLAY, and our alerts among them, for `kubectl apply`.

Needs kubectl (1.27 or newer) or kustomize (5), no cluster and no network.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from dev.errors import DevError

ROOT = Path(__file__).resolve().parent.parent
K8S = ROOT / "k8s"
RULES = ROOT / "monitoring" / "prometheus" / "rules"
NAMESPACE = "savepets"
Manifest = dict[str, Any]


def overlays() -> list[str]:
    return sorted(folder.name for folder in (K8S / "overlays").iterdir() if folder.is_dir())


def manifests(overlay: str) -> list[Manifest]:
    """All that one overlay is. Raises DevError."""
    return kustomized(K8S / "overlays" / overlay) + [prometheus_rule(file) for file in sorted(RULES.glob("*.yml"))]


def kustomized(folder: Path) -> list[Manifest]:
    """What kustomize makes of a folder. Raises DevError."""
    program = find_program()
    if program is None:
        raise DevError("please install kubectl (1.27 or newer) or kustomize (5): neither is there")
    done = subprocess.run([*program, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise DevError(f"kustomize cannot render {folder.name}: {done.stderr.strip()}")
    return list(yaml.load_all(done.stdout, yaml.CSafeLoader))  # most of it are dashboards: a second, not ten


def prometheus_rule(file: Path) -> Manifest:
    """A file of rules as Prometheus reads it, wrapped as its operator reads it.

    Kustomize puts files into ConfigMaps as text, but into nothing else; so this is done here, and there is no second
    copy of any rule.
    """
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {
            "name": f"savepets-{file.stem}",
            "namespace": NAMESPACE,
            "labels": {"app.kubernetes.io/part-of": "savepets"},
        },
        "spec": yaml.load(file.read_text(), yaml.CSafeLoader),
    }


def find_program() -> list[str] | None:
    """What renders a folder that is named after it."""
    if kubectl := shutil.which("kubectl"):
        return [kubectl, "kustomize"]
    if kustomize := shutil.which("kustomize"):
        return [kustomize, "build"]
    return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dev.k8s", description=__doc__)
    parser.add_argument("overlay", choices=overlays())
    try:
        rendered = manifests(parser.parse_args().overlay)
        yaml.dump_all(rendered, sys.stdout, yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    except DevError as error:
        print(f"dev.k8s: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
