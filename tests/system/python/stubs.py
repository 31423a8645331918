"""Drives the gateway with stubs that grpcio-tools makes of `proto/`: submits, waits, reads, searches, watches, errs.

Usage: stubs.py HOST:PORT PROTO_FOLDER OUTPUT_FOLDER
"""

import sys
import time

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from grpc_tools import protoc


def make_stubs(proto: str, out: str) -> None:
    names = ("admin_service", "article_service", "entity_service", "extraction_service", "fact_service", "messages", "record", "watch_service")
    files = [f"dateline/v1/{name}.proto" for name in names]
    include = protoc.__file__.rsplit("/", 1)[0] + "/_proto"
    arguments = ["protoc", f"-I{proto}", f"-I{include}", f"--python_out={out}", f"--grpc_python_out={out}", *files]
    assert protoc.main(arguments) == 0, "protoc failed"
    sys.path.insert(0, out)


def main(address: str, proto: str, out: str) -> None:
    make_stubs(proto, out)
    from dateline.v1 import admin_service_pb2, admin_service_pb2_grpc
    from dateline.v1 import article_service_pb2 as articles_pb2
    from dateline.v1 import article_service_pb2_grpc, messages_pb2, record_pb2, watch_service_pb2, watch_service_pb2_grpc

    channel = grpc.insecure_channel(address)
    articles = article_service_pb2_grpc.ArticleServiceStub(channel)
    watch = watch_service_pb2_grpc.WatchServiceStub(channel).Watch(watch_service_pb2.WatchRequest(kinds=["quantities"], offset_encoding=record_pb2.UTF32), timeout=60)
    first = next(watch)
    assert first.WhichOneof("fact") is None and first.resume_token, first

    def raw(number: int) -> messages_pb2.RawArticle:
        text = f"Ana Vell opened pier {number} in Port Ada on Monday. 🌊 At least 40 boats from Norland came, Ms Vell said."
        return messages_pb2.RawArticle(id=f"py-{number}", title=f"Pier {number}", text=text, language="en", published_at="2024-04-02T10:00:00Z")

    one = articles.SubmitArticle(articles_pb2.SubmitArticleRequest(article=raw(0), request_id="py-0"), timeout=20).result
    assert one.submission_id == "py-0" and one.external_id == "py-0", one
    stream = (articles_pb2.SubmitArticlesRequest(article=raw(n) if n != 3 else None) for n in range(1, 6))
    many = articles.SubmitArticles(stream, timeout=30)
    assert (many.accepted, many.refused, many.results[2].reason) == (4, 1, "empty"), many

    ids = [one.submission_id] + [result.submission_id for result in many.results if result.submission_id]
    entries = [wait_until_stored(articles, articles_pb2, messages_pb2, id) for id in ids]

    request = articles_pb2.GetArticleRequest(id=entries[0].article_id, offset_encoding=record_pb2.UTF32)
    record = articles.GetArticle(request, timeout=20).record
    text = record.article.text
    assert text == raw(0).text
    spans = [text[quantity.span.start : quantity.span.end] for quantity in record.quantities]
    assert any("40" in span for span in spans), spans
    hits = articles.SearchArticles(
        articles_pb2.SearchArticlesRequest(query='"Port Ada" AND boats', offset_encoding=record_pb2.UTF32), timeout=20
    ).hits
    assert {hit.article.external_id for hit in hits} == {f"py-{n}" for n in (0, 1, 2, 4, 5)}, hits
    for hit in hits:
        words = [hit.snippet[span.start : span.end].lower() for span in hit.highlights]
        assert words and all(word in "port ada boats" for word in words), (hit.snippet, words)

    seen = next(response for response in watch if response.WhichOneof("fact"))
    context = seen.quantity.context
    assert context.article.title.startswith("Pier ") and context.text, seen
    text = raw(int(context.article.title.removeprefix("Pier "))).text
    assert text[seen.quantity.quantity.span.start : seen.quantity.quantity.span.end] == context.text, seen
    watch.cancel()
    check_errors(articles, articles_pb2)
    accounting = admin_service_pb2_grpc.AdminServiceStub(channel).GetAccounting(admin_service_pb2.GetAccountingRequest(), timeout=20)
    assert accounting.stored == 5 and accounting.balanced, accounting
    print("stubs: ok")


def wait_until_stored(articles, articles_pb2, messages_pb2, submission_id: str):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            entry = articles.GetSubmission(articles_pb2.GetSubmissionRequest(submission_id=submission_id), timeout=20).entry
            if entry.state == messages_pb2.LedgerEntry.STORED:
                return entry
            assert entry.state == messages_pb2.LedgerEntry.RECEIVED, entry
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.NOT_FOUND, error
        time.sleep(0.05)
    raise AssertionError(f"{submission_id} was not stored in time")


def check_errors(articles, articles_pb2) -> None:
    try:
        articles.GetArticle(articles_pb2.GetArticleRequest(), metadata=[("x-request-id", "py-request")], timeout=20)
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error
        details = {any.TypeName(): any for any in rpc_status.from_call(error).details}
        violation, info, request = (error_details_pb2.BadRequest(), error_details_pb2.ErrorInfo(), error_details_pb2.RequestInfo())
        assert details["google.rpc.BadRequest"].Unpack(violation) and violation.field_violations[0].field == "id", error
        assert details["google.rpc.ErrorInfo"].Unpack(info) and (info.domain, info.reason) == ("dateline", "FIELD_INVALID"), error
        assert details["google.rpc.RequestInfo"].Unpack(request) and request.request_id == "py-request", error
    else:
        raise AssertionError("an empty id was accepted")


main(*sys.argv[1:])
