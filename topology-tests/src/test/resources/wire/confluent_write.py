"""Writes records with Confluent's AvroProducer.

Arguments: bootstrap servers, registry address, topic. Standard input: the schema on the first line, then a record a line, as
JSON; its fields that end in _time are microseconds since the epoch and are handed to the producer as Python datetimes.
"""
import datetime
import json
import sys

from confluent_kafka import avro
from confluent_kafka.avro import AvroProducer

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
TIMEOUT_SECONDS = 30


def with_times(record):
    return {
        name: EPOCH + datetime.timedelta(microseconds=value) if name.endswith("_time") and value is not None else value
        for name, value in record.items()
    }


def fail_on_error(error, _):
    if error is not None:
        sys.exit(str(error))


def main(bootstrap_servers, registry, topic):
    lines = iter(sys.stdin.read().splitlines())
    producer = AvroProducer(
        {"bootstrap.servers": bootstrap_servers, "schema.registry.url": registry},
        default_value_schema=avro.loads(next(lines)),
    )
    for line in lines:
        producer.produce(topic=topic, value=with_times(json.loads(line)), on_delivery=fail_on_error)
    if producer.flush(TIMEOUT_SECONDS) != 0:
        sys.exit("not delivered within %d s" % TIMEOUT_SECONDS)


main(*sys.argv[1:])
