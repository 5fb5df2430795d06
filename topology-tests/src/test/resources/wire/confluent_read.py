"""Reads records with Confluent's AvroConsumer and prints each as a line of JSON: {"key": ..., "value": {...}}.

Arguments: bootstrap servers, registry address, topic, number of records, and "text-keys" if the keys are text.
Times come as Python datetimes, because the schema says timestamp-micros, and are printed as ISO-8601 with microseconds.
"""
import datetime
import json
import sys
import uuid

from confluent_kafka import Consumer
from confluent_kafka.avro import AvroConsumer

TIMEOUT_SECONDS = 30


class TextKeyAvroConsumer(AvroConsumer):
    """AvroConsumer takes every key for Avro; the keys of market data are text, so only the value is decoded."""

    def poll(self, timeout=None):
        message = Consumer.poll(self, timeout)
        if message is not None and not message.error():
            message.set_value(self._serializer.decode_message(message.value(), is_key=False))
            message.set_key(message.key().decode("utf-8"))
        return message


def printable(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    raise TypeError("unexpected %s: %r" % (type(value).__name__, value))


def main(bootstrap_servers, registry, topic, count, keys="no-keys"):
    kind = TextKeyAvroConsumer if keys == "text-keys" else AvroConsumer
    consumer = kind({
        "bootstrap.servers": bootstrap_servers,
        "schema.registry.url": registry,
        "group.id": "wire-" + str(uuid.uuid4()),
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    })
    consumer.subscribe([topic])
    try:
        for _ in range(int(count)):
            message = consumer.poll(TIMEOUT_SECONDS)
            if message is None:
                sys.exit("no record within %d s" % TIMEOUT_SECONDS)
            if message.error():
                sys.exit(str(message.error()))
            print(json.dumps({"key": message.key(), "value": message.value()}, default=printable))
    finally:
        consumer.close()


main(*sys.argv[1:])
