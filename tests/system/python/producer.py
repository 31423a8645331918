"""Publishes raw articles to RabbitMQ, as JSON and as protobuf, the way a producer in any language would.

The protobuf body is written by hand, field by field, to show that nothing of Dateline's is needed.

Usage: producer.py AMQP_URL EXCHANGE
"""

import json
import sys

import pika


def field(number: int, value: str) -> bytes:
    encoded = value.encode()
    assert len(encoded) < 128, "one byte of length is enough here"
    return bytes([number << 3 | 2, len(encoded)]) + encoded


def main(url: str, exchange: str) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.confirm_delivery()

    def publish(message_id: str | None, content_type: str, body: bytes, key: str = "articles.submitted") -> None:
        properties = pika.BasicProperties(
            message_id=message_id, content_type=content_type, type="dateline.v1.RawArticle", delivery_mode=2
        )
        channel.basic_publish(exchange, key, body, properties)

    article = {"id": "amqp-json", "text": "Boats from Norland reached Port Ada on Monday.", "publishedAt": "2024-04-02"}
    publish("amqp-json", "application/json", json.dumps(article).encode())
    publish("amqp-protobuf", "application/protobuf", field(1, "amqp-protobuf") + field(2, "Ana Vell left Port Ada on Tuesday."))
    publish("amqp-broken", "application/protobuf", b"\x0a\xff\xff")
    # Without an id of its own; the test knows these bytes.
    publish(None, "application/json", b'{"id": "amqp-anonymous", "text": "A boat without papers left Port Ada on Friday."}')
    publish("amqp-misrouted", "application/json", b'{"text": "A boat without a harbour."}', key="articles.submited")
    connection.close()
    print("producer: ok")


main(*sys.argv[1:])
