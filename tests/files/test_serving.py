"""Uploads come in encrypted and limited; downloads go out as downloads."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from congvu.core.errors import DomainError
from congvu.files import store, uploads, views
from congvu.files.cipher import StoredFileDamaged
from congvu.files.models import Attachment, StoredFile
from tests.files.conftest import NOON, PDF, Who


def take(request):
    upload = request.FILES["file"]
    try:
        stored = store.put(upload, name=upload.name, declared_type=upload.content_type, actor=Who(), at=NOON)
    except DomainError as error:
        return HttpResponse(error.code, status=error.status)
    return HttpResponse(stored.sha256)


def give(request, pk):
    return views.serve(Attachment.objects.select_related("stored_file").get(pk=pk))


urlpatterns = [path("take/", take), path("give/<int:pk>/", give)]
here = override_settings(ROOT_URLCONF="tests.files.test_serving")


@here
@pytest.mark.django_db
def test_an_upload_is_taken_in(client):
    answer = client.post("/take/", {"file": SimpleUploadedFile("đơn.pdf", PDF)})
    assert answer.content.decode() == StoredFile.objects.get().sha256


@here
@pytest.mark.django_db
def test_a_large_upload_waits_encrypted(client, monkeypatch):
    made = []
    original = uploads.tempfile.SpooledTemporaryFile

    def watched(**options):
        made.append(original(**options))
        return made[-1]

    seen = {}

    def put(stream, **more):
        place = made[0].tell()
        made[0].seek(0)
        seen["raw"] = made[0].read(100_000)
        made[0].seek(place)
        seen["plain"] = stream.read(100)
        raise store.FileIsEmpty(name="x")

    monkeypatch.setattr(uploads.tempfile, "SpooledTemporaryFile", watched)
    monkeypatch.setattr(store, "put", put)
    client.post("/take/", {"file": SimpleUploadedFile("a.txt", b"bi mat " * 200_000)})
    assert seen["plain"].startswith(b"bi mat ")
    assert b"bi mat" not in seen["raw"]


@here
@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_with_its_sentence(client, settings, folder):
    settings.FILES_MAX_BYTES = 1024 * 1024
    answer = client.post("/take/", {"file": SimpleUploadedFile("a.txt", b"a" * (1024 * 1024 + 1))})
    assert (answer.status_code, answer.content) == (413, b"file_too_large")
    assert not StoredFile.objects.exists()


def test_the_content_of_a_file_over_the_limit_cannot_be_read_by_mistake(settings):
    settings.FILES_MAX_BYTES = 10
    handler = uploads.EncryptedUploadHandler()
    handler.new_file("file", "a.txt", "text/plain", 0)
    for _number in range(3):
        handler.receive_data_chunk(b"a" * 8, 0)
    upload = handler.file_complete(24)
    assert upload.size == 24
    for read in (upload.read, lambda: b"".join(upload.chunks()), lambda: io.BufferedReader(uploads.TooLarge()).read(1)):
        with pytest.raises(store.FileTooLarge):
            read()


class Unread(io.RawIOBase):
    """A request body that fails the test when it is touched."""

    def readable(self):
        return True

    def read(self, size=-1):
        raise AssertionError("the body was read")


@pytest.mark.django_db
def test_200_megabytes_are_refused_before_a_byte_is_read(client):
    from django.core.handlers.wsgi import WSGIHandler

    environ = RequestFactory()._base_environ(
        PATH_INFO="/thong-bao/", REQUEST_METHOD="POST", CONTENT_LENGTH=str(200 * 1024 * 1024),
        CONTENT_TYPE="multipart/form-data; boundary=x",
    )  # fmt: skip
    environ["wsgi.input"] = Unread()
    said = []
    body = b"".join(WSGIHandler()(environ, lambda status, headers: said.append((status, dict(headers)))))
    status, headers = said[0]
    assert status.startswith("413")
    assert headers["X-Error-Code"] == "request_too_large"
    assert "100 MB" in body.decode()


@here
@pytest.mark.django_db
def test_a_download_is_a_download(client, put):
    attachment = store.attach(put(), about=("dossier", 1), role="result", name="Kết quả.pdf", actor=Who(), at=NOON)
    answer = client.get(f"/give/{attachment.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "K%E1%BA%BFt%20qu%E1%BA%A3.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert int(answer["Content-Length"]) == len(PDF)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_damaged_file_is_refused_before_the_answer_begins(put, folder):
    stored = put()
    path = folder / stored.blob[:2] / stored.blob[2:4] / stored.blob
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(StoredFileDamaged):
        views.serve(Attachment(stored_file=stored, name="a.pdf"))
