set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    initdb --auth-host=scram-sha-256 --auth-local=trust --username=postgres --encoding=UTF8 >/dev/null
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    # Nobody comes in by the network before the database is whole.
    pg_ctl --wait --options="-c listen_addresses=''" start >/dev/null
    psql --quiet --username=postgres --set=ON_ERROR_STOP=1 --set=name="$POSTGRES_USER" \
        --set=password="$POSTGRES_PASSWORD" --set=database="$POSTGRES_DB" <<'SQL'
CREATE ROLE :"name" SUPERUSER LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"name";
SQL
    pg_ctl --wait --mode=fast stop >/dev/null
fi
exec postgres -c listen_addresses='*'
