"""Packages of npm, pinned by a lockfile, for one test.

    packages = install(folder, cache)   # folder has package.json and its lock

They are installed once into the folder `cache`, their scripts not run.
Unavailable is raised, with the reason, where they cannot be had.
"""
import fcntl
import pathlib
import shutil
import subprocess


class Unavailable(Exception):
    pass


def install(folder, cache):
    """The packages, once; other tests may be doing the same."""
    cache = pathlib.Path(cache).resolve()
    cache.mkdir(parents=True, exist_ok=True)
    lock = (folder / "package-lock.json").read_bytes()
    stamp = cache / "installed"
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed")
    with open(cache / "lock", "w", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_bytes() == lock:
            return cache
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, cache / name)
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=cache, capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable(f"npm ci failed: {done.stderr.strip()[-300:]}")
        stamp.write_bytes(lock)
    return cache
