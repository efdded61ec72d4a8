#!/usr/bin/env python3
"""Do players and viewers accept what the sandbox's media module writes?

usage: media.py MEDIA-SAMPLES

Each check needs a tool (ffmpeg, djpeg, pngcheck, pdftotext; python3-docx,
python3-openpyxl); those whose tool is absent are skipped by name, and with
none at all the test is (77).
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

failures, done, skipped = [], [], []


def run(*command):
    return subprocess.run(command, capture_output=True)


def check(name, ok, why=b""):
    (done if ok else failures).append(name)
    print(f"{'ok' if ok else 'NOT OK'} - {name} {why.decode(errors='replace')}")


def have(tool, what):
    if shutil.which(tool):
        return True
    skipped.append(f"{what} ({tool} is not installed)")
    return False


def probe(path):
    out = run("ffprobe", "-v", "error", "-show_streams", "-show_format",
              "-of", "json", path)
    return json.loads(out.stdout), out.stderr


def check_film(path, seconds, width, height):
    name = os.path.basename(path)
    info, errors = probe(path)
    streams = {s["codec_name"]: s for s in info["streams"]}
    check(f"{name} has film and sound", set(streams) == {"h264", "aac"}, errors)
    film = streams["h264"]
    check(f"{name} has its size and length",
          (film["width"], film["height"], int(film["nb_frames"])) ==
          (width, height, seconds))
    # One MD5 for each picture: that the decoder finds no fault with any,
    # and that the picture changes every second.
    out = run("ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode",
              "-i", path, "-map", "0:v", "-f", "framemd5", "-")
    sums = [line.split(b",")[-1].strip() for line in out.stdout.splitlines()
            if line and not line.startswith(b"#")]
    check(f"{name} decodes", out.returncode == 0 and not out.stderr, out.stderr)
    check(f"{name} moves", len(sums) == seconds and
          all(a != b for a, b in zip(sums, sums[1:])))
    check_sound(path, seconds)


def check_sound(path, seconds):
    """Samples of the sound: as many as announced, and audible."""
    name = os.path.basename(path)
    out = run("ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode",
              "-i", path, "-map", "0:a", "-f", "s16le", "-ac", "1", "-")
    n = len(out.stdout) // 2
    loud = max((abs(int.from_bytes(out.stdout[i:i + 2], "little", signed=True))
                for i in range(0, len(out.stdout), 2)), default=0)
    check(f"{name} sounds", out.returncode == 0 and not out.stderr and
          1000 < loud < 32000 and abs(n / 16000 - seconds) < 0.2, out.stderr)


def check_films(folder):
    check_film(f"{folder}/clock.mp4", 75, 320, 192)
    check_film(f"{folder}/small.mp4", 3, 64, 48)
    check_film(f"{folder}/wide.mp4", 17, 1278, 718)
    check_sound(f"{folder}/sound.m4a", 30)
    # The announced size, filled up with a hole.
    os.truncate(f"{folder}/huge.mp4", 5 << 30)
    check_film(f"{folder}/huge.mp4", 20, 320, 192)


def check_pdf(path, words):
    name = os.path.basename(path)
    out = run("pdftotext", "-enc", "UTF-8", path, "-")
    text = out.stdout.decode()
    check(f"{name} is read", out.returncode == 0 and not out.stderr and
          all(word in text for word in words), out.stderr)


def check_docx(path):
    try:
        import docx
    except ImportError:
        skipped.append("docx (python3-docx is not installed)")
        return
    lines = [p.text for p in docx.Document(path).paragraphs]
    check("page.docx is read", lines ==
          ["Räntor & <Ökning>", "", "second\tcell", "債券"])


def check_xlsx(path):
    try:
        import openpyxl
    except ImportError:
        skipped.append("xlsx (python3-openpyxl is not installed)")
        return
    rows = [[c.value or "" for c in row]
            for row in openpyxl.load_workbook(path).active.iter_rows()]
    check("sheet.xlsx is read", rows ==
          [["name", "=1+1"], ["", ""], ["räntor & <b>", "債券"]])


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        if have("ffmpeg", "films and sound") and have("ffprobe", "films"):
            check_films(folder)
        if have("djpeg", "JPEG"):
            out = run("djpeg", "-pnm", f"{folder}/board.jpg")
            colours = {out.stdout[i:i + 3]
                       for i in range(15, len(out.stdout), 3)}
            check("board.jpg is read", out.returncode == 0 and
                  out.stdout.startswith(b"P6\n320 184\n") and
                  3 <= len(colours) <= 8, out.stderr)
        if have("pngcheck", "PNG"):
            out = run("pngcheck", "-q", f"{folder}/board.png")
            check("board.png is read", out.returncode == 0, out.stdout)
        if have("pdftotext", "PDF"):
            check_pdf(f"{folder}/latin.pdf", ["Räntor & <Ökning> 📈"])
            check_pdf(f"{folder}/japanese.pdf", ["債券デスク 朝会"])
            check_pdf(f"{folder}/arabic.pdf", ["اجتماع المخاطر", "12"])
        check_docx(f"{folder}/page.docx")
        check_xlsx(f"{folder}/sheet.xlsx")
    for what in skipped:
        print(f"skipped: {what}")
    if not done and not failures:
        return 77
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
