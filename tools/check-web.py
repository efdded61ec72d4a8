#!/usr/bin/env python3
"""Check web/: `types` (TypeScript), `texts` (no text but in src/words/), `server-texts`
(what the server says is translated), `said` (it is found again).

    usage: tools/check-web.py WEB types|texts|server-texts|said

Skipped (77) where Node.js or the packages of web/ cannot be had.
"""
import pathlib
import subprocess
import sys

CHECKS = {
    "types": ["node", "node_modules/typescript/bin/tsc", "--noEmit"],
    "texts": ["node", "tools/check-texts.mjs"],
    "said": ["node", "--test", "tools/said.test.mjs"],
    "server-texts": ["node", "tools/server-texts.mjs", ".."],
}

web = pathlib.Path(sys.argv[1])
installed = subprocess.run([pathlib.Path(__file__).with_name("build-web.py"), "--install", web],
                           stderr=subprocess.PIPE, text=True)
if installed.returncode != 0:
    print("skipped:", installed.stderr.strip())
    sys.exit(77)
sys.exit(subprocess.run(CHECKS[sys.argv[2]], cwd=web).returncode)
