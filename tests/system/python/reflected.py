"""Drives the gateway knowing nothing but its address: every message comes from server reflection, as with grpcurl.

Usage: reflected.py HOST:PORT
"""

import sys

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

TEXT = "PORT ADA, 2 April 2024 — Ana Vell met Jon Oake on Monday. “We agreed,” Ms Vell said."


def main(address: str) -> None:
    channel = grpc.insecure_channel(address)
    database = ProtoReflectionDescriptorDatabase(channel)
    services = set(database.get_services())
    for service in ("Admin", "Article", "Entity", "Extraction", "Fact", "Watch"):
        assert f"dateline.v1.{service}Service" in services, services
    pool = descriptor_pool.DescriptorPool(database)

    def call(service: str, method: str, request: dict) -> dict:
        described = pool.FindServiceByName(f"dateline.v1.{service}").FindMethodByName(method)
        asked, answer = (message_factory.GetMessageClass(kind) for kind in (described.input_type, described.output_type))
        stub = channel.unary_unary(
            f"/dateline.v1.{service}/{method}",
            request_serializer=asked.SerializeToString,
            response_deserializer=answer.FromString,
        )
        return json_format.MessageToDict(stub(json_format.ParseDict(request, asked()), timeout=20))

    found = call("ExtractionService", "Extract", {"article": {"text": TEXT}, "offsetEncoding": "UTF32"})["record"]
    assert found["article"]["text"] == TEXT, found
    assert found["offsetEncoding"] == "UTF32", found
    for quote in found.get("quotes", []):
        span = quote["content"]["span"]
        assert TEXT[span.get("start", 0) : span["end"]] == quote["content"]["text"], quote
    assert call("AdminService", "GetStats", {})["store"] == "embedded"
    print("reflected: ok")


main(sys.argv[1])
