#!/usr/bin/env python3
"""Run the contract suite of the stores on a folder.

usage: store-dir.py CONTRACT-STORE
"""
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory(prefix="store-dir-") as folder:
    sys.exit(subprocess.run([sys.argv[1], "dir", "--set",
                             f"path={folder}"]).returncode)
