"""What the program is made of, for others to read: its list (SBOM), and what is known against it.

    python .ci/components.py sbom FILE     CycloneDX JSON: the program and what it needs at run time
    python .ci/components.py audit         known vulnerabilities of the versions in constraints.txt

Both take what the tools that exist for it say: cyclonedx-py and pip-audit, of the extra ``audit``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from interviewer.cli.licences import NAME, UNKNOWN, licensed

PROJECT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent


def sbom(target: Path) -> int:
    """Writes the list; what only develops the program is left out of it."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "environment.json")
        command = [
            str(TOOLS / "cyclonedx-py"), "environment", "--output-reproducible", "--of", "JSON",
            "--pyproject", str(PROJECT / "pyproject.toml"), "-o", str(whole), sys.executable,
        ]  # fmt: skip
        subprocess.run(command, check=True, cwd=PROJECT)  # noqa: S603  a tool of this environment
        document = json.loads(whole.read_text(encoding="utf-8"))
    wanted = {each.name: each for each in licensed() if each.version and each.name != NAME}
    kept = [each for each in document["components"] if _normal(each["name"]) in wanted]
    for each in kept:
        licence = wanted[_normal(each["name"])].licence
        if not each.get("licenses") and licence != UNKNOWN:
            each["licenses"] = [{"expression": licence}]
    refs = {each["bom-ref"] for each in kept} | {document["metadata"]["component"]["bom-ref"]}
    document["components"] = kept
    document["dependencies"] = [
        _within(each, refs) for each in document["dependencies"] if each["ref"] in refs
    ]
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(f"{target}: {len(kept)} components, CycloneDX {document['specVersion']}")
    missing = wanted.keys() - {_normal(each["name"]) for each in kept}
    if missing:
        print(f"not in it, though needed: {', '.join(sorted(missing))}", file=sys.stderr)
    return 1 if missing else 0


def audit() -> int:
    """1 where a version has a known hole; where the data cannot be reached, says so and gives 0."""
    command = [
        str(TOOLS / "pip-audit"), "--requirement", str(PROJECT / "constraints.txt"), "--no-deps",
        "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10",
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True)  # noqa: S603  a tool of this environment
    try:
        found = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (result.stderr.strip() or "no answer").splitlines()[-1]
        print(f"Nothing was audited: the data on vulnerabilities cannot be reached ({reason}).")
        return 0
    skipped = [each["name"] for each in found if "skip_reason" in each]
    holes = [(each, hole) for each in found for hole in each.get("vulns", ())]
    for each, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{each['name']} {each['version']}: {hole['id']}, fixed in {fixed}")
    if len(skipped) == len(found):
        print("Nothing was audited: the data on vulnerabilities cannot be reached from here.")
    else:
        print(f"{len(found) - len(skipped)} packages audited, {len(holes)} known vulnerabilities")
        if skipped:
            print(f"Nothing is known of: {', '.join(skipped)}")
    return 1 if holes else 0


def _within(dependency: dict[str, Any], refs: set[str]) -> dict[str, Any]:
    inner = [ref for ref in dependency.get("dependsOn", ()) if ref in refs]
    return {**dependency, "dependsOn": inner} if inner else {"ref": dependency["ref"]}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["sbom", target]:
            sys.exit(sbom(Path(target)))
        case ["audit"]:
            sys.exit(audit())
        case _:
            sys.exit(__doc__)
