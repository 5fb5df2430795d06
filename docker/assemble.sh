#!/bin/sh
# Builds what the images hold and lays it out in one folder: streams-app/ and cli/ (jars), plugins/ (the
# Connect sinks).
# Usage, from the root of the repository: docker/assemble.sh FOLDER
set -eu

folder=${1:?usage: docker/assemble.sh FOLDER}

# The PostgreSQL binaries are for the local stack; in containers the databases have images of their own.
mvn -B -q -Pquick -pl streams-app,connectors,local -am package dependency:copy-dependencies \
  -DincludeScope=runtime -DexcludeGroupIds=io.zonky.test.postgres

for program in streams-app local; do
  target=$folder/$program
  [ "$program" = local ] && target=$folder/cli
  mkdir -p "$target"
  cp "$program"/target/dependency/*.jar "$target"
  cp "$program"/target/candlewick-"$program"-*.jar "$target"
done

mkdir -p "$folder/plugins"
cp -R connectors/target/plugin/. "$folder/plugins"
