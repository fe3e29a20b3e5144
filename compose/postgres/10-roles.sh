#!/bin/bash
# Run once by the image of PostgreSQL, when its volume is empty: a database and a role for each server, and a role that
# may read statistics. No role can connect to a database of another; none but the superuser can create anything outside
# its own, and the superuser comes in by the local socket alone (pg_hba.conf). Passwords are read from secrets.
set -euo pipefail

secret() {
    local file="${SECRETS:-/run/secrets}/$1"
    [ -s "$file" ] || { echo "10-roles.sh: $file is missing or empty" >&2; exit 1; }
    cat "$file"
}

MAIN_PASSWORD=$(secret postgres_main_password)
AI_PASSWORD=$(secret postgres_ai_password)
MONITOR_PASSWORD=$(secret postgres_monitor_password)
export MAIN_PASSWORD AI_PASSWORD MONITOR_PASSWORD

psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv main_password MAIN_PASSWORD
\getenv ai_password AI_PASSWORD
\getenv monitor_password MONITOR_PASSWORD
-- What is said here stays out of the server's log.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';

CREATE ROLE main LOGIN NOINHERIT PASSWORD :'main_password';
CREATE ROLE ai LOGIN NOINHERIT PASSWORD :'ai_password';
CREATE ROLE monitor LOGIN PASSWORD :'monitor_password' IN ROLE pg_monitor CONNECTION LIMIT 5;

CREATE DATABASE main OWNER main;
CREATE DATABASE ai OWNER ai;
REVOKE ALL ON DATABASE main, ai, postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO monitor;

\connect ai
CREATE EXTENSION vector;
SQL
