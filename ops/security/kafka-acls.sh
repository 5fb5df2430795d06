#!/bin/sh
# Gives principals the roles of kafka-acls.txt.
#
#   ops/security/kafka-acls.sh --print | --bootstrap-server HOST:PORT [--command-config FILE]  [PRINCIPAL=ROLE[,ROLE] ...]
#
# Without principals: those below. --print shows the calls and makes none. KAFKA_ACLS names Kafka's tool if it is not on the path;
# CANDLEWICK_APPLICATION_ID is the streams application's, candlewick if it is not set. Rights that are there already stay.
set -eu

table=$(dirname "$0")/kafka-acls.txt
tool=${KAFKA_ACLS:-kafka-acls.sh}
app=${CANDLEWICK_APPLICATION_ID:-candlewick}
connection=
print=no

while [ $# -gt 0 ]; do
  case $1 in
    --print) print=yes; shift ;;
    --bootstrap-server | --command-config)
      [ $# -ge 2 ] || { echo "kafka-acls.sh: $1 needs a value" >&2; exit 2; }
      connection="$connection $1 $2"
      shift 2
      ;;
    --*) echo "kafka-acls.sh: unknown option $1" >&2; exit 2 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || set -- \
  candlewick-streams=streams-live,streams-history,reader,query \
  candlewick-ingest=ingest \
  candlewick-connect=connect \
  candlewick-reader=reader \
  candlewick-operator=operator,reader
[ "$print" = yes ] || [ -n "$connection" ] || { echo "kafka-acls.sh: give --bootstrap-server or --print" >&2; exit 2; }
case $app in
  *[!A-Za-z0-9._-]*) echo "kafka-acls.sh: CANDLEWICK_APPLICATION_ID=$app is no application id" >&2; exit 2 ;;
esac

allow() {
  if [ "$print" = yes ]; then
    echo "$tool$connection $*"
  else
    # No word of the table or of the options holds a space.
    # shellcheck disable=SC2086
    $tool$connection "$@"
  fi
}

# One call for all names of a role with the same rights: the tool takes seconds to start.
set -f
for grant in "$@"; do
  principal=${grant%%=*}
  for role in $(echo "${grant#*=}" | tr , ' '); do
    calls=$(awk -v role="$role" -v app="$app" '
      $1 == role {
        gsub(/[{]app[}]/, app, $4)
        rights = $5; gsub(/,/, " --operation ", rights)
        call = rights " --resource-pattern-type " $3
        if (!(call in names)) order[++count] = call
        names[call] = names[call] " --" $2 " " $4
      }
      END { for (i = 1; i <= count; i++) print "--operation " order[i] names[order[i]] }' "$table")
    [ -n "$calls" ] || { echo "kafka-acls.sh: $role is no role" >&2; exit 2; }
    echo "$calls" | while read -r call; do
      # No word of the table or of the options holds a space; the tool may read standard input.
      # shellcheck disable=SC2086
      allow --add --allow-principal "User:$principal" $call < /dev/null
    done
  done
done
