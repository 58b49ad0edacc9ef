#!/usr/bin/env bash
# Runs once before Odoo and the companion start: installs Support Center with demo data, or updates it, and hands the
# companion its Odoo API key by a file that only the two of them see.
set -euo pipefail

as_odoo() {
  setpriv --reuid=odoo --regid=odoo --init-groups -- env HOME=/var/lib/odoo odoo "$@" \
    --database="$ODOO_DATABASE" --db_host="$HOST" --db_user="$USER" --db_password="$PASSWORD" \
    --addons-path=/mnt/support-center --data-dir=/var/lib/odoo --no-http
}

chown odoo:odoo /var/lib/odoo
if [ -s /run/support-center/odoo-api-key ]; then
  as_odoo server --update=helpdesk,support_center --stop-after-init
else
  as_odoo server --init=support_center --with-demo --stop-after-init
fi

credentials=$([ -s /run/support-center/odoo-api-key ] && echo false || echo true)
export STACK_SETUP="{\"url\": \"$ODOO_PUBLIC_URL\", \"smtp_host\": \"$SMTP_HOST\", \"smtp_port\": $SMTP_PORT, \"credentials\": $credentials}"
answer=$(as_odoo shell --log-level=warn </mnt/stack_setup.py | tail -n 1)
if [ "$credentials" = true ]; then
  read_answer() { python3 -c 'import functools, json, sys; print(functools.reduce(dict.get, sys.argv[1:], json.load(sys.stdin)))' "$@" <<<"$answer"; }
  read_answer api_key >/run/support-center/demo-booking-key
  read_answer companion ODOO_API_KEY >/run/support-center/odoo-api-key
  chmod 0444 /run/support-center/*
fi
echo "Odoo: $ODOO_PUBLIC_URL (admin / admin, manager / manager, technician / technician)"
echo "Demo key of the booking API: $(cat /run/support-center/demo-booking-key)"
