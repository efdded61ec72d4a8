"""A careful RingCentral client in the standard library, for tests of the
sandbox: what an archiver has to do, in the shortest form."""
import calendar
import io
import json
import time
import urllib.parse
import zipfile

from sandbox_client import Client, Refused, is_json

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
EXPORT = "/team-messaging/v1/data-export"
ACCOUNT = "/restapi/v1.0/account/~"
FOLDERS = ("chats", "members", "guests", "posts", "events", "tasks", "notes",
           "files")


def error_of(refused):
    """The errorCode of an answer that was an error."""
    try:
        answer = json.loads(refused.body)
    except ValueError:
        return None
    if "errors" in answer and "errorCode" not in answer:
        return answer["errors"][0].get("errorCode")
    return answer.get("errorCode")


class RingClient(Client):
    def __init__(self, greeting):
        super().__init__({**greeting["ringcentral"],
                          "base": greeting["base"]})
        self.api = greeting["ringcentral"]["api"]

    def access(self):
        if self.token is None:
            self.token = self.sign_in(grant_type=JWT,
                                      assertion=self.greeting["jwt"])[
                                          "access_token"]
        return self.token

    def sign_in(self, **form):
        _, _, data = self.fetch("POST", self.greeting["token"],
                                body=urllib.parse.urlencode(form), basic=True,
                                check=is_json)
        return json.loads(data)

    def get(self, path, **query):
        url = self.api + path
        if query:
            url += "?" + urllib.parse.urlencode(query, doseq=True)
        return json.loads(self.fetch("GET", url, check=is_json)[2])

    def bytes_of(self, url, size=None, bearer=True):
        """A file from the media host, whole."""
        return self.fetch(
            "GET", url, bearer=bearer,
            check=lambda s, h, d: s == 200 and
            (size is None or len(d) == size) and
            not h["Content-Type"].startswith("text/html"))[2]

    def numbered(self, path, key="records", **query):
        """All items of a listing with page numbers."""
        items, page = [], 1
        while True:
            answer = self.get(path, page=page, **query)
            items += answer[key]
            if page >= answer["paging"]["totalPages"]:
                return items
            page += 1

    def tokened(self, path, key="records", **query):
        """All items of a listing with page tokens, which may die."""
        for _ in range(8):
            items, more = [], {}
            try:
                while True:
                    answer = self.get(path, **query, **more)
                    items += answer[key]
                    at = answer.get("navigation", answer.get("paging"))
                    if not at.get("nextPageToken"):
                        return items
                    more = {"pageToken": at["nextPageToken"]}
            except Refused as refused:
                if b"pageToken" not in refused.body:
                    raise
                self.retries += 1
        raise AssertionError("a listing that never ends")

    def post(self, path, body):
        return json.loads(self.fetch("POST", self.api + path,
                                     body=json.dumps(body),
                                     check=lambda s, h, d: s < 300 and
                                     is_json(s, h, d))[2])

    def export(self, **asked):
        """{folder: records} of an export, ordered again when it fails."""
        for _ in range(8):
            task = self.post(EXPORT, asked)
            for _ in range(50):
                task = self.get(f"{EXPORT}/{task['id']}")
                if task["status"] in ("Failed", "AttemptFailed", "Cancelled",
                                      "Expired", "Completed"):
                    break
            if task["status"] == "Completed":
                found = {folder: [] for folder in FOLDERS}
                for dataset in task["datasets"]:
                    data = self.bytes_of(dataset["uri"], dataset["size"])
                    read_zip(data, found)
                return found
            self.retries += 1
        raise AssertionError("an export that never ends well")

    def move_to(self, now):
        self.control("now", {"now": now})


def read_zip(data, found):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert "request_info.json" in archive.namelist()
        for name in archive.namelist():
            folder, _, file = name.partition("/")
            if file:
                records = json.loads(archive.read(name))["records"]
                assert 0 < len(records) <= 10000
                found[folder] += records


def text_of(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def moment_of(text):
    return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))
